import { expect } from '@playwright/test';
import { scene } from './scene';

scene('clusters', 'loading', async ({ tab, consoles }) => {
  // Asked and never answered.
  await tab.route('**/api/console', () => {});
  await tab.goto(`${(await consoles.of('new')).url}/clusters`);
  await tab.waitForTimeout(500);
});

scene('clusters', 'one', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('new')).url}/clusters`);
  await expect(tab.getByText(say('state-ready'))).toBeVisible();
});

scene('clusters', 'asking', async ({ tab, consoles, say }) => {
  await tab.routeWebSocket('**', () => {});
  await tab.goto(`${(await consoles.of('many')).url}/clusters`);
  await expect(tab.getByText(say('state-asking')).first()).toBeVisible();
});

scene('clusters', 'many', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('many')).url}/clusters`);
  await expect(tab.getByText(say('state-ready'))).toHaveCount(5);
  await expect(tab.getByText('✕')).toHaveCount(2);
});

scene('clusters', 'broken', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('broken')).url}/clusters`);
  await expect(tab.getByText(say('state-ready'))).toBeVisible();
  await expect(tab.getByText('✕')).toBeVisible();
  for (const details of await tab.getByText(say('details'), { exact: true }).all()) await details.click();
});

scene('clusters', 'none', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('none')).url}/clusters`);
  await expect(tab.getByText(say('no-clusters'))).toBeVisible();
});

scene('cluster', 'practice', async ({ tab, consoles }) => {
  await tab.goto(`${(await consoles.of('new')).url}/clusters/practice`);
  await expect(tab.getByText('kube-system')).toBeVisible();
});

scene('cluster', 'unreachable', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('broken')).url}/clusters/edge-07`);
  await expect(tab.getByText(say('error.cluster-unreachable.what', { cluster: 'edge-07' }))).toBeVisible();
});

scene('cluster', 'unknown', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('new')).url}/clusters/nowhere`);
  await expect(tab.getByText(say('error.unknown-cluster.what', { cluster: 'nowhere' }))).toBeVisible();
});

scene('missing', 'page', async ({ tab, consoles, say }) => {
  await tab.goto(`${(await consoles.of('new')).url}/nowhere`);
  await expect(tab.getByRole('heading', { level: 1, name: say('missing') })).toBeVisible();
});
