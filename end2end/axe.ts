import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No rule of axe is violated, in light and in dark. */
export async function noViolations(page: Page, what: string): Promise<void> {
  // What happens to stand half behind the bar at the bottom is no smaller for that: it scrolls.
  const place = (position: string) => page.evaluate((position) => document.querySelector<HTMLElement>('.create-bar')?.style.setProperty('position', position), position);
  await place('static');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Off unless asked for: the size of what is to be hit (WCAG 2.2, 2.5.8).
    const { violations } = await new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }).analyze();
    const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.html}\n  ${node.failureSummary}`).join('\n')}`);
    expect(told, `${what}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
  await place('');
}

/** Nothing is wider than the window. */
export async function noSidewaysScrolling(page: Page, what: string): Promise<void> {
  const [content, window] = await page.evaluate(() => {
    const root = document.documentElement;
    return [root.scrollWidth, root.clientWidth] as const;
  });
  expect(content, `${what}: width of the content in a window of ${window} px`).toBeLessThanOrEqual(window);
}
