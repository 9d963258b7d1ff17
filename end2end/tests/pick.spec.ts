import type { Locator, Page } from '@playwright/test';
import { noSidewaysScrolling, noViolations } from '../axe';
import { NAMESPACE } from '../fixtures';
import { Part } from '../form';
import { Picker } from '../picker';
import type { DockerRegistry } from '../registry/docker';
import { expect, test } from '../registry/fixtures';
import { type Image, push, pushIndex } from '../registry/images';
import type { Stage } from '../cluster';
import type { Wizard } from '../wizard';
import { english } from '../words';

/** Listens, and runs as nobody in particular. */
const WEB: Image = { entrypoint: ['/bin/web'], ports: ['8080/tcp', '53/udp'] };

async function tab(form: Wizard, name: string): Promise<Part> {
  await form.page.getByRole('tab', { name: new RegExp(`^${form.say(`tab.${name}`)}`) }).click();
  return new Part(form.page.locator('section.fields'));
}

function heading(form: Wizard): Locator {
  return form.page.locator('summary').filter({ hasText: new RegExp(`^${form.say('field.ports')}`) });
}

/** What of the container the picker may take over, as it is stored. */
async function stored(stage: Stage, name: string): Promise<{ image?: string; ports?: object[]; securityContext?: object }> {
  const { image, securityContext, ...rest } = (await stage.api.job(NAMESPACE, name))?.spec.template.spec.containers[0] ?? {};
  return { image, securityContext, ports: (rest as { ports?: object[] }).ports };
}

async function create(form: Wizard, name: string): Promise<void> {
  await form.go('step-basic');
  await form.name.fill(name);
  await form.create.click();
  await form.expectTaskPage(name);
}

/** Goes on by Tab, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  for (let key = 0; key < 20 && !(await isThere()); key += 1) await page.keyboard.press('Tab');
  await expect(wanted).toBeFocused();
}

/** A repository of this test with some tags. */
async function repository(registry: DockerRegistry, name: string, tags: string[], image: Image = WEB): Promise<string> {
  for (const tag of tags) await push(registry, name, tag, image);
  return `${registry.host}/${name}`;
}

