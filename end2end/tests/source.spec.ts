import type { Page } from '@playwright/test';
import { noViolations } from '../axe';
import type { Job } from '../api';
import { expect, NAMESPACE, test } from '../fixtures';
import { Opened } from '../share';
import { Task } from '../task';
import type { Wizard } from '../wizard';
import { english } from '../words';

const IMAGE = 'busybox:1.36';
/** What the Job controller writes into a Job, besides its status. */
const CONTROLLER = ['controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'];

/** What somebody wrote of a Job. */
function written(job: Job | undefined): object {
  const spec = structuredClone(job?.spec) as Job['spec'] & { selector?: object };
  delete spec.selector;
  const labels = spec.template.metadata?.labels;
  for (const label of CONTROLLER) delete labels?.[label];
  spec.template.metadata = labels && Object.keys(labels).length > 0 ? { labels } : {};
  return spec;
}

/** A Job of two containers that says something of each part. */
function manifest(name: string): object {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels: { team: 'data' }, annotations: { 'kubernetes.io/description': 'nightly' } },
    spec: {
      completions: 3,
      parallelism: 2,
      backoffLimit: 1,
      activeDeadlineSeconds: 600,
      template: {
        metadata: { labels: { team: 'data' } },
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 7,
          containers: [
            { name: 'main', image: 'busybox:succeed', command: ['sh', '-c', 'echo "a b"'], env: [{ name: 'A', value: '1' }], resources: { limits: { cpu: '200m' }, requests: { cpu: '100m' } } },
            { name: 'beside', image: 'busybox:succeed', imagePullPolicy: 'IfNotPresent' },
          ],
        },
      },
    },
  };
}

/** From a task's page to the form. */
async function useAsDraft(page: Page, wizard: Wizard, name: string): Promise<void> {
  await page.goto(`/clusters/${wizard.cluster}/namespaces/${NAMESPACE}/jobs/${name}`);
  await page.getByRole('link', { name: english('use-as-draft') }).click();
  const opened = new Opened(page);
  await expect(opened.fact(english('column-name'))).toHaveText(name);
  await expect(opened.fact(english('draft.cluster'))).toHaveText(wizard.cluster);
  await opened.use();
  await wizard.ready();
}

async function open(page: Page, text: string): Promise<Opened> {
  await page.goto('/open');
  await page.getByRole('textbox', { name: english('draft.open-text') }).fill(text);
  await page.getByRole('button', { name: english('draft.open-it') }).first().click();
  return new Opened(page);
}

