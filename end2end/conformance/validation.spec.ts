import { expect, test } from './fixtures';
import { type Container, job, type JobObject } from './job';
import type { Place } from './place';

test.describe.configure({ mode: 'parallel' });

/** A Job that is wrong somewhere, and the causes that it is refused for: all of them, and no others. */
async function refused(place: Place, wrong: JobObject, causes: string[]): Promise<void> {
  const answer = await place.server.post(`${place.jobs}?dryRun=All&fieldValidation=Strict`, wrong);
  expect(answer.refusal, answer.text).toEqual({ code: 422, reason: 'Invalid', causes });
  expect(answer.body.details).toMatchObject({ group: 'batch', kind: 'Job' });
}

const SPEC = 'spec.template.spec';
const MAIN = `${SPEC}.containers[0]`;

async function containerRefused(place: Place, container: Container, causes: string[]): Promise<void> {
  await refused(place, job('wrong', {}, container), causes.map((cause) => cause.replace(' .', ` ${MAIN}.`)));
}

test('V1 a name of 64 characters breaks the label made of it', async ({ place }) => {
  await refused(place, job('a'.repeat(64)), ['Invalid spec.template.labels']);
});

test('V1 a selector is generated, or fits the labels', async ({ place }) => {
  const selector = { matchLabels: { a: 'b' } };
  await refused(place, job('wrong', { selector }), ['Invalid spec.selector', 'Invalid spec.template.metadata.labels']);
  await refused(place, job('wrong', { manualSelector: true, selector }), ['Invalid spec.template.metadata.labels']);
  await refused(place, job('wrong', { manualSelector: true }), ['Invalid spec.template.metadata.labels', 'Required spec.selector']);
});

test('V2 a name is lower-case', async ({ place }) => {
  await refused(place, job('Wrong'), ['Invalid metadata.name']);
});

test('V3 a Job has containers', async ({ place }) => {
  const wrong = job('wrong');
  wrong.spec.template.spec.containers = [];
  await refused(place, wrong, [`Required ${SPEC}.containers`]);
});

test('V4 a container has a name and an image', async ({ place }) => {
  const wrong = job('wrong');
  wrong.spec.template.spec.containers = [{}];
  await refused(place, wrong, [`Required ${MAIN}.image`, `Required ${MAIN}.name`]);
});

test('V5 two containers have two names', async ({ place }) => {
  const wrong = job('wrong');
  wrong.spec.template.spec.containers.push({ name: 'main', image: 'b' });
  await refused(place, wrong, [`Duplicate ${SPEC}.containers[1].name`]);
});

test('V6 a Job restarts on failure or never', async ({ place }) => {
  for (const [policy, reason] of [['Always', 'Required'], [undefined, 'Required']]) {
    const wrong = job('wrong');
    wrong.spec.template.spec.restartPolicy = policy;
    await refused(place, wrong, [`${reason} ${SPEC}.restartPolicy`]);
  }
});

test('V7 numbers are not negative', async ({ place }) => {
  for (const field of ['parallelism', 'completions', 'backoffLimit', 'ttlSecondsAfterFinished']) {
    await refused(place, job('wrong', { [field]: -1 }), [`Invalid spec.${field}`]);
  }
});

test('V8 an Indexed Job has completions', async ({ place }) => {
  await refused(place, job('wrong', { completionMode: 'Indexed', parallelism: 2 }), ['Required spec.completions']);
  for (const completionMode of ['', 'indexed']) {
    await refused(place, job('wrong', { completionMode, completions: 2 }), ['NotSupported spec.completionMode']);
  }
});

