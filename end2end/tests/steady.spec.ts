import type { Page } from '@playwright/test';
import { noSidewaysScrolling } from '../axe';
import { expect, NAMESPACE, test } from '../fixtures';
import { row, Task } from '../task';
import { STEPS } from '../wizard';
import { english } from '../words';

/** What moved without being asked to, summed: stricter than the CLS of the Web Vitals, which takes the worst window. */
async function countShifts(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const all = globalThis as unknown as { shifted: number };
    all.shifted = 0;
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[]) if (!shift.hadRecentInput) all.shifted += shift.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted);
}

for (const width of [1280, 360]) {
  test(`nothing jumps when data arrives, in a window of ${width} px`, async ({ page, stage, name, wizard }) => {
    await page.setViewportSize({ width, height: 800 });
    await stage.api.create(NAMESPACE, name, 'busybox:forever');
    // What a task does later is news and not data that arrives; of other tests' tasks there is news all the time.
    const ready = async () => ((await stage.api.job(NAMESPACE, name)) as { status?: { ready?: number } } | undefined)?.status?.ready;
    await expect.poll(ready, { timeout: 30_000 }).toBe(1);
    await page.waitForTimeout(2_000);
    const shifts = await countShifts(page);
    const task = `/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}`;
    const pages: [string, () => Promise<void>][] = [
      ['/clusters', () => expect(page.getByText(english('state-ready')).first()).toBeVisible()],
      [`/clusters/${stage.cluster}`, () => expect(page.getByText('v1.37', { exact: false })).toBeVisible()],
      [`/clusters/${stage.cluster}/workload/jobs?filter=${name}`, () => expect(row(page, name)).toContainText('Running')],
      [task, () => expect(new Task(page).word('Running').first()).toBeVisible()],
      [`/clusters/${stage.cluster}/jobs/new`, () => wizard.ready()],
      ['/drafts', () => expect(page.getByRole('heading', { level: 1, name: english('drafts') })).toBeVisible()],
      ['/open', () => expect(page.getByRole('heading', { level: 1 })).toBeVisible()],
    ];
    for (const [address, isThere] of pages) {
      await page.goto(address);
      await isThere();
      // What comes a moment later counts, too.
      await page.waitForTimeout(1_500);
      expect(await shifts(), address).toBeLessThan(0.02);
    }
  });
}

// A window of 1280 px at 200 % and at 400 % (WCAG 1.4.10).
for (const width of [640, 320]) {
  test(`everything fits into ${width} px`, async ({ page, stage, name, wizard }) => {
    await page.setViewportSize({ width, height: 800 });
    await stage.api.create(NAMESPACE, name, 'busybox:fail');
    await page.goto('/clusters');
    await expect(page.getByText(english('state-ready')).first()).toBeVisible();
    await noSidewaysScrolling(page, 'clusters');
    await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
    await expect(row(page, name)).toContainText('Failed');
    await noSidewaysScrolling(page, 'tasks');
    await page.goto(`/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}`);
    await expect(new Task(page).word('Failed').first()).toBeVisible();
    await noSidewaysScrolling(page, 'task');
    await wizard.open();
    for (const step of STEPS) {
      await wizard.go(step);
      await noSidewaysScrolling(page, step);
    }
  });
}

test('where the system chooses the colours, what is chosen is still seen', async ({ page, wizard }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await wizard.open();
  const outline = (element: Element) => getComputedStyle(element).outlineStyle;
  await wizard.go('step-containers');
  const tabs = page.getByRole('tablist').last().getByRole('tab');
  expect(await tabs.first().evaluate(outline)).toBe('solid');
  expect(await tabs.nth(1).evaluate(outline)).toBe('none');
  await wizard.image.focus();
  expect(await wizard.image.evaluate(outline)).toBe('solid');
});

test('the first step reads well to who listens', async ({ page, wizard }) => {
  await wizard.open();
  await expect(page.getByRole('banner')).toMatchAriaSnapshot(`
    - banner:
      - link "Slipway"
      - navigation "${english('breadcrumbs')}":
        - list:
          - listitem:
            - link "${english('clusters')}"
  `);
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "${english('create-task')}" [level=1]
      - navigation "${english('steps')}"
      - region "${english('step-basic')}":
        - heading "${english('step-basic')}" [level=2]
        - textbox "${english('field.name')}"
        - combobox "${english('field.namespace')}"
        - group "${english('field.runs')}":
          - radio "${english('choice.runs.one-pod')}"
          - radio "${english('choice.runs.fixed-count')}" [checked]
          - radio "${english('choice.runs.work-queue')}"
        - textbox "${english('field.instances')}"
        - checkbox "${english('field.indexed')}"
        - textbox /${english('field.description')}/
      - button "${english('create')}"
  `);
});

test('a task reads well to who listens', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:fail');
  await page.goto(`/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}`);
  await expect(new Task(page).word('Failed').first()).toBeVisible();
  await expect(page.getByRole('main')).toMatchAriaSnapshot(`
    - main:
      - heading "${name}" [level=1]
      - paragraph: Failed
      - link "${english('use-as-draft')}"
      - button "${english('delete')}"
      - region /Pods \\(\\d+\\)/:
        - heading /Pods \\(\\d+\\)/ [level=2]
        - table
      - region "${english('log')}":
        - heading "${english('log')}" [level=2]
      - region /Events \\(\\d+\\)/:
        - heading /Events \\(\\d+\\)/ [level=2]
        - list
  `);
});
