import { expect } from '@playwright/test';
import type { Kind } from './consoles';
import { ABNORMAL } from './jobs';
import { scene, type Stage } from './scene';

const LIST = '/clusters/practice/workload/jobs';

async function open({ tab, consoles, say }: Stage, kind: Kind): Promise<void> {
  await tab.goto((await consoles.of(kind)).url + LIST);
  await expect(tab.getByText(say('link-live'))).toBeVisible();
}

scene('tasks', 'loading', async ({ tab, consoles }) => {
  await tab.routeWebSocket('**', () => {});
  await tab.goto((await consoles.of('new')).url + LIST);
  await tab.waitForTimeout(500);
});

scene('tasks', 'empty', async (stage) => {
  await open(stage, 'new');
  await expect(stage.tab.getByText(stage.say('no-tasks'))).toBeVisible();
});

scene('tasks', 'one', async (stage) => {
  await open(stage, 'one');
  await expect(stage.tab.getByRole('table').getByText(stage.say('word.running'))).toBeVisible();
});

scene('tasks', 'many', async (stage) => {
  await open(stage, 'busy');
  const row = stage.tab.getByRole('row').filter({ hasText: ABNORMAL });
  await expect(row).toContainText(stage.say('word.abnormal'), { timeout: 30_000 });
});

scene('tasks', 'filtered', async (stage) => {
  await open(stage, 'busy');
  await stage.tab.locator('#filter').fill('import');
});

scene('tasks', 'none-match', async (stage) => {
  await open(stage, 'busy');
  await stage.tab.locator('#filter').fill('no-task-is-called-so');
});

scene('tasks', 'unreachable', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('broken')).url}/clusters/edge-07/workload/jobs`);
  await expect(tab.getByRole('main')).toContainText(say('error.cluster-unreachable.what', { cluster: 'edge-07' }));
});
