import type { Page } from '@playwright/test';
import { creation, refusal } from '../faulty/fault';
import type { Matches } from '../faulty/fault';
import { expect, NAMESPACE, test } from '../fixtures';
import { Part } from '../form';
import { refused } from '../guard';
import { english } from '../words';

/** What a cluster says of a token that ended, or was taken back. */
const ended = refusal(401, 'Unauthorized', 'Unauthorized');
const version: Matches = (request) => request.path === '/version';
const service: Matches = (request) => request.method === 'POST' && request.path.endsWith('/services') && !request.query.has('dryRun');

async function signIn(page: Page, token: string): Promise<void> {
  const field = page.getByLabel(english('token'));
  await field.fill(token);
  await field.press('Enter');
  await expect(field).toBeHidden();
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

  // In the middle of the checks.
  faulty.always(version, ended);
  const checks = page.locator('details.checks');
  await checks.locator('summary').click();
  await checks.getByRole('button', { name: english('check-again') }).click();
  await expect(checks.getByRole('heading', { name: english('sign-in-title', { cluster: 'faulty' }) })).toBeVisible();
  faulty.clear();
  await signIn(page, token);

  // In the middle of Create.
  faulty.next(creation, ended);
  await form.create.click();
  await expect(page.getByLabel(english('token'))).toBeVisible();
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
