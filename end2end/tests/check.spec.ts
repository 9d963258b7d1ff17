import type { Api } from '../api';
import { expect, test } from '../fixtures';
import { Part } from '../form';
import { hold } from '../hold';
import type { Wizard } from '../wizard';
import { literally } from '../words';

function panel(wizard: Wizard): ReturnType<Wizard['page']['locator']> {
  return wizard.page.locator('details.checks');
}

function line(wizard: Wizard, check: string): ReturnType<Wizard['page']['locator']> {
  return panel(wizard).getByRole('listitem').filter({ hasText: wizard.say(`check.${check}`) });
}

test('what the cluster would say is checked by itself, each thing by itself', async ({ wizard, name, stage }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await panel(wizard).locator('summary').click();
  for (const check of ['permission', 'namespace', 'dry-run', 'pods', 'pod-security', 'limits', 'quota', 'nodes', 'references']) {
    await expect(line(wizard, check)).toContainText(wizard.say('check-passed'));
  }
  // A cluster that judges less than others says so.
  if (stage.kind === 'practice') await expect(line(wizard, 'practice')).toContainText(wizard.say('check.practice.more'));
  else await expect(line(wizard, 'practice')).toHaveCount(0);
  await wizard.go('step-basic');
  const letGo = await hold(wizard.page, '**/api/preflight');
  await wizard.field('field.description').fill('changed since');
  await expect(panel(wizard)).toContainText(wizard.say('check-stale'));
  letGo();
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
  await expect(row.line('config-map-name')).toHaveAccessibleDescription(new RegExp(wizard.say('finding.reference-missing', { kind: 'ConfigMap', name: 'not-there' })));
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

/** A namespace of a test's own, removed at its end. */
async function withNamespace(stage: { api: Api }, name: string, labels: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  expect((await stage.api.ask('POST', '/api/v1/namespaces', namespace)).status).toBe(201);
  try {
    await work();
  } finally {
    await stage.api.ask('DELETE', `/api/v1/namespaces/${name}`);
  }
}

test('what Pod Security forbids is said at its field, and mended in one step', async ({ wizard, name, stage, page }) => {
  await withNamespace(stage, name, { 'pod-security.kubernetes.io/enforce': 'restricted' }, async () => {
    const account = async () => (await stage.api.ask('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`)).status;
    if (stage.kind === 'real') await expect.poll(account).toBe(200);
    await wizard.open();
    await wizard.namespace.fill(name);
    await wizard.fill(name, 'busybox:1.36');
    await wizard.tick('field.privileged').check();
    await panel(wizard).locator('summary').click();
    const security = line(wizard, 'pod-security');
    await expect(security).toContainText(wizard.say('check-failed'), { timeout: 20_000 });
    const forbids = wizard.say('finding.pod-security-forbids', { level: 'restricted', value: 'privileged: true' });
    await expect(security).toContainText(forbids);
    await expect(wizard.tick('field.privileged')).toHaveAccessibleDescription(new RegExp(literally(forbids)));
    if (stage.kind === 'real') await expect(line(wizard, 'pods')).toContainText('violates PodSecurity "restricted:latest"');

    await security.getByRole('button', { name: wizard.say('pod-security-restrict') }).click();
    await expect(security).toContainText(wizard.say('check-passed'), { timeout: 20_000 });
    await expect(line(wizard, 'pods')).toContainText(wizard.say('check-passed'));
    await expect(wizard.tick('field.privileged')).not.toBeChecked();
    await page.getByRole('tab', { name: /^Security/ }).click();
    await expect(page.getByRole('group', { name: wizard.say('field.run-as-non-root') }).getByRole('radio', { name: wizard.say('choice.yes-no.true') })).toBeChecked();
  });
});

test('what a limit range forbids is said at the amount', async ({ wizard, name, stage }) => {
  await withNamespace(stage, name, {}, async () => {
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'small' }, spec: { limits: [{ type: 'Container', max: { cpu: '100m' } }] } };
    expect((await stage.api.ask('POST', `/api/v1/namespaces/${name}/limitranges`, range)).status).toBe(201);
    await wizard.open();
    await wizard.namespace.fill(name);
    await wizard.fill(name, 'busybox:1.36');
    await panel(wizard).locator('summary').click();
    await expect(line(wizard, 'limits')).toContainText(wizard.say('check-failed'), { timeout: 20_000 });
    const said = wizard.say('finding.limit-range-max', { name: 'small', bound: '100m', resource: 'cpu', kind: 'Container', value: '250m' });
    await expect(wizard.field('field.cpu-limit')).toHaveAccessibleDescription(new RegExp(literally(said)));
    await wizard.field('field.cpu-limit').fill('100m');
    await wizard.field('field.cpu-request').fill('100m');
    await expect(line(wizard, 'limits')).toContainText(wizard.say('check-passed'), { timeout: 20_000 });
  });
});

test('a task that no node fits is told why, and may be created all the same', async ({ wizard, name, page }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.go('step-advanced');
  await page.getByRole('tab', { name: new RegExp(`^${wizard.say('tab.scheduling')}`) }).click();
  await new Part(page.locator('section.fields')).pair('node-selector', 'disk', 'none-has-it');
  await panel(wizard).locator('summary').click();
  await expect(line(wizard, 'nodes')).toContainText(wizard.say('check-failed'), { timeout: 20_000 });
  await expect(line(wizard, 'nodes')).toContainText(/No node fits: \d+ of \d+ lack the labels/);
  await wizard.create.click();
  await wizard.expectTaskPage(name);
});

test('what the API server warns of stands beside its field', async ({ wizard, name, stage, page }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  await page.getByRole('tab', { name: /^Environment variables/ }).click();
  for (const value of ['one', 'two']) {
    const row = await new Part(page.locator('section.fields')).row('env');
    await row.fill('env-name', 'TWICE');
    await row.fill('env-value', value);
  }
  await panel(wizard).locator('summary').click();
  await expect(line(wizard, 'dry-run')).toContainText(wizard.say('check-passed'), { timeout: 20_000 });
  const second = page.getByRole('textbox', { name: wizard.say('field.env-name'), exact: true }).last();
  // The practice cluster does not warn; the rule of the house stands there in its place.
  const said = stage.kind === 'real' ? /hides previous definition of "TWICE"/ : /TWICE/;
  await expect(second).toHaveAccessibleDescription(said);
});

test('names and keys are proposed from the cluster when their field is entered', async ({ wizard, name, stage, page }) => {
  const path = '/api/v1/namespaces/default/configmaps';
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { greeting: 'hello', colour: 'never-shown-value' } };
  expect((await stage.api.ask('POST', path, map)).status).toBe(201);
  try {
    await wizard.open();
    await wizard.fill(name, 'busybox:1.36');
    await page.getByRole('tab', { name: /^Environment variables/ }).click();
    const row = await new Part(page.locator('section.fields')).row('env');
    await row.choose('env-kind', 'config-map-key');
    const answers: string[] = [];
    page.on('response', async (response) => {
      if (response.url().endsWith('/api/names')) answers.push(await response.text());
    });
    await row.line('config-map-name').focus();
    await expect(row.root.locator(`option[value="${name}"]`)).toHaveCount(1);
    await row.fill('config-map-name', name);
    await row.line('config-map-key').focus();
    for (const key of ['greeting', 'colour']) await expect(row.root.locator(`option[value="${key}"]`)).toHaveCount(1);
    await expect.poll(() => answers.length).toBeGreaterThanOrEqual(2);
    expect(answers.join()).toContain('greeting');
    expect(answers.join()).not.toContain('never-shown-value');
  } finally {
    await stage.api.ask('DELETE', `${path}/${name}`);
  }
});
