import { expect, NAMESPACE, test } from '../fixtures';
import { row, Task } from '../task';
import { english } from '../words';

const pageOf = (cluster: string, name: string) => `/clusters/${cluster}/namespaces/${NAMESPACE}/jobs/${name}`;

test('deleting a task asks first, and its Pods go with it', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:forever', { completions: 2, parallelism: 2 });
  await page.goto(pageOf(stage.cluster, name));
  const task = new Task(page);
  await expect(task.word('Running').first()).toBeVisible();
  await task.button('Delete').click();
  const question = page.getByRole('dialog', { name: `Delete task ${name}?` });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  expect(await stage.api.job(NAMESPACE, name)).toBeDefined();

  await task.button('Delete').click();
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(english('task-deleted'))).toBeVisible();
  await expect(task.headline).toContainText(english('task.last'));
  await expect.poll(() => stage.api.job(NAMESPACE, name)).toBeUndefined();
  await expect.poll(() => stage.api.pods(NAMESPACE, name)).toEqual([]);
  await page.getByRole('main').getByRole('link', { name: 'All tasks' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Workload' })).toBeVisible();
  await expect(row(page, name)).toHaveCount(0);
});

test('suspending ends the active Pods, and resuming starts others', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:forever');
  await page.goto(pageOf(stage.cluster, name));
  const task = new Task(page);
  await expect(task.word('Running').first()).toBeVisible();
  const before = await stage.api.pods(NAMESPACE, name);
  expect(before).toHaveLength(1);

  await task.button('Suspend').click();
  await expect(task.word('Suspended')).toBeVisible();
  await expect.poll(() => stage.api.pods(NAMESPACE, name)).toEqual([]);
  expect((await stage.api.job(NAMESPACE, name))?.spec.suspend).toBe(true);

  await task.button('Resume').click();
  await expect(task.word('Running').first()).toBeVisible();
  await expect(task.button('Suspend')).toBeVisible();
  const after = await stage.api.pods(NAMESPACE, name);
  expect(after).toHaveLength(1);
  expect(after[0]?.metadata.uid).not.toBe(before[0]?.metadata.uid);
});

test('a task whose image fails ends as failed, and says why', async ({ page, stage, name, wizard }) => {
  await wizard.open();
  await wizard.choice('field.runs', 'choice.runs.one-pod').check();
  await wizard.fill(name, 'busybox:fail');
  await wizard.go('step-advanced');
  await wizard.field('field.retries').fill('0');
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  const task = new Task(page);
  await expect(task.word('Failed').first()).toBeVisible();
  const conditions = async () => (await stage.api.job(NAMESPACE, name))?.status?.conditions;
  await expect.poll(conditions).toContainEqual(expect.objectContaining({ type: 'Failed', reason: 'BackoffLimitExceeded' }));
  await expect(page.getByText('gave up after one attempt')).toBeVisible();
  await expect(page.getByText(english('status.exit-program', { container: 'container-1', code: 1 })).first()).toBeVisible();
  await expect(task.button('Suspend')).toBeDisabled();
});

test('the page of a task that is not there says so', async ({ page, stage, name }) => {
  await page.goto(pageOf(stage.cluster, name));
  await expect(page.getByRole('status').filter({ hasText: english('task-missing', { name, namespace: NAMESPACE }) })).toBeVisible();
  await stage.api.create(NAMESPACE, name, 'busybox:forever');
  await expect(new Task(page).word('Running').first()).toBeVisible();
});

test('a task that came after another under its name is not suspended or deleted in its place', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:1.36', { suspend: true });
  const data = { task: { cluster: stage.cluster, namespace: NAMESPACE, name }, uid: 'of the one before', suspend: false };
  for (const call of ['suspend', 'delete']) {
    const answer = await page.request.post(`/api/${call}`, { data, headers: { origin: stage.slipway.url } });
    expect({ call, status: answer.status(), ...(await answer.json()) }).toMatchObject({ call, status: 409, kind: 'conflict' });
  }
  expect((await stage.api.job(NAMESPACE, name))?.spec.suspend).toBe(true);
});
