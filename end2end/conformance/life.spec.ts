import { expect, test } from './fixtures';
import { conditions, does, holds, job, status } from './job';
import type { Place } from './place';
import type { Body } from './server';

test.describe.configure({ mode: 'parallel' });

/** Starts a Job, and gives all its states until it has ended as expected. */
async function lived(place: Place, object: ReturnType<typeof job>, end: 'Complete' | 'Failed'): Promise<Body[]> {
  const watch = await place.watchOn(place.jobs);
  await place.create(place.jobs, object);
  await watch.until(({ object }) => holds(object, end));
  watch.close();
  return watch.told.map(({ object }) => object);
}

/** The conditions that came to hold, in order, with their reasons. */
function verdicts(states: Body[]): string[] {
  return [...new Set(states.flatMap((state) => conditions(state).map(({ type, reason }) => `${type} ${reason}`)))];
}

test('39 a fixed count is completed with bounded parallelism', async ({ place }) => {
  const states = await lived(place, job('count', { completions: 3, parallelism: 2 }), 'Complete');
  const active = states.map((state) => Number(status(state).active ?? 0));
  expect(Math.max(...active)).toBe(2);
  expect(verdicts(states)).toEqual(['SuccessCriteriaMet CompletionsReached', 'Complete CompletionsReached']);
  const last = status(states.at(-1)!);
  expect(last).toMatchObject({ succeeded: 3, ready: 0, terminating: 0, completionTime: expect.stringMatching(/Z$/) });
  expect(last).not.toHaveProperty('active');
  expect(last).not.toHaveProperty('failed');
  await place.pods('count', 3);
});

test('39 nothing to do is done at once', async ({ place }) => {
  const states = await lived(place, job('nothing', { completions: 0 }), 'Complete');
  expect(status(states.at(-1)!)).not.toHaveProperty('succeeded');
  await place.pods('nothing', 0);
});

test('39 a Pod that is deleted is replaced', async ({ server, place }) => {
  await place.create(place.jobs, job('steady', {}, does('forever')));
  const [first] = await place.pods('steady', 1, (pod) => status(pod).phase === 'Running');
  const answer = await server.delete(`${place.of('pods')}/${first?.metadata?.name}`);
  expect(answer.body).toMatchObject({ kind: 'Pod', metadata: { deletionGracePeriodSeconds: 30 } });
  await place.pods('steady', 1, ({ metadata }) => metadata?.uid !== first?.metadata?.uid);
  await place.until(place.job('steady'), ({ body }) => status(body).failed === 1);
});

test('40 too many failures end a Job', async ({ place }) => {
  const states = await lived(place, job('fails', { backoffLimit: 1 }, does('fail')), 'Failed');
  expect(verdicts(states)).toEqual(['FailureTarget BackoffLimitExceeded', 'Failed BackoffLimitExceeded']);
  const last = status(states.at(-1)!);
  expect(last).toMatchObject({ failed: 2, ready: 0, terminating: 0 });
  for (const field of ['completionTime', 'active', 'succeeded']) expect(last).not.toHaveProperty(field);
  await place.pods('fails', 2);
});

test('41 an Indexed Job completes every index', async ({ place }) => {
  const states = await lived(place, job('index', { completions: 3, parallelism: 3, completionMode: 'Indexed' }), 'Complete');
  expect(status(states.at(-1)!)).toMatchObject({ completedIndexes: '0-2', succeeded: 3 });
  const label = 'batch.kubernetes.io/job-completion-index';
  const pods = await place.pods('index', 3);
  const told = pods.map(({ metadata, spec }) => [metadata?.annotations?.[label], metadata?.labels?.[label], spec?.hostname]);
  expect(told.sort()).toEqual([['0', '0', 'index-0'], ['1', '1', 'index-1'], ['2', '2', 'index-2']]);
  for (const pod of pods) {
    expect(pod.metadata?.name).toMatch(/^index-[012]-[a-z0-9]{5}$/);
    const container = (pod.spec?.containers as { env?: object[] }[])[0];
    const fieldRef = { apiVersion: 'v1', fieldPath: `metadata.labels['${label}']` };
    expect(container?.env).toEqual([{ name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }]);
  }
});

