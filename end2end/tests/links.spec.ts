import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { noViolations } from '../axe';
import { expect, NAMESPACE, test } from '../fixtures';
import { Part } from '../form';
import { consoles } from '../places';
import { Opened, Share } from '../share';
import { english } from '../words';

const IMAGE = 'busybox:1.36';

const json = (link: string): string => inflateRawSync(Buffer.from(link.split('#d=1.')[1] ?? '', 'base64url')).toString();
const fragment = (value: unknown): string => `#d=1.${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;

test('a link of a name and an image is short, opens in another browser on a summary, and creates nothing by itself', async ({ page, wizard, name, browser, stage }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const link = await new Share(page).link();
  expect(new URL(link).hash.length).toBeLessThanOrEqual(200);

  const other = await browser.newContext();
  const reader = await other.newPage();
  await reader.goto(link);
  const opened = new Opened(reader);
  await expect(opened.fact(english('column-name'))).toHaveText(name);
  await expect(opened.fact(english('draft.cluster'))).toHaveText(stage.cluster);
  await expect(opened.fact(english('column-namespace'))).toHaveText(NAMESPACE);
  await expect(opened.fact(english('draft.container', { name: 'container-1' }))).toContainText(IMAGE);
  await noViolations(reader, 'a link that was opened');
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
  await opened.use();
  const theirs = wizard.with({ page: reader });
  await theirs.ready();
  await theirs.expectKept(name, IMAGE);
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
  await theirs.create.click();
  await theirs.expectTaskPage(name);
  await other.close();
});

test('nothing of a draft that is copied and opened reaches the server: not in a request, not in its log', async ({ page, wizard, another, stage }) => {
  const word = 'a-word-that-nobody-else-says';
  const console_ = await another({ kubeconfigs: [], practice: true });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`));
  const opened = new Opened(page);
  await page.goto(`${console_.url}/open${fragment({ c: ['practice'], f: { basic: { description: word }, containers: [{ image: word }] }, n: word })}`);
  await expect(page.getByText(word).first()).toBeVisible();
  await opened.use();
  await wizard.with({ cluster: 'practice' }).go('step-containers');
  await expect(wizard.image).toHaveValue(word);
  expect(await new Share(page).link()).toContain('/open#d=1.');
  // Without a name nothing is asked of the cluster about the draft.
  expect(asked.filter((request) => request.includes(word))).toEqual([]);
  expect(asked.filter((request) => request.includes('d=1.'))).toEqual([]);
  const log = readFileSync(join(consoles, `${console_.name}.log`), 'utf8');
  expect(log).toContain('/api/console');
  expect(log).not.toContain(word);
  expect(log).not.toContain('d=1.');
  expect(stage.kind).toBeTruthy();
});

test('secrets are left out of a link unless each is ticked, and the reader sees what is missing', async ({ page, wizard, name, browser }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await page.getByRole('tab', { name: new RegExp(`^${english('tab.env')}`) }).click();
  for (const [variable, value] of [['DB_PASSWORD', 'hunter2'], ['API_TOKEN', 't0p'], ['PLAIN', 'open']] as const) {
    const row = await new Part(page.getByRole('main')).row('env');
    await row.fill('env-name', variable);
    await row.fill('env-value', value);
  }
  const share = new Share(page);
  await share.open();
  const text = json(await share.address());
  expect(text).not.toMatch(/hunter2|t0p/);
  expect(text).toContain('open');
  await share.dialog.getByRole('checkbox', { name: 'API_TOKEN' }).check();
  await expect.poll(async () => json(await share.address())).toContain('t0p');
  const link = await share.address();
  expect(json(link)).not.toContain('hunter2');
  await noViolations(page, 'the dialog that copies a link');

  const other = await browser.newContext();
  const reader = await other.newPage();
  await reader.goto(link);
  const missing = english('draft.missing', { count: 1 });
  await expect(reader.getByText(missing)).toBeVisible();
  await expect(reader.getByRole('listitem').filter({ hasText: 'DB_PASSWORD' })).toBeVisible();
  await new Opened(reader).use();
  await reader.getByRole('button', { name: /DB_PASSWORD/ }).click();
  await expect(reader.getByRole('textbox', { name: english('field.env-value') }).first()).toBeFocused();
  await other.close();
});

test('a runbook step: a title, a note, and fields that are asked, empty and first', async ({ page, wizard, name, browser }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const share = new Share(page);
  await share.open();
  await share.dialog.getByRole('textbox', { name: english('draft.link-title') }).fill('Replay a day');
  await share.dialog.getByRole('textbox', { name: english('draft.link-note') }).fill('Ask in #data first.\nIt takes an hour.');
  await share.dialog.getByText(english('draft.link-ask'), { exact: true }).click();
  await share.dialog.getByRole('checkbox', { name: new RegExp(`^${english('field.image')}`) }).check();
  await expect.poll(async () => json(await share.address())).not.toContain(IMAGE);
  const link = await share.address();

  const other = await browser.newContext();
  const reader = await other.newPage();
  await reader.goto(link);
  await expect(reader.getByRole('heading', { name: 'Replay a day' })).toBeVisible();
  await expect(reader.getByText('It takes an hour.')).toBeVisible();
  await new Opened(reader).use();
  const theirs = wizard.with({ page: reader });
  await expect(theirs.image).toBeFocused();
  await expect(reader.getByText('Ask in #data first.')).toBeVisible();
  await reader.keyboard.type(IMAGE);
  await expect(reader.getByText(english('draft.asked', { count: 1 }))).toBeHidden();
  await theirs.expectKept(name, IMAGE);
  await other.close();
});

