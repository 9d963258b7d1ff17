import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type JSHandle, type Page } from '@playwright/test';
import { noSidewaysScrolling, noViolations } from '../axe';
import { Drafts, expectKeptWord, keptIn, restored } from '../drafts';
import { expect, test } from '../fixtures';
import { english } from '../words';

const IMAGE = 'busybox:1.36';

/** Lets nobody write into the database, until it is told to stop. */
function holdDatabase(page: Page): Promise<JSHandle<{ stop: boolean }>> {
  return page.evaluateHandle(
    () =>
      new Promise<{ stop: boolean }>((resolve, reject) => {
        const held = { stop: false };
        const opening = indexedDB.open('slipway');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const drafts = opening.result.transaction('drafts', 'readwrite').objectStore('drafts');
          const again = () => {
            resolve(held);
            if (!held.stop) drafts.count().onsuccess = again;
          };
          drafts.count().onsuccess = again;
        };
      }),
  );
}

/** The process of a browser, by the folder that only it has; those that it started end with it. */
function processOf(folder: string): number {
  const words = (pid: string): string[] => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      return [];
    }
  };
  const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid));
  const browser = pids.find((pid) => words(pid).includes(`--user-data-dir=${folder}`) && !words(pid).some((word) => word.startsWith('--type=')));
  if (!browser) throw new Error('there is no such browser');
  return Number(browser);
}

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.tagName ?? 'nothing');

test('a browser that is killed gives the draft back when it is started again', async ({ launchOptions, stage, wizard, name, guard }) => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-browser-'));
  const start = async () => {
    const context = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL: stage.slipway.url, locale: 'en-US' });
    await guard.watch(context);
    return { context, form: wizard.with({ page: await context.newPage() }) };
  };
  const { context, form } = await start();
  await form.open();
  await form.fill(name, IMAGE);
  await expectKeptWord(form.page, IMAGE);
  const gone = new Promise((resolve) => context.once('close', resolve));
  process.kill(processOf(folder), 'SIGKILL');
  await gone;
  const again = await start();
  await again.form.open();
  await expect(restored(again.form.page)).toBeVisible();
  await again.form.expectKept(name, IMAGE);
  await again.context.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

test('a tab that is closed right after a key was pressed loses not even that', async ({ page, wizard, name, context }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await wizard.image.press('End');
  await page.keyboard.type('-musl');
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  const again = wizard.with({ page: await context.newPage() });
  await again.open();
  await again.expectKept(name, `${IMAGE}-musl`);
});

test('a reload right after a key was pressed loses not even that', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await page.keyboard.type('-musl');
  await page.reload();
  await wizard.ready();
  await wizard.expectKept(name, `${IMAGE}-musl`);
});

test('a link that is followed right after a key was pressed loses not even that', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.field('field.description').fill('first');
  await expectKeptWord(page, 'first');
  await wizard.name.fill(name);
  const drafts = new Drafts(page);
  await drafts.follow();
  await expect(drafts.row(name)).toHaveCount(1);
  await drafts.goOn(name);
  await expect(wizard.name).toHaveValue(name);
});

test('what is just being written when the page is left is not lost', async ({ page, wizard, name, context }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await expectKeptWord(page, name);
  const other = await context.newPage();
  await other.goto('/clusters');
  const held = await holdDatabase(other);
  await page.evaluate(() => {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...how) {
      if (how[1] === 'readwrite') document.documentElement.dataset.test = 'writing';
      return begin.apply(this, how);
    };
  });
  await wizard.field('field.description').fill('a word');
  await expect(page.locator('html')).toHaveAttribute('data-test', 'writing');
  await page.reload();
  await held.evaluate((held) => (held.stop = true));
  await wizard.ready();
  await expect(wizard.field('field.description')).toHaveValue('a word');
  await expect.poll(async () => (await keptIn(page)).length).toBe(1);
});

