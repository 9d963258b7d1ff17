import { Picker, KeyMaker } from '../picker';
import { test, expect } from '../registry/fixtures';
import { push } from '../registry/images';
import { Wizard } from '../wizard';
import { english } from '../words';

test('exact', async ({ page, looking, registries, name }) => {
  const registry = await registries.docker();
  for (const tag of ['1.3', '1.36']) await push(registry, `${name}/web`, tag, {});
  await push(registry, `a-${name}/web`, '1', {});
  await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await expect(picker.repositories.first()).toBeVisible();
  await picker.repository.fill(`${name}/web`);
  await picker.repository.press('Enter');
  await expect(picker.tags.first()).toBeVisible();
  console.log('REPO', await picker.dialog.locator('output').innerText(), await picker.repositories.allInnerTexts());
  await picker.repository.fill(`${name}/we`);
  await picker.repository.press('Enter');
  console.log('REPO', await picker.dialog.locator('output').innerText(), await picker.repositories.allInnerTexts());
  await picker.choose(`${name}/web`, '1.3');
  await expect(picker.fact('user')).toBeVisible();
  await picker.tag.fill('1.3');
  await picker.tag.press('Enter');
  console.log('TAG', await picker.dialog.locator('output').innerText(), await picker.tags.allInnerTexts());
});

test('preselected far', async ({ page, looking, registries }) => {
  const registry = await registries.odd('many');
  const form = await looking(registry.origin);
  await form.image.fill(`${registry.host}/team-20/service-0500:1.9`);
  const picker = new Picker(page);
  await picker.open();
  await expect(picker.fact('user')).toBeVisible();
  await expect(picker.repositories.first()).toBeVisible();
  console.log('SHOWN', await picker.repositories.allInnerTexts());
  await page.screenshot({ path: '/tmp/explore/far.png' });
});

test('bad secret names', async ({ page, looking, registries, guard, name }) => {
  guard.tolerate(/./);
  const registry = await registries.docker({ password: true });
  await push(registry, `${name}/web`, '1.0', {});
  await looking(registry.origin);
  const maker = new KeyMaker(page);
  await maker.open();
  for (const [n, r] of [['Bad Name', registry.host], ['-', registry.host], ['ok-name', ` ${registry.host}`], ['ok-name', `http://${registry.host}`], ['ok-name', `${registry.host}/`], ['ok-name', `${registry.host}/${name}`]] as const) {
    await maker.fill(n, r, registry.user, registry.password);
    await maker.create.click();
    await page.waitForTimeout(800);
    console.log('BAD', n, r, '=>', await maker.dialog.isVisible() && (await maker.dialog.locator('.banner').allInnerTexts()).join('|'));
    if (!(await maker.dialog.isVisible())) await maker.open();
  }
  await maker.fill('x', registry.host, registry.user, 'wrong');
  await maker.line('key-password').press('Enter');
  await page.waitForTimeout(800);
  console.log('ENTER', (await maker.dialog.locator('.banner').allInnerTexts()).join('|'));
});

test('chinese', async ({ page, looking, registries, name }) => {
  const registry = await registries.docker();
  await push(registry, `${name}/web`, '1.0', { user: '', ports: ['80/tcp'] });
  await looking(registry.origin);
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('button', { name: '选择镜像' }).click();
  await page.waitForTimeout(1000);
  await page.getByRole('option', { name: `${name}/web` }).click();
  await page.getByRole('option', { name: '1.0' }).click();
  await page.waitForTimeout(1000);
  console.log(await page.getByRole('dialog').ariaSnapshot());
  await page.keyboard.press('Escape');
  await page.locator('summary').filter({ hasText: '密钥' }).click();
  console.log(await page.locator('#field-pod-pull-secrets').ariaSnapshot());
});

test('session', async ({ page, registries, another, stage, guard, name }) => {
  guard.tolerate(/./);
  const registry = await registries.docker();
  await push(registry, `${name}/web`, '1.0', {});
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, registries: [registry.origin] });
  await page.goto(`${url}/clusters/people/jobs/new`);
  await page.getByLabel(english('token')).fill(stage.tokens.editor);
  await page.getByLabel(english('token')).press('Enter');
  const form = new Wizard(page, 'people');
  await form.namespace.fill('default');
  await form.go('step-containers');
  await page.context().clearCookies();
  const picker = new Picker(page);
  await picker.open();
  await page.waitForTimeout(1500);
  await page.screenshot({ path: '/tmp/explore/session.png' });
  console.log('SESSION', await picker.dialog.innerText());
  console.log(await page.getByLabel(english('token')).count(), await picker.dialog.count());
  await page.keyboard.press('Escape');
  await page.waitForTimeout(500);
  await page.getByLabel(english('token')).fill(stage.tokens.editor);
  await page.getByLabel(english('token')).press('Enter');
  await picker.open();
  await picker.choose(`${name}/web`, '1.0');
  await picker.take();
  console.log('IMAGE', await form.image.inputValue());
});
