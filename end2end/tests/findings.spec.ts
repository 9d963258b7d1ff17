import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures';
import { type Cause, creation, dryRun, refusal } from '../faulty/fault';
import { english, literally } from '../words';

/** What a field says of itself: its help, and what is wrong with it. */
const says = (field: Locator, text: string) => expect(field).toHaveAccessibleDescription(new RegExp(literally(text)));
const isWrong = (field: Locator) => expect(field).toHaveAttribute('aria-invalid', 'true');
const isFine = (field: Locator) => expect(field).not.toHaveAttribute('aria-invalid', 'true');

test('an error appears when the field is left, not while it is typed', async ({ wizard }) => {
  await wizard.open();
  for (const letter of 'Ab_') {
    await wizard.name.press(letter);
    await isFine(wizard.name);
  }
  await wizard.name.press('Tab');
  await isWrong(wizard.name);
  await says(wizard.name, english('finding.name-form', { suggestion: 'ab-task' }));
});

test('an error goes at the keystroke that mends it', async ({ wizard }) => {
  await wizard.open();
  await wizard.name.fill('ab');
  await wizard.name.press('Tab');
  await says(wizard.name, english('finding.name-length', { length: 2 }));
  await wizard.name.focus();
  await wizard.name.press('End');
  await wizard.name.press('c');
  await says(wizard.name, english('finding.name-length', { length: 3 }));
  await wizard.name.press('d');
  await isFine(wizard.name);
  await expect(wizard.name).toHaveAccessibleDescription(english('field.name.help'));
});

test('an error of one field that another mends goes too', async ({ wizard }) => {
  await wizard.open();
  await wizard.field('field.instances').fill('2');
  await wizard.go('step-advanced');
  await wizard.field('field.parallel').fill('3');
  await wizard.field('field.parallel').press('Tab');
  await says(wizard.field('field.parallel'), english('finding.parallel-above-instances', { parallel: 3, instances: 2 }));
  await wizard.go('step-basic');
  await wizard.field('field.instances').fill('3');
  await wizard.go('step-advanced');
  await isFine(wizard.field('field.parallel'));
});

test('Create goes to the first field to mend, whatever step it is in', async ({ page, wizard, name, faulty }) => {
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.go('step-advanced');
  await form.field('field.timeout').fill('soon');
  await form.field('field.timeout').press('Tab');
  await isWrong(form.field('field.timeout'));
  await form.create.click();
  await expect(form.name).toBeFocused();
  await says(form.name, english('finding.required'));
  await expect(form.step('step-basic')).toHaveAccessibleName(new RegExp(english('to-mend', { count: 1 })));
  await expect(form.step('step-containers')).toHaveAccessibleName(new RegExp(english('to-mend', { count: 1 })));
  await expect(page.getByText(english('to-mend', { count: 3 }), { exact: true })).toBeVisible();

  await form.name.fill(name);
  await form.create.click();
  await expect(form.image).toBeFocused();
  await form.image.fill('busybox:1.36');
  await form.create.click();
  await expect(form.field('field.timeout')).toBeFocused();
  await says(form.field('field.timeout'), english('finding.not-a-number', { value: 'soon' }));
  expect(faulty.count(dryRun) + faulty.count(creation)).toBe(0);

  await form.field('field.timeout').fill('60');
  await form.create.click();
  await form.expectTaskPage(name);
});