test('an image is picked by keyboard alone, and nothing but its name is taken over', async ({ page, registries, looking, stage, name }) => {
  const registry = await registries.docker();
  await repository(registry, `${name}/api`, ['1.0']);
  const web = await repository(registry, `${name}/web`, ['1.0', '2.0', 'latest']);
  const form = await looking(registry.origin);
  const picker = new Picker(page);
  await form.image.focus();
  await tabTo(page, picker.opener);
  await page.keyboard.press('Enter');
  await expect(picker.repository).toBeFocused();
  await page.keyboard.type(name.toUpperCase());
  // What no list has can be chosen as it is typed: it stands last.
  await expect(picker.repositories).toHaveText([`${name}/api`, `${name}/web`, name.toUpperCase()]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(picker.repositories.nth(1)).toHaveAttribute('aria-selected', 'true');
  await tabTo(page, picker.tag);
  await expect(picker.tags).toHaveText(['latest', '2.0', '1.0']);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
  await expect(picker.tags.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(picker.fact('user')).toHaveText(english('draft.pick-root'));
  for (const box of await picker.dialog.getByRole('checkbox').all()) await expect(box).not.toBeChecked();
  await tabTo(page, picker.use);
  await page.keyboard.press('Enter');
  await expect(picker.dialog).toBeHidden();
  await expect(picker.opener).toBeFocused();
  await expect(form.image).toHaveValue(`${web}:2.0`);
  await expect(heading(form)).toHaveText(`${english('field.ports')} (none)`);
  await create(form, name);
  expect(await stored(stage, name)).toEqual({ image: `${web}:2.0` });
});

test('what is ticked is taken over, and one undo takes all of it back', async ({ page, registries, looking, stage, name }) => {
  const registry = await registries.docker();
  const web = await repository(registry, `${name}/web`, []);
  const digest = await push(registry, `${name}/web`, '1.0', WEB);
  const form = await looking(registry.origin);
  const picker = new Picker(page);
  await form.image.fill('busybox:1.36');
  await picker.open();
  await picker.choose(`${name}/web`, '1.0');
  await picker.tick('port', { port: '8080/TCP' }).check();
  await picker.tick('as-somebody', { user: '1000' }).check();
  await picker.tick('pinned').check();
  await picker.take();
  await expect(form.image).toHaveValue(`${web}:1.0@${digest}`);

  await form.button('undo-step').click();
  await expect(form.image).toHaveValue('busybox:1.36');
  await expect(heading(form)).toHaveText(`${english('field.ports')} (none)`);
  const security = await tab(form, 'security');
  await expect(security.line('run-as-user')).toHaveValue('');
  await expect(security.root.getByRole('radio', { name: english('choice.yes-no.true'), exact: true, checked: true })).toHaveCount(0);
  await form.button('redo-step').click();
  await create(form, name);
  expect(await stored(stage, name)).toEqual({
    image: `${web}:1.0@${digest}`,
    ports: [{ containerPort: 8080, protocol: 'TCP' }],
    securityContext: { runAsUser: 1000, runAsNonRoot: true },
  });
});

test('what the form says already is not offered, and who is somebody is not made somebody else', async ({ page, registries, looking, name }) => {
  const registry = await registries.docker();
  await repository(registry, `${name}/web`, ['1.0'], { ...WEB, user: '1000:1000' });
  const form = await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await picker.choose(`${name}/web`, '1.0');
  await expect(picker.tick('as-somebody', { user: '1000' })).toHaveCount(0);
  await picker.tick('port', { port: '53/UDP' }).check();
  await picker.tick('not-root').check();
  await picker.take();
  await picker.open();
  await expect(picker.tick('port', { port: '8080/TCP' })).toBeVisible();
  await expect(picker.tick('port', { port: '53/UDP' })).toHaveCount(0);
  await expect(picker.tick('not-root')).toHaveCount(0);
  await picker.cancel.click();
  await expect((await tab(form, 'security')).line('run-as-user')).toHaveValue('');
});

test('what the picker says of an image is what its registry has', async ({ page, registries, looking, name }) => {
  const registry = await registries.docker();
  const image: Image = {
    user: '1000:2000',
    entrypoint: ['/bin/web', 'a b'],
    cmd: ['--quiet'],
    ports: ['8080/tcp', '53/udp'],
    workingDir: '/srv',
    created: '2026-03-04T05:06:07Z',
    size: 4_200_000,
  };
  const arm: Image = { ...image, architecture: 'arm64', variant: 'v8', user: '3000', size: 9_900_000 };
  const digest = await pushIndex(registry, `${name}/web`, '1.0', [arm, image]);
  await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await picker.choose(`${name}/web`, '1.0');
  await expect(picker.fact('digest')).toHaveText(digest);
  await expect(picker.fact('platforms')).toHaveText('linux/arm64/v8, linux/amd64');
  await expect(picker.fact('size')).toHaveText('4.2 MB');
  await expect(picker.fact('built')).toContainText('2026');
  await expect(picker.fact('user')).toHaveText('1000:2000');
  await expect(picker.fact('entrypoint')).toHaveText('["/bin/web","a b"]');
  await expect(picker.fact('command')).toHaveText('["--quiet"]');
  await expect(picker.fact('folder')).toHaveText('/srv');
  await expect(picker.fact('ports')).toHaveText('53/UDP, 8080/TCP');
});

test('what was typed is where it begins, and Escape leaves the field as it was', async ({ page, registries, looking, name }) => {
  const [registry, other] = [await registries.docker(), await registries.odd('many')];
  const web = await repository(registry, `${name}/web`, ['1.0', '2.0']);
  const form = await looking(other.origin, registry.origin);
  const picker = new Picker(page);
  await form.image.fill(`${web}:1.0`);
  await picker.open();
  await expect(picker.registry).toHaveValue(registry.host);
  await expect(picker.dialog.getByRole('option', { name: `${name}/web`, exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(picker.tags.getByText('1.0', { exact: true })).toBeVisible();
  await expect(picker.tags.last()).toHaveAttribute('aria-selected', 'true');
  await expect(picker.fact('user')).toBeVisible();
  await picker.tags.first().click();
  await picker.tick('pinned').check();
  await page.keyboard.press('Escape');
  await expect(picker.dialog).toBeHidden();
  await expect(picker.opener).toBeFocused();
  await expect(form.image).toHaveValue(`${web}:1.0`);

  await picker.open();
  await picker.registry.selectOption(other.host);
  await picker.choose('team-20/service-0500', 'latest');
  await picker.cancel.click();
  await expect(picker.opener).toBeFocused();
  await expect(form.image).toHaveValue(`${web}:1.0`);
});

test('a name that no list has is typed, and Enter takes it', async ({ page, registries, looking, name }) => {
  const registry = await registries.docker();
  const form = await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await picker.repository.fill(`${name}/later`);
  await expect(picker.dialog).toContainText(english('draft.pick-none'));
  await picker.repository.press('Enter');
  await expect(picker.dialog).toContainText(english('draft.unseen-missing', { registry: registry.host }));
  await expect(picker.use).toBeDisabled();
  await picker.tag.fill('1.0');
  await picker.tag.press('Enter');
  await picker.take();
  await expect(form.image).toHaveValue(`${registry.host}/${name}/later:1.0`);
});

test('a name that is typed whole is what Enter takes, whatever else holds it', async ({ page, registries, looking, name }) => {
  const registry = await registries.docker();
  await repository(registry, `a-${name}/web`, ['1.0']);
  await repository(registry, `${name}/web`, ['1.3', '1.36']);
  await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await picker.repository.fill(`${name}/web`);
  await expect(picker.repositories).toHaveText([`${name}/web`, `a-${name}/web`]);
  await picker.repository.press('Enter');
  await expect(picker.repositories.first()).toHaveAttribute('aria-selected', 'true');
  await picker.tag.fill('1.3');
  await expect(picker.tags).toHaveText(['1.3', '1.36']);
  await picker.tag.press('Enter');
  await expect(picker.dialog).toContainText(`${registry.host}/${name}/web:1.3`);
  await expect(picker.fact('user')).toBeVisible();
  await expect(picker.dialog).not.toContainText('web:1.36');
});

for (const width of [1280, 360]) {
  test(`everybody can read and reach all of the picker in a window of ${width} px`, async ({ page, registries, looking, name }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 1600 });
    const [registry, down] = [await registries.docker(), await registries.down()];
    await repository(registry, `${name}/${'a-long-name-'.repeat(5)}x`, ['1.0', '2.0']);
    await looking(registry.origin, `http://${down}`);
    const picker = new Picker(page);
    await picker.open();
    await picker.choose(`${name}/${'a-long-name-'.repeat(5)}x`, '2.0');
    await expect(picker.fact('user')).toBeVisible();
    await noViolations(page, 'an image');
    await noSidewaysScrolling(page, 'an image');
    const [content, window] = await picker.dialog.evaluate((dialog) => [dialog.scrollWidth, dialog.clientWidth] as const);
    expect(content, 'width of the dialog').toBeLessThanOrEqual(window);
    await picker.registry.selectOption(down);
    await picker.dialog.getByText(english('details'), { exact: true }).click();
    await noViolations(page, 'a registry that is down');
    await noSidewaysScrolling(page, 'a registry that is down');
  });
}
