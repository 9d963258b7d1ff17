import { expect } from '@playwright/test';
import { fragment, openDraft, RICH } from './drafts';
import { scene, type Stage } from './scene';

const opening = async ({ tab, consoles }: Stage, words: string): Promise<void> => {
  await tab.goto(`${(await consoles.of('new')).url}/open${words}`);
};

scene('drafts', 'none', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('new')).url}/drafts`);
  await expect(tab.getByText(say('draft.none'))).toBeVisible();
});

scene('drafts', 'some', async (stage) => {
  const { tab, consoles, say } = stage;
  const { url } = await consoles.of('new');
  for (const name of ['nightly-report', 'import-01', 'export-of-all-customer-orders-for-the-yearly-audit-2026-part-02']) {
    await openDraft(stage, url, RICH.replace('name: nightly-report', `name: ${name}`));
  }
  await tab.goto(`${url}/drafts`);
  await expect(tab.locator('.draft')).toHaveCount(3);
  await tab.getByRole('button', { name: say('draft.rename-it', { name: 'import-01' }), exact: true }).click();
});

scene('drafts', 'removed', async (stage) => {
  const { tab, consoles, say } = stage;
  const { url } = await consoles.of('new');
  for (const name of ['nightly-report', 'import-01']) await openDraft(stage, url, RICH.replace('name: nightly-report', `name: ${name}`));
  await tab.goto(`${url}/drafts`);
  await tab.getByRole('button', { name: say('draft.delete-it', { name: 'import-01' }), exact: true }).click();
  await expect(tab.locator('#undo-delete')).toBeVisible();
});

scene('open', 'empty', async (stage) => {
  await opening(stage, '');
  await expect(stage.tab.locator('#open-text')).toBeVisible();
});

scene('open', 'link', async (stage) => {
  const container = { image: 'busybox:1.36', command: [{ word: 'replay' }], name: 'container-1' };
  await opening(stage, fragment({ c: ['practice'], t: 'Replay a day', f: { basic: { name: 'replay-day', namespace: 'default' }, containers: [container] } }));
  await expect(stage.tab.getByText('replay-day')).toBeVisible();
});

scene('open', 'manifest', async (stage) => {
  await opening(stage, '');
  await stage.tab.locator('#open-text').fill(RICH);
  await stage.tab.getByRole('button', { name: stage.say('draft.open-it'), exact: true }).click();
  await expect(stage.tab.getByText('forwarder').first()).toBeVisible();
});

scene('open', 'dangerous', async (stage) => {
  const host = { 'spec.template.spec.hostNetwork': true, 'spec.template.spec.serviceAccountName': 'deployer' };
  await opening(stage, fragment({ c: ['nowhere'], f: { basic: { name: 'sweep-nodes' }, containers: [{ image: 'busybox', privileged: true }] }, k: host }));
  await expect(stage.tab.getByText(stage.say('draft.powers'))).toBeVisible();
});

scene('open', 'broken-link', async (stage) => {
  await opening(stage, '#d=1.%%%');
  await expect(stage.tab.getByText(stage.say('draft.link-damaged'))).toBeVisible();
});

scene('open', 'broken-text', async (stage) => {
  await opening(stage, '');
  await stage.tab.locator('#open-text').fill('kind: Job\nspec: [');
  await stage.tab.getByRole('button', { name: stage.say('draft.open-it'), exact: true }).click();
  await expect(stage.tab.locator('main .banner.bad')).toBeVisible();
});
