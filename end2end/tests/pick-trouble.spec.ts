import { Picker } from '../picker';
import type { OddRegistry } from '../registry/odd';
import { expect, test } from '../registry/fixtures';
import type { Wizard } from '../wizard';
import { english } from '../words';

/** An answer takes 3 s at most, and the page a moment; a busy machine may take longer. */
const SOON = { timeout: 15_000 };

/** The sentence is there, and the words behind it one click away. */
async function expectSaid(picker: Picker, key: string, registry: string, words: string | RegExp): Promise<void> {
  const banner = picker.dialog.getByRole('status').filter({ hasText: english(`draft.unseen-${key}`, { registry }) });
  await expect(banner).toBeVisible(SOON);
  const details = banner.getByRole('group').getByText(words);
  await expect(details).toBeHidden();
  await banner.getByText(english('details'), { exact: true }).click();
  await expect(details).toBeVisible();
}

/** Whatever the registry does, an image is typed and its task is made. */
async function createByHand(form: Wizard, name: string, image: string): Promise<void> {
  await form.page.keyboard.press('Escape');
  await form.image.fill(image);
  await form.go('step-basic');
  await form.name.fill(name);
  await form.create.click();
  await form.expectTaskPage(name);
}

test('a registry that does not answer is said to be slow, and does not hold up anybody', async ({ page, registries, looking, name }) => {
  const registry = await registries.odd('slow');
  const form = await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await expectSaid(picker, 'slow', registry.host, `${registry.host} gave no answer within 3 s`);
  await createByHand(form, name, `${registry.host}/team/app:1.0`);
});

test('a registry whose answers are web pages is said to be none', async ({ page, registries, looking, name }) => {
  const registry = await registries.odd('html');
  const form = await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await expectSaid(picker, 'garbled', registry.host, `${registry.host} is no registry (200)`);
  await createByHand(form, name, `${registry.host}/team/app:1.0`);
});

test('a registry that is down is said to be out of reach', async ({ page, registries, looking, name }) => {
  const host = await registries.down();
  const form = await looking(`http://${host}`);
  const picker = new Picker(page);
  await picker.open();
  await expectSaid(picker, 'unreachable', host, `${host} cannot be reached: Connection refused`);
  await createByHand(form, name, `${host}/team/app:1.0`);
});

test('where a registry redirects to, nothing is sent', async ({ page, registries, looking, name }) => {
  const registry = await registries.odd('redirects');
  const form = await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await expectSaid(picker, 'elsewhere', registry.host, `${registry.host} redirects to ${registry.elsewhere.origin}`);
  await picker.repository.fill('team-01/service-0001');
  await picker.repository.press('Enter');
  await picker.tag.fill('latest');
  await picker.tag.press('Enter');
  // Of the repositories, of the tags, and of the image.
  await expect(picker.dialog.getByText(english('draft.unseen-elsewhere', { registry: registry.host }))).toHaveCount(3);
  const asked = registry.asked();
  for (const path of ['/v2/_catalog', '/v2/team-01/service-0001/tags/list', '/v2/team-01/service-0001/manifests/latest']) {
    expect(asked.filter((line) => line.startsWith(`GET ${path}`)).length, path).toBeGreaterThan(0);
  }
  await createByHand(form, name, `${registry.host}/team-01/service-0001:latest`);
  expect(registry.elsewhere.connections).toBe(0);
});

for (const tag of ['wrong-manifest', 'wrong-platform', 'wrong-config']) {
  test(`an image that is not what its digest says is not described: ${tag}`, async ({ page, registries, looking, name }) => {
    const registry: OddRegistry = await registries.odd('lies');
    const form = await looking(registry.origin);
    const picker = new Picker(page);
    await picker.open();
    await picker.choose('team/app', tag);
    await expectSaid(picker, 'garbled', registry.host, /answered with sha256:\w{64} when sha256:\w{64} was due/);
    await expect(picker.dialog.getByRole('checkbox')).toHaveCount(0);
    await expect(picker.dialog.getByRole('term')).toHaveCount(0);
    await createByHand(form, name, `${registry.host}/team/app:${tag}`);
  });
}

test('where no registry is named that is said, and nothing can be taken from the dialog', async ({ page, looking, name }) => {
  const form = await looking();
  const picker = new Picker(page);
  await picker.open();
  await expect(picker.dialog).toContainText(english('draft.pick-no-registry'), SOON);
  await expect(picker.registry).toHaveCount(0);
  await expect(picker.dialog.getByText(english('draft.pick-no-registry'))).toBeFocused();
  for (const part of [picker.repository, picker.tag, picker.use]) await expect(part).toBeHidden();
  await expect(picker.dialog.getByRole('button', { name: english('cancel') })).toBeVisible();
  await createByHand(form, name, 'team/app:1.0');
});

test('an image of a registry that was not named is left alone, and the picker begins elsewhere', async ({ page, registries, looking, name }) => {
  const [named, other] = [await registries.odd('many'), await registries.odd('many')];
  const form = await looking(named.origin);
  const image = `${other.host}/team-01/service-0001:1.9`;
  await form.image.fill(image);
  const picker = new Picker(page);
  await picker.open();
  await expect(picker.registry).toHaveValue(named.host);
  await expect(picker.dialog).toContainText(english('draft.pick-all', { count: 10_000 }));
  await expect(picker.use).toBeDisabled();
  await createByHand(form, name, image);
  expect(other.connections).toBe(0);
});

test('one registry that is down does not keep the others from being looked into', async ({ page, registries, looking }) => {
  const [registry, down] = [await registries.odd('many'), await registries.down()];
  const form = await looking(`http://${down}`, registry.origin);
  const picker = new Picker(page);
  await picker.open();
  const sentence = picker.dialog.getByText(english('draft.unseen-unreachable', { registry: down }));
  await expect(sentence).toBeVisible(SOON);
  await picker.registry.selectOption(registry.host);
  await expect(sentence).toBeHidden();
  await picker.choose('team-01/service-0001', '1.9');
  await picker.take();
  await expect(form.image).toHaveValue(`${registry.host}/team-01/service-0001:1.9`);
});
