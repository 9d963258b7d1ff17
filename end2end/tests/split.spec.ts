import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { unanswered } from '../guard';
import { hold } from '../hold';
import { Task } from '../task';
import { english } from '../words';

const IMAGE = 'busybox:1.36';
/** The wizard's chunk: not the program, and not what chunks share. */
const wizardChunk = /\/split_wizard\.[0-9a-f]+\.wasm/;

/** The names of the wasm files that the page asks for, without their hashes, in turn. */
function modules(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const name = /\/(\w+)\.[0-9a-f]+\.wasm/.exec(request.url())?.[1];
    if (name) asked.push(name);
  });
  return asked;
}

test('the clusters are shown without what other pages need; what is one click away comes once the page is idle', async ({ page, stage }) => {
  const asked = modules(page);
  const ahead = page.waitForRequest(wizardChunk);
  // Kept in the page, at the moment: what is asked for a little later is none of it.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector('tbody th')) return;
      observer.disconnect();
      const names = performance.getEntriesByType('resource').map(({ name }) => /\/(\w+)\.[0-9a-f]+\.wasm/.exec(name)?.[1]);
      Object.assign(window, { askedBefore: names.filter(Boolean) });
    }).observe(document, { subtree: true, childList: true });
  });
  // The keyboard comes by the clock, with what other pages need: here not before the clusters are shown.
  const show = await hold(page, /\/(both|form|panels|split_keys)\.[0-9a-f]+\.wasm/);
  await page.goto('/clusters');
  await expect(page.getByRole('rowheader', { name: stage.cluster })).toBeVisible();
  show();
  const before = await page.evaluate(() => (window as Window & { askedBefore?: string[] }).askedBefore);
  expect(new Set(before)).toEqual(new Set(['slipway', 'every', 'pages', 'split_lists']));
  await (await ahead).response();
  await expect.poll(() => asked).toContain('form');
  expect(asked).not.toContain('split_task');

  await page.getByRole('link', { name: english('create-task') }).click();
  await expect(page.getByRole('heading', { level: 1, name: english('create-task') })).toBeVisible();
  expect(asked).not.toContain('split_task');
});

test('a task is shown without the wizard', async ({ page, stage, name }) => {
  await stage.api.create('default', name, 'busybox:forever');
  const asked = modules(page);
  await page.goto(`/clusters/${stage.cluster}/namespaces/default/jobs/${name}`);
  await expect(new Task(page).word('Running').first()).toBeVisible();
  expect(asked).toContain('split_task');
  expect(asked).not.toContain('split_wizard');
});

test('a chunk that fails first is fetched again', async ({ page, wizard, guard }) => {
  guard.tolerate(unanswered);
  let failures = 0;
  await page.route(wizardChunk, (route) => (failures++ < 2 ? route.abort() : route.continue()));
  await wizard.open();
  expect(failures).toBeGreaterThan(2);
});

test('a chunk that comes broken is fetched again', async ({ page, wizard }) => {
  let answers = 0;
  await page.route(wizardChunk, (route) => (answers++ < 2 ? route.fulfill({ contentType: 'application/wasm', body: '\0asm' }) : route.continue()));
  await wizard.open();
  expect(answers).toBeGreaterThan(2);
});

test('a chunk that cannot be had is said, and had on pressing, and nothing typed is lost', async ({ context, wizard, name, guard, stage }) => {
  guard.tolerate(unanswered);
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await wizard.page.close();
  const later = await context.newPage();
  await later.route(wizardChunk, (route) => route.abort());
  await later.goto(`/clusters/${stage.cluster}/jobs/new`);
  const said = later.getByRole('alert').filter({ hasText: english('page-missing-part.what') });
  await expect(said).toContainText(english('page-missing-part.next'));
  await expect(later.getByRole('heading', { level: 1, name: english('page-missing-part') })).toBeVisible();
  // The rest of the console works.
  await later.getByRole('link', { name: english('clusters') }).click();
  await expect(later.getByRole('rowheader', { name: stage.cluster })).toBeVisible();
  await later.goBack();
  await expect(said).toBeVisible();

  await later.unroute(wizardChunk);
  await said.getByRole('button', { name: english('try-again') }).click();
  const again = wizard.with({ page: later });
  await again.ready();
  await again.expectKept(name, IMAGE);
});
