import { expect, test } from '../fixtures';
import { row } from '../task';
import { english } from '../words';

test('with ten tabs open, an eleventh creates a task, and all of them see it', async ({ context, page, stage, name, wizard }) => {
  const tabs = await Promise.all(Array.from({ length: 10 }, () => context.newPage()));
  for (const tab of tabs) await tab.goto(`/clusters/${stage.cluster}/workload/jobs`);
  for (const tab of tabs) await expect(tab.getByRole('banner').getByRole('status')).toContainText(english('link-live'));
  const protocol = await page.goto('/').then(() => page.evaluate(() => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).nextHopProtocol));
  expect(protocol).toBe('http/1.1');

  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  for (const tab of tabs) await expect(row(tab, name)).toBeVisible();
  await tabs[9]!.reload();
  await expect(row(tabs[9]!, name)).toContainText('Succeeded', { timeout: 40_000 });
});
