import { expect, NAMESPACE, OTHER_NAMESPACE, test } from '../fixtures';

test('what is typed in every field is what the API server stores: fixed count, indexed', async ({ page, stage, name, wizard }) => {
  await wizard.open();
  await wizard.name.fill(name);
  await wizard.namespace.fill(OTHER_NAMESPACE);
  await wizard.choice('field.runs', 'choice.runs.fixed-count').check();
  await wizard.field('field.instances').fill('5');
  await wizard.tick('field.indexed').check();
  await wizard.field('field.description').fill('Nightly “report”\nwith 任务 🚀 <b>&amp;</b>');

  await wizard.go('step-containers');
  await wizard.field('field.container-name').fill('worker-a');
  await wizard.image.fill('registry.example:5000/team/busybox:1.36');
  await wizard.choice('field.pull-policy', 'choice.pull-policy.IfNotPresent').check();
  await wizard.tick('field.privileged').check();
  await wizard.field('field.cpu-request').fill('100m');
  await wizard.field('field.cpu-limit').fill('1500m');
  await wizard.field('field.memory-request').fill('64Mi');
  await wizard.field('field.memory-limit').fill('128Mi');

  await wizard.go('step-advanced');
  await wizard.field('field.parallel').fill('3');
  await wizard.field('field.timeout').fill('600');
  await wizard.choice('field.restart-policy', 'choice.restart-policy.OnFailure').check();
  await wizard.field('field.retries').fill('4');
  await expect(page.getByText('Runs 3 at once until 5 succeed.')).toBeVisible();
  await wizard.create.click();
  await wizard.expectTaskPage(name, OTHER_NAMESPACE);

  const job = await stage.api.job(OTHER_NAMESPACE, name);
  expect(job?.metadata).toMatchObject({ name, namespace: OTHER_NAMESPACE, labels: { app: name } });
  expect(job?.metadata.annotations?.['kubernetes.io/description']).toBe('Nightly “report”\nwith 任务 🚀 <b>&amp;</b>');
  expect(job?.metadata.annotations?.['slipway.dev/attempt']).toMatch(/^[0-9a-f]{32}$/);
  expect(job?.spec).toMatchObject({
    completions: 5,
    parallelism: 3,
    completionMode: 'Indexed',
    activeDeadlineSeconds: 600,
    backoffLimit: 4,
  });
  expect(job?.spec.template.metadata?.labels).toMatchObject({ app: name });
  expect(job?.spec.template.spec.restartPolicy).toBe('OnFailure');
  expect(job?.spec.template.spec.containers).toHaveLength(1);
  expect(job?.spec.template.spec.containers[0]).toMatchObject({
    name: 'worker-a',
    image: 'registry.example:5000/team/busybox:1.36',
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1500m', memory: '128Mi' } },
    securityContext: { privileged: true },
  });
});

test('one Pod is one completion, one at a time', async ({ page, stage, name, wizard }) => {
  await wizard.open();
  await wizard.choice('field.runs', 'choice.runs.one-pod').check();
  await expect(wizard.field('field.instances')).toBeHidden();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.choice('field.pull-policy', 'choice.pull-policy.Never').check();
  await wizard.go('step-advanced');
  await expect(wizard.field('field.parallel')).toHaveValue('1');
  await expect(wizard.field('field.parallel')).not.toBeEditable();
  await expect(page.getByText('Runs one Pod until it succeeds.')).toBeVisible();
  await wizard.create.click();
  await wizard.expectTaskPage(name);

  const job = await stage.api.job(NAMESPACE, name);
  expect(job?.spec).toMatchObject({ completions: 1, parallelism: 1, completionMode: 'NonIndexed' });
  expect(job?.spec.template.spec.containers[0]?.imagePullPolicy).toBe('Never');
});

test('a work queue has no completions, and as many at once as it has instances', async ({ page, stage, name, wizard }) => {
  await wizard.open();
  await wizard.choice('field.runs', 'choice.runs.work-queue').check();
  await wizard.field('field.instances').fill('3');
  await expect(wizard.tick('field.indexed')).toBeHidden();
  await wizard.fill(name, 'busybox:1.36');
  await wizard.go('step-advanced');
  await expect(wizard.field('field.parallel')).toHaveValue('3');
  await expect(wizard.field('field.parallel')).not.toBeEditable();
  await expect(page.getByText('Runs 3 at once until the queue is done.')).toBeVisible();
  await wizard.create.click();
  await wizard.expectTaskPage(name);

  const job = await stage.api.job(NAMESPACE, name);
  expect(job?.spec.parallelism).toBe(3);
  expect(job?.spec).not.toHaveProperty('completions');
});

test('what nobody touched is stored as the form showed it', async ({ stage, name, wizard }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox');
  await wizard.create.click();
  await wizard.expectTaskPage(name);

  const job = await stage.api.job(NAMESPACE, name);
  expect(job?.spec).toMatchObject({ completions: 2, parallelism: 2, completionMode: 'NonIndexed', backoffLimit: 6 });
  expect(job?.spec).not.toHaveProperty('activeDeadlineSeconds');
  expect(job?.metadata.annotations).not.toHaveProperty('kubernetes.io/description');
  expect(job?.spec.template.spec.restartPolicy).toBe('Never');
  const container = job?.spec.template.spec.containers[0];
  expect(container).toMatchObject({
    name: 'container-1',
    image: 'busybox',
    imagePullPolicy: 'Always',
    resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '250m', memory: '512Mi' } },
  });
  expect(container?.securityContext?.privileged ?? false).toBe(false);
});

test('fields that were emptied are left to the cluster', async ({ stage, name, wizard }) => {
  await wizard.open();
  await wizard.fill(name, 'busybox:1.36');
  for (const field of ['field.cpu-request', 'field.cpu-limit', 'field.memory-request', 'field.memory-limit']) await wizard.field(field).fill('');
  await wizard.go('step-advanced');
  await wizard.field('field.retries').fill('');
  await wizard.create.click();
  await wizard.expectTaskPage(name);

  const job = await stage.api.job(NAMESPACE, name);
  expect(job?.spec.template.spec.containers[0]?.resources).toEqual({});
  expect(job?.spec.backoffLimit).toBe(6);
});
