import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../fixtures';
import { canI, draftOf, keyOf, PEOPLE, withService } from '../people';

test('each person does through the console exactly what the cluster lets them', async ({ stage, another, name, playwright }) => {
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  const namespaces = ['default', 'team-a'];
  for (const namespace of namespaces) await stage.api.create(namespace, `${name}-kept`, 'busybox:1.36', { suspend: true });
  const seen: string[] = [];
  for (const person of PEOPLE) {
    const browser: APIRequestContext = await playwright.request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
    const call = async (path: string, data: object) => (await browser.post(`/api/${path}`, { data })).status();
    expect(await call('sign-in', { cluster: 'people', token: stage.tokens[person] })).toBe(200);
    for (const namespace of namespaces) {
      const task = { cluster: 'people', namespace, name: `${name}-kept` };
      const uid = (await stage.api.job(namespace, task.name))?.metadata.uid ?? '';
      const draft = draftOf(namespace, `${name}-${person}`);
      const attempt = { id: `attempt-${name}-${person}`, earlier: [], without_dry_run: false };
      const calls: [string, string, string, object][] = [
        ['taken', 'get', 'jobs.batch', { task }],
        ['names', 'list', 'configmaps', { task, resource: 'configmaps', within: '' }],
        // The practice cluster has none.
        ...(stage.kind === 'real' ? [['names', 'list', 'cronjobs.batch', { task, resource: 'cronjobs', within: '' }] as [string, string, string, object]] : []),
        ['source', 'get', 'jobs.batch', { task, kind: 'Job' }],
        ['names', 'list', 'secrets', { task, resource: 'secrets', within: '' }],
        ['names', 'list', 'persistentvolumeclaims', { task, resource: 'persistentvolumeclaims', within: '' }],
        ['suspend', 'patch', 'jobs.batch', { task, uid, suspend: true }],
        ['read-back', 'get', 'jobs.batch', { task, attempts: ['attempt-nobody'] }],
        ['create', 'create', 'jobs.batch', { request: { draft, attempt } }],
        ['pull-secret', 'create', 'secrets', { task, secret: keyOf(`${name}-${person}`) }],
        ['delete', 'delete', 'jobs.batch', { task, uid: 'of another' }],
      ];
      for (const [path, verb, resource, data] of calls) {
        const allowed = await canI(stage, person, verb, resource, namespace);
        const status = await call(path, data);
        // Who may delete is told that it is another: nothing is deleted here.
        const done = path === 'delete' ? 409 : 200;
        expect(status, `${person}: ${path} in ${namespace}, can-i ${verb} ${resource} says ${allowed}`).toBe(allowed ? done : 403);
        seen.push(`${person} ${path} ${resource} ${namespace} ${status}`);
      }
      const key = `/api/v1/namespaces/${namespace}/secrets/${name}-${person}`;
      const made = (await stage.api.ask('DELETE', key)).status === 200;
      expect(made, `${person} made a Secret in ${namespace}`).toBe(await canI(stage, person, 'create', 'secrets', namespace));
      // These answer everybody, and say in their answer what the cluster let them see and do.
      const ask = async <T>(path: string, data: object): Promise<T> => (await (await browser.post(`/api/${path}`, { data })).json()) as T;
      const here = await ask<{ namespaces: string[] | null }>('cluster', { cluster: 'people' });
      expect(here.namespaces !== null, `${person} sees namespaces`).toBe(await canI(stage, person, 'list', 'namespaces', ''));
      const checks = await ask<{ name: string; state: string }[]>('preflight', { draft });
      const permission = checks.find((check) => check.name === 'permission')?.state;
      expect(permission, `${person} in ${namespace}`).toBe((await canI(stage, person, 'create', 'jobs.batch', namespace)) ? 'passed' : 'failed');
      const [service] = await ask<{ error: { kind: string } | null }[]>('services', { draft: withService(draft), uid });
      expect(service?.error?.kind, `${person} in ${namespace}`).toBe((await canI(stage, person, 'create', 'services', namespace)) ? undefined : 'forbidden');
      const lacks = await browser.post('/api/rights', { data: { task } });
      const lacking = (await lacks.json()) as string[];
      for (const [verb, resource] of [['create', 'jobs.batch'], ['patch', 'jobs.batch'], ['delete', 'jobs.batch'], ['create', 'services'], ['create', 'secrets'], ['get', 'pods/log']] as const) {
        expect(lacking.includes(`${verb} ${resource}`), `${person} lacks ${verb} ${resource} in ${namespace}`).toBe(!(await canI(stage, person, verb, resource, namespace)));
      }
    }
    await browser.dispose();
  }
  // The matrix says yes and no, or it would prove nothing.
  expect(seen.filter((line) => line.endsWith('200')).length).toBeGreaterThan(15);
  expect(seen.filter((line) => line.endsWith('403')).length).toBeGreaterThan(15);
});

test('each person sees through every stream exactly what the cluster lets them', async ({ stage, another, name, browser }) => {
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  const seen: string[] = [];
  for (const namespace of ['default', 'team-a']) await stage.api.create(namespace, `${name}-seen`, 'busybox:1.36', { suspend: true });
  for (const person of PEOPLE) {
    const context = await browser.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } });
    expect((await context.request.post('/api/sign-in', { data: { cluster: 'people', token: stage.tokens[person] } })).status()).toBe(200);
    const page = await context.newPage();
    await page.goto('/clusters');
    for (const namespace of ['default', 'team-a']) {
      const place = `cluster=people&namespace=${namespace}`;
      // Of a Pod that is not there: who may read logs is told that, and who may not is told nothing.
      const log = `page=log&${place}&name=${name}-none&container=main`;
      const streams: [string, string, string, string][] = [
        ['watch', 'jobs.batch', `page=tasks&${place}`, 'tasks'],
        ['watch', 'jobs.batch', `page=task&${place}&name=${name}-seen`, 'task'],
        ['get', 'pods/log', log, 'not-found'],
      ];
      for (const [verb, resource, query, shown] of streams) {
        const allowed = await canI(stage, person, verb, resource, namespace);
        const told = await page.evaluate(firstWord, `/api/stream?${query}`);
        expect(told, `${person}: ${query}, can-i ${verb} ${resource} says ${allowed}`).toBe(allowed ? shown : 'forbidden');
        seen.push(`${told}`);
      }
      const file = await context.request.get(`/api/log?${log}`);
      expect(file.status()).toBe((await canI(stage, person, 'get', 'pods/log', namespace)) ? 404 : 403);
    }
    await context.close();
  }
  for (const told of ['tasks', 'task', 'not-found', 'forbidden']) expect(seen).toContain(told);
});

/** In the page: what a stream shows first, or the kind of error that it tells instead. */
function firstWord(path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(path);
    const say = (word: string) => {
      socket.close();
      resolve(word);
    };
    socket.onerror = socket.onclose = () => resolve('closed');
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const { body } = JSON.parse(data) as { body: { state?: { error?: { kind: string } }; tasks?: object; task?: object; log?: object } };
      if (body.state?.error) return say(body.state.error.kind);
      const [shown] = Object.keys(body);
      if (shown && shown !== 'state' && shown !== 'alive') say(shown);
    };
  });
}
