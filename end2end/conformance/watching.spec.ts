import { clusterEnvironment } from '../cluster';
import { expect, test } from './fixtures';
import { holds, job, LEFT_ALONE } from './job';
import { causes } from './server';

test.describe.configure({ mode: 'parallel' });

const map = (name: string, team: string) => ({ metadata: { name, labels: { team } } });
const labels = (team: string) => ({ metadata: { labels: { team } } });

test('47 a watch tells a whole life in order, nothing missed and nothing twice', async ({ server, place }) => {
  const from = (await server.get(place.jobs)).version;
  const path = place.job('seen');
  const versions = [(await server.post(place.jobs, job('seen', LEFT_ALONE))).version];
  for (const backoffLimit of [1, 2, 3]) versions.push((await server.patch(path, { spec: { backoffLimit } })).version);
  // What changes nothing is no change.
  expect((await server.patch(path, { spec: { backoffLimit: 3 } })).version).toBe(versions.at(-1));
  expect((await server.delete(`${path}?propagationPolicy=Background`)).code).toBe(200);
  const watch = await place.watch(place.jobs, { resourceVersion: from });
  await watch.until(({ type }) => type === 'DELETED');
  watch.close();
  expect(watch.types).toEqual(['ADDED', 'MODIFIED', 'MODIFIED', 'MODIFIED', 'DELETED']);
  expect(watch.told.slice(0, -1).map(({ object }) => object.metadata?.resourceVersion)).toEqual(versions);
  expect(watch.told.at(-1)?.object).toMatchObject({ kind: 'Job', spec: { backoffLimit: 3 } });
  expect(Number(watch.told.at(-1)?.object.metadata?.resourceVersion)).toBeGreaterThan(Number(versions.at(-1)));
});

test('47 so it does with what the controller changes', async ({ place }) => {
  const watch = await place.watchOn(place.jobs);
  await place.create(place.jobs, job('seen', { ttlSecondsAfterFinished: 0 }));
  await watch.until(({ type }) => type === 'DELETED');
  watch.close();
  expect(watch.types[0]).toBe('ADDED');
  expect(new Set(watch.types.slice(1, -1))).toEqual(new Set(['MODIFIED']));
  const versions = watch.told.map(({ object }) => Number(object.metadata?.resourceVersion));
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  const first = (type: string) => watch.told.findIndex(({ object }) => holds(object, type));
  expect(first('SuccessCriteriaMet')).toBeGreaterThan(0);
  expect(first('Complete')).toBeGreaterThan(first('SuccessCriteriaMet'));
});

test('48 bookmarks come to those who want them', async ({ server, place }) => {
  const resourceVersion = (await server.get(place.jobs)).version;
  const watch = await place.watch(place.jobs, { resourceVersion, allowWatchBookmarks: 'true', timeoutSeconds: '15' });
  const { type, object } = await watch.until(() => true);
  watch.close();
  expect({ type, kind: object.kind, apiVersion: object.apiVersion }).toEqual({ type: 'BOOKMARK', kind: 'Job', apiVersion: 'batch/v1' });
  expect(Number(object.metadata?.resourceVersion)).toBeGreaterThanOrEqual(Number(resourceVersion));
  const without = await place.watch(place.jobs, { resourceVersion, timeoutSeconds: '3' });
  expect((await without.end()).types).toEqual([]);
});

test('49 without a version a watch starts with what is there', async ({ place }) => {
  for (const name of ['a', 'b']) await place.create(place.jobs, job(name, LEFT_ALONE));
  const watch = await (await place.watch(place.jobs, { timeoutSeconds: '5' })).end();
  expect(watch.types).toEqual(['ADDED', 'ADDED']);
});

