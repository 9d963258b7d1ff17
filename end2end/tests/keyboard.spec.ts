import type { Locator, Page } from '@playwright/test';
import { expect, NAMESPACE, test } from '../fixtures';
import { Task } from '../task';
import { english } from '../words';

/** Presses Tab until the control has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  const has = () => control.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await has()) return;
  }
  throw new Error(`60 presses of Tab do not lead to ${control}`);
}

test('the whole way works by keyboard alone', async ({ page, stage, name, wizard }) => {
  const press = async (control: Locator, key: string) => {
    await tabTo(page, control);
    await page.keyboard.press(key);
  };
  const heading = (title: string) => expect(page.getByRole('heading', { level: 1, name: title })).toBeFocused();
  await page.goto('/clusters');
  await press(page.getByRole('rowheader', { name: stage.cluster }).getByRole('link'), 'Enter');
  await heading(stage.cluster);
  await press(page.getByRole('main').getByRole('link', { name: 'Workload' }), 'Enter');
  await heading('Workload');
  await press(page.getByRole('link', { name: 'Image creation' }).first(), 'Enter');
  await heading('Create Task');
  await wizard.ready();

  await tabTo(page, wizard.name);
  await page.keyboard.type(name);
  // From the chosen one, arrows move to the others.
  await tabTo(page, wizard.choice('field.runs', 'choice.runs.fixed-count'));
  await page.keyboard.press('ArrowUp');
  await expect(wizard.choice('field.runs', 'choice.runs.one-pod')).toBeChecked();
  await press(wizard.tick('field.indexed'), 'Space');
  await expect(wizard.tick('field.indexed')).toBeChecked();
  await press(wizard.button('next'), 'Enter');
  await tabTo(page, wizard.image);
  await page.keyboard.type('busybox:forever');
  await press(wizard.create, 'Space');
  await wizard.expectTaskPage(name);
  await heading(name);
  const job = await stage.api.job(NAMESPACE, name);
  expect(job?.spec).toMatchObject({ completions: 1, completionMode: 'Indexed' });

  const task = new Task(page);
  await expect(task.word('Running').first()).toBeVisible();
  await press(task.button('Delete'), 'Enter');
  const question = page.getByRole('dialog');
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(task.button('Delete')).toBeFocused();
  await page.keyboard.press('Enter');
  await press(question.getByRole('button', { name: 'Delete' }), 'Enter');
  await expect(page.getByText(english('task-deleted'))).toBeVisible();
});

test('Next and Back keep the keyboard in the form', async ({ page, wizard }) => {
  await wizard.open();
  await tabTo(page, wizard.button('next'));
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: english('step-advanced') })).toBeVisible();
  const lost = await page.evaluate(() => document.activeElement === document.body);
  expect(lost, 'nothing has the focus').toBe(false);
});

test('the heading takes the focus on navigation, and the title bar names the page', async ({ page, stage }) => {
  await page.goto('/clusters');
  await expect(page).toHaveTitle('Clusters - Slipway');
  await page.getByRole('rowheader', { name: stage.cluster }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('main').getByRole('link', { name: 'Workload' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Workload' })).toBeFocused();
  await expect(page).toHaveTitle(`Workload - ${stage.cluster} - Slipway`);
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: stage.cluster }).click();
  await expect(page.getByRole('heading', { level: 1, name: stage.cluster })).toBeFocused();
});

test('the skip link is the first stop, and leads past the bar', async ({ page, stage }) => {
  await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Image creation' }).first()).toBeFocused();
});
