import { expect, NAMESPACE, test } from '../fixtures';
import { english } from '../words';
import { Made } from './made';
import { expectTold } from './told';

let made: Made;
const says = (key: string, args: Record<string, string> = {}) => english(`status.${key}`, { container: 'main', ...args });
const nonRoot = { securityContext: { runAsNonRoot: true } };

test.beforeAll(async ({ stage }) => {
  made = new Made(stage);
  await made.object('/api/v1', 'configmaps', 'settings', { data: { color: 'blue' } });
  const url = { name: 'URL', valueFrom: { configMapKeyRef: { name: made.of('settings'), key: 'url' } } };
  await made.job('missing-key', { script: 'echo "url is $URL"', container: { env: [url] } });
  await made.job('root', { pod: nonRoot });
  await made.job('named', { image: `${made.node.registry}/slipway/named:1.36`, pod: nonRoot });
  await made.job('numbered', { script: 'echo "user $(id -u)"', image: `${made.node.registry}/slipway/nonroot:1.36`, pod: nonRoot });
});
test.afterAll(() => made.clear());

test('a missing key is named, and once it is there the Pod recovers by itself and the page says so', async ({ page }) => {
  const name = made.of('settings');
  const about = { key: 'url', kind: 'ConfigMap', name };
  const cause = { what: says('key-missing', about), where: `main / ${made.node.name}`, evidence: `couldn't find key url in ConfigMap ${NAMESPACE}/${name}` };
  const task = await made.open(page, 'missing-key');
  await expectTold(task, { word: 'Abnormal', says: says('config-missing'), advice: says('add-key', about), cause });
  const pod = await made.newestPod('missing-key');

  const body = { metadata: { name }, data: { color: 'blue', url: 'http://there' } };
  await made.stage.api.ask('PUT', `/api/v1/namespaces/${NAMESPACE}/configmaps/${name}`, body);
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 30_000 });
  await expect(task.cause(cause.what)).toHaveCount(0);
  expect(await made.newestPod('missing-key')).toBe(pod);
  expect(await made.log('missing-key')).toBe('url is http://there\n');
});

test('an image that may run as root is refused under runAsNonRoot, and one with a number is not', async ({ page }) => {
  const advice = says('run-as-non-root');
  const root = { what: says('root-refused-what'), evidence: 'container has runAsNonRoot and image will run as root' };
  await expectTold(await made.open(page, 'root'), { word: 'Abnormal', says: says('root-refused'), advice, cause: root });
  const named = { what: says('user-unknown-what', { user: 'app' }), evidence: 'image has non-numeric user (app), cannot verify user is non-root' };
  await expectTold(await made.open(page, 'named'), { word: 'Abnormal', says: says('root-refused'), advice, cause: named });
  const task = await made.open(page, 'numbered');
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 30_000 });
  expect(await made.log('numbered')).toBe('user 1000\n');
});