test('49 initial events end with a mark', async ({ place }) => {
  for (const name of ['a', 'b']) await place.create(place.jobs, job(name, LEFT_ALONE));
  const wish = { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: 'true' };
  const watch = await place.watch(place.jobs, wish);
  const { object } = await watch.until(({ type }) => type === 'BOOKMARK');
  expect(watch.types).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
  expect(watch.told.slice(0, 2).map(({ object }) => object.metadata?.name).sort()).toEqual(['a', 'b']);
  expect(object.metadata?.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  await place.create(place.jobs, job('c', LEFT_ALONE));
  const next = await watch.until(() => true);
  expect([next.type, next.object.metadata?.name]).toEqual(['ADDED', 'c']);
  watch.close();
});

test('50 initial events need a match, and a match needs them', async ({ server, place }) => {
  const forbidden = { code: 422, reason: 'Invalid', causes: ['Forbidden resourceVersionMatch'] };
  for (const query of ['watch=true&sendInitialEvents=true', 'watch=true&resourceVersionMatch=NotOlderThan']) {
    const answer = await server.get(`${place.jobs}?${query}`);
    expect(answer.refusal, query).toEqual(forbidden);
    expect(answer.body.details).toMatchObject({ group: 'meta.k8s.io', kind: 'ListOptions' });
  }
  for (const query of ['resourceVersionMatch=Exact', 'resourceVersion=0&resourceVersionMatch=Exact']) {
    expect((await server.get(`${place.jobs}?${query}`)).refusal, query).toEqual(forbidden);
  }
});

test('51 a version that is too old has expired', async ({ place, kind }) => {
  if (kind === 'real') await forget();
  // Events are not cached: what etcd has forgotten is gone for them.
  const watch = await place.watch(place.of('events'), { resourceVersion: '1' });
  expect(watch.code).toBe(200);
  const { object } = await watch.until(() => true);
  expect(object).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 410, reason: 'Expired' });
  expect(causes(object)).toEqual([]);
  expect((await watch.end()).types).toEqual(['ERROR']);
});

test('51 a version of the future is too large', async ({ server, place }) => {
  const answer = await server.get(`${place.jobs}?resourceVersion=999999999`);
  expect(answer.refusal).toEqual({ code: 504, reason: 'Timeout', causes: ['ResourceVersionTooLarge'] });
});

/** Lets etcd forget its first revisions, as the API server does every few minutes; nobody needs them any more. */
async function forget(): Promise<void> {
  const etcd = `http://127.0.0.1:${clusterEnvironment()('CLUSTER_ETCD_PORT')}`;
  const answer = await fetch(`${etcd}/v3/kv/compaction`, { method: 'POST', body: JSON.stringify({ revision: 5 }) });
  const text = await answer.text();
  if (!answer.ok && !text.includes('has been compacted')) throw new Error(`etcd does not forget: ${text}`);
}

test('52 a watch ends cleanly when its time is over', async ({ place }) => {
  const start = Date.now();
  const watch = await place.watch(place.jobs, { timeoutSeconds: '1' });
  expect((await watch.end()).types).toEqual([]);
  expect(watch.code).toBe(200);
  expect(Date.now() - start).toBeGreaterThanOrEqual(900);
  // Whatever is not no is yes.
  const odd = await place.watch(place.jobs, { watch: 'please', timeoutSeconds: '1' });
  expect((await odd.end()).types).toEqual([]);
});

test('53 what no longer matches is told as deleted', async ({ server, place }) => {
  const maps = place.of('configmaps');
  const resourceVersion = (await server.get(maps)).version;
  await place.create(maps, map('moving', 'red'));
  await place.create(maps, map('other', 'blue'));
  const moved = await server.patch(`${maps}/moving`, labels('blue'));
  await server.patch(`${maps}/other`, labels('red'));
  const watch = await place.watch(maps, { resourceVersion, labelSelector: 'team=red' });
  await watch.until(({ object }) => object.metadata?.name === 'other');
  watch.close();
  expect(watch.types).toEqual(['ADDED', 'DELETED', 'ADDED']);
  // The last state that matched, under the version of the change.
  expect(watch.told[1]?.object.metadata).toMatchObject({ labels: { team: 'red' }, resourceVersion: moved.version });
});
