import { expect, test } from './fixtures';
import { does, HOLD, job, LEFT_ALONE, NO_FINALIZERS } from './job';

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

test('10 an empty text counts as missing, where Go has no pointer', async ({ server, place }) => {
  const plain = job('empty', LEFT_ALONE, {
    terminationMessagePath: '',
    ports: [{ containerPort: 80, protocol: '' }],
    env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }],
    livenessProbe: { grpc: { port: 80 } },
  });
  Object.assign(plain.spec.template.spec, { schedulerName: '', serviceAccountName: 'robot' });
  const { code, body } = await server.post(place.jobs, plain);
  expect(code).toBe(201);
  expect(body.spec?.template).toMatchObject({
    spec: {
      schedulerName: 'default-scheduler',
      serviceAccountName: 'robot',
      serviceAccount: 'robot',
      containers: [
        {
          terminationMessagePath: '/dev/termination-log',
          ports: [{ protocol: 'TCP' }],
          env: [{ valueFrom: { resourceFieldRef: { divisor: '0' } } }],
          livenessProbe: { grpc: { service: '' }, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
        },
      ],
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
  const labels = { 'job-name': 'try' };
  expect(answer.body).toMatchObject({ kind: 'Job', metadata: { name: 'try', uid: expect.stringMatching(/./), labels } });
  expect((await server.get(place.job('try'))).code).toBe(404);
});

test('13 a dry run of a name that is taken is refused', async ({ server, place }) => {
  await place.create(place.jobs, job('twice', LEFT_ALONE));
  const answer = await server.post(`${place.jobs}?dryRun=All`, job('twice'));
  expect(answer.refusal).toEqual({ code: 409, reason: 'AlreadyExists', causes: [] });
});

test('14 a dry run is All or invalid', async ({ server, place }) => {
  for (const value of ['wrong', '']) {
    const answer = await server.post(`${place.jobs}?dryRun=${value}`, job('try'));
    expect(answer.refusal).toEqual({ code: 422, reason: 'Invalid', causes: ['NotSupported dryRun'] });
    expect(answer.body.details).toMatchObject({ group: 'meta.k8s.io', kind: 'CreateOptions' });
  }
});

test('19 a namespace that does not exist is told before anything invalid', async ({ server }) => {
  const answer = await server.post('/apis/batch/v1/namespaces/no-such-place/jobs', job('x', { parallelism: -1 }));
  expect(answer.refusal).toEqual({ code: 404, reason: 'NotFound', causes: [] });
  expect(answer.body.message).toBe('namespaces "no-such-place" not found');
  expect(answer.body.details).toEqual({ name: 'no-such-place', kind: 'namespaces' });
});

test('20 a namespace that is going takes nothing new, and goes when it is empty', async ({ server, place }) => {
  await place.create(place.jobs, job('work', {}, does('forever')));
  await place.pods('work', 1);
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

test('23 a name is generated: the base and five characters', async ({ server, place }) => {
  const unnamed = job('', LEFT_ALONE);
  unnamed.metadata = { generateName: 'run-' };
  const answer = await server.post(place.jobs, unnamed);
  expect(answer.code).toBe(201);
  expect(answer.body.metadata?.name).toMatch(/^run-[a-z0-9]{5}$/);
  const causes = ['Invalid metadata.generateName', 'Invalid metadata.name', 'Invalid spec.template.labels'];
  unnamed.metadata = { generateName: '-' };
  expect((await server.post(place.jobs, unnamed)).refusal).toEqual({ code: 422, reason: 'Invalid', causes });
});
