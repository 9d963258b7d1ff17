import { expect, NAMESPACE, test } from '../fixtures';
import { creation, dryRun, refusal } from '../faulty/fault';
import { unanswered } from '../guard';
import { english } from '../words';

const IMAGE = 'busybox:1.36';

test('a double click makes one task', async ({ wizard, name, faulty, stage }) => {
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.dblclick();
  await form.expectTaskPage(name);
  expect(faulty.count(creation)).toBe(1);
  expect((await stage.api.jobs(NAMESPACE)).filter((job) => job.metadata.name.startsWith(name))).toHaveLength(1);
});

test('Enter in a field is one press of Create', async ({ wizard, name, faulty }) => {
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.image.focus();
  await form.page.keyboard.press('Enter');
  await form.page.keyboard.press('Enter');
  await form.expectTaskPage(name);
  expect(faulty.count(creation)).toBe(1);
});

for (const moment of ['after', 'middle'] as const) {
  const when = moment === 'after' ? 'before the answer' : 'in the middle of the answer';
  test(`a connection cut ${when} still leads to the task, by one POST`, async ({ wizard, name, faulty, stage }) => {
    faulty.next(creation, { cut: moment });
    const form = wizard.with({ cluster: 'faulty' });
    await form.open();
    await form.fill(name, IMAGE);
    await form.create.click();
    await form.expectTaskPage(name);
    expect(faulty.count(creation)).toBe(1);
    expect((await stage.api.jobs(NAMESPACE)).filter((job) => job.metadata.name.startsWith(name))).toHaveLength(1);
  });
}

test('a connection cut before the request arrives makes nothing, and says so', async ({ wizard, name, faulty, stage }) => {
  faulty.next(creation, { cut: 'before' });
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  const said = form.page.getByRole('status').filter({ hasText: english('answer-lost') });
  await expect(said).toContainText(english('answer-lost-next'));
  expect(faulty.count(creation)).toBe(1);
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
  await form.expectKept(name, IMAGE);

  await form.create.click();
  await form.expectTaskPage(name);
  expect(faulty.count(creation)).toBe(2);
});

test('a gateway that gives up after the task was made leads to the task, by one POST', async ({ wizard, name, faulty, stage }) => {
  faulty.next(creation, { instead: { status: 504, headers: { 'content-type': 'text/plain' }, body: 'upstream request timeout' } });
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  await form.expectTaskPage(name);
  expect(faulty.count(creation)).toBe(1);
  expect(await stage.api.job(NAMESPACE, name)).toBeDefined();
});

test('a name that another took meanwhile is said, with a free one that works', async ({ page, wizard, name, stage }) => {
  await wizard.open();
  const looked = page.waitForResponse('**/api/taken');
  await wizard.fill(name, IMAGE);
  await looked;
  const other = await stage.api.create(NAMESPACE, name, 'busybox:forever');
  await wizard.create.click();
  await expect(wizard.alert).toContainText(english('name-taken', { name, namespace: NAMESPACE }));
  await expect(wizard.name).toBeFocused();
  await wizard.alert.getByRole('button', { name: `Use ${name}-2` }).click();
  await expect(wizard.name).toHaveValue(`${name}-2`);
  await wizard.create.click();
  await wizard.expectTaskPage(`${name}-2`);
  expect((await stage.api.job(NAMESPACE, name))?.metadata.uid).toBe(other.metadata.uid);
  expect((await stage.api.job(NAMESPACE, `${name}-2`))?.spec.template.spec.containers[0]?.image).toBe(IMAGE);
});

test('the other task is one click away, and the draft is still there afterwards', async ({ page, wizard, name, stage, faulty }) => {
  // The other one comes between the dry run and the POST.
  faulty.next(creation, { first: () => stage.api.create(NAMESPACE, name, 'busybox:forever') });
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  await form.alert.getByRole('link', { name: 'Show the other task' }).click();
  await form.expectTaskPage(name);
  await expect(page.getByText('busybox:forever')).toBeVisible();
  await page.goBack();
  await form.ready();
  await form.expectKept(name, IMAGE);
  expect(faulty.count(creation)).toBe(1);
});

test('where no dry run is possible, the person may create anyway', async ({ wizard, name, faulty, stage }) => {
  const words = 'admission webhook "policy.example" does not support dry run';
  faulty.next(dryRun, refusal(400, 'BadRequest', words));
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  const said = form.page.getByRole('status').filter({ hasText: english('dry-run-impossible') });
  await said.getByText('Details').click();
  await expect(said.getByText(words)).toBeVisible();
  expect(faulty.count(creation)).toBe(0);
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
  await said.getByRole('button', { name: 'Create anyway' }).click();
  await form.expectTaskPage(name);
  expect([faulty.count(dryRun), faulty.count(creation)]).toEqual([1, 1]);
});

test('a dry run that hangs is given up, and the person may create anyway', async ({ wizard, name, faulty }) => {
  faulty.next(dryRun, { hang: 120 });
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  await expect(form.button('creating')).toBeVisible();
  await form.button('create-anyway').click({ timeout: 30_000 });
  await form.expectTaskPage(name);
  expect([faulty.count(dryRun), faulty.count(creation)]).toEqual([1, 1]);
});

test('the answer lost between console and browser: the task is found and shown', async ({ page, wizard, name, faulty, guard }) => {
  guard.tolerate(unanswered);
  await page.route('**/api/create', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  await form.expectTaskPage(name);
  expect(faulty.count(creation)).toBe(1);
});

test('the request lost between browser and console: nothing is made, and another press works', async ({ page, wizard, name, faulty, guard }) => {
  guard.tolerate(unanswered);
  await page.route('**/api/create', (route) => route.abort('connectionreset'), { times: 1 });
  const form = wizard.with({ cluster: 'faulty' });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  await expect(page.getByRole('status').filter({ hasText: english('answer-lost') })).toBeVisible({ timeout: 30_000 });
  expect(faulty.count(creation)).toBe(0);
  await form.expectKept(name, IMAGE);
  await form.create.click();
  await form.expectTaskPage(name);
  expect(faulty.count(creation)).toBe(1);
});
