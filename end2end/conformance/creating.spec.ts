import { expect, test } from './fixtures';
import { HOLD, job, LEFT_ALONE, NO_FINALIZERS } from './job';

test.describe.configure({ mode: 'parallel' });

test('10 a minimal Job gets its defaults', async ({ server, place }) => {
  const { code, body } = await server.post(place.jobs, job('plain'));
  expect(code).toBe(201);
  const uid = body.metadata?.uid;
  const labels = {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': 'plain',
    'controller-uid': uid,
    'job-name': 'plain',
  };
  expect(body).toMatchObject({ kind: 'Job', apiVersion: 'batch/v1', metadata: { generation: 1, labels }, status: {} });
  expect(body.spec).toEqual({
    parallelism: 1,
    completions: 1,
    completionMode: 'NonIndexed',
    backoffLimit: 6,
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: 'TerminatingOrFailed',
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
    template: {
      metadata: { labels, creationTimestamp: undefined },
      spec: {
        containers: [
          {
            name: 'main',
            image: 'registry.example.com/busybox:quick',
            imagePullPolicy: 'IfNotPresent',
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        restartPolicy: 'Never',
        dnsPolicy: 'ClusterFirst',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
    },
  });
});

test('11 a name that is taken is refused', async ({ server, place }) => {
  await place.create(place.jobs, job('twice', LEFT_ALONE));
  const answer = await server.post(place.jobs, job('twice'));
  expect(answer.refusal).toEqual({ code: 409, reason: 'AlreadyExists', causes: [] });
  expect(answer.body.details).toEqual({ name: 'twice', group: 'batch', kind: 'jobs' });
  expect(answer.body.message).toBe('jobs.batch "twice" already exists');
});

test('12 a dry run answers as if, and stores nothing', async ({ server, place }) => {
  const answer = await server.post(`${place.jobs}?dryRun=All`, job('try'));
  expect(answer.code).toBe(201);
  expect(answer.body).toMatchObject({ kind: 'Job', metadata: { name: 'try', uid: expect.stringMatching(/./) } });
  expect((await server.get(place.job('try'))).code).toBe(404);
});

test('13 a dry run of a name that is taken is refused', async ({ server, place }) => {
  await place.create(place.jobs, job('twice', LEFT_ALONE));
  const answer = await server.post(`${place.jobs}?dryRun=All`, job('twice'));
  expect(answer.refusal).toEqual({ code: 409, reason: 'AlreadyExists', causes: [] });
});

test('14 a dry run is All or invalid', async ({ server, place }) => {
  const answer = await server.post(`${place.jobs}?dryRun=wrong`, job('try'));
  expect(answer.refusal).toEqual({ code: 422, reason: 'Invalid', causes: ['NotSupported dryRun'] });
  expect(answer.body.details).toMatchObject({ group: 'meta.k8s.io', kind: 'CreateOptions' });
});

/** A Job with a field that is not known, and one that stands there twice. */
const odd = `{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "odd"}, "spec": {
  "managedBy": "example.com/nobody", "backoffLimit": 1, "backoffLimit": 2,
  "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b", "imag": "c"}]}}}}`;
const COMPLAINTS = ['unknown field "spec.template.spec.containers[0].imag"', 'duplicate field "spec.backoffLimit"'];

test('15 strict validation names unknown and duplicate fields', async ({ server, place }) => {
  const answer = await server.post(`${place.jobs}?fieldValidation=Strict`, odd);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  expect(answer.body.details).toBeUndefined();
  for (const complaint of COMPLAINTS) expect(answer.body.message).toContain(complaint);
});

test('16 without it they are warned of, and the last value counts', async ({ server, place }) => {
  const answer = await server.post(place.jobs, odd);
  expect(answer.code).toBe(201);
  expect(answer.body.spec?.backoffLimit).toBe(2);
  for (const complaint of COMPLAINTS) expect(answer.headers.warning).toContain(`299 - "${complaint.replaceAll('"', '\\"')}"`);
  const silent = await server.post(`${place.jobs}?fieldValidation=Ignore&dryRun=All`, odd.replace('"odd"', '"even"'));
  expect({ code: silent.code, warning: silent.headers.warning }).toEqual({ code: 201, warning: undefined });
});

test('17 a value of the wrong type is a bad request', async ({ server, place }) => {
  for (const spec of [{ parallelism: '2' }, { suspend: 1 }, { parallelism: 1.5 }, { parallelism: 4_294_967_296 }]) {
    const answer = await server.post(place.jobs, job('wrong', spec));
    expect(answer.refusal, JSON.stringify(spec)).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  }
});

test('18 the namespace of body and address must agree', async ({ server, place }) => {
  const elsewhere = job('here');
  elsewhere.metadata.namespace = 'default';
  const answer = await server.post(place.jobs, elsewhere);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
});

test('19 a namespace that does not exist is told before anything invalid', async ({ server }) => {
  const answer = await server.post('/apis/batch/v1/namespaces/no-such-place/jobs', job('x', { parallelism: -1 }));
  expect(answer.refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
  expect(answer.body.message).toBe('namespaces "no-such-place" not found');
  expect(answer.body.details).toEqual({ name: 'no-such-place', kind: 'namespaces' });
});

test('20 a namespace that is going takes nothing new', async ({ server, place }) => {
  await place.create(place.of('configmaps'), { metadata: { name: 'last', finalizers: [HOLD] } });
  await place.leave();
  const answer = await server.post(place.jobs, job('late'));
  expect(answer.refusal).toEqual({ code: 403, reason: 'Forbidden', causes: ['NamespaceTerminating metadata.namespace'] });
  expect(answer.body.details).toMatchObject({ name: 'late', group: 'batch', kind: 'jobs' });
  const namespace = await server.get(`/api/v1/namespaces/${place.namespace}`);
  expect(namespace.body).toMatchObject({ status: { phase: 'Terminating' }, metadata: { deletionTimestamp: expect.stringMatching(/Z$/) } });
  await server.patch(`${place.of('configmaps')}/last`, NO_FINALIZERS);
  await place.until(`/api/v1/namespaces/${place.namespace}`, ({ code }) => code === 404);
});

test('21 a body that is no JSON is a bad request', async ({ server, place }) => {
  for (const body of ['{', '[]', '', '"text"']) {
    const answer = await server.post(place.jobs, body);
    expect(answer.refusal, body).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  }
  // Null is JSON, and says as little as an empty object.
  const causes = ['Required metadata.name', 'Required spec.template.spec.containers', 'Required spec.template.spec.restartPolicy'];
  for (const body of ['null', '{}']) {
    expect((await server.post(place.jobs, body)).refusal, body).toEqual({ code: 422, reason: 'Invalid', causes });
  }
});

test('22 a body of more than three mebibytes is too large', async ({ server, place }) => {
  const answer = await server.post(place.jobs, ' '.repeat(3 * 1024 * 1024 + 1));
  expect(answer.refusal).toEqual({ code: 413, reason: 'RequestEntityTooLarge', causes: [] });
});

test('23 a name is generated: the base and five characters', async ({ server, place }) => {
  const unnamed = job('', LEFT_ALONE);
  unnamed.metadata = { generateName: 'run-' };
  const answer = await server.post(place.jobs, unnamed);
  expect(answer.code).toBe(201);
  expect(answer.body.metadata?.name).toMatch(/^run-[a-z0-9]{5}$/);
});

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

test('25 a Service may belong to the Job', async ({ server, place }) => {
  const owner = await place.create(place.jobs, job('owner', LEFT_ALONE));
  const reference = { apiVersion: 'batch/v1', kind: 'Job', name: 'owner', uid: owner.metadata?.uid };
  const answer = await server.post(place.of('services'), { metadata: { name: 'web', ownerReferences: [reference] }, spec: { ports } });
  expect(answer.code).toBe(201);
  expect(answer.body.metadata?.ownerReferences).toEqual([reference]);
});
