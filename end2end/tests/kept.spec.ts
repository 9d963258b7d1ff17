import { expect, NAMESPACE, test } from '../fixtures';
import { refused, unanswered } from '../guard';
import { hold } from '../hold';
import { english } from '../words';

const IMAGE = 'busybox:1.36';
const wasm = /\.wasm(\?.*)?$/;

test('a reload gives back what was typed, and it can be created', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.field('field.description').fill('half a sentence');
  await wizard.fill(name, IMAGE);
  await page.reload();
  await wizard.ready();
  await expect(page.getByText(/Your unfinished draft of .* is back/)).toBeVisible();
  await expect(wizard.field('field.description')).toHaveValue('half a sentence');
  await wizard.expectKept(name, IMAGE);
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  await page.goto(`/clusters/${wizard.cluster}/jobs/new`);
  await wizard.ready();
  await expect(wizard.name).toHaveValue('');
});

test('Back, Next and the steps lose nothing, not even what is wrong', async ({ wizard }) => {
  await wizard.open();
  await wizard.name.fill('not a name');
  await wizard.choice('field.runs', 'choice.runs.work-queue').check();
  await wizard.button('next').click();
  await wizard.image.fill('Busy Box');
  await wizard.field('field.cpu-limit').fill('much');
  await wizard.button('next').click();
  await wizard.button('next').click();
  await wizard.field('field.timeout').fill('soon');
  for (let step = 0; step < 3; step += 1) await wizard.button('back').click();
  await expect(wizard.name).toHaveValue('not a name');
  await expect(wizard.choice('field.runs', 'choice.runs.work-queue')).toBeChecked();
  await wizard.go('step-containers');
  await expect(wizard.image).toHaveValue('Busy Box');
  await expect(wizard.field('field.cpu-limit')).toHaveValue('much');
  await wizard.go('step-advanced');
  await expect(wizard.field('field.timeout')).toHaveValue('soon');
});

test("the browser's back and forward give the draft back", async ({ page, wizard, name, stage }) => {
  await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
  await page.getByRole('link', { name: 'Image creation' }).first().click();
  await wizard.ready();
  await wizard.fill(name, IMAGE);
  await page.goBack();
  await expect(wizard.name).toHaveValue(name);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Workload' })).toBeVisible();
  await page.goForward();
  await wizard.ready();
  await wizard.expectKept(name, IMAGE);
});

test('a page that was closed gives the draft back when it is opened again', async ({ page, wizard, name, context }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await page.close();
  const again = wizard.with({ page: await context.newPage() });
  await again.open();
  await again.expectKept(name, IMAGE);
});

test('another language and another theme keep what was typed', async ({ wizard, name, page }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await wizard.ready();
  await wizard.expectKept(name, IMAGE);
});

test('Start afresh empties the form, and forgets the draft', async ({ wizard, name, page }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await wizard.button('start-afresh').click();
  await expect(wizard.name).toHaveValue('');
  await page.reload();
  await wizard.ready();
  await expect(wizard.name).toHaveValue('');
  await wizard.go('step-containers');
  await expect(wizard.image).toHaveValue('');
});

test('a console that is restarted while the wizard is open loses nothing', async ({ page, wizard, name, stage, another, guard }) => {
  guard.tolerate(unanswered, refused);
  const console_ = await another({ kubeconfigs: [stage.faultyWay] });
  const form = wizard.with({ cluster: 'faulty' });
  await page.goto(`${console_.url}/clusters/faulty/jobs/new`);
  await form.ready();
  await form.fill(name, IMAGE);
  await console_.kill();
  await form.create.click();
  await expect(page.getByRole('status').filter({ hasText: english('answer-lost') })).toBeVisible({ timeout: 30_000 });
  await form.expectKept(name, IMAGE);
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
  await console_.run();
  await form.create.click();
  await form.expectTaskPage(name);
});

test('a task page comes back to life after the console was restarted', async ({ page, name, stage, another, guard }) => {
  guard.tolerate(unanswered);
  const console_ = await another({ kubeconfigs: [stage.faultyWay] });
  await stage.api.create(NAMESPACE, name, 'busybox:forever');
  await page.goto(`${console_.url}/clusters/faulty/namespaces/${NAMESPACE}/jobs/${name}`);
  const state = page.getByRole('banner').getByRole('status');
  await expect(state).toContainText(english('link-live'));
  await console_.kill();
  await expect(state).toContainText(english('link-stale'));
  await expect(page.getByText(english('error.console-unreachable.what'))).toBeVisible();
  await console_.run();
  await expect(state).toContainText(english('link-live'), { timeout: 30_000 });
  await stage.api.remove(NAMESPACE, name);
  await expect(page.getByText(english('task-deleted'))).toBeVisible();
});

test('a program that cannot be loaded is said, and a reload gives the draft back', async ({ page, wizard, name, guard }) => {
  guard.tolerate(unanswered);
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await page.route(wasm, (route) => route.abort());
  await page.reload();
  const said = page.getByRole('alert').filter({ hasText: 'The console could not be loaded' });
  await expect(said).toContainText('What you typed before is kept in this browser.');
  await page.unroute(wasm);
  await said.getByRole('link', { name: 'Reload' }).click();
  await wizard.ready();
  await wizard.expectKept(name, IMAGE);
});

test('a program that fails to load once is asked for again', async ({ page, wizard, guard }) => {
  guard.tolerate(unanswered);
  let failures = 0;
  await page.route(wasm, (route) => (failures++ < 2 ? route.abort() : route.continue()));
  await wizard.open();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(failures).toBeGreaterThan(2);
});

test('a slow line is said to be slow, and the page comes in the end', async ({ page, wizard }) => {
  const goOn = await hold(page, wasm);
  await page.goto(`/clusters/${wizard.cluster}/jobs/new`);
  await expect(page.getByRole('status')).toContainText('Still loading');
  goOn();
  await wizard.ready();
});

test('without scripts the page says what it needs, in both languages', async ({ browser, stage }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(stage.slipway.url);
  await expect(page.getByRole('heading', { name: 'Slipway needs JavaScript' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Slipway 需要 JavaScript' })).toBeVisible();
  await context.close();
});

test('a program that stops is said, and a reload gives the draft back', async ({ page, wizard, name, guard }) => {
  guard.tolerate(/panicked|unreachable|broken for this test/);
  await wizard.open();
  await wizard.fill(name, IMAGE);
  // As good as a defect of ours: the program cannot make what it draws.
  await page.evaluate(() => {
    const broken = () => {
      throw new Error('broken for this test');
    };
    Document.prototype.createTextNode = broken;
  });
  await wizard.button('next').click();
  const said = page.getByRole('alert').filter({ hasText: 'The console stopped working' });
  await said.getByRole('link', { name: 'Reload' }).click();
  await wizard.ready();
  await wizard.expectKept(name, IMAGE);
});
