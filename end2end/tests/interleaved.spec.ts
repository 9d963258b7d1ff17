import { Agent, request as send } from 'node:http';
import type { Api } from '../api';
import type { Person, Stage } from '../cluster';
import { expect, test } from '../fixtures';
import { canI, draftOf, keyOf, PEOPLE, withService } from '../people';
import { Stream } from '../stream';

/** In the first, the editor works. Meanwhile, nobody else gives or takes a right in them. */
const NAMESPACES = { practice: ['default', 'team-a'], real: ['team-a', 'team-b'] };
/** So many requests are under way at any time. */
const AT_ONCE = 48;
/** Of the order: the same at every run. */
const SEED = 20_260_727;

/** Something that anybody may ask of the console. */
interface Question {
  /** Below `/api/`. */
  path: string;
  /** The body of a call; without one it is a GET, or a stream. */
  data?: object;
  /** The right that it takes, and how the answer begins with it and without; none where all are answered. */
  takes?: [verb: string, resource: string, namespace: string];
  begins?: [withIt: string, without?: string];
  /** What is compared of the answer, where others' work on the cluster shows in the rest. */
  part?: (body: never) => unknown;
}

type Cookies = Record<Person, string>;

test('what people ask at the same time, each is answered as alone', async ({ stage, another, name }) => {
  test.setTimeout(180_000);
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  const kept = `${name}-kept`;
  const namespaces = NAMESPACES[stage.kind];
  try {
    const cookies = await signedIn(url, stage);
    const questions = ofEverywhere();
    for (const namespace of namespaces) questions.push(...ofNamespace(namespace, kept, await suspended(stage.api, namespace, kept)));
    // What the others then find there already.
    for (const question of questions) if (['suspend', 'services', 'pull-secret'].includes(question.path)) await ask(url, question, cookies.admin);

    const alone = new Map<string, string>();
    for (const who of PEOPLE) {
      for (const question of questions) {
        const told = await ask(url, question, cookies[who]);
        alone.set(saying(who, question), told);
        if (!question.takes) continue;
        const may = await canI(stage, who, ...question.takes);
        const [withIt = '200', without = '403'] = question.begins ?? [];
        const begins = told.startsWith(may ? withIt : without);
        expect(begins, `${saying(who, question)}: can-i ${question.takes.join(' ')} says ${may}, and the console ${told}`).toBe(true);
      }
    }
    // One question tells everybody from everybody else.
    expect(new Set(PEOPLE.map((who) => alone.get(saying(who, { path: 'console', data: {} })))).size).toBe(PEOPLE.length);

    // All of it twice: over connections that everybody's requests share, and over one of its own.
    const shared = new Agent({ keepAlive: true, maxSockets: 8 });
    const asked = PEOPLE.flatMap((who) => questions.flatMap((question) => [shared, undefined].map((agent) => ({ who, question, agent }))));
    expect(asked.length).toBeGreaterThan(200);
    const mixedUp: string[] = [];
    await manyAtOnce(shuffled(asked), async ({ who, question, agent }) => {
      const said = saying(who, question);
      const told = await ask(url, question, cookies[who], agent);
      if (told !== alone.get(said)) mixedUp.push(`${said}\n  alone: ${alone.get(said)}\n  among others: ${told}`);
    });
    shared.destroy();
    expect(mixedUp).toEqual([]);
  } finally {
    for (const namespace of namespaces) {
      await stage.api.remove(namespace, kept);
      await stage.api.ask('DELETE', `/api/v1/namespaces/${namespace}/secrets/${kept}`);
    }
  }
});

