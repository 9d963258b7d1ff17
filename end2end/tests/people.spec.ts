import type { Page } from '@playwright/test';
import type { Person, Stage } from '../cluster';
import { expect, test } from '../fixtures';
import { noSidewaysScrolling, noViolations } from '../axe';
import { refused } from '../guard';
import type { Slipway } from '../slipway';
import { signIn, tokenField } from '../people';
import { Wizard } from '../wizard';
import { english } from '../words';

type Another = (settings: { kubeconfigs: string[]; signsIn: boolean; practice: boolean }) => Promise<Slipway>;

/** The cluster's name in the kubeconfig that gives its address. */
const CLUSTER = 'people';

/** A console to which people sign in. */
async function signsIn(stage: Stage, another: Another): Promise<string> {
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  return url;
}

/** Where the editor may work. */
function editedBy(stage: Stage): string {
  return stage.kind === 'real' ? 'team-a' : 'default';
}

async function openTasks(page: Page, url: string, stage: Stage, person: Person): Promise<void> {
  await page.goto(`${url}/clusters/${CLUSTER}/workload/jobs`);
  await signIn(page, stage.tokens[person]);
}

test('a cluster asks who you are, in place, and takes another person than the kubeconfig has', async ({ page, stage, another, guard }) => {
  guard.tolerate(refused);
  // The kubeconfig has an administrator's certificate, which must count for nothing.
  const isReal = stage.kind === 'real';
  const { url } = await another({ kubeconfigs: isReal ? [stage.adminWay] : [], signsIn: true, practice: !isReal });
  await page.goto(`${url}/clusters`);
  await expect(page.getByRole('row', { name: new RegExp(stage.cluster) })).toContainText(english('error.sign-in.what', { cluster: stage.cluster }));

  await page.goto(`${url}/clusters/${stage.cluster}/workload/jobs`);
  await expect(page.getByRole('heading', { name: english('sign-in-title', { cluster: stage.cluster }) })).toBeVisible();
  await tokenField(page).fill('nobody-knows-this-token');
  await page.getByRole('button', { name: english('sign-in'), exact: true }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText(english('sign-in-unknown', { cluster: stage.cluster }));

  await signIn(page, stage.tokens.viewer);
  await expect(page.getByText(english('link-live'))).toBeVisible();
  const out = page.getByRole('button', { name: english('sign-out') });
  await expect(out).toHaveAttribute('title', new RegExp(`viewer · ${stage.cluster}`));
  const cookies = await page.context().cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(cookie.value).not.toContain(stage.tokens.viewer);
  }
  // Of a tab that is opened later it is known.
  const tab = await page.context().newPage();
  await tab.goto(`${url}/clusters/${stage.cluster}/workload/jobs`);
  await expect(tab.getByText(english('link-live'))).toBeVisible();
  await tab.close();

  await out.click();
  await expect(page).toHaveURL(`${url}/clusters`);
  await page.goto(`${url}/clusters/${stage.cluster}/workload/jobs`);
  await expect(tokenField(page)).toBeVisible();
});

test('signing in again in the middle of the wizard loses nothing that was typed', async ({ page, stage, another, name, guard }) => {
  guard.tolerate(refused);
  const url = await signsIn(stage, another as Another);
  await openTasks(page, url, stage, 'editor');
  const wizard = new Wizard(page, CLUSTER);
  await page.goto(`${url}/clusters/${CLUSTER}/jobs/new`);
  await expect(page.getByRole('heading', { level: 1, name: english('create-task') })).toBeVisible();
  await wizard.namespace.fill(editedBy(stage));
  await wizard.fill(name, 'busybox:1.36');
  // The session ends behind the page's back.
  await page.context().clearCookies();
  await wizard.create.click();
  await expect(page.getByRole('heading', { name: english('sign-in-title', { cluster: CLUSTER }) })).toBeVisible();
  await expect(wizard.image).toHaveValue('busybox:1.36');
  await signIn(page, stage.tokens.editor);
  await expect(wizard.image).toHaveValue('busybox:1.36');
  await wizard.create.click();
  await wizard.expectTaskPage(name, editedBy(stage));
});

test('who may list nothing types a namespace and works', async ({ page, stage, another, name, guard }) => {
  guard.tolerate(refused);
  const url = await signsIn(stage, another as Another);
  await openTasks(page, url, stage, 'editor');
  // Everywhere is not allowed, and said.
  await expect(page.getByRole('main').getByRole('alert')).toContainText('cannot watch resource "jobs"');
  await page.getByLabel(english('column-namespace')).fill(editedBy(stage));
  await page.getByLabel(english('column-namespace')).press('Enter');
  await expect(page.getByText(english('link-live'))).toBeVisible();
  const wizard = new Wizard(page, CLUSTER);
  await page.getByRole('link', { name: english('image-creation') }).first().click();
  await wizard.namespace.fill(editedBy(stage));
  await wizard.fill(name, 'busybox:1.36');
  await wizard.create.click();
  await wizard.expectTaskPage(name, editedBy(stage));
});

