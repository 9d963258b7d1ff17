import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures';
import { hold } from '../hold';
import { Part } from '../form';
import type { Wizard } from '../wizard';

const IMAGE = 'busybox:1.36';

const undo = (wizard: Wizard): Locator => wizard.button('undo-step');
const redo = (wizard: Wizard): Locator => wizard.button('redo-step');
const heads = (wizard: Wizard): Locator => wizard.page.getByRole('tablist', { name: wizard.say('containers') }).getByRole('tab');

/** Nothing is left to undo, or to redo. */
async function expectNothing(button: Locator): Promise<void> {
  await expect(button).toHaveAttribute('aria-disabled', 'true');
}

/** The variables of the container on screen. */
async function variables(wizard: Wizard): Promise<Part> {
  await wizard.go('step-containers');
  await wizard.page.getByRole('tab', { name: new RegExp(`^${wizard.say('tab.env')}`) }).click();
  return new Part(wizard.page.locator('section.fields')).section('env');
}

const adding = (section: Part, wizard: Wizard): Locator => section.root.getByRole('button', { name: wizard.say('add', { what: wizard.say('field.env') }) });
const rows = (section: Part): Locator => section.root.locator('.row');

test('a visit to a field is one step, however many keys were pressed', async ({ wizard, page }) => {
  await wizard.open();
  await expectNothing(undo(wizard));
  await expectNothing(redo(wizard));
  await wizard.name.focus();
  await page.keyboard.type('abc');
  await wizard.field('field.description').focus();
  await page.keyboard.type('a word');
  await wizard.name.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('def');
  await undo(wizard).click();
  await expect(wizard.name).toHaveValue('abc');
  await undo(wizard).click();
  await expect(wizard.field('field.description')).toHaveValue('');
  await undo(wizard).click();
  await expect(wizard.name).toHaveValue('');
  await expectNothing(undo(wizard));
  for (let step = 0; step < 3; step += 1) await redo(wizard).click();
  await expect(wizard.name).toHaveValue('abcdef');
  await expect(wizard.field('field.description')).toHaveValue('a word');
  await expectNothing(redo(wizard));
});

test('the keys do what the buttons do, and what is typed after an undo is a step of its own', async ({ wizard, page }) => {
  await wizard.open();
  await wizard.name.focus();
  await page.keyboard.type('abc');
  await page.keyboard.press('Control+z');
  await expect(wizard.name).toHaveValue('');
  await page.keyboard.press('Control+Shift+z');
  await expect(wizard.name).toHaveValue('abc');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+y');
  await expect(wizard.name).toHaveValue('abc');
  await page.keyboard.press('End');
  await page.keyboard.type('x');
  await expect(wizard.name).toHaveValue('abcx');
  await page.keyboard.press('Control+z');
  await expect(wizard.name).toHaveValue('abc');
  await page.keyboard.press('Control+z');
  await expect(wizard.name).toHaveValue('');
  await page.keyboard.press('Control+z');
  await expect(wizard.name).toHaveValue('');
  await expect(wizard.namespace).not.toHaveValue('');
});

test('after a new change nothing is left to redo', async ({ wizard }) => {
  await wizard.open();
  await wizard.name.fill('abc');
  await undo(wizard).click();
  await expect(redo(wizard)).not.toHaveAttribute('aria-disabled', 'true');
  await wizard.field('field.description').fill('a word');
  await expectNothing(redo(wizard));
  await redo(wizard).press('Enter');
  await expect(wizard.name).toHaveValue('');
  await expect(wizard.field('field.description')).toHaveValue('a word');
});

test('a choice and a tick are a step each', async ({ wizard }) => {
  await wizard.open();
  await wizard.choice('field.runs', 'choice.runs.work-queue').check();
  await wizard.choice('field.runs', 'choice.runs.one-pod').check();
  await undo(wizard).click();
  await expect(wizard.choice('field.runs', 'choice.runs.work-queue')).toBeChecked();
  await undo(wizard).click();
  await expect(wizard.choice('field.runs', 'choice.runs.fixed-count')).toBeChecked();
  await wizard.go('step-containers');
  await wizard.tick('field.privileged').check();
  await undo(wizard).click();
  await expect(wizard.tick('field.privileged')).not.toBeChecked();
  await redo(wizard).click();
  await expect(wizard.tick('field.privileged')).toBeChecked();
});