test('42 a deadline ends a Job and takes its Pods', async ({ place }) => {
  const states = await lived(place, job('late', { activeDeadlineSeconds: 1 }, does('slow')), 'Failed');
  expect(verdicts(states)).toEqual(['FailureTarget DeadlineExceeded', 'Failed DeadlineExceeded']);
  expect(status(states.at(-1)!)).toMatchObject({ failed: 1, terminating: 0 });
  await place.pods('late', 0);
});

test('43 a work queue is done with its first success and its last Pod', async ({ place }) => {
  const states = await lived(place, job('queue', { parallelism: 3 }), 'Complete');
  const last = states.at(-1)!;
  expect(last.spec).not.toHaveProperty('completions');
  expect(status(last)).toMatchObject({ succeeded: 3 });
  expect(verdicts(states)).toEqual(['SuccessCriteriaMet CompletionsReached', 'Complete CompletionsReached']);
  await place.pods('queue', 3);
});

test('44 a Job that has ended goes after its time to live, and its Pods with it', async ({ place }) => {
  await place.create(place.jobs, job('brief', { ttlSecondsAfterFinished: 1 }));
  await place.until(place.job('brief'), ({ code }) => code === 404);
  await place.pods('brief', 0);
});

test('45 events tell of the Job', async ({ place }) => {
  const made = await place.create(place.jobs, job('told'));
  const path = `${place.of('events')}?fieldSelector=${encodeURIComponent(`involvedObject.uid=${made.metadata?.uid}`)}`;
  const { body } = await place.until(path, ({ body }) => body.items?.length === 2);
  const events = body.items as unknown as { reason: string; type: string; involvedObject: object; source: object; count: number }[];
  expect(events.map(({ reason }) => reason).sort()).toEqual(['Completed', 'SuccessfulCreate']);
  for (const event of events) {
    expect(event).toMatchObject({
      type: 'Normal',
      count: 1,
      source: { component: 'job-controller' },
      involvedObject: { kind: 'Job', namespace: place.namespace, name: 'told', apiVersion: 'batch/v1' },
    });
  }
});

test('45 the scheduler tells in the newer form of events', async ({ place }) => {
  const homeless = job('homeless');
  homeless.spec.template.spec.nodeSelector = { 'example.com/no-such': 'node' };
  await place.create(place.jobs, homeless);
  await place.create(place.jobs, job('housed', {}, does('forever')));
  const told = async (reason: string) => {
    const path = `${place.of('events')}?fieldSelector=reason%3D${reason}`;
    const { body } = await place.until(path, ({ body }) => body.items?.length === 1);
    return body.items?.[0];
  };
  for (const [reason, type, action] of [['FailedScheduling', 'Warning', 'Scheduling'], ['Scheduled', 'Normal', 'Binding']] as const) {
    const event = await told(reason);
    expect(event).toMatchObject({
      type,
      action,
      eventTime: expect.stringMatching(/\.\d{6}Z$/),
      firstTimestamp: null,
      lastTimestamp: null,
      reportingComponent: 'default-scheduler',
      source: {},
    });
    expect(event).not.toHaveProperty('count');
  }
});

test('46 Pods say whose they are', async ({ place }) => {
  const owner = await place.create(place.jobs, job('owner', {}, does('forever')));
  const [pod] = await place.pods('owner', 1);
  const uid = owner.metadata?.uid;
  expect(pod?.metadata).toMatchObject({
    name: expect.stringMatching(/^owner-[a-z0-9]{5}$/),
    generateName: 'owner-',
    finalizers: ['batch.kubernetes.io/job-tracking'],
    labels: {
      'job-name': 'owner',
      'batch.kubernetes.io/job-name': 'owner',
      'controller-uid': uid,
      'batch.kubernetes.io/controller-uid': uid,
    },
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'owner', uid, controller: true, blockOwnerDeletion: true }],
  });
});
