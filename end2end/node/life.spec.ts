import { expect, NAMESPACE, test } from '../fixtures';
import { english } from '../words';
import { Made } from './made';
import { expectTold } from './told';

let made: Made;
const says = (key: string, args: Record<string, string | number> = {}) => english(`status.${key}`, { container: 'main', ...args });

test.beforeAll(({ stage }) => void (made = new Made(stage)));
test.afterAll(() => made.clear());

test('a task runs, prints its words and succeeds', async ({ page }) => {
  await made.job('words', { script: 'echo first; echo second' });
  const task = await made.open(page, 'words');
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 30_000 });
  await expect(task.pods.getByText('Completed', { exact: true })).toBeVisible();
  expect(await made.log('words')).toBe('first\nsecond\n');
});

test('a task that runs out of time is failed for that, and stays so when its Pod is gone', async ({ page }) => {
  const seconds = 4;
  await made.job('late', { script: 'sleep 600', job: { activeDeadlineSeconds: seconds } });
  const task = await made.open(page, 'late');
  const cause = { what: says('deadline-passed-what', { seconds }), evidence: 'Job was active longer than specified deadline' };
  const told = { word: 'Failed', says: says('ran-too-long', { seconds }), advice: says('raise-deadline'), cause };
  await expectTold(task, told);
  await expect.poll(() => made.stage.api.pods(NAMESPACE, made.of('late'))).toEqual([]);
  await expect(page.getByText(english('no-pods'), { exact: true })).toBeVisible();
  await expectTold(task, told);
});

test('a task whose time ran out before it could start is failed for what held it', async ({ page }) => {
  // Long enough to be seen waiting.
  test.setTimeout(120_000);
  const seconds = 30;
  const image = `${made.node.registry}/slipway/busybox:wrong`;
  await made.job('held', { image, job: { activeDeadlineSeconds: seconds } });
  const task = await made.open(page, 'held');
  const cause = { what: says('image-not-found-what', { image }), evidence: `${image}: not found` };
  await expectTold(task, { word: 'Abnormal', says: says('image-not-found'), cause });
  const told = { word: 'Failed', says: says('never-started-in-time', { seconds }), advice: says('check-image-name'), cause };
  await expectTold(task, told, 60_000);
  await expect(page.getByText(english('no-pods'), { exact: true })).toBeVisible();
  await expectTold(task, told);
});

test('suspending in the middle keeps what is done, and resuming does the rest', async ({ page }) => {
  const half = 'test $JOB_COMPLETION_INDEX = 0 || sleep 600';
  await made.job('half', { script: half, job: { completionMode: 'Indexed', completions: 2, parallelism: 1 } });
  const task = await made.open(page, 'half');
  await expectTold(task, { word: 'Running', says: says('at-work-of', { running: 1, waiting: 0, done: 1, total: 2 }) });
  const before = await made.newestPod('half');

  await task.button('Suspend').click();
  await expect(task.word('Suspended')).toBeVisible();
  await expect.poll(() => made.running('half')).toEqual([]);
  await expect(task.headline.getByText(says('suspending'), { exact: true })).toBeHidden();
  await expect(page.getByRole('main').getByText('1/2', { exact: true })).toBeVisible();

  await task.button('Resume').click();
  await expectTold(task, { word: 'Running', says: says('at-work-of', { running: 1, waiting: 0, done: 1, total: 2 }) });
  expect(await made.newestPod('half')).not.toBe(before);
});

test('deleting ends the containers, and the page says that the task is gone', async ({ page }) => {
  await made.job('deleted', { script: 'sleep 600' });
  const task = await made.open(page, 'deleted');
  await expect(task.word('Running')).toBeVisible({ timeout: 30_000 });
  await task.button('Delete').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(english('task-deleted'))).toBeVisible();
  await expect.poll(() => made.stage.api.pods(NAMESPACE, made.of('deleted'))).toEqual([]);
  expect(await made.stage.api.job(NAMESPACE, made.of('deleted'))).toBeUndefined();
});
