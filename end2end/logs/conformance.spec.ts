import { clusterEnvironment, type Kind } from '../cluster';
import { expect, test } from '../conformance/fixtures';
import { type Container, does, job, status } from '../conformance/job';
import type { Place } from '../conformance/place';
import type { Body } from '../conformance/server';

test.describe.configure({ mode: 'parallel' });

/** The node that really runs containers; the others imitate them and keep no logs. */
const REAL_NODE = {
  nodeSelector: { 'slipway.test/node': 'real' },
  tolerations: [{ key: 'slipway.test/real', operator: 'Exists' }],
};

/** Three lines, one a second, on either cluster: the practice cluster's containers print by themselves. */
function printing(kind: Kind): Container {
  if (kind === 'practice') return { image: 'registry.example.com/busybox:quick' };
  const command = ['sh', '-c', 'for i in 1 2 3; do echo line $i; sleep 1; done'];
  return { image: `${clusterEnvironment()('CLUSTER_REGISTRY')}/slipway/busybox:1.36`, command };
}

/** Makes a Job where its Pod can be read, and gives the path of that Pod's log once it is as expected. */
async function log(place: Place, kind: Kind, container: Container, what: (pod: Body) => boolean): Promise<string> {
  const talking = job('talks', { backoffLimit: 0 }, container);
  if (kind === 'real') Object.assign(talking.spec.template.spec, REAL_NODE);
  await place.create(place.jobs, talking);
  const [pod] = await place.pods('talks', 1, what);
  return `${place.of('pods')}/${pod?.metadata?.name}/log`;
}

const is = (phase: string) => (pod: Body) => status(pod).phase === phase;

test('58 the log of a container that has ended is text', async ({ server, place, kind }) => {
  const path = await log(place, kind, printing(kind), is('Succeeded'));
  const answer = await server.get(path, { accept: '*/*' });
  expect(answer.code).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^text\/plain/);
  expect(answer.text).toMatch(/^\S.*\n(.*\n)*$/);
});

test('59 a container that waits has no log', async ({ server, place, kind }) => {
  const waits = (pod: Body) => JSON.stringify(pod.status).includes('"waiting"');
  const path = await log(place, kind, { ...printing(kind), ...does('missing') }, waits);
  const answer = await server.get(path);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  expect(answer.body.message).toMatch(/^container "main" in pod "talks-[a-z0-9]{5}" is waiting to start: \S/);
  const before = await server.get(`${path}?previous=true`);
  expect(before.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  expect(before.body.message).toMatch(/^previous terminated container "main" in pod "talks-[a-z0-9]{5}" not found$/);
});

test('60 a container that is not there has no log', async ({ server, place }) => {
  // No node is asked for this.
  await place.create(place.jobs, job('talks', {}, does('forever')));
  const [pod] = await place.pods('talks', 1);
  const name = pod?.metadata?.name;
  const path = `${place.of('pods')}/${name}/log`;
  const answer = await server.get(`${path}?container=other`);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  expect(answer.body.message).toBe(`container other is not valid for pod ${name}`);
  const wrong = await server.get(`${path}?tailLines=-1`);
  expect(wrong.refusal).toEqual({ code: 422, reason: 'Invalid', causes: ['Invalid tailLines'] });
  expect((await server.get(`${place.of('pods')}/none/log`)).refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
});

test('60 of several containers one must be named', async ({ server, place }) => {
  const two = job('talks', {}, does('forever'));
  two.spec.template.spec.containers.push({ name: 'beside', ...does('forever') });
  await place.create(place.jobs, two);
  const [pod] = await place.pods('talks', 1);
  const name = pod?.metadata?.name;
  const answer = await server.get(`${place.of('pods')}/${name}/log`);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  expect(answer.body.message).toBe(`a container name must be specified for pod ${name}, choose one of: [main beside]`);
});

test('60 a Pod without a node has no log yet', async ({ server, place }) => {
  const homeless = job('talks');
  homeless.spec.template.spec.nodeSelector = { 'example.com/no-such': 'node' };
  await place.create(place.jobs, homeless);
  const [pod] = await place.pods('talks', 1);
  const answer = await server.get(`${place.of('pods')}/${pod?.metadata?.name}/log`);
  expect({ code: answer.code, text: answer.text }).toEqual({ code: 204, text: '' });
});

test('61 the last lines, with their times', async ({ server, place, kind }) => {
  const path = await log(place, kind, printing(kind), is('Succeeded'));
  const whole = (await server.get(path)).text.trimEnd().split('\n');
  const last = await server.get(`${path}?tailLines=1`);
  expect(last.text).toBe(`${whole.at(-1)}\n`);
  const { text } = await server.get(`${path}?tailLines=1&timestamps=true`);
  const [time, ...line] = text.trimEnd().split(' ');
  expect(line.join(' ')).toBe(whole.at(-1));
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
  expect((await server.get(`${path}?tailLines=0`)).text).toBe('');
  expect((await server.get(`${path}?limitBytes=4`)).text).toBe(whole.join('\n').slice(0, 4));
});

test('61 a log is followed until its container ends', async ({ server, place, kind }) => {
  const path = await log(place, kind, printing(kind), (pod) => !is('Pending')(pod));
  const followed = await server.get(`${path}?follow=true`);
  expect(followed.code).toBe(200);
  await place.pods('talks', 1, is('Succeeded'));
  expect((await server.get(path)).text).toBe(followed.text);
});
