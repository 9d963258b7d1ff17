import type { Page } from '@playwright/test';
import { creation, refusal } from '../faulty/fault';
import type { Matches } from '../faulty/fault';
import { expect, NAMESPACE, test } from '../fixtures';
import { Part } from '../form';
import { refused } from '../guard';
import { signIn, tokenField } from '../people';
import { english } from '../words';

/** What a cluster says of a token that ended, or was taken back. */
const ended = refusal(401, 'Unauthorized', 'Unauthorized');
const version: Matches = (request) => request.path === '/version';
const service: Matches = (request) => request.method === 'POST' && request.path.endsWith('/services') && !request.query.has('dryRun');

/** Of a token: long enough to open pages with it. */
const LIFE = 20_000;

/** A token that says when it ends, in milliseconds since 1970, as those of ServiceAccounts do. */
function endingAt(end: number): string {
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(end / 1000) })}.none`;
}

test('a token that ends in the middle of anything is asked for in place, and nothing typed is lost', async ({ page, stage, another, faulty, wizard, name, guard }) => {
  guard.tolerate(refused);
  const { url } = await another({ kubeconfigs: [stage.faultyWay], practice: false, signsIn: true });
  const form = wizard.with({ cluster: 'faulty' });
  const token = stage.tokens.admin;
  await page.goto(`${url}/clusters/faulty/jobs/new`);
  await signIn(page, token);
  await form.ready();
  await form.fill(name, 'busybox:forever');
  await form.go('step-service');
  await form.button('create-service').click();
  const port = await new Part(page.locator('section.fields')).row('service-ports');
  await port.fill('service-port', '80');
  await form.button('ok').click();

  // In the middle of the checks. The one that is made by itself is over: it would take the question away again.
  const checks = page.locator('details.checks');
  await checks.locator('summary').click();
  await expect(checks.getByRole('listitem').first()).toBeVisible();
  await expect(checks.getByText(english('check-stale'))).toBeHidden();
  faulty.always(version, ended);
  await checks.getByRole('button', { name: english('check-again') }).click();
  await expect(checks.getByRole('heading', { name: english('sign-in-title', { cluster: 'faulty' }) })).toBeVisible();
  faulty.clear();
  await signIn(page, token);

  // In the middle of Create.
  faulty.next(creation, ended);
  await form.create.click();
  await expect(tokenField(page)).toBeVisible();
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
  await signIn(page, token);
  await form.expectKept(name, 'busybox:forever');

  // After the task, before its Service.
  faulty.next(service, ended);
  await form.create.click();
  await expect(form.page.getByText(english('services-refused', { name }))).toBeVisible();
  await signIn(page, token);
  await form.button('retry-services').click();
  await form.expectTaskPage(name);
  expect(await stage.api.service(NAMESPACE, name)).toBeDefined();
});

test('when a token ends, what is open asks for another by itself, and nothing typed is lost', async ({ page, stage, another, wizard, name, guard }) => {
  test.setTimeout(120_000);
  guard.tolerate(refused);
  // A way to the cluster that takes any token: that this one has ended, the console alone can know.
  const { url } = await another({ kubeconfigs: [stage.faultyWay], practice: false, signsIn: true });
  const context = page.context();
  const [form, task, list] = [wizard.with({ cluster: 'faulty' }), await context.newPage(), await context.newPage()];
  const asked = (of: Page) => of.getByRole('heading', { name: english('sign-in-title', { cluster: 'faulty' }) });
  await stage.api.create(NAMESPACE, `${name}-seen`, 'busybox:1.36', { suspend: true });
  await page.goto(`${url}/clusters/faulty/jobs/new`);
  await signIn(page, stage.tokens.admin);
  await form.ready();
  await form.fill(name, 'busybox:forever');
  await context.clearCookies();

  const end = Date.now() + LIFE;
  await list.goto(`${url}/clusters/faulty/workload/jobs`);
  await signIn(list, endingAt(end));
  await task.goto(`${url}/clusters/faulty/namespaces/${NAMESPACE}/jobs/${name}-seen`);
  for (const live of [list, task]) await expect(live.getByText(english('link-live'))).toBeVisible();
  const cookies = (await context.cookies()).filter(({ value }) => value);
  for (const { expires } of cookies) expect(expires).toBeLessThanOrEqual(end / 1000 + 2);

  for (const live of [list, task]) {
    await expect(asked(live)).toBeVisible({ timeout: 2 * LIFE });
    await expect(live.getByText(english('link-live'))).toBeHidden();
  }
  expect(Date.now()).toBeGreaterThan(Math.floor(end / 1000) * 1000);
  // Whoever kept the cookies has nothing of them any more.
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { origin: url, cookie, 'content-type': 'application/json' };
  const late = await fetch(`${url}/api/cluster`, { method: 'POST', headers, body: '{"cluster":"faulty"}' });
  expect({ status: late.status, ...((await late.json()) as object) }).toMatchObject({ status: 401, kind: 'sign-in' });
  await form.create.click();
  await expect(asked(page)).toBeVisible();
  await form.expectKept(name, 'busybox:forever');

  // One sign-in is enough for all of them.
  await signIn(page, endingAt(Date.now() + 60 * LIFE));
  for (const live of [list, task]) {
    await expect(asked(live)).toBeHidden();
    await expect(live.getByText(english('link-live'))).toBeVisible();
  }
  await form.expectKept(name, 'busybox:forever');
  await form.create.click();
  await form.expectTaskPage(name);
});

test('the list of clusters asks for another token where one is not known any more', async ({ page, stage, another, faulty, guard }) => {
  guard.tolerate(refused);
  const { url } = await another({ kubeconfigs: [stage.faultyWay], practice: false, signsIn: true });
  await page.goto(`${url}/clusters/faulty/workload/jobs`);
  await signIn(page, stage.tokens.admin);
  faulty.always(() => true, ended);
  await page.goto(`${url}/clusters`);
  const row = page.getByRole('row', { name: /faulty/ });
  await expect(row).toContainText(english('error.sign-in.what', { cluster: 'faulty' }));
});