test('what comes while all look is shown to those who may see it, and to nobody else', async ({ stage, another, name }) => {
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  const cookies = await signedIn(url, stage);
  const namespaces = NAMESPACES[stage.kind];
  const looks: { who: Person; namespace: string; stream: Stream }[] = [];
  const asked = PEOPLE.flatMap((who) => [...namespaces, ''].flatMap((namespace) => [1, 2, 3].map(() => ({ who, namespace }))));
  await manyAtOnce(shuffled(asked), async ({ who, namespace }) => {
    const stream = await Stream.open(`${url}/api/stream?page=tasks&cluster=people&namespace=${namespace}`, cookies[who]);
    looks.push({ who, namespace, stream });
    await stream.until((words) => words.length > 0);
  });
  const late = namespaces.map((namespace) => `${namespace}/${name}-late`);
  try {
    for (const namespace of namespaces) await stage.api.create(namespace, `${name}-late`, 'busybox:1.36', { suspend: true });
    const seen: boolean[] = [];
    for (const { who, namespace, stream } of looks) {
      const may = await canI(stage, who, 'watch', 'jobs.batch', namespace);
      const theirs = late.filter((address) => may && address.startsWith(namespace));
      if (may) await stream.until((words) => theirs.every((address) => words.includes(address)));
      else await stream.over();
      const words = stream.told.flat();
      const where = `${who} in ${namespace || 'all namespaces'}, can-i watch jobs.batch says ${may}`;
      expect(late.filter((address) => words.includes(address)), where).toEqual(theirs);
      // Who may not is told this, and nothing else.
      if (!may) expect(words, where).toEqual(['forbidden']);
      seen.push(may);
    }
    expect(seen).toContain(true);
    expect(seen).toContain(false);
  } finally {
    for (const { stream } of looks) stream.close();
    for (const namespace of namespaces) await stage.api.remove(namespace, `${name}-late`);
  }
});

/** Questions about a namespace, and a suspended task that is there. None of them changes anything. */
function ofNamespace(namespace: string, name: string, uid: string): Question[] {
  const task = { cluster: 'people', namespace, name };
  const draft = draftOf(namespace, name);
  const place = `cluster=people&namespace=${namespace}`;
  // Of a Pod that is not there: who may read logs is told that, and who may not is told nothing.
  const log = `page=log&${place}&name=${name}-none&container=main`;
  const attempt = { id: `attempt-${name}`, earlier: [], without_dry_run: false };
  const right = (verb: string, resource: string): Question['takes'] => [verb, resource, namespace];
  return [
    { path: 'taken', data: { task }, takes: right('get', 'jobs.batch') },
    { path: 'source', data: { task, kind: 'Job' }, takes: right('get', 'jobs.batch') },
    { path: 'read-back', data: { task, attempts: ['attempt-nobody'] }, takes: right('get', 'jobs.batch') },
    { path: 'names', data: { task, resource: 'configmaps', within: '' }, takes: right('list', 'configmaps'), part: lasting },
    { path: 'names', data: { task, resource: 'secrets', within: '' }, takes: right('list', 'secrets'), part: lasting },
    { path: 'rights', data: { task } },
    { path: 'registries', data: { task } },
    { path: 'image-findings', data: { draft } },
    { path: 'preflight', data: { draft }, takes: right('create', 'jobs.batch'), begins: ['200 ["permission passed', '200 ["permission failed'], part: states },
    // The name is taken, what is made is there already, it is suspended already, and the one to delete is another.
    { path: 'suspend', data: { task, uid, suspend: true }, takes: right('patch', 'jobs.batch') },
    { path: 'create', data: { request: { draft, attempt } }, takes: right('create', 'jobs.batch') },
    { path: 'services', data: { draft: withService(draft), uid }, takes: right('create', 'services'), begins: ['200 "made', '200 "forbidden'], part: made },
    { path: 'pull-secret', data: { task, secret: keyOf(name) }, takes: right('create', 'secrets'), begins: ['409'] },
    { path: 'delete', data: { task, uid: 'of another' }, takes: right('delete', 'jobs.batch'), begins: ['409'] },
    { path: `log?${log}`, takes: right('get', 'pods/log'), begins: ['404'] },
    { path: `stream?${log}`, takes: right('get', 'pods/log'), begins: ['not-found', 'forbidden'] },
    { path: `stream?page=tasks&${place}`, takes: right('watch', 'jobs.batch'), begins: [`tasks ${namespace}/${name}`, 'forbidden'] },
    { path: `stream?page=task&${place}&name=${name}`, takes: right('watch', 'jobs.batch'), begins: [`task ${namespace}/${name}`, 'forbidden'] },
  ];

  function lasting(names: string[]): string[] {
    return names.filter((each) => [name, 'kube-root-ca.crt'].includes(each));
  }
}

