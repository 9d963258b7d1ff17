import { expect, NAMESPACE, test } from '../fixtures';
import { english } from '../words';
import { Made } from './made';
import { expectTold } from './told';

let made: Made;
const says = (key: string, args: Record<string, string> = {}) => english(`status.${key}`, { container: 'main', node: made.node.name, ...args });
const unreachable = '127.0.0.1:1/slipway/busybox:1.36';
const pulls = (what: string) => ({ image: made.privateImage, pod: { imagePullSecrets: [{ name: made.of(what) }] } });

test.beforeAll(async ({ stage }) => {
  made = new Made(stage);
  await made.pullSecret('wrong', 'not the password');
  await made.job('missing-secret', pulls('missing'));
  await made.job('wrong-secret', pulls('wrong'));
});
test.afterAll(() => made.clear());

test('a wrong tag is named at the first refusal, before the kubelet backs off, and stays named', async ({ page }) => {
  const image = `${made.node.registry}/slipway/busybox:wrong`;
  await made.job('wrong-tag', { image });
  const task = await made.open(page, 'wrong-tag');
  const whole = page.locator('body').filter({ has: task.word('Abnormal') });
  await expect(whole.filter({ has: task.pods.getByText('ErrImagePull', { exact: true }) })).toBeVisible();
  const told = {
    word: 'Abnormal',
    says: says('image-not-found'),
    advice: says('check-image-name'),
    cause: { what: says('image-not-found-what', { image }), where: `main / ${made.node.name}`, evidence: `${image}: not found` },
  };
  await expectTold(task, told);
  await expect(task.pods.getByText('ImagePullBackOff', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expectTold(task, told);
});

test('a pull secret that does not exist is named', async ({ page }) => {
  const secret = made.of('missing');
  const what = says('image-secret-missing-what', { secret, image: made.privateImage });
  const advice = says('create-object', { kind: 'Secret', name: secret });
  const task = await made.open(page, 'missing-secret');
  await expectTold(task, { word: 'Abnormal', says: says('image-secret-missing'), advice, cause: { what, evidence: '401 Unauthorized' } });
  // What the advice promises is looked at last, when the kubelet has tried again.
  await made.pullSecret('missing', made.node.password);
});

test('a pull secret with a wrong password is to be mended, not added', async ({ page }) => {
  const what = says('image-denied-what', { image: made.privateImage });
  const advice = says('mend-pull-secret', { secrets: made.of('wrong') });
  const task = await made.open(page, 'wrong-secret');
  await expectTold(task, { word: 'Abnormal', says: says('image-denied'), advice, cause: { what, evidence: '401 Unauthorized' } });
});

test('a registry that nothing listens at may be away for a minute, then it is unreachable', async ({ page }) => {
  test.setTimeout(120_000);
  await made.job('unreachable', { image: unreachable });
  const task = await made.open(page, 'unreachable');
  await expectTold(task, { word: 'Waiting', says: says('retrying-pull') });
  const what = says('registry-unreachable-what', { image: unreachable });
  const told = { word: 'Abnormal', says: says('registry-unreachable'), advice: says('check-registry'), cause: { what, evidence: 'connect: connection refused' } };
  await expectTold(task, told, 75_000);
});

test('once the pull secret exists, the task goes on by itself', async ({ page }) => {
  const task = await made.open(page, 'missing-secret');
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 60_000 });
  expect((await made.stage.api.pods(NAMESPACE, made.of('missing-secret'))).map((pod) => pod.status?.phase)).toEqual(['Succeeded']);
});
