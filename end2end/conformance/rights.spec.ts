import { expect, test } from './fixtures';
import { job } from './job';

test.describe.configure({ mode: 'parallel' });

const ACCESS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const SELF = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

/** What the clusters call people: whoever speaks to the practice cluster is to see that he does. */
const NAMES = {
  practice: { admin: 'practice-admin', viewer: 'practice-viewer', nobody: 'practice-none' },
  real: { admin: 'admin', viewer: 'viewer', nobody: 'nobody' },
};

test('54 a wrong token is refused', async ({ server, place }) => {
  const answer = await server.get(place.jobs, { token: 'stolen' });
  expect(answer.refusal).toEqual({ code: 401, reason: 'Unauthorized', causes: [] });
  expect(answer.body).toEqual({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized', code: 401 });
});

test('55 who lacks a right is told which', async ({ server, place, stage, kind }) => {
  const token = stage.tokens.viewer;
  const answer = await server.post(place.jobs, job('x'), { token });
  expect(answer.refusal).toEqual({ code: 403, reason: 'Forbidden', causes: [] });
  expect(answer.body.details).toEqual({ group: 'batch', kind: 'jobs' });
  const name = NAMES[kind].viewer;
  const place_ = `in API group "batch" in the namespace "${place.namespace}"`;
  expect(answer.body.message).toBe(`jobs.batch is forbidden: User "${name}" cannot create resource "jobs" ${place_}`);
  const named = await server.ask('DELETE', place.job('x'), { token });
  expect(named.body.details).toEqual({ name: 'x', group: 'batch', kind: 'jobs' });
  expect(named.body.message).toBe(`jobs.batch "x" is forbidden: User "${name}" cannot delete resource "jobs" ${place_}`);
  const everywhere = await server.get('/api/v1/secrets', { token });
  expect(everywhere.body.message).toBe(`secrets is forbidden: User "${name}" cannot list resource "secrets" in API group "" at the cluster scope`);
  expect(everywhere.body.details).toEqual({ kind: 'secrets' });
});

test('56 one may ask what one may do', async ({ server, place, stage }) => {
  const resourceAttributes = { namespace: place.namespace, verb: 'create', group: 'batch', resource: 'jobs' };
  const ask = (token: string) => server.post(ACCESS, { spec: { resourceAttributes } }, { token });
  for (const [token, allowed] of [[stage.tokens.admin, true], [stage.tokens.viewer, false], [stage.tokens.nobody, false]] as const) {
    const { code, body } = await ask(token);
    expect(code).toBe(201);
    expect(body).toMatchObject({
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      spec: { resourceAttributes },
      status: { allowed },
    });
  }
  const both = { resourceAttributes, nonResourceAttributes: { path: '/version', verb: 'get' } };
  for (const spec of [{}, both]) {
    const answer = await server.post(ACCESS, { spec });
    expect(answer.refusal).toEqual({ code: 422, reason: 'Invalid', causes: ['Invalid spec'] });
    // The API server leaves the kind out.
    expect(answer.body.details).toMatchObject({ group: 'authorization.k8s.io' });
    expect(answer.body.details).not.toHaveProperty('kind');
  }
});

test('57 one may ask who one is', async ({ server, stage, kind }) => {
  for (const person of ['admin', 'viewer', 'nobody'] as const) {
    const { code, body } = await server.post(SELF, {}, { token: stage.tokens[person] });
    expect(code).toBe(201);
    expect(body).toMatchObject({
      kind: 'SelfSubjectReview',
      apiVersion: 'authentication.k8s.io/v1',
      status: { userInfo: { username: NAMES[kind][person], groups: expect.arrayContaining(['system:authenticated']) } },
    });
  }
});