/** Questions about the cluster, and who one is. */
function ofEverywhere(): Question[] {
  const all: Question['takes'] = ['list', 'namespaces', ''];
  const has = ({ namespaces }: { namespaces: string[] | null }) => namespaces !== null;
  return [
    { path: 'console', data: {} },
    { path: 'cluster', data: { cluster: 'people' }, takes: all, begins: ['200 true', '200 false'], part: has },
    { path: 'stream?page=clusters', takes: all, begins: ['namespaces', 'no-namespaces'] },
    { path: 'stream?page=tasks&cluster=people&namespace=', takes: ['watch', 'jobs.batch', ''], begins: ['tasks', 'forbidden'] },
  ];
}

/** What checks came to; not those in which others' Pods and quotas show. */
function states(checks: { name: string; state: string }[]): string[] {
  return checks.filter(({ name }) => !['nodes', 'pods', 'quota'].includes(name)).map(({ name, state }) => `${name} ${state}`);
}

/** What came of a Service. */
function made([service]: { error: { kind: string; words: string } | null }[]): string {
  return service?.error ? `${service.error.kind}: ${service.error.words}` : 'made';
}

function saying(who: Person, { path, data }: Question): string {
  return `${who}: ${path} ${data ? JSON.stringify(data) : ''}`;
}

/** A suspended Job that nobody does anything to any more; gives its uid. */
async function suspended(api: Api, namespace: string, name: string): Promise<string> {
  const { metadata } = await api.create(namespace, name, 'busybox:1.36', { suspend: true });
  await expect.poll(async () => (await api.job(namespace, name))?.status?.conditions?.map(({ type }) => type)).toContain('Suspended');
  return metadata.uid;
}

/** Everybody's cookies. They sign in at the same time. */
async function signedIn(url: string, { tokens }: Stage): Promise<Cookies> {
  const one = async (who: Person) => {
    const { cookies } = await fetched(url, { path: 'sign-in', data: { cluster: 'people', token: tokens[who] } }, '');
    return [who, cookies];
  };
  return Object.fromEntries(await Promise.all(PEOPLE.map(one))) as Cookies;
}

/** The answer in a line: the status and what is said, or the first words of a stream. */
async function ask(url: string, question: Question, cookie: string, agent?: Agent): Promise<string> {
  const { path, part } = question;
  if (!path.startsWith('stream')) {
    const { status, body } = await fetched(url, question, cookie, agent);
    return `${status} ${part && status === 200 ? JSON.stringify(part(JSON.parse(body) as never)) : body}`;
  }
  const stream = await Stream.open(`${url}/api/${path}`, cookie);
  await stream.until((words) => words.length > 0);
  stream.close();
  const [first = []] = stream.told;
  // Tasks of other tests come and go.
  return first.filter((word) => !word.includes('/') || word.endsWith('-kept')).join(' ');
}

function fetched(url: string, { path, data }: Question, cookie: string, agent?: Agent): Promise<{ status: number; body: string; cookies: string }> {
  const headers = { origin: url, cookie, ...(data && { 'content-type': 'application/json' }) };
  return new Promise((resolve, reject) => {
    const request = send(`${url}/api/${path}`, { method: data ? 'POST' : 'GET', headers, agent: agent ?? false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      const cookies = (answer.headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; ');
      answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode ?? 0, body, cookies }));
    });
    request.on('error', reject).end(data && JSON.stringify(data));
  });
}

/** Does all of it in that order, and never waits for one before it begins the next. */
async function manyAtOnce<T>(all: T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const worker = async () => {
    for (const one of waiting) await act(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Fisher and Yates, with the numbers of mulberry32. */
function shuffled<T>(all: T[]): T[] {
  let state = SEED;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const order = [...all];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}