test('a press of Create counts although the field that it leaves turns out to be wrong', async ({ wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.go('step-advanced');
  await wizard.field('field.timeout').fill('soon');
  await wizard.create.click();
  await expect(wizard.field('field.timeout')).toBeFocused();
  await expect(wizard.step('step-advanced')).toHaveAccessibleName(new RegExp(english('to-mend', { count: 1 })));
});

test('a click on another field counts although the one that it leaves turns out to be wrong', async ({ wizard }) => {
  await wizard.open();
  await wizard.name.fill('not a name');
  await wizard.choice('field.runs', 'choice.runs.work-queue').click();
  await expect(wizard.choice('field.runs', 'choice.runs.work-queue')).toBeChecked();
  await isWrong(wizard.name);
});

test('what is to mend leads to its field', async ({ wizard }) => {
  await wizard.open();
  await wizard.name.fill('backup_log');
  await wizard.create.click();
  await expect(wizard.name).toBeFocused();
  await wizard.button('next').click();
  await wizard.page.getByRole('button', { name: english('finding.name-form', { suggestion: 'backup-log' }) }).click();
  await expect(wizard.name).toBeFocused();
});

test('a name that is taken is said while it is typed', async ({ wizard, stage, name }) => {
  await stage.api.create('default', name, 'busybox:forever');
  await wizard.open();
  await wizard.name.fill(name);
  await wizard.name.press('Tab');
  await says(wizard.name, english('finding.name-taken', { name, suggestion: `${name}-2` }));
});

test('a namespace that the cluster does not have is said at its field', async ({ wizard }) => {
  await wizard.open();
  await wizard.namespace.fill('nowhere');
  await wizard.namespace.press('Tab');
  await says(wizard.namespace, english('finding.namespace-missing', { namespace: 'nowhere' }));
});

const homes: { cause: Cause; step: string; field: string }[] = [
  { cause: { field: 'metadata.name', message: 'Invalid value: the policy wants a team prefix' }, step: 'step-basic', field: 'field.name' },
  { cause: { field: 'spec.completions', message: 'Invalid value: too many' }, step: 'step-basic', field: 'field.instances' },
  { cause: { field: 'spec.template.spec.containers[0].image', message: 'Invalid value: not from our registry' }, step: 'step-containers', field: 'field.image' },
  { cause: { field: 'spec.template.spec.containers[0].resources.requests', message: 'Invalid value: "1": too much' }, step: 'step-containers', field: 'field.cpu-request' },
  { cause: { field: 'spec.template.spec.containers[0].resources.limits[memory]', message: 'Invalid value: "1": too much' }, step: 'step-containers', field: 'field.memory-limit' },
  { cause: { field: 'spec.activeDeadlineSeconds', message: 'Required value: every task needs a limit' }, step: 'step-advanced', field: 'field.timeout' },
  { cause: { field: 'spec.backoffLimit', message: 'Invalid value: 6: at most 3' }, step: 'step-advanced', field: 'field.retries' },
];

for (const { cause, step, field } of homes) {
  test(`a refusal of ${cause.field} comes home to its field, and goes when that is edited`, async ({ page, wizard, name, faulty, stage }) => {
    faulty.next(dryRun, refusal(422, 'Invalid', `Job.batch "${name}" is invalid: ${cause.field}: ${cause.message}`, [cause]));
    const form = wizard.with({ cluster: 'faulty' });
    await form.open();
    await form.fill(name, 'busybox:1.36');
    await form.go('step-service');
    await form.create.click();
    await expect(page.getByRole('heading', { level: 2, name: english(step) })).toBeVisible();
    await expect(form.field(field)).toBeFocused();
    await isWrong(form.field(field));
    await says(form.field(field), english('finding.server-refused', { words: cause.message }));
    expect(faulty.count(creation)).toBe(0);
    expect(await stage.api.job('default', name)).toBeUndefined();

    await form.field(field).press('End');
    await form.field(field).press('x');
    await expect(form.field(field)).not.toHaveAccessibleDescription(new RegExp(english('finding.server-refused', { words: '' })));
  });
}

test('two causes come home to two fields of two steps', async ({ wizard, name, faulty }) => {
  const causes = [
    { field: 'spec.backoffLimit', message: 'Invalid value: 6: at most 3' },
    { field: 'spec.template.spec.containers[0].image', message: 'Invalid value: not from our registry' },
  ];
  faulty.next(dryRun, refusal(422, 'Invalid', 'both are invalid', causes));
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, 'busybox:1.36');
  await form.create.click();
  await expect(form.image).toBeFocused();
  // The check that is made by itself is refused no more, and older than the press: what that brought stays.
  await expect(form.page.locator('details.checks summary')).toContainText(english('check-passed'));
  await says(form.image, 'not from our registry');
  await form.go('step-advanced');
  await says(form.field('field.retries'), 'at most 3');
});

test('a refusal without a field is said above the form, with its words', async ({ wizard, name, faulty }) => {
  faulty.next(dryRun, refusal(422, 'Invalid', 'the policy says no', [{ message: 'tasks are not welcome today' }]));
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, 'busybox:1.36');
  await form.create.click();
  await expect(form.alert).toContainText(english('refused'));
  await form.alert.getByText('Details').click();
  await expect(form.alert.getByText('tasks are not welcome today')).toBeVisible();
  await form.expectKept(name, 'busybox:1.36');
});
