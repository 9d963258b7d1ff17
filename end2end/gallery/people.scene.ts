import { expect } from '@playwright/test';
import { scene, type Stage } from './scene';

const LIST = '/clusters/practice/workload/jobs';

/** Comes to a page as somebody whom the practice cluster knows. */
async function enter({ tab, consoles, say }: Stage, person: string, path: string): Promise<void> {
  await tab.goto((await consoles.of('people')).url + path);
  await tab.getByLabel(say('token')).fill(person);
  await tab.getByLabel(say('token')).press('Enter');
  await expect(tab.getByLabel(say('token'))).toBeHidden();
}

scene('signin', 'asked', async ({ tab, consoles, say }) => {
  await tab.goto((await consoles.of('people')).url + LIST);
  await expect(tab.getByLabel(say('token'))).toBeVisible();
});

scene('signin', 'refused', async ({ tab, consoles, say }) => {
  await tab.goto((await consoles.of('people')).url + LIST);
  await tab.getByLabel(say('token')).fill('nobody-knows-this-token');
  await tab.getByLabel(say('token')).press('Enter');
  await expect(tab.locator('.sign-in .finding')).toBeVisible();
});

scene('clusters', 'signin', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('people')).url}/clusters`);
  await expect(tab.getByText(say('error.sign-in.what', { cluster: 'practice' }))).toBeVisible();
});

scene('tasks', 'forbidden', async (stage) => {
  await enter(stage, 'practice-none', LIST);
  await expect(stage.tab.getByRole('main').getByRole('alert')).toBeVisible();
});

scene('tasks', 'viewer', async (stage) => {
  await enter(stage, 'practice-viewer', LIST);
  await expect(stage.tab.getByText('nightly-report')).toBeVisible();
});

scene('task', 'viewer', async (stage) => {
  await enter(stage, 'practice-viewer', LIST);
  await stage.tab.getByText('nightly-report').click();
  await stage.tab.locator('details.banner summary').first().click();
});

scene('wizard', 'viewer', async (stage) => {
  await enter(stage, 'practice-viewer', LIST);
  await stage.tab.getByRole('link', { name: stage.say('image-creation') }).first().click();
  await stage.wizard.ready();
  await expect(stage.tab.locator('details.banner')).toBeVisible();
});
