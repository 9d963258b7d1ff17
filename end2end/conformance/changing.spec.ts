import { expect, test } from './fixtures';
import { does, holds, job, LEFT_ALONE, status } from './job';
import type { Body } from './server';

test.describe.configure({ mode: 'parallel' });

const running = (pod: Body) => status(pod).phase === 'Running';

test('28 a Job that is suspended loses its Pods and says so', async ({ server, place }) => {
  await place.create(place.jobs, job('work', { parallelism: 2, completions: 2 }, does('forever')));
  await place.pods('work', 2, running);
  const answer = await server.patch(place.job('work'), { spec: { suspend: true } });
  expect(answer.code).toBe(200);
  expect(answer.body).toMatchObject({ kind: 'Job', metadata: { generation: 2 }, spec: { suspend: true } });
  const { body } = await place.until(place.job('work'), ({ body }) => holds(body, 'Suspended'));
  expect(body.status).toMatchObject({ conditions: [{ type: 'Suspended', status: 'True', reason: 'JobSuspended' }] });
  await place.pods('work', 0);
  const idle = await place.until(place.job('work'), ({ body }) => status(body).terminating === 0);
  // What is suspended has not failed.
  for (const field of ['startTime', 'active', 'failed']) expect(status(idle.body)).not.toHaveProperty(field);
});

test('29 a Job that is resumed starts anew', async ({ server, place }) => {
  await place.create(place.jobs, job('work', { suspend: true }, does('forever')));
  const idle = await place.until(place.job('work'), ({ body }) => holds(body, 'Suspended'));
  expect(status(idle.body)).not.toHaveProperty('startTime');
  await place.pods('work', 0);
  expect((await server.patch(place.job('work'), { spec: { suspend: false } })).code).toBe(200);
  await place.pods('work', 1);
  const { body } = await place.until(place.job('work'), ({ body }) => status(body).active === 1);
  expect(body.status).toMatchObject({
    startTime: expect.stringMatching(/Z$/),
    conditions: [{ type: 'Suspended', status: 'False', reason: 'JobResumed' }],
  });
});

test('30 the template cannot be changed', async ({ server, place }) => {
  await place.create(place.jobs, job('work', LEFT_ALONE));
  const containers = [{ name: 'main', image: 'registry.example.com/other' }];
  const answer = await server.patch(place.job('work'), { spec: { template: { spec: { containers } } } });
  expect(answer.refusal).toEqual({ code: 422, reason: 'Invalid', causes: ['Invalid spec.template'] });
  expect(answer.body.message).toMatch(/field is immutable$/);
});

test('31 the parallelism can be changed', async ({ server, place }) => {
  await place.create(place.jobs, job('work', { completions: 5, parallelism: 3 }, does('forever')));
  await place.pods('work', 3, running);
  const answer = await server.patch(place.job('work'), { spec: { parallelism: 1 } });
  expect(answer.code).toBe(200);
  expect(answer.body.spec?.parallelism).toBe(1);
  await place.pods('work', 1);
  const { body } = await place.until(place.job('work'), ({ body }) => status(body).active === 1 && status(body).terminating === 0);
  expect(status(body)).not.toHaveProperty('failed');
});

test('31 a patch has one of the known forms', async ({ server, place }) => {
  await place.create(place.jobs, job('work', LEFT_ALONE));
  const patch = (name: string, contentType: string, body: object) => server.ask('PATCH', place.job(name), { contentType, body });
  const labels = { metadata: { labels: { a: 'b' } } };
  const strategic = await patch('work', 'application/strategic-merge-patch+json', labels);
  expect(strategic.body.metadata?.labels).toMatchObject({ a: 'b', 'job-name': 'work' });
  const steps = [{ op: 'test', path: '/spec/suspend', value: false }, { op: 'replace', path: '/spec/backoffLimit', value: 3 }];
  const stepped = await patch('work', 'application/json-patch+json', steps);
  expect({ code: stepped.code, limit: stepped.body.spec?.backoffLimit }).toEqual({ code: 200, limit: 3 });
  for (const name of ['work', 'none']) {
    expect((await patch(name, 'application/json', labels)).refusal).toEqual({ code: 415, reason: 'UnsupportedMediaType', causes: [] });
  }
  expect((await server.patch(place.job('none'), labels)).refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
});

test('32 a patch cannot name another uid', async ({ server, place }) => {
  await place.create(place.jobs, job('work', LEFT_ALONE));
  const answer = await server.patch(place.job('work'), { metadata: { uid: 'of another' }, spec: { suspend: true } });
  expect(answer.refusal).toEqual({ code: 422, reason: 'Invalid', causes: ['Invalid metadata.uid'] });
  expect(answer.body.message).toMatch(/field is immutable$/);
});

test('32 a stale version conflicts', async ({ server, place }) => {
  const stale = await place.create(place.jobs, job('work', LEFT_ALONE));
  const changed = await server.patch(place.job('work'), { spec: { backoffLimit: 1 } });
  const answer = await server.put(place.job('work'), stale);
  expect(answer.refusal).toEqual({ code: 409, reason: 'Conflict', causes: [] });
  expect(answer.body.details).toEqual({ name: 'work', group: 'batch', kind: 'jobs' });
  const elsewhere = await server.put(place.job('other'), stale);
  expect(elsewhere.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  const gone = await server.put(place.job('gone'), job('gone'));
  expect(gone.refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
  const fresh = { ...changed.body, spec: { ...changed.body.spec, backoffLimit: 2 } };
  const replaced = await server.put(place.job('work'), fresh);
  expect({ code: replaced.code, limit: replaced.body.spec?.backoffLimit }).toEqual({ code: 200, limit: 2 });
});
