import { expect, test } from '../fixtures';
import { Part } from '../form';
import type { Wizard } from '../wizard';

function panel(wizard: Wizard): ReturnType<Wizard['page']['locator']> {
  return wizard.page.locator('details.checks');
}

function line(wizard: Wizard, check: string): ReturnType<Wizard['page']['locator']> {
  return panel(wizard).getByRole('listitem').filter({ hasText: wizard.say(`check.${check}`) });
}

test('what the cluster would say is checked by itself, each thing by itself', async ({ wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await panel(wizard).locator('summary').click();
  for (const check of ['permission', 'namespace', 'dry-run', 'pods', 'quota', 'references']) {
    await expect(line(wizard, check)).toContainText(wizard.say('check-passed'));
  }
  await wizard.go('step-basic');
  await wizard.field('field.description').fill('changed since');
  await expect(panel(wizard)).toContainText(wizard.say('check-stale'));
  await expect(panel(wizard)).not.toContainText(wizard.say('check-stale'), { timeout: 10_000 });
});

test('what the task refers to and is not there is said at its field', async ({ wizard, name, page }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await page.getByRole('tab', { name: /^Environment variables/ }).click();
  const row = await new Part(page.locator('section.fields')).row('env-from');
  await row.choose('env-from-kind', 'config-map');
  await row.fill('config-map-name', 'not-there');
  await panel(wizard).locator('summary').click();
  await expect(line(wizard, 'references')).toContainText(wizard.say('check-failed'));
  const field = row.root.getByRole('textbox', { name: wizard.say('field.config-map-name'), exact: true });
  await expect(field).toHaveAccessibleDescription(new RegExp(wizard.say('finding.reference-missing', { kind: 'ConfigMap', name: 'not-there' })));
});

test('who may not create is told before pressing Create', async ({ page, wizard, name, stage, another, guard }) => {
  guard.tolerate(/Failed to load resource/);
  const { url } = await another({ kubeconfigs: [stage.viewerWay] });
  const form = wizard.with({ cluster: 'viewer' });
  await page.goto(`${url}/clusters/viewer/jobs/new`);
  await form.ready();
  await form.fill(name, 'busybox:1.36');
  await panel(form).locator('summary').click();
  await expect(line(form, 'permission')).toContainText('create jobs in namespace default');
  await expect(line(form, 'permission')).toContainText(form.say('check-failed'));
});

test('a quota shows as used, this task and limit', async ({ wizard, name, stage }) => {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard: { pods: '1' } } };
  const path = '/api/v1/namespaces/team-a/resourcequotas';
  expect((await stage.api.ask('POST', path, quota)).status).toBe(201);
  try {
    await wizard.open();
    await wizard.namespace.fill('team-a');
    await wizard.fill(name, 'busybox:1.36');
    await panel(wizard).locator('summary').click();
    await expect(line(wizard, 'quota')).toContainText(wizard.say('quota-bar', { used: '0', task: '2', limit: '1' }), { timeout: 20_000 });
    await expect(line(wizard, 'quota')).toContainText(wizard.say('check-failed'));
  } finally {
    await stage.api.ask('DELETE', `${path}/${name}`);
  }
});
