import { expect } from '@playwright/test';
import { fragment, openDraft, RICH } from './drafts';
import { scene, type Stage } from './scene';

async function filled(stage: Stage): Promise<void> {
  await openDraft(stage, (await stage.consoles.of('new')).url, RICH);
  await stage.wizard.go('step-containers');
}

scene('wizard', 'yaml', async (stage) => {
  await filled(stage);
  await stage.tab.getByRole('button', { name: 'YAML', exact: true }).click();
  await expect(stage.tab.locator('.cm-editor')).toBeVisible();
});

scene('wizard', 'check', async (stage) => {
  await filled(stage);
  await stage.tab.locator('details.checks > summary').click();
  await expect(stage.tab.locator('.check.good, .check.bad').first()).toBeVisible({ timeout: 20_000 });
});

scene('wizard', 'share', async (stage) => {
  await filled(stage);
  await stage.wizard.button('copy-link').click();
  await expect(stage.tab.getByRole('dialog')).toBeVisible();
  await stage.tab.getByText(stage.say('draft.link-ask'), { exact: true }).click();
});

scene('wizard', 'asked', async ({ tab, consoles, say }) => {
  const draft = { c: ['practice'], t: 'Replay a day', n: 'Ask in #data first.\nIt takes an hour.', a: ['containers.1.image'], f: { basic: { name: 'replay-day' }, containers: [{ name: 'container-1' }] } };
  await tab.goto(`${(await consoles.of('new')).url}/open${fragment(draft)}`);
  await tab.getByRole('button', { name: say('draft.use'), exact: true }).click();
  await expect(tab.getByRole('heading', { level: 1, name: say('create-task') })).toBeVisible();
  await tab.waitForTimeout(500);
});

scene('picker', 'no-registry', async (stage) => {
  await filled(stage);
  await stage.wizard.button('field.image.dialog').click();
  await expect(stage.tab.locator('dialog.picker')).toBeVisible();
});

async function picking({ tab, consoles, wizard }: Stage): Promise<void> {
  await tab.goto(`${(await consoles.of('registry')).url}/clusters/practice/jobs/new`);
  await wizard.ready();
  await wizard.go('step-containers');
  await wizard.button('field.image.dialog').click();
  await expect(tab.locator('.picker .names li').first()).toBeVisible();
}

scene('picker', 'registry', picking);

scene('picker', 'image', async (stage) => {
  await picking(stage);
  const { tab } = stage;
  await tab.locator('.picker .names').first().getByText('data/report', { exact: true }).click();
  await tab.locator('.picker .names').last().getByText('2.0', { exact: true }).click();
  await expect(tab.locator('.picker dl')).toContainText('1000:1000');
});

scene('picker', 'nothing-fits', async (stage) => {
  await picking(stage);
  await stage.tab.locator('.picker input[role=combobox], .picker input').first().fill('no-such-repository');
});

scene('picker', 'key', async (stage) => {
  await filled(stage);
  const { tab, say } = stage;
  const keys = tab.locator('details.section').filter({ has: tab.getByText(say('field.pull-secrets'), { exact: true }) });
  await keys.locator('summary').first().click();
  await keys.locator('button[aria-haspopup=dialog]').click();
  await expect(tab.getByRole('dialog')).toBeVisible();
});

scene('keys', 'dialog', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('new')).url}/clusters`);
  // Until their chunk is there, the button does nothing.
  await expect(async () => {
    await tab.getByRole('button', { name: say('keys') }).click();
    await expect(tab.getByRole('dialog')).toBeVisible({ timeout: 500 });
  }).toPass();
});
