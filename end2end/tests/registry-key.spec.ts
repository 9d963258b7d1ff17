import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { noSidewaysScrolling, noViolations } from '../axe';
import type { Stage } from '../cluster';
import { keptIn } from '../drafts';
import { NAMESPACE, OTHER_NAMESPACE } from '../fixtures';
import { refused } from '../guard';
import { KeyMaker, Picker } from '../picker';
import { consoles } from '../places';
import { signIn } from '../people';
import { expect, test } from '../registry/fixtures';
import { push } from '../registry/images';
import { Wizard } from '../wizard';
import { english } from '../words';

interface Secret {
  type: string;
  data: Record<string, string>;
}
const secrets = (namespace: string) => `/api/v1/namespaces/${namespace}/secrets`;

/** The Secret as it is stored; nothing where there is none. */
async function secretOf(stage: Stage, name: string): Promise<Secret | undefined> {
  const { status, body } = await stage.api.ask('GET', `${secrets(NAMESPACE)}/${name}`);
  expect([200, 404]).toContain(status);
  return status === 200 ? (body as Secret) : undefined;
}

/** What such a Secret says of a registry. */
function credentials(secret: Secret | undefined, host: string): { username?: string; password?: string } | undefined {
  const text = Buffer.from(secret?.data['.dockerconfigjson'] ?? '', 'base64').toString();
  return (JSON.parse(text) as { auths: Record<string, { username?: string; password?: string }> }).auths[host];
}

/** Everything that the browser gets from now on. */
function collect(context: BrowserContext): () => Promise<string[]> {
  const all: Promise<string>[] = [];
  context.on('response', (response) => all.push(response.text().catch(() => '').then((text) => `${response.url()}\n${text}`)));
  return () => Promise.all(all);
}

/** All that a browser keeps of a site, and what its page is made of. */
async function keptWords(page: Page): Promise<string> {
  const stores = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  return [page.url(), await page.content(), stores, JSON.stringify(await keptIn(page))].join('\n');
}

test.afterEach(async ({ stage, name }) => {
  await stage.api.ask('DELETE', `${secrets(NAMESPACE)}/${name}-key`);
});

test('a private registry asks for a key, and with the one that is made here its images are seen', async ({ page, registries, looking, stage, name }) => {
  const registry = await registries.docker({ password: true });
  await push(registry, `${name}/web`, '1.0', { user: '1000' });
  const form = await looking(registry.origin);
  const [picker, maker] = [new Picker(page), new KeyMaker(page)];
  await picker.open();
  await expect(picker.dialog).toContainText(english('draft.unseen-sign-in', { registry: registry.host }));
  await page.keyboard.press('Escape');

  await maker.open();
  await expect(maker.create).toBeDisabled();
  await maker.fill(`${name}-key`, registry.host, registry.user, registry.password);
  await maker.create.click();
  await expect(maker.dialog).toBeHidden();
  await expect((await maker.keys()).locator('input')).toHaveValue(`${name}-key`);
  const secret = await secretOf(stage, `${name}-key`);
  expect(secret?.type).toBe('kubernetes.io/dockerconfigjson');
  expect(credentials(secret, registry.host)).toMatchObject({ username: registry.user, password: registry.password });

  await picker.open();
  await expect(picker.dialog).toContainText(english('draft.pick-with-secret', { secret: `${name}-key` }));
  await picker.choose(`${name}/web`, '1.0');
  await expect(picker.fact('user')).toHaveText('1000');
  await picker.take();
  await form.go('step-basic');
  await form.name.fill(name);
  await form.create.click();
  await form.expectTaskPage(name);
  const spec = (await stage.api.job(NAMESPACE, name))?.spec.template.spec as { imagePullSecrets?: object[] } | undefined;
  expect(spec?.imagePullSecrets).toEqual([{ name: `${name}-key` }]);
});

test('a wrong password is told before anything is made, and mended in place', async ({ page, registries, looking, stage, name }) => {
  const registry = await registries.docker({ password: true });
  const form = await looking(registry.origin);
  const maker = new KeyMaker(page);
  await maker.open();
  await maker.fill(`${name}-key`, registry.host, registry.user, `not ${registry.password}`);
  await maker.create.click();
  const told = maker.dialog.getByRole('status').filter({ hasText: english('draft.key-wrong', { registry: registry.host }) });
  await expect(told).toContainText(english('draft.key-unproved'));
  await told.getByText(english('details'), { exact: true }).click();
  await expect(told.getByText(`${registry.host} wants a sign-in`)).toBeVisible();
  expect(await secretOf(stage, `${name}-key`)).toBeUndefined();

  await maker.line('key-password').fill(registry.password);
  await expect(told).toBeHidden();
  await maker.create.click();
  await expect(maker.dialog).toBeHidden();
  expect(credentials(await secretOf(stage, `${name}-key`), registry.host)?.password).toBe(registry.password);
  await form.button('undo-step').click();
  await expect((await maker.keys()).locator('input')).toHaveCount(0);
});