test('an existing task becomes a draft, and what is created of that is the same', async ({ page, wizard, name, stage }) => {
  await stage.api.ask('POST', `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, manifest(name));
  await useAsDraft(page, wizard, name);
  await expect(wizard.name).toHaveValue(name);
  await expect(wizard.field('field.description')).toHaveValue('nightly');
  await wizard.name.fill(`${name}-again`);
  await wizard.create.click();
  await wizard.expectTaskPage(`${name}-again`);
  const [first, second] = [await stage.api.job(NAMESPACE, name), await stage.api.job(NAMESPACE, `${name}-again`)];
  expect(written(second)).toEqual(written(first));
  expect(second?.metadata.labels).toMatchObject({ team: 'data' });
  for (const label of CONTROLLER) expect(second?.spec.template.metadata?.labels?.[label]).not.toBe(first?.spec.template.metadata?.labels?.[label] ?? '');
});

test('a finished task becomes a draft, and its end does not', async ({ page, wizard, name, stage }) => {
  await stage.api.create(NAMESPACE, name, 'busybox:succeed', { completions: 1, ttlSecondsAfterFinished: 3600 });
  await page.goto(`/clusters/${wizard.cluster}/namespaces/${NAMESPACE}/jobs/${name}`);
  await expect(new Task(page).word('Succeeded')).toBeVisible({ timeout: 45_000 });
  await useAsDraft(page, wizard, name);
  await wizard.name.fill(`${name}-again`);
  await wizard.create.click();
  await wizard.expectTaskPage(`${name}-again`);
  const again = await stage.api.job(NAMESPACE, `${name}-again`);
  expect(written(again)).toEqual(written(await stage.api.job(NAMESPACE, name)));
  expect(again?.spec.suspend ?? false).toBe(false);
});

test("a task's Services come along, for the new task's Pods", async ({ page, wizard, name, stage }) => {
  const job = await stage.api.create(NAMESPACE, name, 'busybox:forever');
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid: job.metadata.uid }] },
    spec: { selector: { 'batch.kubernetes.io/job-name': name }, ports: [{ name: 'web', port: 80, targetPort: 8080 }] },
  };
  await stage.api.ask('POST', `/api/v1/namespaces/${NAMESPACE}/services`, service);
  await useAsDraft(page, wizard, name);
  await wizard.name.fill(`${name}-again`);
  await wizard.go('step-service');
  // One that is called as its task follows the task's name.
  await expect(page.getByRole('textbox', { name: english('field.service-name') })).toHaveValue('');
  await wizard.create.click();
  await wizard.expectTaskPage(`${name}-again`);
  const made = await stage.api.service(NAMESPACE, `${name}-again`);
  expect(made).toMatchObject({ spec: { selector: { 'batch.kubernetes.io/job-name': `${name}-again` }, ports: [{ name: 'web', port: 80, targetPort: 8080 }] } });
  const [old, again] = [await stage.api.service(NAMESPACE, name), made] as { spec: { clusterIP: string } }[];
  expect(again?.spec.clusterIP).not.toBe(old?.spec.clusterIP);
});

test('of several documents the Job and its Service become the draft, and what is left out is named', async ({ page, wizard, name, stage }) => {
  const text = `# of the team
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { a: "1" }
---
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name} # a remark
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: ${IMAGE}
---
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  selector: { job-name: ${name} }
  ports: [{ port: 80 }]
`;
  const opened = await open(page, text);
  await expect(opened.fact(english('column-name'))).toHaveText(name);
  await expect(opened.fact(english('draft.services'))).toContainText(name);
  await expect(page.getByText(english('draft.left', { count: 1 }))).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'ConfigMap settings' })).toBeVisible();
  await noViolations(page, 'a text that was opened');
  await opened.use();
  await wizard.expectKept(name, IMAGE);
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
});

test('JSON is opened as YAML is', async ({ page, wizard, name }) => {
  const opened = await open(page, JSON.stringify(manifest(name), null, 2));
  await expect(opened.fact(english('draft.container', { name: 'beside' }))).toHaveText('busybox:succeed');
  await expect(opened.fact(english('draft.container', { name: 'main' }))).toContainText('echo "a b"');
  await opened.use();
  await wizard.expectKept(name, 'busybox:succeed');
});

test('of a CronJob, what it would start becomes the draft', async ({ page, wizard, name }) => {
  const { spec } = manifest(name) as { spec: object };
  const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec: { schedule: '0 3 * * *', jobTemplate: { spec } } };
  const opened = await open(page, JSON.stringify(cron));
  await expect(opened.fact(english('column-name'))).toHaveText(name);
  await opened.use();
  await wizard.expectKept(name, 'busybox:succeed');
  await wizard.go('step-advanced');
  await expect(wizard.field('field.timeout')).toHaveValue('600');
});

test('a file that is dropped is opened', async ({ page, wizard, name }) => {
  await page.goto('/open');
  const text = page.getByRole('textbox', { name: english('draft.open-text') });
  const dropped = await page.evaluateHandle((words) => {
    const data = new DataTransfer();
    data.items.add(new File([words], 'job.yaml', { type: 'application/yaml' }));
    return data;
  }, JSON.stringify(manifest(name)));
  await text.dispatchEvent('drop', { dataTransfer: dropped });
  const opened = new Opened(page);
  await expect(opened.fact(english('column-name'))).toHaveText(name);
  await opened.use();
  await wizard.expectKept(name, 'busybox:succeed');
});

test('what is no YAML is said with its line, and stays to be mended', async ({ page }) => {
  const broken = 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: "x\n';
  const opened = await open(page, broken);
  await expect(opened.alert).toContainText(/^Line [45], column \d+: /);
  await expect(opened.alert).toContainText(english('draft.bad-text-next'));
  await expect(page.getByRole('textbox', { name: english('draft.open-text') })).toHaveValue(broken);
  await noViolations(page, 'a text that is no YAML');
});

test('a text without a Job says what is in it', async ({ page }) => {
  const opened = await open(page, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\n');
  await expect(opened.alert).toContainText(english('draft.no-job', { found: 'ConfigMap settings, Deployment web' }));
  await expect(opened.alert).toContainText(english('draft.no-job-next'));
});

test('the draft of this tab stays when another one is opened', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(`${name}-first`, IMAGE);
  const opened = await open(page, JSON.stringify(manifest(name)));
  await opened.use();
  await wizard.expectKept(name, 'busybox:succeed');
  await page.goto('/drafts');
  for (const known of [name, `${name}-first`]) await expect(page.getByRole('main').getByRole('link', { name: known, exact: true })).toBeVisible();
});
