import { expect, test } from './fixtures';
import { job, LEFT_ALONE } from './job';
import type { Place } from './place';

test.describe.configure({ mode: 'parallel' });

test('1 the server tells its version', async ({ server }) => {
  const { code, body } = await server.get('/version');
  expect(code).toBe(200);
  expect(body).toMatchObject({ major: '1', gitVersion: expect.stringMatching(/^v1\.\d+\.\d+/) });
});

test('1 the server tells that it is well, and what it has', async ({ server }) => {
  for (const path of ['/healthz', '/livez', '/readyz']) {
    const { code, text } = await server.get(path);
    expect({ code, text }, path).toEqual({ code: 200, text: 'ok' });
  }
  expect((await server.get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
  const batch = { name: 'batch', preferredVersion: { groupVersion: 'batch/v1', version: 'v1' } };
  expect((await server.get('/apis')).body).toMatchObject({ kind: 'APIGroupList', groups: expect.arrayContaining([expect.objectContaining(batch)]) });
  const jobs = { name: 'jobs', singularName: 'job', namespaced: true, kind: 'Job', verbs: expect.arrayContaining(['create', 'delete', 'get', 'list', 'patch', 'update', 'watch']) };
  const list = (await server.get('/apis/batch/v1')).body;
  expect(list).toMatchObject({ kind: 'APIResourceList', groupVersion: 'batch/v1', resources: expect.arrayContaining([expect.objectContaining(jobs)]) });
});

test('1 what the server does not have is not found', async ({ server }) => {
  for (const path of ['/apis/batch/v1/nothing', '/apis/batch/v9/jobs', '/api/v1/nothing/at/all', '/apis/batch/v1/namespaces/default/jobs/x/nothing']) {
    const answer = await server.get(path);
    expect(answer.refusal, path).toEqual({ code: 404, reason: 'NotFound', causes: [] });
    expect(answer.body.details, path).toEqual({});
  }
  // Outside of the groups that are served nobody answers in their form.
  for (const path of ['/nothing', '/apis/example.com/v1/things']) {
    const { code, text } = await server.get(path);
    expect({ code, text }, path).toEqual({ code: 404, text: '404 page not found\n' });
  }
});

test('2 namespaces are listed, default among them', async ({ server }) => {
  const answer = await server.get('/api/v1/namespaces');
  expect(answer.code).toBe(200);
  expect(answer.body).toMatchObject({ kind: 'NamespaceList', apiVersion: 'v1' });
  expect(answer.names).toContain('default');
});

test('3 a namespace that does not exist is not found by name and kind', async ({ server }) => {
  const answer = await server.get('/api/v1/namespaces/no-such-place');
  expect(answer.refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
  expect(answer.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 404 });
  expect(answer.body.details).toEqual({ name: 'no-such-place', kind: 'namespaces' });
});

test('4 where there are no Jobs the list is empty and has a version', async ({ server, place }) => {
  const answer = await server.get(place.jobs);
  expect(answer.code).toBe(200);
  expect(answer.body).toEqual({
    kind: 'JobList',
    apiVersion: 'batch/v1',
    metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
    items: [],
  });
});

test('5 a Job that does not exist is not found by name, group and kind', async ({ server, place }) => {
  const answer = await server.get(place.job('none'));
  expect(answer.refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
  expect(answer.body.details).toEqual({ name: 'none', group: 'batch', kind: 'jobs' });
  expect(answer.body.message).toBe('jobs.batch "none" not found');
});

/** Three Jobs of two teams. */
async function three(place: Place): Promise<void> {
  for (const [name, team] of [['a', 'red'], ['b', 'blue'], ['c', 'red']] as const) {
    const labelled = job(name, LEFT_ALONE);
    labelled.metadata.labels = { team };
    await place.create(place.jobs, labelled);
  }
}

test('6 a limited list is continued by its token', async ({ server, place }) => {
  await three(place);
  const first = await server.get(`${place.jobs}?limit=1`);
  expect(first.names).toEqual(['a']);
  expect(first.body.metadata).toMatchObject({ remainingItemCount: 2, continue: expect.stringMatching(/./) });
  const token = encodeURIComponent(first.body.metadata?.continue ?? '');
  const second = await server.get(`${place.jobs}?limit=1&continue=${token}`);
  expect(second.names).toEqual(['b']);
  expect(second.body.metadata).toMatchObject({ remainingItemCount: 1, resourceVersion: first.version });
  const rest = await server.get(`${place.jobs}?continue=${token}`);
  expect(rest.names).toEqual(['b', 'c']);
  expect(rest.body.metadata).toEqual({ resourceVersion: first.version });
  expect((await server.get(`${place.jobs}?limit=-1`)).names).toEqual(['a', 'b', 'c']);
  const wrong = await server.get(`${place.jobs}?limit=1&continue=xyz`);
  expect(wrong.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
});

test('7 lists are selected by labels and by name', async ({ server, place }) => {
  await three(place);
  const selected = async (kind: string, selector: string) => (await server.get(`${place.jobs}?${kind}=${encodeURIComponent(selector)}`)).names;
  expect(await selected('labelSelector', 'team=red')).toEqual(['a', 'c']);
  expect(await selected('labelSelector', 'team!=red')).toEqual(['b']);
  expect(await selected('labelSelector', 'team in (blue, green)')).toEqual(['b']);
  expect(await selected('labelSelector', 'team notin (blue)')).toEqual(['a', 'c']);
  expect(await selected('labelSelector', 'team')).toEqual(['a', 'b', 'c']);
  expect(await selected('labelSelector', '!team')).toEqual([]);
  expect(await selected('labelSelector', 'team,team!=red')).toEqual(['b']);
  expect(await selected('fieldSelector', 'metadata.name=b')).toEqual(['b']);
  expect(await selected('fieldSelector', 'metadata.name!=b')).toEqual(['a', 'c']);
});

test('8 a malformed selector is a bad request', async ({ server, place }) => {
  for (const selector of ['a b', 'a in (b', '=b', 'a=b=c!', '/x=y', 'a in b']) {
    const answer = await server.get(`${place.jobs}?labelSelector=${encodeURIComponent(selector)}`);
    expect(answer.refusal, selector).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  }
  const answer = await server.get(`${place.jobs}?fieldSelector=${encodeURIComponent('spec.parallelism=1')}`);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
});

test('9 one may ask for kind and metadata only', async ({ server, place }) => {
  await three(place);
  const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
  const answer = await server.get(place.jobs, { accept });
  expect(answer.body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
  expect(answer.names).toEqual(['a', 'b', 'c']);
  for (const item of answer.body.items ?? []) {
    // As in any list, an item may but need not repeat what it is.
    expect(Object.keys(item).filter((field) => !['kind', 'apiVersion'].includes(field))).toEqual(['metadata']);
    expect(item.metadata?.uid).toBeTruthy();
  }
});