test('a password goes into its Secret and stays nowhere else', async ({ page, context, registries, looking, stage, others, name }) => {
  const registry = await registries.docker({ password: true });
  await push(registry, `${name}/web`, '1.0');
  const bodies = collect(context);
  const urls: string[] = [];
  context.on('request', (request) => urls.push(request.url()));
  const form = await looking(registry.origin);
  const [picker, maker] = [new Picker(page), new KeyMaker(page)];
  await form.image.fill(`${registry.host}/${name}/web:1.0`);
  await maker.open();
  const wrong = `not-${registry.password}`;
  await maker.fill(`${name}-key`, registry.host, registry.user, wrong);
  await expect(maker.line('key-password')).toHaveAttribute('type', 'password');
  await maker.create.click();
  await expect(maker.dialog).toContainText(english('draft.key-wrong', { registry: registry.host }));
  await maker.line('key-password').fill(registry.password);
  await maker.create.click();
  await expect(maker.dialog).toBeHidden();
  // It was right: the registry shows what it showed to nobody.
  await picker.open();
  await expect(picker.fact('digest')).toBeVisible();
  await page.keyboard.press('Escape');
  await maker.open();
  await expect(maker.line('key-password')).toHaveValue('');
  const open = await keptWords(page);
  await page.keyboard.press('Escape');
  await expect.poll(async () => JSON.stringify(await keptIn(page))).toContain(`${name}-key`);

  const log = readFileSync(join(consoles, `${others[0]?.name}.log`), 'utf8');
  const places = { 'the page': await keptWords(page), 'the dialog': open, 'what the console sent': (await bodies()).join('\n'), 'an address': urls.join('\n'), 'the log': log };
  expect(places['what the console sent']).toContain(`${name}/web`);
  const stored = (await secretOf(stage, `${name}-key`))?.data['.dockerconfigjson'] ?? '';
  const basic = (password: string) => Buffer.from(`${registry.user}:${password}`).toString('base64');
  for (const [where, words] of Object.entries(places)) {
    for (const secret of [registry.password, basic(registry.password), basic(wrong), stored]) expect(words.includes(secret), where).toBe(false);
  }
});

test('a name that is taken is said, and the Secret that has it stays what it was', async ({ page, registries, looking, stage, name, guard }) => {
  guard.tolerate(refused);
  const registry = await registries.docker({ password: true });
  const data = { word: Buffer.from('of somebody else').toString('base64') };
  expect((await stage.api.ask('POST', secrets(NAMESPACE), { metadata: { name: `${name}-key` }, data })).status).toBe(201);
  await looking(registry.origin);
  const maker = new KeyMaker(page);
  await maker.open();
  await maker.fill(`${name}-key`, registry.host, registry.user, registry.password);
  await maker.create.click();
  await expect(maker.dialog.getByRole('alert')).toContainText(english('draft.key-taken', { name: `${name}-key` }));
  expect((await secretOf(stage, `${name}-key`))?.data).toEqual(data);
});

test('a key of a registry that cannot be asked is made by somebody who insists', async ({ page, registries, looking, stage, name }) => {
  const down = await registries.down();
  await looking(`http://${down}`);
  const maker = new KeyMaker(page);
  await maker.open();
  for (const [host, sentence] of [[down, 'unreachable'], ['registry.example', 'unnamed']] as const) {
    await maker.fill(`${name}-key`, host, 'somebody', 'a password');
    await maker.create.click();
    await expect(maker.dialog).toContainText(english(`draft.unseen-${sentence}`, { registry: host }));
    expect(await secretOf(stage, `${name}-key`)).toBeUndefined();
  }
  await maker.anyway.click();
  await expect(maker.dialog).toBeHidden();
  expect(credentials(await secretOf(stage, `${name}-key`), 'registry.example')).toMatchObject({ username: 'somebody', password: 'a password' });
});

test('who may not make Secrets is told what is missing, and the registry is asked as nobody', async ({ page, registries, another, stage, name, guard }) => {
  guard.tolerate(refused);
  const registry = await registries.docker({ password: true });
  const namespace = stage.kind === 'real' ? OTHER_NAMESPACE : NAMESPACE;
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, registries: [registry.origin] });
  await page.goto(`${url}/clusters/people/jobs/new`);
  await signIn(page, stage.tokens.editor);
  const form = new Wizard(page, 'people');
  await form.namespace.fill(namespace);
  await form.go('step-containers');
  const [picker, maker] = [new Picker(page), new KeyMaker(page)];
  await maker.open();
  const missing = maker.dialog.locator('details.banner');
  await expect(missing).toContainText(english('rights-missing', { what: 'create secrets', namespace }));
  await maker.fill(`${name}-key`, registry.host, registry.user, registry.password);
  await expect(maker.create).toBeDisabled();
  await missing.locator('summary').click();
  await expect(missing.locator('pre')).toContainText('resources: ["secrets"]');
  await page.keyboard.press('Escape');

  // Nor may the editor read them.
  await (await maker.keys()).getByRole('button', { name: english('add', { what: english('field.pull-secrets') }), exact: true }).click();
  await (await maker.keys()).locator('input').fill(`${name}-key`);
  await picker.open();
  await expect(picker.dialog).toContainText(english('draft.unseen-sign-in', { registry: registry.host }));
  const [unread = ''] = english('draft.pick-unread').split('{why}');
  await expect(picker.dialog).toContainText(`${unread}${name}-key`);
});

for (const width of [1280, 360]) {
  test(`everybody can read and reach all of the dialog that makes a key in a window of ${width} px`, async ({ page, registries, looking, name }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 1600 });
    const registry = await registries.docker({ password: true });
    await looking(registry.origin);
    const maker = new KeyMaker(page);
    await maker.open();
    await noViolations(page, 'a key');
    await noSidewaysScrolling(page, 'a key');
    await maker.fill(`${name}-key`, registry.host, registry.user, 'wrong');
    await maker.line('key-password').press('Tab');
    await maker.create.click();
    await maker.dialog.getByText(english('details'), { exact: true }).click();
    await noViolations(page, 'a wrong password');
    await noSidewaysScrolling(page, 'a wrong password');
  });
}
