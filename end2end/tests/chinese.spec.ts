import { noSidewaysScrolling, noViolations } from '../axe';
import { expect, NAMESPACE, test } from '../fixtures';
import { row } from '../task';
import { STEPS } from '../wizard';
import { chinese } from '../words';

test('the way in Chinese, chosen on the page, and kept', async ({ page, stage, name, wizard }) => {
  await page.goto('/clusters');
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByRole('heading', { level: 1, name: chinese('clusters') })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh');
  await page.getByRole('rowheader', { name: stage.cluster }).getByRole('link').click();
  await page.getByRole('main').getByRole('link', { name: chinese('workload') }).click();
  await page.getByRole('link', { name: chinese('image-creation') }).first().click();

  const form = wizard.with({ say: chinese });
  await form.ready();
  for (const step of STEPS) await expect(form.step(step)).toBeVisible();
  await form.name.fill('备份');
  await form.name.press('Tab');
  await expect(form.name).toHaveAccessibleDescription(/请|须|使用/);
  await form.fill(name, 'busybox:1.36');
  await expect(page.getByText(chinese('summary-fixed-count', { parallel: 2, instances: 2 }))).toBeVisible();
  await form.create.click();
  await form.expectTaskPage(name);
  await expect(page.getByRole('main').getByText(chinese('word.succeeded'), { exact: true })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByRole('button', { name: chinese('delete'), exact: true })).toBeVisible();
  expect(await stage.api.job(NAMESPACE, name)).toBeDefined();

  await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
  await expect(row(page, name)).toContainText(chinese('word.succeeded'));
});

test.describe('a browser that prefers Chinese', () => {
  test.use({ locale: 'zh-CN', viewport: { width: 360, height: 800 } });

  test('gets Chinese from the start, without sideways scrolling and without violations', async ({ page, wizard }) => {
    const form = wizard.with({ say: chinese });
    await form.open();
    for (const step of STEPS) {
      await form.go(step);
      await noSidewaysScrolling(page, step);
      await noViolations(page, step);
    }
    await page.goto('/clusters');
    await expect(page.getByText(chinese('state-ready')).first()).toBeVisible();
    await noSidewaysScrolling(page, 'clusters');
    await noViolations(page, 'clusters');
  });
});
