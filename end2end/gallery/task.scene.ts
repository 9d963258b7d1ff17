import { expect } from '@playwright/test';
import { ABNORMAL, FAILED, LONG, OUT_OF_MEMORY, RUNNING, SUCCEEDED, SUSPENDED } from './jobs';
import { scene, type Stage } from './scene';

const path = (name: string): string => `/clusters/practice/namespaces/default/jobs/${name}`;

/** The page of a task of the busy console, once it says that word. */
async function open({ tab, consoles, say }: Stage, name: string, word: string): Promise<void> {
  await tab.goto((await consoles.of('busy')).url + path(name));
  await expect(tab.locator('.headline')).toContainText(say(`word.${word}`), { timeout: 30_000 });
  // Pods and what they say come a moment later.
  await tab.waitForTimeout(700);
}

scene('task', 'loading', async ({ tab, consoles }) => {
  await tab.routeWebSocket('**', () => {});
  await tab.goto((await consoles.of('busy')).url + path(RUNNING));
  await tab.waitForTimeout(500);
});

for (const [state, name, word] of [
  ['running', RUNNING, 'running'],
  ['succeeded', SUCCEEDED, 'succeeded'],
  ['failed', FAILED, 'failed'],
  ['out-of-memory', OUT_OF_MEMORY, 'failed'],
  ['abnormal', ABNORMAL, 'abnormal'],
  ['suspended', SUSPENDED, 'suspended'],
  ['long-name', LONG, 'running'],
] as const) {
  scene('task', state, async (stage) => open(stage, name, word));
}

scene('task', 'delete-asked', async (stage) => {
  await open(stage, RUNNING, 'running');
  await stage.tab.getByRole('button', { name: stage.say('delete'), exact: true }).click();
  await expect(stage.tab.getByRole('dialog')).toBeVisible();
});

scene('task', 'deleted', async (stage) => {
  const { tab, consoles, say, language } = stage;
  const { api } = await consoles.of('busy');
  await api.create('team-a', `to-be-deleted-${language}`, 'busybox:forever');
  await tab.goto((await consoles.of('busy')).url + path(`to-be-deleted-${language}`).replace('default', 'team-a'));
  await expect(tab.locator('.headline')).toContainText(say('word.running'), { timeout: 30_000 });
  await api.remove('team-a', `to-be-deleted-${language}`);
  await expect(tab.getByText(say('task-deleted'))).toBeVisible();
});

scene('task', 'missing', async ({ tab, consoles, say }) => {
  await tab.goto((await consoles.of('busy')).url + path('nowhere'));
  await expect(tab.getByText(say('task-missing', { name: 'nowhere', namespace: 'default' }))).toBeVisible();
});

scene('task', 'unreachable', async ({ tab, consoles, say }) => {
  await tab.goto((await consoles.of('broken')).url + path('nightly-report').replace('practice', 'edge-07'));
  await expect(tab.getByRole('main')).toContainText(say('error.cluster-unreachable.what', { cluster: 'edge-07' }));
});
