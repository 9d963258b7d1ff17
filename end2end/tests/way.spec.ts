import { expect, NAMESPACE, test } from '../fixtures';
import { podWatch } from '../faulty/fault';
import { collectWords, Task } from '../task';

test('from the cluster list through the four steps to a task that is seen to succeed', async ({ page, stage, name }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Clusters' })).toBeVisible();
  await page.getByRole('rowheader', { name: stage.cluster }).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: stage.cluster })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Workload' }).click();
  await expect(page.getByRole('link', { name: 'Task', exact: true })).toHaveAttribute('aria-current', 'page');
  await page.getByRole('link', { name: 'Image creation' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Create Task' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Cluster' })).toHaveValue(stage.cluster);
  await expect(page.getByRole('textbox', { name: 'Cluster' })).not.toBeEditable();

  const steps = ['Basic information', 'Container configuration', 'Service configuration', 'Advanced configuration'];
  await expect(page.getByRole('navigation', { name: 'Steps' }).getByRole('button')).toHaveText(steps.map((step) => new RegExp(`${step}$`)));
  const next = page.getByRole('button', { name: 'Next' });
  await page.getByRole('textbox', { name: 'Workload name' }).fill(name);
  await next.click();
  await expect(page.getByRole('heading', { level: 2, name: 'Container configuration' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Container image' }).fill('busybox:1.36');
  await next.click();
  await expect(page.getByRole('heading', { level: 2, name: 'Service configuration' })).toBeVisible();
  await next.click();
  await expect(page.getByRole('heading', { level: 2, name: 'Advanced configuration' })).toBeVisible();
  await expect(next).toBeDisabled();

  const words = await collectWords(page);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.waitForURL(`**/clusters/${stage.cluster}/namespaces/${NAMESPACE}/jobs/${name}`);
  const task = new Task(page);
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 40_000 });
  const seen = await words();
  // How much of the beginning is seen is a matter of moments; the order is not, and no word comes back.
  expect(seen).toEqual(['Pending', 'Waiting', 'Running', 'Succeeded'].filter((word) => seen.includes(word)));
  expect(seen.at(-1)).toBe('Succeeded');

  const pods = await stage.api.pods(NAMESPACE, name);
  expect(pods).toHaveLength(2);
  for (const pod of pods) await expect(task.pods.filter({ hasText: pod.metadata.name })).toContainText('Completed');
  await expect(page.getByText('2/2')).toBeVisible();
});

test('a task is seen to be pending, to run and to succeed, without a reload', async ({ page, context, name, wizard, faulty, stage, another }) => {
  const { url } = await another({ kubeconfigs: [stage.faultyWay] });
  // Another page of the same namespace, so that the console watches its Pods already.
  const elsewhere = await context.newPage();
  await elsewhere.goto(`${url}/clusters/faulty/namespaces/${NAMESPACE}/jobs/${name}`);
  await expect(elsewhere.getByRole('banner').getByRole('status')).toContainText('live');
  // It learns nothing more of them until the first word was seen.
  const release = faulty.hold(podWatch);
  const form = wizard.with({ cluster: 'faulty' });
  await page.goto(`${url}/clusters/faulty/jobs/new`);
  await form.ready();
  await form.fill(name, 'busybox:1.36');
  // That page is live already: what it is told, it shows.
  const words = await collectWords(elsewhere);
  await form.create.click();
  const task = new Task(elsewhere);
  await expect(task.word('Pending')).toBeVisible();
  release();
  await form.expectTaskPage(name);
  await expect(task.word('Succeeded')).toBeVisible({ timeout: 40_000 });
  const seen = await words();
  expect(seen.filter((word) => word !== 'Waiting'), `all that was seen: ${seen.join(', ')}`).toEqual(['Pending', 'Running', 'Succeeded']);
});

test('a name and an image are enough at /jobs/new', async ({ page, stage, name, wizard }) => {
  await page.goto('/jobs/new');
  await wizard.ready();
  await expect(page.getByRole('combobox', { name: 'Cluster' })).toHaveValue(stage.cluster);
  await wizard.fill(name, 'busybox:1.36');
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  expect((await stage.api.job(NAMESPACE, name))?.spec.template.spec.containers[0]?.image).toBe('busybox:1.36');
});

test('the cluster that is chosen at /jobs/new gets the task', async ({ page, stage, name, wizard, faulty }) => {
  await page.goto('/jobs/new');
  await wizard.ready();
  await page.getByRole('combobox', { name: 'Cluster' }).selectOption('faulty');
  await expect(page.getByText(`faulty / ${NAMESPACE}`)).toBeVisible();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.create.click();
  await wizard.with({ cluster: 'faulty' }).expectTaskPage(name);
  expect(faulty.count((request) => request.method === 'POST')).toBeGreaterThan(0);
  expect(await stage.api.job(NAMESPACE, name)).toBeDefined();
});
