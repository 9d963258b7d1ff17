// Interaction to next paint: from a press of a key or a button to the frame that shows what came of it.
import http from 'node:http';

/** Requests to the practice cluster that are under way at once. */
const AT_ONCE = 16;

/** Makes so many tasks that are held, so that none of them changes by itself. */
export async function makeTasks(practice, count) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const spec = { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36' }] } } };
  const make = (at) => {
    const body = JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: `task-${at}` }, spec });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const request = http.request(`${practice}/apis/batch/v1/namespaces/default/jobs`, { method: 'POST', agent, headers }, (response) => {
        response.resume();
        response.on('end', () => (response.statusCode === 201 ? resolve() : reject(new Error(`task-${at}: ${response.statusCode}`))));
      });
      request.on('error', reject);
      request.end(body);
    });
  };
  let next = 0;
  const worker = async () => {
    while (next < count) await make(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  agent.destroy();
}

/** Runs in the page: the time of each interaction as the browser measures it, in steps of 8 ms. */
function measure() {
  window.benchTaken = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) benchTaken.push([entry.interactionId, entry.duration]);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
}

/** Of each act, by its name: how long its slowest interaction took, in ms; 0 for less than 16. */
export async function interactions(browser, path, { kept, slowed, ready, acts }) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(measure);
  if (kept) await page.addInitScript((kept) => localStorage.setItem('slipway.draft', JSON.stringify(kept)), kept);
  await page.goto(path);
  await ready(page);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowed });
  const taken = [];
  for (const [name, act] of acts) {
    await page.evaluate(() => (benchTaken.length = 0));
    await act(page);
    // The browser tells of an interaction after its frame.
    await page.waitForTimeout(400);
    const slowest = await page.evaluate(() => Math.max(0, ...benchTaken.map(([, duration]) => duration)));
    taken.push([name, slowest]);
  }
  await context.close();
  return taken;
}

const type = (text) => async (page) => {
  for (const letter of text) {
    await page.keyboard.press(letter);
    await page.waitForTimeout(150);
  }
};
const press = (key) => (page) => page.keyboard.press(key);

/** What is done in a list of tasks. */
export const LIST = {
  path: '/clusters/practice/workload/jobs',
  ready: (page) => page.getByRole('button', { name: 'Show more' }).waitFor({ timeout: 60_000 }),
  acts: [
    ['into the filter', (page) => page.getByRole('searchbox').click()],
    ['a letter in the filter', type('task-99')],
    ['a letter taken back', async (page) => type(['Backspace', 'Backspace', 'Backspace'])(page)],
    ['everything again', async (page) => {
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press('Backspace');
    }],
    ['a status', async (page) => {
      await page.getByRole('combobox', { name: 'Status' }).focus();
      await page.keyboard.press('s');
      await page.keyboard.press('Home');
    }],
    ['a task', (page) => page.getByRole('row').nth(1).getByRole('link').click()],
    ['back', (page) => page.goBack()],
    ['Show more', (page) => page.getByRole('button', { name: 'Show more' }).click()],
  ],
};

const step = (name) => (page) => page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: new RegExp(name) }).click();
const tab = (name) => (page) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).first().click();

/** What is done in the wizard. */
export const WIZARD = {
  path: '/clusters/practice/jobs/new',
  ready: (page) => page.getByRole('textbox', { name: 'Workload name' }).waitFor(),
  acts: [
    ['to the containers', step('Container configuration')],
    ['a tab', tab('Security')],
    ['the tab of 50 variables', tab('Environment variables')],
    ['into a variable', (page) => page.getByRole('textbox', { name: 'Value', exact: true }).first().click()],
    ['a letter in a variable', type('abcd')],
    ['another row', press('Enter')],
    ['a row less', (page) => page.getByRole('button', { name: 'Remove', exact: true }).first().click()],
    ['another container', tab('container-9')],
    ['to the Services', step('Service configuration')],
    ['to the advanced settings', step('Advanced configuration')],
    ['Create, with something to mend', async (page) => {
      await step('Basic information')(page);
      await page.getByRole('textbox', { name: 'Workload name' }).fill('Not_A_Name');
      await page.evaluate(() => (benchTaken.length = 0));
      await page.getByRole('button', { name: 'Create', exact: true }).click();
    }],
  ],
};
