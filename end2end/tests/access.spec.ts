import type { Page } from '@playwright/test';
import { noSidewaysScrolling, noViolations } from '../axe';
import { kubeconfig } from '../cluster';
import { expect, NAMESPACE, test } from '../fixtures';
import { dryRun, refusal } from '../faulty/fault';
import { refused } from '../guard';
import { freePort } from '../slipway';
import { row, Task } from '../task';
import { STEPS } from '../wizard';
import { english } from '../words';

const LONG = 'registry.example.com:5000/a-team-with-a-long-name/and-an-image-with-a-longer-one:2026.11.24-build.4711';

for (const width of [1280, 360]) {
  test.describe(`in a window of ${width} px`, () => {
    test.use({ viewport: { width, height: 800 } });
    test.setTimeout(120_000);

    async function check(page: Page, what: string) {
      await noSidewaysScrolling(page, what);
      await noViolations(page, what);
    }

    test('the clusters, one cluster, and an address that is no page', async ({ page, stage }) => {
      await page.goto('/clusters');
      await expect(page.getByText(english('state-ready')).first()).toBeVisible();
      await check(page, 'clusters');
      await page.goto(`/clusters/${stage.cluster}`);
      await expect(page.getByText('v1.37', { exact: false })).toBeVisible();
      await check(page, 'cluster');
      await page.goto('/nowhere');
      await expect(page.getByRole('heading', { level: 1, name: english('missing') })).toBeVisible();
      await check(page, 'no such page');
    });

    test('clusters that cannot be used', async ({ page, another, guard, stage }) => {
      guard.tolerate(refused);
      const bad = kubeconfig(`${stage.kind}-closed`, { 'closed-with-a-rather-long-context-name.example.com': `http://127.0.0.1:${await freePort()}` });
      const { url } = await another({ kubeconfigs: [bad, 'nowhere.kubeconfig'] });
      await page.goto(`${url}/clusters`);
      await expect(page.getByRole('row').getByText('Details')).toBeVisible();
      await page.getByRole('row').getByText('Details').click();
      await check(page, 'clusters that cannot be used');
    });

    test('the tasks, and a task that fails', async ({ page, stage, name }) => {
      await stage.api.create(NAMESPACE, name, 'busybox:fail');
      await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
      await expect(row(page, name)).toContainText('Failed');
      await check(page, 'tasks');
      await row(page, name).getByRole('link').click();
      const task = new Task(page);
      await expect(task.word('Failed').first()).toBeVisible();
      await expect(task.pods.nth(1)).toBeVisible();
      await check(page, 'task that failed');
      await task.button('Delete').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await check(page, 'question before deleting');
    });

    test('a task that runs, one that was deleted, and one that is not there', async ({ page, stage, name }) => {
      await stage.api.create(NAMESPACE, name, LONG.replace(/:[^:]*$/, ':forever'));
      await page.goto(`/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}`);
      await expect(new Task(page).word('Running').first()).toBeVisible();
      await check(page, 'task that runs');
      await stage.api.remove(NAMESPACE, name);
      await expect(page.getByText(english('task-deleted'))).toBeVisible();
      await check(page, 'task that was deleted');
      await page.goto(`/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}-none`);
      await expect(page.getByText(english('task-missing', { name: `${name}-none`, namespace: NAMESPACE }))).toBeVisible();
      await check(page, 'task that is not there');
    });

    test('the four steps, empty and with everything to mend', async ({ wizard, page }) => {
      await page.goto('/jobs/new');
      await wizard.ready();
      for (const step of STEPS) {
        await wizard.go(step);
        await check(page, step);
      }
      await wizard.field('field.timeout').fill('soon');
      await wizard.field('field.retries').fill('-1');
      await wizard.go('step-basic');
      await wizard.name.fill('Backup_Log');
      await wizard.field('field.instances').fill('x');
      await wizard.field('field.description').fill('word '.repeat(120));
      await wizard.go('step-containers');
      await wizard.image.fill(LONG.toUpperCase());
      await wizard.field('field.memory-limit').fill('400m');
      await wizard.go('step-service');
      await wizard.create.click();
      await expect(wizard.name).toBeFocused();
      for (const step of STEPS) {
        await wizard.go(step);
        await check(page, `${step} with everything to mend`);
      }
    });

    test('a draft that is back, and a press of Create that was refused', async ({ wizard, page, faulty, name }) => {
      faulty.always(dryRun, refusal(422, 'Invalid', 'the policy says no'));
      const form = wizard.with({ cluster: 'faulty' });
      await form.open();
      await form.fill(name, LONG);
      await page.reload();
      await form.ready();
      await form.create.click();
      await form.alert.getByText('Details').click();
      await check(page, 'a press of Create that was refused');
    });
  });
}