test('undo goes to the field that it is about, in whatever step, container and tab that is', async ({ wizard, page }) => {
  await wizard.open();
  await wizard.name.fill('abc');
  await wizard.go('step-containers');
  await wizard.image.fill(IMAGE);
  await wizard.button('add-container').click();
  await page.getByRole('tab', { name: wizard.say('tab.lifecycle'), exact: true }).click();
  await wizard.go('step-advanced');
  await wizard.field('field.timeout').fill('600');
  await wizard.go('step-service');
  await undo(wizard).click();
  await expect(wizard.field('field.timeout')).toBeFocused();
  await expect(wizard.field('field.timeout')).toHaveValue('');
  await undo(wizard).click();
  await undo(wizard).click();
  await expect(wizard.image).toBeFocused();
  await expect(wizard.image).toHaveValue('');
  await undo(wizard).click();
  await expect(wizard.name).toBeFocused();
  for (let step = 0; step < 2; step += 1) await redo(wizard).click();
  await expect(wizard.image).toBeFocused();
  await expect(wizard.image).toHaveValue(IMAGE);
});

test('a row that is added is a step, and so is one that is removed', async ({ wizard, page }) => {
  await wizard.open();
  const section = await variables(wizard);
  await adding(section, wizard).click();
  await page.keyboard.type('FIRST');
  await page.keyboard.press('Enter');
  await page.keyboard.type('SECOND');
  await section.root.getByRole('button', { name: wizard.say('remove'), exact: true }).first().click();
  const names = section.line('env-name');
  await expect(names).toHaveCount(1);
  await undo(wizard).click();
  await expect(names).toHaveCount(2);
  await expect(names.first()).toHaveValue('FIRST');
  await undo(wizard).click();
  await expect(names.last()).toHaveValue('');
  await undo(wizard).click();
  await expect(rows(section)).toHaveCount(1);
  await undo(wizard).click();
  await expect(names).toHaveValue('');
  await undo(wizard).click();
  await expect(rows(section)).toHaveCount(0);
  await expectNothing(undo(wizard));
  for (let step = 0; step < 5; step += 1) await redo(wizard).click();
  await expect(names).toHaveCount(1);
  await expect(names).toHaveValue('SECOND');
});

test('the keys go on working when the row that they were pressed in is gone', async ({ wizard, page }) => {
  await wizard.open();
  const section = await variables(wizard);
  await adding(section, wizard).click();
  await page.keyboard.type('FIRST');
  await page.keyboard.press('Enter');
  await expect(section.line('env-name').last()).toBeFocused();
  const focusIsSomewhere = () => expect.poll(() => page.evaluate(() => document.activeElement?.tagName), 'where the focus is').not.toBe('BODY');
  await page.keyboard.press('Control+z');
  await expect(rows(section)).toHaveCount(1);
  await focusIsSomewhere();
  await page.keyboard.press('Control+z');
  await expect(section.line('env-name')).toHaveValue('');
  await page.keyboard.press('Control+z');
  await expect(rows(section)).toHaveCount(0);
  await focusIsSomewhere();
  await page.keyboard.press('Control+Shift+z');
  await expect(rows(section)).toHaveCount(1);
});

test('a paste of several lines is one step', async ({ wizard, page }) => {
  await wizard.open();
  const section = await variables(wizard);
  await adding(section, wizard).click();
  await expect(section.line('env-name')).toBeFocused();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text', 'A=1\nB=2\nC=3\n');
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(rows(section)).toHaveCount(3);
  await undo(wizard).click();
  await expect(rows(section)).toHaveCount(1);
  await expect(section.line('env-name')).toHaveValue('');
  await redo(wizard).click();
  await expect(rows(section)).toHaveCount(3);
  await expect(section.line('env-value').last()).toHaveValue('3');
});

test('a row that undo brought back is not brought back twice', async ({ wizard }) => {
  await wizard.open();
  const section = await variables(wizard);
  await adding(section, wizard).click();
  await section.fill('env-name', 'FIRST');
  await section.root.getByRole('button', { name: wizard.say('remove'), exact: true }).click();
  const bringBack = section.root.getByRole('button', { name: wizard.say('undo'), exact: true });
  await expect(bringBack).toBeVisible();
  await undo(wizard).click();
  await expect(rows(section)).toHaveCount(1);
  // What the row's own button says need not be there any more; where it is, it adds nothing.
  if (await bringBack.isVisible()) await bringBack.click();
  await expect(bringBack).toBeHidden();
  await expect(rows(section)).toHaveCount(1);
  await expect(section.line('env-name')).toHaveValue('FIRST');
  await undo(wizard).click();
  await expect(section.line('env-name')).toHaveValue('');
});

