import type { APIRequestContext } from '@playwright/test';
import { Api } from '../api';
import type { Person, Stage } from '../cluster';
import { expect, test } from '../fixtures';

const PEOPLE: Person[] = ['admin', 'editor', 'viewer', 'nobody'];

/** What `kubectl auth can-i` says, asked of the cluster itself with the person's own token. */
async function canI(stage: Stage, person: Person, verb: string, resource: string, namespace: string): Promise<boolean> {
  const api = new Api({ ...stage.api.target, token: stage.tokens[person] });
  const [name, group = ''] = resource.split('.');
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, group, resource: name } },
  };
  const answer = await api.ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review);
  expect(answer.status).toBe(201);
  return (answer.body as { status: { allowed: boolean } }).status.allowed;
}

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
        ['names', 'list', 'secrets', { task, resource: 'secrets', within: '' }],
        ['names', 'list', 'persistentvolumeclaims', { task, resource: 'persistentvolumeclaims', within: '' }],
        ['suspend', 'patch', 'jobs.batch', { task, uid, suspend: true }],
        ['read-back', 'get', 'jobs.batch', { task, attempts: ['attempt-nobody'] }],
        ['create', 'create', 'jobs.batch', { request: { draft, attempt } }],
      ];
      for (const [path, verb, resource, data] of calls) {
        const allowed = await canI(stage, person, verb, resource, namespace);
        const status = await call(path, data);
        expect(status, `${person}: ${path} in ${namespace}, can-i ${verb} ${resource} says ${allowed}`).toBe(allowed ? 200 : 403);
        seen.push(`${person} ${path} ${resource} ${namespace} ${status}`);
      }
      const lacks = await browser.post('/api/rights', { data: { task } });
      const lacking = (await lacks.json()) as string[];
      for (const [verb, resource] of [['create', 'jobs.batch'], ['patch', 'jobs.batch'], ['delete', 'jobs.batch'], ['create', 'services']] as const) {
        expect(lacking.includes(`${verb} ${resource}`), `${person} lacks ${verb} ${resource} in ${namespace}`).toBe(!(await canI(stage, person, verb, resource, namespace)));
      }
    }
    await browser.dispose();
  }
  // The matrix says yes and no, or it would prove nothing.
  expect(seen.filter((line) => line.endsWith('200')).length).toBeGreaterThan(15);
  expect(seen.filter((line) => line.endsWith('403')).length).toBeGreaterThan(15);
});

function draftOf(namespace: string, name: string): object {
  const containers = [{ key: 1, name: 'container-1', image: 'busybox:1.36', 'pull-policy': 'Always' }];
  const basic = { name, cluster: 'people', namespace, runs: 'one-pod' };
  return { version: 1, keys: 1, fields: { basic, containers, advanced: { 'restart-policy': 'Never' } }, kept: {} };
}