test('what a fragment says stays in the tab while somebody signs in', async ({ page, stage, another, guard }) => {
  guard.tolerate(refused);
  const url = await signsIn(stage, another as Another);
  await page.goto(`${url}/clusters/${CLUSTER}/workload/jobs#kept-for-later`);
  await expect(tokenField(page)).toBeVisible();
  expect(new URL(page.url()).hash).toBe('');
  await signIn(page, stage.tokens.viewer);
  await expect.poll(() => new URL(page.url()).hash).toBe('#kept-for-later');
});

test('what somebody may not do is switched off and says what is missing', async ({ page, stage, another, name, guard }) => {
  guard.tolerate(refused);
  await stage.api.create(editedBy(stage), name, 'busybox:1.36');
  const url = await signsIn(stage, another as Another);
  await openTasks(page, url, stage, 'viewer');
  await page.goto(`${url}/clusters/${CLUSTER}/namespaces/${editedBy(stage)}/jobs/${name}`);
  await expect(page.getByRole('button', { name: english('delete'), exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: english('suspend'), exact: true })).toBeDisabled();
  const missing = page.locator('details.banner');
  await expect(missing).toContainText(english('rights-missing', { what: 'patch jobs.batch, delete jobs.batch', namespace: editedBy(stage) }));
  await missing.locator('summary').click();
  await expect(missing.locator('pre')).toContainText('kind: Role');
  await expect(missing.locator('pre')).toContainText('verbs: ["patch"]');

  await page.goto(`${url}/clusters/${CLUSTER}/jobs/new`);
  const wizard = new Wizard(page, CLUSTER);
  await wizard.namespace.fill(editedBy(stage));
  await wizard.fill(name, 'busybox:1.36');
  await expect(wizard.create).toHaveAttribute('aria-disabled', 'true');
  await expect(page.locator('details.banner')).toContainText(english('rights-missing', { what: 'create jobs.batch', namespace: editedBy(stage) }));
});

test('signing in, and what one may not do, can be read and reached by everybody, on a phone too', async ({ page, stage, another, guard }) => {
  guard.tolerate(refused);
  const url = await signsIn(stage, another as Another);
  for (const width of [1280, 360]) {
    // Tall enough that the bar at the bottom covers no field.
    await page.setViewportSize({ width, height: 1600 });
    await page.context().clearCookies();
    await page.goto(`${url}/clusters/${CLUSTER}/workload/jobs`);
    await expect(tokenField(page)).toBeVisible();
    await noViolations(page, `sign in at ${width}`);
    await noSidewaysScrolling(page, `sign in at ${width}`);
    // By keyboard alone.
    await tokenField(page).focus();
    await page.keyboard.type(stage.tokens.viewer);
    await page.keyboard.press('Enter');
    await expect(page.getByText(english('link-live'))).toBeVisible();
    await page.goto(`${url}/clusters/${CLUSTER}/jobs/new`);
    const wizard = new Wizard(page, CLUSTER);
    await wizard.namespace.fill(editedBy(stage));
    await expect(page.locator('details.banner')).toBeVisible();
    await noViolations(page, `what is missing at ${width}`);
    await noSidewaysScrolling(page, `what is missing at ${width}`);
  }
});

test('who signs out is signed out in every tab, and what was typed in them stays', async ({ page, context, stage, another, name, guard }) => {
  guard.tolerate(refused);
  const url = await signsIn(stage, another);
  await openTasks(page, url, stage, 'editor');
  const other = await context.newPage();
  await other.goto(`${url}/clusters/${CLUSTER}/jobs/new`);
  const wizard = new Wizard(other, CLUSTER);
  await wizard.field('field.name').fill(name);
  await expect(tokenField(other)).toBeHidden();
  const third = await context.newPage();
  await third.goto(`${url}/clusters/${CLUSTER}/workload/jobs`);
  await expect(tokenField(third)).toBeHidden();

  await page.getByRole('button', { name: english('sign-out') }).click();
  await expect(tokenField(third)).toBeVisible();
  await expect(tokenField(other)).toBeVisible();
  await expect(wizard.field('field.name')).toHaveValue(name);
  // And signing in again in one of them is enough for all.
  await signIn(third, stage.tokens.editor);
  await expect(tokenField(other)).toBeHidden();
  await expect(wizard.field('field.name')).toHaveValue(name);
});
