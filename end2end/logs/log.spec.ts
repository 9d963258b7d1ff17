import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, NAMESPACE, test } from '../fixtures';
import { english } from '../words';
import { speaker } from './speaker';

/** The part of a task's page that shows what its containers say. */
class Log {
  readonly part: Locator;

  constructor(page: Page) {
    this.part = page.getByRole('region', { name: english('log'), exact: true });
  }

  get lines(): Locator {
    return this.part.getByRole('log');
  }

  get pod(): Locator {
    return this.part.getByLabel(english('log.pod'), { exact: true });
  }

  get container(): Locator {
    return this.part.getByLabel(english('log.container'), { exact: true });
  }

  button(key: string): Locator {
    return this.part.getByRole('button', { name: english(key), exact: true });
  }

  /** What is said of the log. */
  said(key: string): Locator {
    return this.part.getByRole('status').getByText(english(key), { exact: true });
  }
}

const pageOf = (cluster: string, name: string) => `/clusters/${cluster}/namespaces/${NAMESPACE}/jobs/${name}`;

test('the log of a task follows its container to the end, and is downloaded as it was said', async ({ page, stage, name }) => {
  const { first, create } = speaker(stage);
  await create(name, 10, { tag: 'slow' });
  await page.goto(pageOf(stage.cluster, name));
  const log = new Log(page);
  await expect(log.said('log.follows')).toBeVisible();
  await expect(log.lines).toContainText(first);
  await expect(log.said('log.ended')).toBeVisible({ timeout: 30_000 });
  const shown = (await log.lines.innerText()).trimEnd().split('\n');

  // Times are shown when they are asked for, and go again.
  await log.part.getByLabel(english('log.times')).check();
  await expect(log.lines).toContainText(/^\s*\d{4}-\d\d-\d\dT[\d:.]+Z /);
  await log.part.getByLabel(english('log.times')).uncheck();
  await expect(log.lines).not.toContainText(/\d{4}-\d\d-\d\dT[\d:.]+Z /);

  const [file] = await Promise.all([page.waitForEvent('download'), log.part.getByRole('link', { name: english('log.download') }).click()]);
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${name}-\\w+-main\\.log$`));
  const saved = await readFile(await file.path(), 'utf8');
  expect(saved.trimEnd().split('\n')).toEqual(shown);
});

test('a log that is paused stands still, and goes on with what was said meanwhile', async ({ page, stage, name }) => {
  await speaker(stage).create(name, 60);
  await page.goto(pageOf(stage.cluster, name));
  const log = new Log(page);
  const count = async () => (await log.lines.innerText()).trimEnd().split('\n').length;
  await expect.poll(count).toBeGreaterThan(2);
  await log.button('log.pause').click();
  await expect(log.said('log.paused')).toBeVisible();
  const before = await count();
  const pod = (await stage.api.pods(NAMESPACE, name))[0]?.metadata.name ?? '';
  const saidByThen = async () => (await stage.api.log(NAMESPACE, pod)).trimEnd().split('\n').length;
  await expect.poll(saidByThen).toBeGreaterThan(before + 1);
  expect(await count()).toBe(before);
  await log.button('log.resume').click();
  await expect(log.said('log.follows')).toBeVisible();
  await expect.poll(count).toBeGreaterThan(before + 1);
});

test('each Pod and each container has its log, and the one that said something last is shown first', async ({ page, stage, name }) => {
  const { first, create } = speaker(stage);
  await create(name, 4, { init: 'prepare', job: { completions: 2, parallelism: 2 } });
  await page.goto(pageOf(stage.cluster, name));
  const log = new Log(page);
  // Until the container itself speaks, the init container is what there is to read.
  await expect(log.container).toHaveValue('prepare');
  await expect(log.lines).toContainText(first);
  await expect(log.container).toHaveValue('main', { timeout: 30_000 });
  await expect(log.container.getByRole('option')).toHaveText([english('log.init', { name: 'prepare' }), 'main']);

  const shown = await log.pod.inputValue();
  const other = (await stage.api.pods(NAMESPACE, name)).map((pod) => pod.metadata.name).find((pod) => pod !== shown) ?? '';
  await page.getByRole('row').filter({ hasText: other }).getByRole('button', { name: `${english('log')} ${other}` }).click();
  await expect(log.part.getByRole('heading')).toBeFocused();
  await expect(log.pod).toHaveValue(other);
  await log.container.selectOption('prepare');
  await expect(log.said('log.ended')).toBeVisible();
  await expect(log.lines).toContainText(first);
  await expect(log.container).toHaveValue('prepare');
});

test('before a container was started the page says that there is no log yet', async ({ page, stage, name }) => {
  await speaker(stage).create(name, 60, { tag: 'missing' });
  await page.goto(pageOf(stage.cluster, name));
  const log = new Log(page);
  await expect(log.said('log.waits')).toBeVisible();
  await expect(log.lines).toHaveCount(0);
});

test('a log that is paused stays that of its Pod when another Pod is started', async ({ page, stage, name }) => {
  await speaker(stage).create(name, 3, { tag: 'fail', job: { backoffLimit: 1 } });
  await page.goto(pageOf(stage.cluster, name));
  const log = new Log(page);
  await expect(log.lines).not.toBeEmpty();
  const first = await log.pod.inputValue();
  // Whoever is in a row stays in it, whatever becomes of its Pod.
  const button = page.getByRole('button', { name: `${english('log')} ${first}` });
  await button.focus();
  await log.button('log.pause').evaluate((pause: HTMLElement) => pause.click());
  await expect(log.pod.getByRole('option')).toHaveCount(2, { timeout: 30_000 });
  await expect(button).toBeFocused();
  await expect(log.pod).toHaveValue(first);
  await expect(log.said('log.paused')).toBeVisible();
});

test('the address says whose log is looked at, and leads back to it', async ({ page, stage, name }) => {
  await speaker(stage).create(name, 60, { init: 'prepare' });
  await page.goto(pageOf(stage.cluster, name));
  const log = new Log(page);
  await expect(log.container).toHaveValue('main', { timeout: 40_000 });
  await expect(log.said('log.follows')).toBeVisible();
  await log.container.selectOption('prepare');
  await expect(page).toHaveURL(/[?&]container=prepare/);
  await page.reload();
  await expect(log.container).toHaveValue('prepare');
  await expect(log.said('log.ended')).toBeVisible();
  await log.container.selectOption('main');
  await expect(log.said('log.follows')).toBeVisible();
});