test('a link for no cluster in particular keeps its namespace', async ({ page, wizard }) => {
  await page.goto(`/open${fragment({ f: { basic: { namespace: 'team-a' }, containers: [{ image: IMAGE }] } })}`);
  const opened = new Opened(page);
  await expect(opened.fact(english('draft.cluster'))).toHaveText(english('draft.unsaid'));
  await expect(opened.fact(english('column-namespace'))).toHaveText('team-a');
  await opened.use();
  await wizard.ready();
  await expect(wizard.namespace).toHaveValue('team-a');
});

test('what is dangerous in a link is marked before it is used', async ({ page, stage }) => {
  const dangerous = {
    c: [stage.cluster],
    f: { basic: { name: 'x' }, containers: [{ image: 'busybox', privileged: true }] },
    k: { 'spec.template.spec.hostNetwork': true, 'spec.template.spec.serviceAccountName': 'deployer' },
  };
  await page.goto(`/open${fragment(dangerous)}`);
  const said = page.getByRole('status').filter({ hasText: english('draft.powers') });
  await expect(said).toContainText(english('draft.danger-privileged', { of: 'container-1' }));
  await expect(said).toContainText(english('draft.danger-host-network'));
  await expect(said).toContainText(english('draft.danger-account', { of: 'deployer' }));
});

test('a link for a cluster that is another one here asks which is meant', async ({ page, stage, wizard }) => {
  for (const mark of [['nowhere'], [stage.cluster, '000000000000']]) {
    await page.goto('/clusters');
    await page.goto(`/open${fragment({ c: mark, f: { containers: [{ image: IMAGE }] } })}`);
    await expect(page.getByText(english('draft.which-help', { name: mark[0] ?? '' }))).toBeVisible();
    const use = page.getByRole('button', { name: english('draft.use') });
    await expect(use).toBeDisabled();
    await page.getByRole('combobox', { name: english('draft.which') }).selectOption(stage.cluster);
    await use.click();
    await wizard.ready();
  }
});

test('a bad link is said clearly, and the draft that was open is as it was', async ({ page, wizard, name }) => {
  test.setTimeout(120_000);
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const zeros = deflateRawSync(Buffer.alloc(300_000_000)).toString('base64url');
  const million = fragment({ f: { containers: Array.from({ length: 400_000 }, () => ({})) } });
  const deep = `#d=1.${deflateRawSync(`{"k":{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`).toString('base64url')}`;
  const good = fragment({ f: { containers: [{ image: IMAGE }] } });
  const bad: [string, string][] = [
    [`#d=1.${zeros}`, 'link-too-big'],
    [million, 'link-too-big'],
    [deep, 'link-damaged'],
    [good.slice(0, -8), 'link-damaged'],
    ['#d=1.%%%', 'link-damaged'],
    ['#d=1.', 'link-damaged'],
    ['#something', 'link-damaged'],
    ['#d=2.abc', 'link-later'],
  ];
  for (const [link, why] of bad) {
    await page.goto('/clusters');
    await page.goto(`/open${link}`);
    await expect(new Opened(page).alert, link.slice(0, 40)).toContainText(english(`draft.${why}`), { timeout: 30_000 });
  }
  await wizard.open();
  await wizard.expectKept(name, IMAGE);
});

test('a draft that is too long for a link is offered as a file, which opens again', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await page.getByRole('tab', { name: new RegExp(`^${english('tab.env')}`) }).click();
  const row = await new Part(page.getByRole('main')).row('env');
  await row.fill('env-name', 'A');
  // Nothing that packs.
  let text = '';
  for (let seed = 1; text.length < 30_000; seed = (seed * 48271) % 2147483647) text += seed.toString(36);
  await row.fill('env-value', text);
  const share = new Share(page);
  await share.open();
  await share.address();
  await expect(share.dialog.getByText(/Save a file instead/)).toBeVisible();
  await expect(share.dialog.getByRole('button', { name: english('draft.copy'), exact: true })).toBeHidden();
  const download = page.waitForEvent('download');
  await share.dialog.getByRole('button', { name: english('draft.save') }).click();
  const file = await (await download).path();
  expect((await download).suggestedFilename()).toBe(`${name}.slipway.json`);
  await page.goto('/open');
  await page.getByLabel(english('draft.open-file')).setInputFiles(file);
  await expect(new Opened(page).fact(english('column-name'))).toHaveText(name);
  await new Opened(page).use();
  await wizard.expectKept(name, IMAGE);
});
