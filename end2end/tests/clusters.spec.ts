import { kubeconfig, writeKubeconfig } from '../cluster';
import { expect, expectTrouble, test } from '../fixtures';
import { listing, plain, refusal } from '../faulty/fault';
import { refused } from '../guard';
import { freePort } from '../slipway';
import { row } from '../task';
import { english } from '../words';

/** A console with the faulty cluster, one at an address that nobody listens at, and one whose TLS is none or not trusted. */
test.describe('clusters that cannot be used', () => {
  let url: string;
  test.beforeEach(async ({ stage, another, guard }) => {
    guard.tolerate(refused);
    const distrusted = stage.kind === 'real' ? stage.api.target.origin : `https://127.0.0.1:${stage.faulty.port}`;
    const bad = kubeconfig(`${stage.kind}-bad`, { closed: `http://127.0.0.1:${await freePort()}`, distrusted });
    url = (await another({ kubeconfigs: [stage.faultyWay, bad] })).url;
  });

  for (const [cluster, kind] of [
    ['closed', 'cluster-unreachable'],
    ['distrusted', 'cluster-tls'],
  ] as const) {
    const what = english(`error.${kind}.what`, { cluster });
    const next = english(`error.${kind}.next`, { cluster });

    test(`the list of clusters says that ${cluster} cannot be used, and shows the others`, async ({ page }) => {
      await page.goto(`${url}/clusters`);
      const bad = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: cluster }) });
      await expect(bad).toContainText(what);
      await expect(page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'faulty' }) })).toContainText(`● ${english('state-ready')}`);
      await bad.getByText('Details').click();
      await expect(bad.getByRole('group')).toContainText(/\w+ \w+/);
    });

    test(`its page, its tasks and Create say that ${cluster} cannot be used`, async ({ page, wizard, name }) => {
      await page.goto(`${url}/clusters/${cluster}`);
      await expectTrouble(page.getByRole('main').getByRole('alert'), what, next, /\w+ \w+/);
      await page.goto(`${url}/clusters/${cluster}/workload/jobs`);
      await expectTrouble(page.getByRole('main').getByRole('status').filter({ hasText: what }), what, next, /\w+ \w+/);
      await expect(page.getByRole('status').filter({ hasText: english('link-stale') })).toBeVisible();

      const form = wizard.with({ cluster });
      await page.goto(`${url}/clusters/${cluster}/jobs/new`);
      await form.namespace.fill('default');
      await form.fill(name, 'busybox:1.36');
      await form.create.click();
      await expectTrouble(form.alert, what, next, /\w+ \w+/);
      await form.expectKept(name, 'busybox:1.36');
    });
  }
});

test('a kubeconfig that is broken is named with its line, and keeps no other cluster away', async ({ page, stage, another }) => {
  const broken = writeKubeconfig(`${stage.kind}-broken`, 'apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: none\n');
  const { url } = await another({ kubeconfigs: [broken, stage.faultyWay] });
  await page.goto(`${url}/clusters`);
  const said = page.getByRole('main').getByRole('status');
  await expect(said).toContainText(`${stage.kind}-broken.kubeconfig:5`);
  await expectTrouble(said, 'cannot be used', english('kubeconfig-broken-next'), /\w+ \w+/);
  await expect(page.getByRole('row').filter({ hasText: 'faulty' })).toContainText(`● ${english('state-ready')}`);
});

test('without any cluster the list says how to get one', async ({ page, another }) => {
  const { url } = await another({ kubeconfigs: [] });
  await page.goto(`${url}/clusters`);
  await expect(page.getByText(english('no-clusters'))).toBeVisible();
});

test('the address of a cluster that is not known says so on every page', async ({ page, guard }) => {
  guard.tolerate(refused);
  const what = english('error.unknown-cluster.what', { cluster: 'nowhere' });
  for (const address of ['/clusters/nowhere', '/clusters/nowhere/workload/jobs', '/clusters/nowhere/namespaces/default/jobs/task']) {
    await page.goto(address);
    const said = page.getByRole('main').getByRole('alert');
    await expect(said).toContainText(what);
    await expect(said).toContainText(english('error.unknown-cluster.next'));
  }
  await page.goto('/clusters/nowhere/jobs/new');
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: what })).toContainText(english('error.unknown-cluster.next'));
});

test('an address that is no page says so, and leads back', async ({ page }) => {
  await page.goto('/nowhere');
  await expect(page.getByRole('heading', { level: 1, name: english('missing') })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Clusters' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Clusters' })).toBeVisible();
});

test('who may not list tasks reads so, and what right is missing', async ({ page, stage, another, faulty }) => {
  const words = 'jobs.batch is forbidden: User "ann" cannot list resource "jobs"';
  faulty.always(listing, refusal(403, 'Forbidden', words));
  const { url } = await another({ kubeconfigs: [stage.faultyWay] });
  await page.goto(`${url}/clusters/faulty/workload/jobs`);
  const said = page.getByRole('main').getByRole('alert');
  await expectTrouble(said, english('error.forbidden.what', { cluster: 'faulty' }), english('error.forbidden.next'), words);
});

test('a cluster that fails for a while is shown as not up to date, and the list comes back by itself', async ({ page, stage, another, faulty, name }) => {
  await stage.api.create('default', name, 'busybox:forever');
  faulty.always(listing, plain(500, 'This request caused apiserver to panic.'));
  const { url } = await another({ kubeconfigs: [stage.faultyWay] });
  await page.goto(`${url}/clusters/faulty/workload/jobs`);
  const state = page.getByRole('banner').getByRole('status');
  await expect(state).toContainText(english('link-stale'));
  await expect(page.getByText(english('error.cluster-failed.what', { cluster: 'faulty', code: 500 }))).toBeVisible();
  await expect(page.getByText(english('no-tasks'))).toBeHidden();
  faulty.clear();
  await expect(state).toContainText(english('link-live'), { timeout: 45_000 });
  await expect(row(page, name)).toContainText('Running');
});
