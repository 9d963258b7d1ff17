import type { Locator, Page } from '@playwright/test';
import { expect, NAMESPACE, test } from '../fixtures';
import { Part } from '../form';
import { Task } from '../task';
import type { Step, Wizard } from '../wizard';
import { english, literally } from '../words';

/** Presses Tab, or Shift+Tab where that is nearer, until the control has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  const has = () => control.evaluate((element) => element === document.activeElement);
  const isBefore = await control.evaluate((element) => (document.activeElement ?? element).compareDocumentPosition(element) === Node.DOCUMENT_POSITION_PRECEDING);
  const key = isBefore ? 'Shift+Tab' : 'Tab';
  for (let presses = 0; presses < 60; presses += 1) {
    if (await has()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`60 presses of ${key} do not lead to ${control}`);
}

/** Something of the page has the focus. */
async function expectFocus(page: Page, after: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), `what has the focus after ${after}`).not.toBe('BODY');
}

/** Something within has the focus. */
async function expectFocusIn(part: Locator, after: string): Promise<void> {
  const has = () => part.evaluate((element) => element.contains(document.activeElement));
  await expect.poll(has, `the focus is beside it after ${after}`).toBe(true);
}

/** Types something else into the field that has the focus. */
async function retype(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
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

test('three errors are mended by keyboard alone', async ({ page, stage, name, wizard }) => {
  await wizard.open();
  const memory = wizard.field('field.memory-limit');
  const retries = wizard.field('field.retries');
  const next = async (step: Step) => {
    await tabTo(page, wizard.button('next'));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: english(step) })).toBeVisible();
    await expectFocus(page, `Next, to ${step}`);
  };
  await tabTo(page, wizard.name);
  await page.keyboard.type('Backup_Log');
  await next('step-containers');
  await tabTo(page, wizard.image);
  await page.keyboard.type('busybox:forever');
  await tabTo(page, memory);
  await retype(page, '400MB');
  await next('step-service');
  await next('step-advanced');
  await tabTo(page, retries);
  await retype(page, 'three');

  await tabTo(page, wizard.create);
  await page.keyboard.press('Enter');
  await expect(wizard.name).toBeFocused();
  const toMend = (count: number) => expect(page.getByRole('paragraph').filter({ hasText: english('to-mend', { count }) })).toBeVisible();
  await toMend(3);

  // From the last to the first: none but the list leads there.
  const mends: [Locator, string, string][] = [
    [retries, english('field.retries'), '3'],
    [memory, english('field.memory-limit'), '600Mi'],
    [wizard.name, english('field.name'), name],
  ];
  for (const [index, [field, label, right]] of mends.entries()) {
    await tabTo(page, page.getByRole('button', { name: new RegExp(`^${literally(label)}: `) }));
    await page.keyboard.press('Enter');
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await retype(page, right);
    await expect(field).not.toHaveAttribute('aria-invalid', 'true');
    await expect(field).toBeFocused();
    if (index < 2) await toMend(2 - index);
  }
  await page.keyboard.press('Control+Enter');
  await wizard.expectTaskPage(name);
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
  const spec = (await stage.api.job(NAMESPACE, name))?.spec as { backoffLimit?: number; template: { spec: { containers: object[] } } } | undefined;
  expect(spec?.backoffLimit).toBe(3);
  expect(spec?.template.spec.containers).toMatchObject([{ image: 'busybox:forever', resources: { limits: { memory: '600Mi' } } }]);
});

test('what is proposed in place of a wrong name is taken by keyboard, and its field has the focus', async ({ page, wizard }) => {
  await wizard.open();
  await tabTo(page, wizard.name);
  await page.keyboard.type('Backup_Log');
  await page.keyboard.press('Tab');
  await tabTo(page, page.getByRole('button', { name: english('use-name', { name: 'backup-log' }), exact: true }));
  await page.keyboard.press('Enter');
  await expect(wizard.name).toHaveValue('backup-log');
  await expect(wizard.name).toBeFocused();
});

/** Lists, by their labels: where they are, and the line of a row that is typed into. */
const lists: { list: string; line: string; step: Step; tab: string; words: string[] }[] = [
  { list: 'env', line: 'env-name', step: 'step-containers', tab: 'env', words: ['A', 'B', 'C'] },
  { list: 'ports', line: 'port-name', step: 'step-containers', tab: 'basic', words: ['web', 'api', 'admin'] },
  { list: 'mounts', line: 'mount-volume', step: 'step-containers', tab: 'storage', words: ['data', 'cache', 'logs'] },
  { list: 'tolerations', line: 'taint-key', step: 'step-advanced', tab: 'scheduling', words: ['spot', 'gpu', 'arm'] },
];

