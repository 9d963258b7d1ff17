// What is seen of a task: from Create to Running, and from one change in the cluster to the word on its page.
import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

const JOBS = '/apis/batch/v1/namespaces/default/jobs';
/** For what comes after a change, Events above all, to be over: changes are measured one at a time. */
const QUIET = 500;

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** One request to the practice cluster's API, on a connection that stays open. */
function api(agent, origin) {
  return (method, path, body, type = 'application/json') => {
    const text = JSON.stringify(body);
    const headers = { accept: 'application/json', 'content-type': type, 'content-length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const request = http.request(origin + path, { method, agent, headers }, (response) => {
        response.resume();
        response.on('end', () => (response.statusCode < 300 ? resolve() : reject(new Error(`${method} ${path}: ${response.statusCode}`))));
      });
      request.on('error', reject);
      request.end(text);
    });
  };
}

const newPage = async (browser) => {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  return context.newPage();
};

/** Tells each new word of the headline, and when it came by both clocks. Runs in the page. */
function tellWords() {
  let last = '';
  const look = () => {
    const word = document.querySelector('.headline .word')?.textContent ?? '';
    if (word === last) return;
    last = word;
    benchWord(word, performance.now(), Date.now());
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

/**
 * What to add to performance.now() to get Date.now(): the least that is seen, which is right after Date.now's tick.
 * Runs in node and in the page; the two then have one clock, to a tenth of a millisecond.
 */
function offset() {
  let least = Infinity;
  for (let tick = 0; tick < 5; tick++) {
    const before = Date.now();
    while (Date.now() === before);
    least = Math.min(least, Date.now() - performance.now());
  }
  return least;
}

/** When Pods of each Job were first Running, as a watch of our own is told: what the console cannot be faster than. */
function watchPods(agent, origin) {
  const running = new Map();
  const request = http.get(`${origin}/api/v1/namespaces/default/pods?watch=1`, { agent }, (response) => {
    const lines = createInterface({ input: response });
    // Ending the watch breaks it off.
    lines.on('error', () => {});
    lines.on('line', (line) => {
      const { object } = JSON.parse(line);
      const job = object.metadata.labels?.['batch.kubernetes.io/job-name'];
      if (object.status?.phase === 'Running' && !running.has(job)) running.set(job, Date.now());
    });
  });
  request.on('error', () => {});
  return { running, end: () => request.destroy() };
}

/** Create -> Running on the task's page, and the same until the Pod ran, both in ms. */
export async function createToRunning(browser, { url, practice }, times) {
  const agent = new http.Agent({ keepAlive: true });
  const pods = watchPods(agent, practice);
  const seen = [];
  for (let time = 0; time < times; time++) {
    const name = `created-${time}`;
    const page = await newPage(browser);
    let clicked;
    const running = new Promise((resolve) => {
      page.exposeFunction('benchWord', (word, _, at) => word === 'Running' && resolve(at));
    });
    await page.exposeFunction('benchClick', (at) => (clicked = at));
    await page.addInitScript(tellWords);
    await page.goto(`${url}/clusters/practice/jobs/new`);
    await page.getByRole('textbox', { name: 'Workload name' }).fill(name);
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: /Container configuration/ }).click();
    await page.getByRole('textbox', { name: 'Container image' }).fill('busybox:forever');
    const create = page.getByRole('button', { name: 'Create', exact: true });
    await create.evaluate((button) => button.addEventListener('click', () => benchClick(Date.now()), { capture: true, once: true }));
    await create.click();
    const shown = await within(running, `Running on the page of ${name}`);
    seen.push({ word: shown - clicked, pod: pods.running.get(name) - clicked });
    await page.context().close();
  }
  pods.end();
  agent.destroy();
  return seen;
}

/** One change of a Job in the cluster -> its word on the page, in ms. */
export async function changeToWord(browser, { url, practice }, times) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const ask = api(agent, practice);
  const container = { name: 'main', image: 'busybox:forever' };
  const spec = { template: { spec: { restartPolicy: 'Never', containers: [container] } } };
  await ask('POST', JOBS, { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'changed' }, spec });
  const page = await newPage(browser);
  let tell = () => {};
  await page.exposeFunction('benchWord', (word, at) => tell(at));
  await page.addInitScript(tellWords);
  await page.goto(`${url}/clusters/practice/namespaces/default/jobs/changed`);
  const seen = [];
  // The first two are not counted: connection and code are warmed up by them.
  for (let time = -2; time < times; time++) {
    const suspend = time % 2 === 0;
    // Before it is suspended it runs; before it is resumed its Pods are gone, and with them the badge.
    await page.locator('.headline .word', { hasText: suspend ? 'Running' : 'Suspended' }).waitFor();
    await page.locator('.headline .badge').waitFor({ state: 'detached' });
    await wait(QUIET);
    const next = new Promise((resolve) => (tell = resolve));
    const sent = performance.now();
    await ask('PATCH', `${JOBS}/changed`, { spec: { suspend } }, 'application/merge-patch+json');
    const word = await within(next, 'the next word');
    // Measured anew each time: the two clocks drift.
    const [there, here] = [await page.evaluate(offset), offset()];
    if (time >= 0) seen.push(word + there - (sent + here));
  }
  await page.context().close();
  agent.destroy();
  return seen;
}

async function within(promise, what) {
  let patience;
  const late = new Promise((_, reject) => (patience = setTimeout(() => reject(new Error(`${what}: not within 30 s`)), 30_000)));
  return Promise.race([promise, late]).finally(() => clearTimeout(patience));
}
