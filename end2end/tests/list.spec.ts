import { expect, NAMESPACE, test } from '../fixtures';
import { row } from '../task';
import { english } from '../words';

test.beforeEach(async ({ page, stage }) => {
  await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
  await expect(page.getByRole('status').filter({ hasText: 'live' })).toBeVisible();
});

test('a task made elsewhere appears, changes and goes, without a reload', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:1.36');
  await expect(row(page, name)).toContainText(NAMESPACE);
  // It runs for a moment: looked for more often than an assertion does.
  await expect.poll(() => row(page, name).textContent(), { intervals: [100] }).toContain('Running');
  await expect(row(page, name)).toContainText('Succeeded');
  await expect(row(page, name)).toContainText('1/1');
  await stage.api.remove(NAMESPACE, name);
  await expect(row(page, name)).toHaveCount(0);
});

test('the filter and the namespace narrow the list', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, `${name}-one`, 'busybox:forever');
  await stage.api.create('team-a', `${name}-two`, 'alpine:forever');
  await expect(row(page, `${name}-one`)).toBeVisible();
  await expect(row(page, `${name}-two`)).toBeVisible();
  await page.getByRole('searchbox').fill(`${name}-o`);
  await expect(row(page, `${name}-two`)).toHaveCount(0);
  await expect(row(page, `${name}-one`)).toBeVisible();
  await page.getByRole('searchbox').fill('alpine');
  await expect(row(page, `${name}-two`)).toBeVisible();
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('team-a');
  await expect(row(page, `${name}-one`)).toHaveCount(0);
  await expect(row(page, `${name}-two`)).toBeVisible();
});

test('the list of one status takes in who comes to it and lets go who leaves it, and its address leads back', async ({ page, stage, name }) => {
  const of = page.getByRole('combobox', { name: english('column-status') });
  await page.getByRole('searchbox').fill(name);
  await of.selectOption({ label: english('word.running') });
  await stage.api.create(NAMESPACE, `${name}-ends`, 'busybox:1.36');
  await stage.api.create(NAMESPACE, `${name}-stays`, 'busybox:forever');
  // It runs for a moment: looked for more often than an assertion does.
  await expect.poll(() => row(page, `${name}-ends`).count(), { intervals: [100] }).toBe(1);
  await expect(row(page, `${name}-stays`)).toBeVisible();
  await expect(row(page, `${name}-ends`)).toHaveCount(0);
  await expect(row(page, `${name}-stays`)).toBeVisible();
  await of.selectOption({ label: english('word.succeeded') });
  await expect(row(page, `${name}-stays`)).toHaveCount(0);
  await page.reload();
  await expect(of).toHaveValue('succeeded');
  await expect(row(page, `${name}-ends`)).toBeVisible();
  await expect(row(page, `${name}-stays`)).toHaveCount(0);
  await of.selectOption({ label: english('word.suspended') });
  await page.getByRole('button', { name: english('task.clear-filter') }).click();
  await expect(of).toHaveValue('');
});

test('a failed task says why in the list', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:fail');
  await expect(row(page, name)).toContainText('Failed');
  await expect(row(page, name)).toContainText('gave up after one attempt');
});
