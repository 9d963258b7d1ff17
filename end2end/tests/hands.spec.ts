import { expect, NAMESPACE, test } from '../fixtures';
import { hold } from '../hold';
import { row, Task } from '../task';
import type { Step } from '../wizard';
import { english } from '../words';

/** The steps after the first and the checks. */
const panels = /\/split_check\.[0-9a-f]+\.wasm/;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** The keys come after the page: the dialog that says them shows that they are heard. */
async function keysAreHeard(page: import('@playwright/test').Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: english('draft.keys-title') });
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // With nothing to give the focus back to, the browser leaves it in the closed dialog until the next frame.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('dialog') ?? null)).toBeNull();
}

test('keys lead everywhere, and a letter that is typed stays a letter', async ({ page, stage, wizard }) => {
  const heading = (title: string) => expect(page.getByRole('heading', { level: 1, name: title, exact: true })).toBeVisible();
  await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
  await heading(english('workload'));
  await keysAreHeard(page);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('cg?');
  await expect(page.getByRole('searchbox')).toHaveValue('cg?');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('c');
  await wizard.ready();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await heading(english('workload'));
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await heading(english('drafts'));
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await heading(english('clusters'));
});

test('the button with the question mark says the keys', async ({ page }) => {
  await page.goto('/clusters');
  await keysAreHeard(page);
  await page.getByRole('button', { name: english('keys') }).click();
  const dialog = page.getByRole('dialog', { name: english('draft.keys-title') });
  await expect(dialog.getByText(english('draft.keys-send'))).toBeVisible();
  await dialog.getByRole('button', { name: english('draft.close') }).click();
  await expect(page.getByRole('button', { name: english('keys') })).toBeFocused();
});

test('who does not want single keys switches them off, and keys with Ctrl still act', async ({ page, name, wizard }) => {
  await wizard.open();
  await keysAreHeard(page);
  const dialog = page.getByRole('dialog', { name: english('draft.keys-title') });
  const letters = dialog.getByLabel(english('draft.keys-letters'));
  const choose = async (on: boolean) => {
    await page.getByRole('button', { name: english('keys') }).click();
    await letters.setChecked(on);
    await dialog.getByRole('button', { name: english('draft.close') }).click();
  };
  await choose(false);
  for (const key of ['?', 'g', 'c', 'c']) await page.keyboard.press(key);
  await wizard.fill(name, 'busybox:1.36');
  await wizard.image.press('Control+Enter');
  await wizard.expectTaskPage(name);
  // It is kept, and can be taken back.
  await page.reload();
  await page.getByRole('button', { name: english('keys') }).click();
  await expect(letters).not.toBeChecked();
  await letters.check();
  await dialog.getByRole('button', { name: english('draft.close') }).click();
  await page.keyboard.press('c');
  await wizard.ready();
});

test('Ctrl+Enter creates, from within a field too', async ({ page, name, wizard }) => {
  await wizard.open();
  await keysAreHeard(page);
  await wizard.fill(name, 'busybox:1.36');
  await wizard.image.press('Control+Enter');
  await wizard.expectTaskPage(name);
});

test('the address says where in the wizard one is, and Back and Forward lead there', async ({ page, stage, name, wizard }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await page.getByRole('tab', { name: english('tab.security') }).click();
  await expect(page).toHaveURL(/\?.*step=containers.*tab=security/);
  await wizard.go('step-advanced');
  await expect(page).toHaveURL(/[?&]step=advanced/);
  const address = page.url();
  const title = (step: string) => expect(page.getByRole('heading', { level: 2, name: english(step) })).toBeVisible();
  await page.goBack();
  await title('step-containers');
  await expect(page.getByRole('tab', { name: english('tab.security') })).toHaveAttribute('aria-selected', 'true');
  await page.goBack();
  await page.goBack();
  await title('step-basic');
  await expect(wizard.name).toHaveValue(name);
  await page.goForward();
  await title('step-containers');
  // A colleague, or the same person tomorrow, begins there.
  await page.goto(address);
  await title('step-advanced');
  await page.goto(`/clusters/${stage.cluster}/jobs/new?field=basic.description`);
  await expect(wizard.field('field.description')).toBeFocused();
});

test('the step that an address names is shown from the first, and who goes on before all is there stays where they went', async ({ page, stage, wizard }) => {
  const letCome = await hold(page, panels);
  const title = (step: Step) => page.getByRole('heading', { level: 2, name: english(step) });
  const address = `/clusters/${stage.cluster}/jobs/new?step=advanced&tab=labels`;
  await page.goto(address);
  await expect(page.locator('#step-title')).toHaveText(english('step-advanced'));
  await wizard.step('step-basic').click();
  await expect(title('step-basic')).toBeVisible();
  letCome();
  // The panel of the checks comes with it, and the address says where the wizard is then.
  await expect(page).not.toHaveURL(/step=/);
  await expect(title('step-basic')).toBeVisible();
  await page.goBack();
  await expect(title('step-advanced')).toBeVisible();
  // On a phone the row of tabs is wider than the screen: the chosen one is in sight.
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(address);
  const tab = page.getByRole('tab', { name: english('tab.labels') });
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  await expect(tab).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('tabpanel', { name: english('tab.labels') })).toBeVisible();
});