test('two tabs on one draft: neither overwrites the other, and the second says that it goes on with a copy', async ({ page, wizard, name, context }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await expectKeptWord(page, name);
  const second = await context.newPage();
  const other = wizard.with({ page: second });
  const drafts = new Drafts(second);
  await drafts.open();
  await drafts.goOn(name);
  await other.ready();

  await wizard.name.fill(`${name}-first`);
  await expectKeptWord(page, `${name}-first`);
  await other.name.fill(`${name}-second`);
  await expect(second.getByText(english('draft-copied'))).toBeVisible();
  // Each goes on with its own.
  await wizard.field('field.description').fill('said by the first');
  await other.field('field.description').fill('said by the second');
  await expect.poll(async () => (await keptIn(page)).filter(({ body }) => body.includes('said by')).length).toBe(2);
  await expect(page.getByText(english('draft-copied'))).toBeHidden();
  await second.reload();
  await other.ready();
  await expect(other.field('field.description')).toHaveValue('said by the second');

  await drafts.open();
  await expect(drafts.rows).toHaveCount(2);
  await drafts.goOn(`${name}-first`);
  await expect(other.field('field.description')).toHaveValue('said by the first');
});

test('a tab that went on with a copy can go back to the draft, and the copy stays as it is', async ({ page, wizard, name, context }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await expectKeptWord(page, name);
  const second = await context.newPage();
  const other = wizard.with({ page: second });
  const drafts = new Drafts(second);
  await drafts.open();
  await drafts.goOn(name);
  await other.ready();
  await wizard.name.fill(`${name}-first`);
  await expectKeptWord(page, `${name}-first`);
  await page.close();
  await other.name.fill(`${name}-second`);
  await expect(second.getByText(english('draft-copied'))).toBeVisible();

  await drafts.follow();
  await drafts.goOn(`${name}-first`);
  await other.ready();
  await other.field('field.description').fill('said at last');
  await expectKeptWord(second, 'said at last');
  await drafts.follow();
  await expect(drafts.rows).toHaveCount(2);
  await drafts.button('delete-it', `${name}-first`).click();
  await expect(drafts.rows).toHaveCount(1);
  await expect(drafts.row(`${name}-second`)).toHaveCount(1);
});

test('Create Task in a second tab begins a new draft while the first has its own open', async ({ page, wizard, name, context }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await expectKeptWord(page, name);
  const other = wizard.with({ page: await context.newPage() });
  await other.open();
  await expect(restored(other.page)).toHaveCount(0);
  await expect(other.name).toHaveValue('');
  await other.name.fill(`${name}-other`);
  await expectKeptWord(other.page, `${name}-other`);
  await page.reload();
  await wizard.ready();
  await expect(wizard.name).toHaveValue(name);
  await new Drafts(page).open();
  await expect(new Drafts(page).rows).toHaveCount(2);
});

test('a draft that became a task is no unfinished one any more', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await expectKeptWord(page, IMAGE);
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  await new Drafts(page).open();
  await expect(page.getByText(english('draft.none'))).toBeVisible();
});

test('Start afresh leaves the draft among the unfinished ones, and an empty one is none', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.field('field.description').fill('first');
  await expectKeptWord(page, 'first');
  await wizard.name.fill(name);
  await wizard.button('start-afresh').click();
  await expect(wizard.name).toHaveValue('');
  await expect.poll(async () => (await keptIn(page)).map(({ body }) => body.includes(name))).toEqual([true]);
  const drafts = new Drafts(page);
  await drafts.open();
  await expect(drafts.row(name)).toHaveCount(1);
  await expect(drafts.rows).toHaveCount(1);
});

test('a draft is given a name, and has the name of its task again when that is taken away', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await expectKeptWord(page, name);
  const drafts = new Drafts(page);
  for (const arrive of [() => drafts.follow(), () => drafts.open()]) {
    await arrive();
    await drafts.button('rename-it', name).click();
    await page.keyboard.type('Nightly');
    await page.keyboard.press('Enter');
    await expect(drafts.row('Nightly')).toContainText(name);
    await expect(drafts.rows).toHaveCount(1);
    await expect(drafts.button('rename-it', 'Nightly')).toBeFocused();
    await drafts.button('rename-it', 'Nightly').click();
    await page.getByRole('textbox', { name: english('draft.name') }).fill('');
    await page.keyboard.press('Enter');
    await expect(drafts.row(name)).toHaveCount(1);
    await expect(drafts.rows).toHaveCount(1);
    await drafts.goOn(name);
    await wizard.ready();
  }
});

