import { expect, test } from './fixtures';
import { job, LEFT_ALONE } from './job';

test.describe.configure({ mode: 'parallel' });

const ports = [{ port: 80 }];

test('24 a Service gets an address', async ({ server, place }) => {
  const answer = await server.post(place.of('services'), { metadata: { name: 'web' }, spec: { selector: { 'job-name': 'web' }, ports } });
  expect(answer.code).toBe(201);
  const address = answer.body.spec?.clusterIP;
  expect(address).toMatch(/^10\.96\.\d+\.\d+$/);
  expect(answer.body).toEqual({
    kind: 'Service',
    apiVersion: 'v1',
    metadata: expect.objectContaining({ name: 'web', namespace: place.namespace }),
    spec: {
      type: 'ClusterIP',
      clusterIP: address,
      clusterIPs: [address],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
      sessionAffinity: 'None',
      selector: { 'job-name': 'web' },
      ports: [{ port: 80, targetPort: 80, protocol: 'TCP' }],
    },
    status: { loadBalancer: {} },
  });
});

test('24 a headless Service gets none', async ({ server, place }) => {
  const make = async (name: string, spec: object) => (await server.post(place.of('services'), { metadata: { name }, spec: { clusterIP: 'None', ports, ...spec } })).body.spec;
  const one = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
  const two = { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' };
  expect(await make('selects', { selector: { a: 'b' } })).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'], ...one });
  expect(await make('by-hand', {})).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'], ...two });
});

test('24 a Service that is invalid says where', async ({ server, place }) => {
  const refused = async (spec: object) => (await server.post(place.of('services'), { metadata: { name: 'wrong' }, spec })).refusal;
  const invalid = (...causes: string[]) => ({ code: 422, reason: 'Invalid', causes });
  const unnamed = [{ port: 0 }, { port: 80, name: 'http' }];
  expect(await refused({ ports: unnamed })).toEqual(invalid('Invalid spec.ports[0].port', 'Invalid spec.ports[0].targetPort', 'Required spec.ports[0].name'));
  expect(await refused({ ports: [] })).toEqual(invalid('Required spec.ports'));
  expect(await refused({ type: 'wrong', ports })).toEqual(invalid('NotSupported spec.type'));
  expect(await refused({ type: 'NodePort', clusterIP: 'None', ports })).toEqual(invalid('Invalid spec.clusterIPs[0]'));
});

test('25 a Service may belong to the Job', async ({ server, place }) => {
  const owner = await place.create(place.jobs, job('owner', LEFT_ALONE));
  const reference = { apiVersion: 'batch/v1', kind: 'Job', name: 'owner', uid: owner.metadata?.uid };
  const answer = await server.post(place.of('services'), { metadata: { name: 'web', ownerReferences: [reference] }, spec: { ports } });
  expect(answer.code).toBe(201);
  expect(answer.body.metadata?.ownerReferences).toEqual([reference]);
});

test('38 a Service that the Job owns goes with it', async ({ server, place }) => {
  const work = await place.create(place.jobs, job('work', LEFT_ALONE));
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'work', uid: work.metadata?.uid };
  await place.create(place.of('services'), { metadata: { name: 'work', ownerReferences: [owner] }, spec: { ports } });
  expect((await server.delete(`${place.job('work')}?propagationPolicy=Background`)).code).toBe(200);
  await place.until(`${place.of('services')}/work`, ({ code }) => code === 404);
});

test('38 what names an owner that never was goes, too', async ({ place }) => {
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'never', uid: '00000000-0000-4000-8000-000000000000' };
  await place.create(place.of('configmaps'), { metadata: { name: 'lost', ownerReferences: [owner] } });
  await place.until(`${place.of('configmaps')}/lost`, ({ code }) => code === 404);
});
