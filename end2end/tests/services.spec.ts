import { expect, NAMESPACE, test } from '../fixtures';
import { Part } from '../form';
import { refused } from '../guard';
import { refusal } from '../faulty/fault';
import type { Matches } from '../faulty/fault';
import type { Wizard } from '../wizard';
import { english } from '../words';

const cluster = 'faulty';
const creation: Matches = (request) => request.method === 'POST' && request.path.endsWith('/services') && !request.query.has('dryRun');

/** A task with a Service of its name on port 80. */
async function fill(form: Wizard, name: string): Promise<void> {
  await form.open();
  await form.fill(name, 'busybox:forever');
  await form.go('step-service');
  await form.button('create-service').click();
  const port = await new Part(form.page.locator('section.fields')).row('service-ports');
  await port.fill('service-port', '80');
  await form.button('ok').click();
}

test('a Service comes with its task, catches its Pods only, and goes with it', async ({ wizard, name, stage }) => {
  await fill(wizard, name);
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  const job = await stage.api.job(NAMESPACE, name);
  const service = (await stage.api.service(NAMESPACE, name)) as { metadata: { ownerReferences: object[] }; spec: { selector: object } };
  expect(service.metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'Job', name, uid: job?.metadata.uid })]);
  expect(service.spec.selector).toEqual({ 'batch.kubernetes.io/job-name': name });
  await stage.api.remove(NAMESPACE, name);
  await expect.poll(() => stage.api.service(NAMESPACE, name), { timeout: 30_000 }).toBeUndefined();
});

test('where a Service is refused the task is there, and the Service is tried again', async ({ wizard, name, stage, faulty, guard }) => {
  guard.tolerate(refused);
  const form = wizard.with({ cluster });
  await fill(form, name);
  faulty.next(creation, refusal(422, 'Invalid', 'no', [{ field: 'spec.ports[0].port', message: 'Invalid value: 80: not here' }]));
  await form.create.click();
  await expect(form.alert).toContainText(form.say('services-refused', { name }));
  expect(await stage.api.job(NAMESPACE, name)).toBeDefined();
  expect(await stage.api.service(NAMESPACE, name)).toBeUndefined();
  await form.button('retry-services').click();
  await form.expectTaskPage(name);
  expect(await stage.api.service(NAMESPACE, name)).toBeDefined();
});

test('where a Service is refused the whole can be undone, and nothing typed is lost', async ({ wizard, name, stage, faulty, guard }) => {
  guard.tolerate(refused);
  const form = wizard.with({ cluster });
  await fill(form, name);
  faulty.next(creation, refusal(403, 'Forbidden', 'services is forbidden: not for you'));
  await form.create.click();
  await form.button('undo-task').click();
  await expect.poll(() => stage.api.job(NAMESPACE, name), { timeout: 30_000 }).toBeUndefined();
  await expect(form.alert).toBeHidden();
  await form.expectKept(name, 'busybox:forever');
});

test('a Service without ports is to mend at its list of ports, which a press leads to and a port mends', async ({ wizard, name, page }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.go('step-service');
  await wizard.button('create-service').click();
  await wizard.go('step-basic');
  await wizard.create.click();
  const ports = page.getByRole('group').filter({ hasText: english('field.service-ports') }).last();
  await expect(ports).toBeFocused();
  await expect(ports).toHaveAttribute('open');
  await expect(ports.locator('[data-code=required]')).toBeVisible();
  await expect(page.getByRole('navigation', { name: english('steps') }).getByRole('button', { name: english('step-service') })).toContainText('✕ 1');
  await wizard.go('step-basic');
  await page.locator('.to-mend').getByRole('button', { name: new RegExp(`^${english('field.service-ports')}`) }).click();
  await expect(ports).toBeFocused();
  const port = await new Part(page.locator('section.fields')).row('service-ports');
  await port.fill('service-port', '80');
  await expect(page.locator('.to-mend')).toBeEmpty();
});
