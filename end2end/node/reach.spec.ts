import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, NAMESPACE, test } from '../fixtures';
import { Made } from './made';

let made: Made;
test.beforeAll(({ stage }) => void (made = new Made(stage)));
test.afterAll(() => made.clear());

test('each Pod of an Indexed task has its own index', async ({ page }) => {
  await made.job('indexed', { script: 'echo "I am $JOB_COMPLETION_INDEX"', job: { completionMode: 'Indexed', completions: 3, parallelism: 3 } });
  const task = await made.open(page, 'indexed');
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('main').getByText('3/3', { exact: true })).toBeVisible();
  await expect(task.pods.getByText('Completed', { exact: true })).toHaveCount(3);
  expect((await made.logs('indexed')).sort()).toEqual(['I am 0\n', 'I am 1\n', 'I am 2\n']);
});

test('a task reads a ConfigMap, a Secret and a claim, and writes into an empty folder and the claim', async ({ page }) => {
  // A path of the machine is one of the node's.
  const folder = await mkdtemp(join(tmpdir(), 'slipway-claim-'));
  await writeFile(join(folder, 'given'), 'of the claim\n');
  const storageClassName = made.of('class');
  const access = { accessModes: ['ReadWriteOnce'], storageClassName };
  await made.object('/api/v1', 'persistentvolumes', 'volume', { spec: { ...access, capacity: { storage: '1Mi' }, hostPath: { path: folder } } }, '');
  await made.object('/api/v1', 'persistentvolumeclaims', 'claim', { spec: { ...access, resources: { requests: { storage: '1Mi' } } } });
  await made.object('/api/v1', 'configmaps', 'map', { data: { text: 'of the map\n' } });
  await made.object('/api/v1', 'secrets', 'secret', { stringData: { text: 'of the secret\n' } });
  const sources = {
    map: { configMap: { name: made.of('map') } },
    secret: { secret: { secretName: made.of('secret') } },
    empty: { emptyDir: {} },
    claim: { persistentVolumeClaim: { claimName: made.of('claim') } },
  };
  const names = Object.keys(sources);
  await made.job('mounts', {
    script: 'echo of the folder >/empty/text && cp /empty/text /claim/taken && cat /map/text /secret/text /empty/text /claim/given',
    pod: { volumes: Object.entries(sources).map(([name, source]) => ({ name, ...source })) },
    container: { volumeMounts: names.map((name) => ({ name, mountPath: `/${name}` })) },
  });
  const task = await made.open(page, 'mounts');
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 30_000 });
  expect(await made.log('mounts')).toBe('of the map\nof the secret\nof the folder\nof the claim\n');
  expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('of the folder\n');
  await rm(folder, { recursive: true });
});

test("a task's Service answers from inside the cluster", async ({ page }) => {
  await made.job('serves', { script: 'echo served >/tmp/index.html && exec httpd -f -p 8080 -h /tmp' });
  const selector = { 'batch.kubernetes.io/job-name': made.of('serves') };
  const service = await made.object<{ spec: { clusterIP: string } }>('/api/v1', 'services', 'serves', { spec: { selector, ports: [{ port: 80, targetPort: 8080 }] } });
  await made.job('asks', { script: `until wget -qO - http://${service.spec.clusterIP}; do sleep 0.2; done` });
  await expect((await made.open(page, 'serves')).word('Running')).toBeVisible({ timeout: 30_000 });
  await expect((await made.open(page, 'asks')).word('Succeeded')).toBeVisible({ timeout: 30_000 });
  expect(await made.log('asks')).toContain('served\n');
  expect(await made.stage.api.job(NAMESPACE, made.of('serves'))).toBeDefined();
});
