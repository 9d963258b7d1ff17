import { expect, NAMESPACE, test } from '../fixtures';
import { Part } from '../form';
import type { Wizard } from '../wizard';

/** The section of the container's variables. */
async function variables(wizard: Wizard): Promise<Part> {
  await wizard.go('step-containers');
  await tab(wizard, 'env');
  return new Part(wizard.page.locator('section.fields')).section('env');
}

async function tab(wizard: Wizard, name: string): Promise<void> {
  await wizard.page.getByRole('tab', { name: new RegExp(`^${wizard.say(`tab.${name}`)}`) }).click();
}

async function names(section: Part): Promise<string[]> {
  const inputs = await section.root.getByRole('textbox', { name: 'Name', exact: true }).all();
  return Promise.all(inputs.map((input) => input.inputValue()));
}

async function paste(wizard: Wizard, text: string): Promise<void> {
  await wizard.page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text', text);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

test('Enter adds a row below, and what is typed next stands in it', async ({ wizard, page }) => {
  await wizard.open();
  const section = await variables(wizard);
  await section.root.getByRole('button', { name: wizard.say('add', { what: 'Variables' }) }).click();
  await page.keyboard.type('FIRST');
  await page.keyboard.press('Enter');
  await page.keyboard.type('SECOND');
  await page.keyboard.press('Enter');
  await page.keyboard.type('THIRD');
  expect(await names(section)).toEqual(['FIRST', 'SECOND', 'THIRD']);
  await section.root.getByRole('textbox', { name: 'Name', exact: true }).first().press('Enter');
  await page.keyboard.type('BETWEEN');
  expect(await names(section)).toEqual(['FIRST', 'BETWEEN', 'SECOND', 'THIRD']);
});

test('a paste of several lines adds several variables', async ({ wizard, page }) => {
  await wizard.open();
  const section = await variables(wizard);
  await section.root.getByRole('button', { name: wizard.say('add', { what: 'Variables' }) }).click();
  await expect(page.locator(':focus')).toHaveAttribute('id', /name$/);
  await paste(wizard, '# of the team\nexport A=1\nB="two words"\n');
  await expect(section.root.locator('.row')).toHaveCount(2);
  expect(await names(section)).toEqual(['A', 'B']);
  await expect(section.root.getByRole('textbox', { name: 'Value', exact: true }).last()).toHaveValue('two words');
});

test('a pasted shell line becomes the words of the command, as they are sent', async ({ wizard, page, name, stage }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await tab(wizard, 'lifecycle');
  const section = await new Part(page.locator('section.fields')).section('command');
  await section.root.getByRole('button', { name: wizard.say('add', { what: 'Run command' }) }).click();
  await expect(page.locator(':focus')).toHaveAttribute('id', /text$/);
  await paste(wizard, `sh -c 'echo "a b", done' ''`);
  await expect(section.root.locator('.row')).toHaveCount(4);
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  const job = await stage.api.job(NAMESPACE, name);
  expect((job?.spec.template.spec.containers[0] as unknown as { command: string[] }).command).toEqual(['sh', '-c', 'echo "a b", done', '']);
});

test('a row that was removed can be brought back', async ({ wizard }) => {
  await wizard.open();
  const section = await variables(wizard);
  for (const name of ['A', 'B', 'C']) await (await new Part(wizard.page.locator('section.fields')).row('env')).fill('env-name', name);
  await section.root.getByRole('button', { name: wizard.say('remove'), exact: true }).nth(1).click();
  expect(await names(section)).toEqual(['A', 'C']);
  await section.root.getByRole('button', { name: wizard.say('undo'), exact: true }).click();
  await expect(section.root.locator('.row')).toHaveCount(3);
  expect(await names(section)).toEqual(['A', 'B', 'C']);
});

test('what a choice hides is kept, and comes back with it', async ({ wizard }) => {
  await wizard.open();
  await variables(wizard);
  const row = await new Part(wizard.page.locator('section.fields')).row('env');
  await row.fill('env-value', 'typed first');
  await row.choose('env-kind', 'field');
  await expect(row.root.getByRole('textbox', { name: 'Value', exact: true })).toHaveCount(0);
  await row.choose('env-kind', 'value');
  await expect(row.root.getByRole('textbox', { name: 'Value', exact: true })).toHaveValue('typed first');
});

test('what is unset takes one line, and a tab says how much is set in it', async ({ wizard, page }) => {
  await wizard.open();
  await wizard.go('step-containers');
  const ports = page.locator('summary').filter({ hasText: /^Ports/ });
  await expect(ports).toHaveText('Ports (none)');
  await expect(page.getByRole('tab', { name: 'Environment variables', exact: true })).toBeVisible();
  await variables(wizard);
  for (const name of ['A', 'B']) await (await new Part(page.locator('section.fields')).row('env')).fill('env-name', name);
  await expect(page.getByRole('tab', { name: /^Environment variables \(2\)/ })).toBeVisible();
});