test('a press of Create before the rest of the wizard and its namespace are there leads to what is to mend, and suggests the namespace all the same', async ({ page, stage, name, wizard }) => {
  const answer = await hold(page, '**/api/cluster');
  const chunk = await hold(page, panels);
  await page.goto(`/clusters/${stage.cluster}/jobs/new`);
  await wizard.name.fill(name);
  await wizard.create.click();
  await expect(wizard.namespace).toBeFocused();
  answer();
  await expect(wizard.namespace).toHaveValue(NAMESPACE);
  await wizard.create.click();
  // Longer than a page is drawn: it is waited for as long as nobody goes elsewhere.
  await page.waitForTimeout(3_500);
  chunk();
  await expect(wizard.image).toBeFocused();
});

test('the address keeps what a list shows', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, `${name}-one`, 'busybox:forever');
  await stage.api.create('team-a', `${name}-two`, 'busybox:forever');
  await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
  await page.getByRole('searchbox').fill(name);
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('team-a');
  await expect(row(page, `${name}-two`)).toBeVisible();
  await page.reload();
  await expect(row(page, `${name}-two`)).toBeVisible();
  await expect(row(page, `${name}-one`)).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveValue(name);
  await expect(page.getByRole('combobox', { name: 'Namespace' })).toHaveValue('team-a');
});

test('each part of a task has an address', async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:1.36');
  const address = `/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}`;
  for (const part of ['events', 'pods', 'log']) {
    await page.goto(`${address}#${part}`);
    await expect(page.locator(`h2#${part}`)).toBeFocused();
  }
  const parts = page.getByRole('navigation', { name: english('task.places') });
  await parts.getByRole('link', { name: /^Pods/ }).click();
  await expect(page).toHaveURL(/#pods$/);
  await expect(page.locator('h2#pods')).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(/#log$/);
});

test("a task's name, image and kubectl's commands are copied as they stand", async ({ page, stage, name }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:1.36');
  await page.goto(`/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}`);
  const copied = async (what: string) => {
    await page.getByRole('button', { name: `${english('copy')} ${what}`, exact: true }).first().click();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await expect(new Task(page).button('Delete')).toBeVisible();
  expect(await copied(name)).toBe(name);
  expect(await copied('busybox:1.36')).toBe('busybox:1.36');
  await page.getByText(english('task.kubectl'), { exact: true }).click();
  const command = `kubectl --context ${stage.cluster} --namespace ${NAMESPACE} events --for job/${name}`;
  await expect(page.getByText(command, { exact: true })).toBeVisible();
  expect(await copied(command)).toBe(command);
});

test('an empty list says what a task is, and each of its examples becomes one', async ({ page, another }) => {
  test.slow();
  const console = await another({ kubeconfigs: [], practice: true });
  const list = `${console.url}/clusters/practice/workload/jobs`;
  await page.goto(list);
  await expect(page.getByText(english('task.empty-what'))).toBeVisible();
  const examples = ['hello', 'indexed', 'queue'];
  const address = (example: string) => page.getByRole('link', { name: english(`task.example-${example}`) }).getAttribute('href');
  const addresses = await Promise.all(examples.map(address));
  for (const [at, example] of examples.entries()) {
    await page.goto('about:blank');
    await page.goto(console.url + addresses[at]);
    await page.getByRole('button', { name: english('draft.use') }).click();
    await expect(page.getByRole('heading', { level: 1, name: english('create-task') })).toBeVisible();
    await expect(page.getByRole('textbox', { name: english('field.name') })).toHaveValue(example);
    await expect(page.getByRole('combobox', { name: english('field.namespace') })).not.toHaveValue('');
    await page.getByRole('button', { name: english('create'), exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: example, exact: true })).toBeVisible();
    await expect(page.locator('.headline')).toContainText('Succeeded', { timeout: 60_000 });
  }
  await page.goto(list);
  await expect(page.getByRole('rowheader')).toHaveCount(3);
  await expect(page.getByText(english('task.empty-what'))).toHaveCount(0);
});

test('beside a field stands the way to the words of Kubernetes', async ({ page, wizard }) => {
  await wizard.open();
  await wizard.go('step-containers');
  const link = page.getByRole('link', { name: `${english('docs')}: ${english('field.image')}` });
  await expect(link).toHaveAttribute('href', 'https://kubernetes.io/docs/concepts/containers/images/');
  await expect(link).toHaveAttribute('rel', /noopener/);
});
