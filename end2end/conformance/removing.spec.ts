import { expect, test } from './fixtures';
import { does, HOLD, job, LEFT_ALONE, NO_FINALIZERS } from './job';
import type { Place } from './place';
import type { Body } from './server';

test.describe.configure({ mode: 'parallel' });

/** A Job with two Pods, which stay until the test lets go of them. */
async function held(place: Place): Promise<{ work: Body; pods: Body[] }> {
  const held = job('work', { parallelism: 2, completions: 2 }, does('forever'));
  held.spec.template.metadata.finalizers = [HOLD];
  const work = await place.create(place.jobs, held);
  return { work, pods: await place.pods('work', 2) };
}

async function letGo(place: Place, pods: Body[]): Promise<void> {
  for (const pod of pods) await place.server.patch(`${place.of('pods')}/${pod.metadata?.name}`, NO_FINALIZERS);
}

const going = (pod: Body) => Boolean(pod.metadata?.deletionTimestamp);

function options(propagationPolicy: string): object {
  return { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy };
}

test('33 in the background the Job goes at once and its Pods after it', async ({ server, place }) => {
  const { work, pods } = await held(place);
  const answer = await server.delete(place.job('work'), options('Background'));
  expect(answer.code).toBe(200);
  expect(answer.body).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: 'work', group: 'batch', kind: 'jobs', uid: work.metadata?.uid },
  });
  expect((await server.get(place.job('work'))).code).toBe(404);
  await place.pods('work', 2, going);
  await letGo(place, pods);
  await place.pods('work', 0);
});

test('34 in the foreground the Job waits for its Pods', async ({ server, place }) => {
  const { pods } = await held(place);
  const answer = await server.delete(place.job('work'), options('Foreground'));
  expect(answer.code).toBe(200);
  expect(answer.body).toMatchObject({
    kind: 'Job',
    metadata: { finalizers: ['foregroundDeletion'], deletionTimestamp: expect.stringMatching(/Z$/), deletionGracePeriodSeconds: 0 },
  });
  await place.pods('work', 2, going);
  expect((await server.get(place.job('work'))).code).toBe(200);
  const watch = await place.watchOn(place.of('pods'));
  await letGo(place, pods);
  await place.until(place.job('work'), ({ code }) => code === 404);
  expect((await server.get(place.of('pods'))).names).toEqual([]);
  for (const _ of pods) await watch.until(({ type }) => type === 'DELETED');
  watch.close();
});

test('35 orphaned Pods stay, without an owner', async ({ server, place }) => {
  const { pods } = await held(place);
  const answer = await server.delete(place.job('work'), options('Orphan'));
  expect(answer.code).toBe(200);
  expect(answer.body).toMatchObject({ kind: 'Job', metadata: { finalizers: ['orphan'], deletionTimestamp: expect.stringMatching(/Z$/) } });
  await place.until(place.job('work'), ({ code }) => code === 404);
  // The Job's own finalizer goes too, for there is nobody left to count the Pod.
  const free = (pod: Body) => !pod.metadata?.ownerReferences && pod.metadata?.finalizers?.join() === HOLD;
  const left = await place.pods('work', 2, free);
  expect(left.some(going)).toBe(false);
  await letGo(place, pods);
  await place.pods('work', 2);
});

test('36 a deletion may insist on a uid', async ({ server, place }) => {
  const work = await place.create(place.jobs, job('work', LEFT_ALONE));
  const insisting = (uid?: string) => server.delete(place.job('work'), { ...options('Background'), preconditions: { uid } });
  const answer = await insisting('00000000-0000-4000-8000-000000000000');
  expect(answer.refusal).toEqual({ code: 409, reason: 'Conflict', causes: [] });
  // The API server names the kind here, not the resource.
  expect(answer.body.details).toEqual({ name: 'work', group: 'batch', kind: 'Job' });
  const version = await server.delete(place.job('work'), { ...options('Background'), preconditions: { resourceVersion: '1' } });
  expect(version.refusal).toEqual({ code: 409, reason: 'Conflict', causes: [] });
  expect((await insisting(work.metadata?.uid)).code).toBe(200);
});

test('37 a collection is deleted by labels', async ({ server, place }) => {
  const maps = place.of('configmaps');
  for (const [name, team] of [['a', 'red'], ['b', 'blue']]) await place.create(maps, { metadata: { name, labels: { team } } });
  const answer = await server.delete(`${maps}?labelSelector=team%3Dred`);
  expect(answer.code).toBe(200);
  expect(answer.body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
  expect(answer.names).toEqual(['a']);
  expect((await server.get(`${maps}?labelSelector=team`)).names).toEqual(['b']);
});

test('37 what is not there cannot be deleted', async ({ server, place }) => {
  const answer = await server.delete(place.job('none'), options('Background'));
  expect(answer.refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
  expect(answer.body.details).toEqual({ name: 'none', group: 'batch', kind: 'jobs' });
});