for (const { list, line, step, tab, words } of lists) {
  test(`removing a row leaves the focus beside it, and so does undoing that: ${english(`field.${list}`)}`, async ({ page, wizard }) => {
    await wizard.open();
    await wizard.go(step);
    await page.getByRole('tab', { name: new RegExp(`^${literally(english(`tab.${tab}`))}`) }).click();
    const part = await new Part(page.locator('section.fields')).section(list);
    const texts = part.line(line);
    const expectRows = async (rows: string[]) => {
      await expect(texts).toHaveCount(rows.length);
      for (const [at, row] of rows.entries()) await expect(texts.nth(at)).toHaveValue(row);
    };
    const removal = part.root.getByRole('button', { name: english('remove'), exact: true });
    await tabTo(page, part.root.getByRole('button', { name: english('add', { what: english(`field.${list}`) }), exact: true }));
    for (const [at, word] of words.entries()) {
      await page.keyboard.press('Enter');
      await expect(texts.nth(at)).toBeFocused();
      await page.keyboard.type(word);
    }
    await expectRows(words);

    const without = async (at: number, left: string[]) => {
      await tabTo(page, removal.nth(at));
      await page.keyboard.press('Enter');
      await expectRows(left);
      await expectFocusIn(part.root, `row ${at + 1} was removed`);
    };
    const [first, , third] = words as [string, string, string];
    await without(1, [first, third]);
    await page.keyboard.press('Control+z');
    await expectRows(words);
    await expectFocusIn(part.root, 'Ctrl+Z brought it back');
    await without(1, [first, third]);
    await tabTo(page, part.root.getByRole('button', { name: english('undo'), exact: true }));
    await page.keyboard.press('Enter');
    await expectRows(words);
    await expectFocusIn(part.root, 'its own button brought it back');
    await without(2, words.slice(0, 2));
    await without(0, words.slice(1, 2));
    await without(0, []);
  });
}

test('the tabs of the containers are moved among by arrow keys', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.go('step-containers');
  const tabs = page.getByRole('tablist', { name: english('containers') }).getByRole('tab');
  await tabTo(page, wizard.button('add-container'));
  await page.keyboard.press('Enter');
  await expect(tabs.last()).toHaveAttribute('aria-selected', 'true');
  await tabTo(page, tabs.last());
  await page.keyboard.press('ArrowLeft');
  await expect(tabs.first()).toBeFocused();
  await expect(tabs.first()).toHaveAttribute('aria-selected', 'true');
});

/** Buttons that are gone, or stand elsewhere, once they were pressed. */
const gone: { what: string; before: (wizard: Wizard) => Promise<void>; after: (wizard: Wizard) => Promise<void> }[] = [
  {
    what: 'duplicate',
    before: (wizard) => wizard.go('step-containers'),
    after: (wizard) => expect(wizard.page.getByRole('tab', { name: 'container-2' })).toHaveAttribute('aria-selected', 'true'),
  },
  {
    what: 'remove-container',
    before: async (wizard) => {
      await wizard.go('step-containers');
      await wizard.button('add-container').click();
    },
    after: (wizard) => expect(wizard.page.getByRole('tab', { name: 'container-2' })).toBeHidden(),
  },
  {
    what: 'remove-service',
    before: async (wizard) => {
      await wizard.go('step-service');
      await wizard.button('create-service').click();
    },
    after: (wizard) => expect(wizard.page.getByText(english('service-none'))).toBeVisible(),
  },
  {
    what: 'start-afresh',
    before: (wizard) => wizard.name.fill('nightly'),
    after: (wizard) => expect(wizard.name).toHaveValue(''),
  },
];

for (const { what, before, after } of gone) {
  test(`what is gone once it was pressed leaves the focus in the page: ${english(what)}`, async ({ page, wizard }) => {
    await wizard.open();
    await before(wizard);
    await tabTo(page, wizard.button(what));
    await page.keyboard.press('Enter');
    await after(wizard);
    await expectFocus(page, english(what));
  });
}

test('a free name is taken by keyboard where another task has the name, and the focus stays in the form', async ({ page, stage, name, wizard }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  // The name was free when it was looked up.
  await expect(page.getByText(english('check.dry-run'))).toBeAttached();
  await stage.api.create(NAMESPACE, name, 'busybox:forever');
  await tabTo(page, wizard.create);
  await page.keyboard.press('Enter');
  await expect(wizard.name).toBeFocused();
  await tabTo(page, wizard.alert.getByRole('button', { name: english('use-name', { name: `${name}-2` }), exact: true }));
  await page.keyboard.press('Enter');
  await expect(wizard.name).toHaveValue(`${name}-2`);
  await expectFocus(page, 'another name was taken');
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
