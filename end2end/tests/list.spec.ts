import { expect, NAMESPACE, test } from '../fixtures';
import { row } from '../task';

test.beforeEach(async ({ page, stage }) => {
  await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
  await expect(page.getByRole('status').filter({ hasText: 'live' })).toBeVisible();
});

test('a task made elsewhere appears, changes and goes, without a reload', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:1.36');
  await expect(row(page, name)).toContainText(NAMESPACE);
  await expect(row(page, name)).toContainText('Running');
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

test('a failed task says why in the list', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:fail');
  await expect(row(page, name)).toContainText('Failed');
  await expect(row(page, name)).toContainText('gave up after one attempt');
});