test('a draft is duplicated, deleted and put back by keyboard alone, and the focus is never lost', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await expectKeptWord(page, name);
  const drafts = new Drafts(page);
  await drafts.open();
  const press = async (key: string, wanted: string) => {
    await drafts.button(key, wanted).first().focus();
    await page.keyboard.press('Enter');
  };
  await press('duplicate-it', name);
  await expect(drafts.rows).toHaveCount(2);
  await expect.poll(() => focused(page), 'after Duplicate').toBe('BUTTON');
  await press('rename-it', name);
  await expect(page.getByRole('textbox', { name: english('draft.name') })).toBeFocused();
  await page.keyboard.type('Copy');
  await page.keyboard.press('Enter');
  await expect(drafts.row('Copy')).toHaveCount(1);
  await expect(drafts.button('rename-it', 'Copy')).toBeFocused();
  await press('delete-it', 'Copy');
  await expect(drafts.rows).toHaveCount(1);
  await expect(page.getByText(english('draft.deleted', { name: 'Copy' }))).toBeVisible();
  await expect(drafts.putBack).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(drafts.row('Copy')).toHaveCount(1);
  await expect(drafts.rows).toHaveCount(2);
  await expect.poll(() => focused(page), 'after Put it back').not.toBe('BODY');
});

test('the unfinished drafts can be read by everybody, on a phone too', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await expectKeptWord(page, IMAGE);
  const drafts = new Drafts(page);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await drafts.open();
    await drafts.button('duplicate-it', name).first().click();
    await expect(drafts.rows).toHaveCount(2);
    await drafts.button('delete-it', name).first().click();
    await expect(drafts.putBack).toBeFocused();
    await drafts.button('rename-it', name).first().click();
    await expect(page.getByRole('textbox', { name: english('draft.name') })).toBeFocused();
    await noViolations(page, `unfinished drafts at ${width}`);
    await noSidewaysScrolling(page, `unfinished drafts at ${width}`);
  }
});

test('a draft that an earlier release kept is found again', async ({ page, wizard, name }) => {
  await page.addInitScript(
    ([name, image]) => {
      if (localStorage.getItem('of-the-test')) return;
      localStorage.setItem('of-the-test', 'written');
      const fields = { basic: { name, description: 'kept before' }, containers: [{ key: 1, name: 'container-1', image }] };
      localStorage.setItem('slipway.draft', JSON.stringify({ draft: { version: 1, keys: 2, fields, kept: {} }, attempts: [], at: 1_700_000_000_000 }));
    },
    [name, IMAGE],
  );
  await wizard.open();
  await expect(restored(page)).toBeVisible();
  await expect(wizard.field('field.description')).toHaveValue('kept before');
  await wizard.expectKept(name, IMAGE);
  await page.reload();
  await wizard.ready();
  await wizard.expectKept(name, IMAGE);
});

test('a hundred drafts are kept, and the oldest goes first', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await expectKeptWord(page, name);
  await page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('slipway');
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('drafts', 'readwrite');
          const drafts = transaction.objectStore('drafts');
          for (let count = 100; count <= 200; count += 1) {
            const draft = { version: 1, keys: 1, fields: { basic: { name: `${name}-${count}` } }, kept: {} };
            drafts.put({ id: `many-${count}`, rev: 1, at: count, body: JSON.stringify({ draft, attempts: [] }) });
          }
          transaction.onabort = () => reject(transaction.error);
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    name,
  );
  await wizard.button('start-afresh').click();
  await wizard.name.fill(`${name}-new`);
  await expectKeptWord(page, `${name}-new`);
  const drafts = new Drafts(page);
  await drafts.open();
  await expect(drafts.rows).toHaveCount(100);
  await expect(drafts.row(`${name}-new`)).toHaveCount(1);
  await expect(drafts.row(name)).toHaveCount(1);
  await expect(drafts.row(`${name}-200`)).toHaveCount(1);
  for (const gone of [100, 101, 102]) await expect(drafts.row(`${name}-${gone}`)).toHaveCount(0);
  await expect(drafts.row(`${name}-103`)).toHaveCount(1);
});

test('a browser that keeps nothing says so, and the form works', async ({ page, wizard, name }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new Error('no database here');
    };
  });
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await expect(page.getByText(english('draft-unkept'))).toBeVisible();
  await new Drafts(page).follow();
  await expect(page.getByText(english('draft-unkept'))).toBeVisible();
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await wizard.create.click();
  await wizard.expectTaskPage(name);
});