test('V9 a request is not above its limit', async ({ place }) => {
  const resources = { requests: { cpu: '2' }, limits: { cpu: '1500m' } };
  await containerRefused(place, { resources }, ['Invalid .resources.requests']);
  await containerRefused(place, { resources: { limits: { cpu: '-1' } } }, ['Invalid .resources.limits[cpu]']);
  // A name that is odd in two ways is told twice.
  for (const [name, times] of [['storage', 1], ['a b', 2], ['example.com/a/b', 2], ['requests.example.com/a', 1]] as const) {
    await containerRefused(place, { resources: { limits: { [name]: '1' } } }, Array(times).fill(`Invalid .resources.limits[${name}]`));
  }
});

test('V10 what is no quantity cannot be read', async ({ server, place }) => {
  const wrong = job('wrong', {}, { resources: { limits: { memory: '1GiB' } } });
  const answer = await server.post(place.jobs, wrong);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  expect(answer.body.message).toContain('quantities must match the regular expression');
});

test('V11 a port lies between 1 and 65535', async ({ place }) => {
  const ports = [{ containerPort: 0 }, { containerPort: 65536 }];
  await containerRefused(place, { ports }, ['Invalid .ports[1].containerPort', 'Required .ports[0].containerPort']);
});

test('V12 the name of a variable has no equals sign', async ({ place }) => {
  await containerRefused(place, { env: [{ name: 'A=B', value: 'c' }] }, ['Invalid .env[0].name']);
});

test('V13 only volumes that are there are mounted', async ({ place }) => {
  await containerRefused(place, { volumeMounts: [{ name: 'none', mountPath: '/x' }] }, ['NotFound .volumeMounts[0].name']);
});

test('V14 a probe has a handler, and liveness succeeds with one answer', async ({ place }) => {
  await containerRefused(place, { readinessProbe: {} }, ['Required .readinessProbe']);
  const livenessProbe = { exec: { command: ['true'] }, successThreshold: 2 };
  await containerRefused(place, { livenessProbe }, ['Invalid .livenessProbe.successThreshold']);
});

test('V15 a deadline is not negative; labels and annotations have their form', async ({ place }) => {
  await refused(place, job('wrong', { activeDeadlineSeconds: -1 }), ['Invalid spec.activeDeadlineSeconds']);
  const labelled = job('wrong');
  labelled.metadata.labels = { a: 'b'.repeat(64) };
  await refused(place, labelled, ['Invalid metadata.labels']);
  const annotated = job('wrong');
  annotated.metadata.annotations = { 'a/b/c': '' };
  await refused(place, annotated, ['Invalid metadata.annotations']);
});

test('V15 owners and finalizers have their form', async ({ place }) => {
  const owned = job('wrong');
  owned.metadata.ownerReferences = [{}];
  await refused(place, owned, ['apiVersion', 'kind', 'name', 'uid'].map((field) => `Required metadata.ownerReferences[0].${field}`));
  const held = job('wrong');
  held.metadata.finalizers = ['a b/c', 'x'];
  await refused(place, held, ['Invalid metadata.finalizers', 'Invalid metadata.finalizers[1]']);
});

test('26 everything that is wrong is told at once', async ({ place }) => {
  const wrong = job('Wrong', { parallelism: -1 }, { ports: [{ containerPort: 0 }], imagePullPolicy: 'Sometimes' });
  wrong.spec.template.spec.restartPolicy = 'Always';
  await refused(place, wrong, [
    'Invalid metadata.name',
    'Invalid spec.parallelism',
    `NotSupported ${MAIN}.imagePullPolicy`,
    `Required ${MAIN}.ports[0].containerPort`,
    `Required ${SPEC}.restartPolicy`,
  ]);
});

test('27 the message says which object is invalid', async ({ server, place }) => {
  const answer = await server.post(place.jobs, job('wrong', { parallelism: -1 }));
  expect(answer.body.message).toBe('Job.batch "wrong" is invalid: spec.parallelism: Invalid value: -1: must be greater than or equal to 0');
  const two = await server.post(place.jobs, job('wrong', { parallelism: -1, completions: -1 }));
  expect(two.body.message).toMatch(/^Job\.batch "wrong" is invalid: \[spec\..*, spec\..*\]$/);
});