test("a row that its own button brought back is a step, too", async ({ wizard }) => {
  await wizard.open();
  const section = await variables(wizard);
  await adding(section, wizard).click();
  await section.fill('env-name', 'FIRST');
  await section.root.getByRole('button', { name: wizard.say('remove'), exact: true }).click();
  await section.root.getByRole('button', { name: wizard.say('undo'), exact: true }).click();
  await expect(rows(section)).toHaveCount(1);
  await undo(wizard).click();
  await expect(rows(section)).toHaveCount(0);
  await undo(wizard).click();
  await expect(section.line('env-name')).toHaveValue('FIRST');
});

test('to add, duplicate, move and remove a container is one step each', async ({ wizard }) => {
  await wizard.open();
  await wizard.go('step-containers');
  await wizard.image.fill(IMAGE);
  await wizard.button('duplicate').click();
  await expect(heads(wizard)).toHaveText(['container-1', 'container-2']);
  await wizard.button('move-left').click();
  await expect(heads(wizard)).toHaveText(['container-2', 'container-1']);
  await wizard.button('remove-container').click();
  await expect(heads(wizard)).toHaveText(['container-1']);
  await wizard.button('add-container').click();
  await expect(heads(wizard)).toHaveText(['container-1', 'container-2']);
  for (const names of [['container-1'], ['container-2', 'container-1'], ['container-1', 'container-2'], ['container-1']]) {
    await undo(wizard).click();
    await expect(heads(wizard)).toHaveText(names);
    // The container on screen is one that is there.
    await expect(heads(wizard).and(wizard.page.locator('[aria-selected="true"]'))).toHaveCount(1);
    await expect(wizard.image).toHaveValue(IMAGE);
  }
  for (let step = 0; step < 3; step += 1) await redo(wizard).click();
  await expect(heads(wizard)).toHaveText(['container-1']);
});

test('a Service that is made and removed is a step each', async ({ wizard }) => {
  await wizard.open();
  await wizard.go('step-service');
  await wizard.button('create-service').click();
  await wizard.button('remove-service').click();
  await expect(wizard.page.getByText(wizard.say('service-none'))).toBeVisible();
  await undo(wizard).click();
  await expect(wizard.button('remove-service')).toBeVisible();
  await undo(wizard).click();
  await expect(wizard.page.getByText(wizard.say('service-none'))).toBeVisible();
  await expectNothing(undo(wizard));
});

test('what the cluster found is no step, and goes with what it was about', async ({ wizard, name, page }) => {
  await wizard.open();
  await wizard.fill(name, 'Busy Box');
  await wizard.create.click();
  await expect(wizard.image).toBeFocused();
  await expect(wizard.image).toHaveAttribute('aria-invalid', 'true');
  await wizard.image.fill(IMAGE);
  const panel = page.locator('details.checks');
  await panel.locator('summary').click();
  await expect(panel.getByRole('listitem').first()).toBeVisible();
  await undo(wizard).click();
  await expect(wizard.image).toHaveValue('Busy Box');
  await expect(wizard.image).toHaveAttribute('aria-invalid', 'true');
  await redo(wizard).click();
  await expect(wizard.image).toHaveValue(IMAGE);
  await expect(wizard.image).not.toHaveAttribute('aria-invalid', 'true');
  await undo(wizard).click();
  await undo(wizard).click();
  await expect(wizard.image).toHaveValue('');
  await undo(wizard).click();
  await expect(wizard.name).toHaveValue('');
  await expectNothing(undo(wizard));
});

test('undo takes back nothing that nobody typed: the namespace stays', async ({ page, wizard, stage }) => {
  const answer = await hold(page, '**/api/cluster');
  await page.goto(`/clusters/${stage.cluster}/jobs/new`);
  await wizard.name.fill('abc');
  await expect(wizard.namespace).toHaveValue('');
  answer();
  await expect(wizard.namespace).not.toHaveValue('');
  const namespace = await wizard.namespace.inputValue();
  await undo(wizard).click();
  await expect(wizard.name).toHaveValue('');
  await expect(wizard.namespace).toHaveValue(namespace);
});

test('another draft has another history', async ({ wizard, page }) => {
  await wizard.open();
  await wizard.name.fill('abc');
  await wizard.button('start-afresh').click();
  await expect(wizard.name).toHaveValue('');
  await expectNothing(undo(wizard));
  await wizard.name.focus();
  await page.keyboard.press('Control+z');
  await expect(wizard.name).toHaveValue('');
});
