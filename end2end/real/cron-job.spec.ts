import { expect, NAMESPACE, test } from '../fixtures';
import { Manifest } from '../manifest';
import { Opened } from '../share';
import { english } from '../words';

const PLACE = `/apis/batch/v1/namespaces/${NAMESPACE}/cronjobs`;

test("a CronJob's template becomes a draft, without what the cluster made of it, and runs as a task", async ({ page, stage, wizard, name }) => {
  const cron = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: {
      schedule: '0 3 * * *',
      suspend: true,
      jobTemplate: {
        metadata: { labels: { team: 'data' } },
        spec: { backoffLimit: 1, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'exit 0'] }] } } },
      },
    },
  };
  expect((await stage.api.ask('POST', PLACE, cron)).status).toBe(201);
  try {
    await page.goto('/open');
    await page.getByText(english('draft.open-cron-job')).click();
    await page.getByRole('combobox', { name: english('draft.cluster') }).selectOption(stage.cluster);
    const field = page.getByRole('combobox', { name: english('draft.cron-job') });
    await field.focus();
    await expect(page.locator(`#cron-names option[value="${name}"]`)).toBeAttached();
    await field.fill(name);
    await page.getByRole('link', { name: english('draft.open-it'), exact: true }).click();
    const opened = new Opened(page);
    await expect(opened.fact(english('column-name'))).toHaveText(name);
    await expect(opened.fact(english('draft.container', { name: 'main' }))).toContainText("sh -c 'exit 0'");
    await opened.use();
    await wizard.ready();
    await expect(wizard.name).toHaveValue(name);
    const manifest = new Manifest(page);
    await manifest.open();
    const text = await manifest.value();
    expect(text).toContain('team: data');
    expect(text).not.toMatch(/schedule|uid|managedFields|terminationMessagePath|dnsPolicy|creationTimestamp/);
    await wizard.create.click();
    await wizard.expectTaskPage(name);
  } finally {
    await stage.api.ask('DELETE', `${PLACE}/${name}`);
  }
});
