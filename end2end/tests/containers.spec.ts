import { expect, NAMESPACE, test } from '../fixtures';
import type { Wizard } from '../wizard';

function heads(wizard: Wizard): ReturnType<Wizard['page']['locator']> {
  return wizard.page.getByRole('tablist', { name: wizard.say('containers') }).getByRole('tab');
}

test('a task of two containers, in the order of their tabs', async ({ wizard, name, stage }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.addContainer();
  await expect(heads(wizard)).toHaveText(['container-1', 'container-2']);
  await wizard.image.fill('busybox:1.37');
  await wizard.button('move-left').click();
  await expect(heads(wizard)).toHaveText(['container-2', 'container-1']);
  await expect(wizard.image).toHaveValue('busybox:1.37');
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  const job = await stage.api.job(NAMESPACE, name);
  expect(job?.spec.template.spec.containers.map((container) => [container.name, container.image])).toEqual([
    ['container-2', 'busybox:1.37'],
    ['container-1', 'busybox:1.36'],
  ]);
});

test('a copy has what the first one has, and a name of its own; one is left to be removed no more', async ({ wizard }) => {
  await wizard.open();
  await wizard.go('step-containers');
  await expect(wizard.button('remove-container')).toBeHidden();
  await wizard.image.fill('busybox:1.36');
  await wizard.button('duplicate').click();
  await expect(heads(wizard)).toHaveText(['container-1', 'container-2']);
  await expect(wizard.image).toHaveValue('busybox:1.36');
  await wizard.button('remove-container').click();
  await expect(heads(wizard)).toHaveText(['container-1']);
  await expect(wizard.button('remove-container')).toBeHidden();
});

test('a container with something to mend is marked, and Create opens it at the field', async ({ wizard, page, name }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.addContainer();
  await page.getByRole('tab', { name: 'Lifecycle', exact: true }).click();
  await heads(wizard).first().click();
  await wizard.create.click();
  await expect(wizard.image).toBeFocused();
  await expect(wizard.image).toHaveValue('');
  await expect(heads(wizard).last()).toHaveAttribute('aria-selected', 'true');
  await expect(heads(wizard).last()).toContainText('▲');
  await expect(heads(wizard).first()).not.toContainText('▲');
});

test('the tabs are moved among by arrow keys', async ({ wizard, page }) => {
  await wizard.open();
  await wizard.go('step-containers');
  await page.getByRole('tab', { name: 'Basic information', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Lifecycle', exact: true })).toBeFocused();
  await expect(page.getByRole('tab', { name: 'Lifecycle', exact: true })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('End');
  await expect(page.getByRole('tab', { name: 'Container logs', exact: true })).toBeFocused();
});

test('Start afresh with another container on screen goes on in the new draft', async ({ wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.addContainer();
  await wizard.image.fill('alpine:3');
  await wizard.button('start-afresh').click();
  await wizard.fill(name, 'busybox:1.37');
  await expect(heads(wizard)).toHaveCount(1);
  await expect(heads(wizard)).toHaveAttribute('aria-selected', 'true');
  await wizard.create.click();
  await wizard.expectTaskPage(name);
});

test('undoing a new container leaves the keyboard in the form', async ({ wizard, page, name }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.addContainer();
  await wizard.image.fill('alpine:3');
  for (const left of [2, 1]) {
    await page.keyboard.press('Control+z');
    await expect(heads(wizard)).toHaveCount(left);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  }
  await page.keyboard.press('Control+Shift+z');
  await expect(heads(wizard)).toHaveCount(2);
});
