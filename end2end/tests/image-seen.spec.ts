import type { Locator, Page } from '@playwright/test';
import { Part } from '../form';
import { Picker } from '../picker';
import { expect, test } from '../registry/fixtures';
import { push, pushIndex } from '../registry/images';
import type { Wizard } from '../wizard';
import { english, literally } from '../words';

/** What a field says of itself. */
const says = (field: Locator, text: string) => expect(field).toHaveAccessibleDescription(new RegExp(literally(text)));
/** Nothing is said of anything. */
const saysNothing = (form: Wizard) => expect(form.page.locator('[data-code]')).toHaveCount(0);

/** What is said of an image of 4.2 MB that is there. */
function seen(digest: string, platforms: string, user: string): string {
  return english('finding.image-seen', { digest: digest.slice(0, 'sha256:'.length + 12), platforms, user, size: '4.2 MB' });
}

/** Types an image and waits for what the console has found out about it. */
async function typeAsked(form: Wizard, image: string): Promise<object[]> {
  const answer = form.page.waitForResponse((response) => response.url().endsWith('/api/image-findings') && (response.request().postData() ?? '').includes(image));
  await form.image.fill(image);
  expect((await answer).status()).toBe(200);
  return (await (await answer).json()) as object[];
}

/** The questions about images, from now on. */
function asked(page: Page): string[] {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/image-findings')) bodies.push(request.postData() ?? '');
  });
  return bodies;
}

async function create(form: Wizard, name: string): Promise<void> {
  await form.go('step-basic');
  await form.name.fill(name);
  await form.create.click();
  await form.expectTaskPage(name);
}

async function security(form: Wizard): Promise<Part> {
  await form.page.getByRole('tab', { name: new RegExp(`^${form.say('tab.security')}`) }).click();
  return new Part(form.page.locator('section.fields'));
}

test('a tag that is not there is said while it is typed, with the nearest, which is a press away', async ({ registries, looking, name }) => {
  const registry = await registries.docker();
  const digest = await push(registry, `${name}/web`, '1.36.1', { user: '1000', size: 4_200_000 });
  await push(registry, `${name}/web`, 'latest', {});
  const form = await looking(registry.origin);
  const web = `${registry.host}/${name}/web`;
  await form.image.fill(`${web}:1.63.1`);
  await says(form.image, english('finding.image-tag-near', { tags: '1.36.1' }));
  await expect(form.image).not.toHaveAttribute('aria-invalid', 'true');
  await form.page.getByRole('button', { name: english('use-name', { name: `${web}:1.36.1` }), exact: true }).click();
  await expect(form.image).toHaveValue(`${web}:1.36.1`);
  await says(form.image, seen(digest, 'linux/amd64', '1000'));
  await form.button('undo-step').click();
  await expect(form.image).toHaveValue(`${web}:1.63.1`);
});

test('a digest that is there is said, and so is one that is not', async ({ registries, looking, name }) => {
  const registry = await registries.docker();
  const digest = await pushIndex(registry, `${name}/web`, '1.0', [{ size: 4_200_000 }, { architecture: 'arm64' }]);
  const form = await looking(registry.origin);
  const web = `${registry.host}/${name}/web`;
  await form.image.fill(`${web}@${digest}`);
  await says(form.image, seen(digest, 'linux/amd64, linux/arm64', english('draft.pick-root')));
  const wrong = `${web}:1.0@sha256:${'ab'.repeat(32)}`;
  await form.image.fill(wrong);
  await says(form.image, english('finding.image-missing', { image: wrong }));
  await form.image.fill(`${registry.host}/${name}/nothing:1.0`);
  await says(form.image, english('finding.image-missing', { image: `${registry.host}/${name}/nothing:1.0` }));
});

test('an image of another platform than the nodes have is said, and one of several is not', async ({ registries, looking, name }) => {
  const registry = await registries.docker();
  await push(registry, `${name}/web`, 'arm', { architecture: 'arm64' });
  const digest = await pushIndex(registry, `${name}/web`, 'both', [{ architecture: 'arm64' }, { size: 4_200_000 }]);
  const form = await looking(registry.origin);
  const warning = english('finding.image-platform', { platforms: 'linux/arm64', nodes: 'linux/amd64' });
  await form.image.fill(`${registry.host}/${name}/web:arm`);
  await says(form.image, warning);
  await form.image.fill(`${registry.host}/${name}/web:both`);
  await says(form.image, seen(digest, 'linux/arm64, linux/amd64', english('draft.pick-root')));
  await expect(form.page.getByText(warning)).toHaveCount(0);
});

test('who must not be root is told of an image that is, until somebody else is named', async ({ page, registries, looking, name }) => {
  const registry = await registries.docker();
  await push(registry, `${name}/root`, '1.0', {});
  await push(registry, `${name}/named`, '1.0', { user: 'app' });
  await push(registry, `${name}/number`, '1.0', { user: '1000' });
  const form = await looking(registry.origin);
  const image = async (repository: string) => {
    await page.getByRole('tab', { name: form.say('tab.basic'), exact: true }).click();
    await typeAsked(form, `${registry.host}/${name}/${repository}:1.0`);
    return await security(form);
  };
  const root = page.getByText(english('finding.image-runs-as-root'), { exact: false });
  const named = page.getByText(english('finding.image-user-named', { user: 'app' }), { exact: false });

  const fields = await image('root');
  await fields.yesNo('run-as-non-root', true);
  await expect(root).toBeVisible();
  await fields.fill('run-as-user', '1000');
  await expect(root).toHaveCount(0);
  await fields.fill('run-as-user', '');
  await expect(root).toBeVisible();
  await image('named');
  await expect(named).toBeVisible();
  await expect(root).toHaveCount(0);
  await image('number');
  await expect(named).toHaveCount(0);
  await expect(root).toHaveCount(0);
});

test('a registry that is away says nothing, and nobody waits for it', async ({ registries, looking, name }) => {
  const [down, slow] = [await registries.down(), await registries.odd('slow')];
  const form = await looking(`http://${down}`, slow.origin);
  for (const host of [slow.host, down]) {
    expect(await typeAsked(form, `${host}/team/app:1.0`)).toEqual([]);
    await saysNothing(form);
  }
  await create(form, name);
});

test('nobody waits for an answer that is on its way', async ({ registries, looking, name }) => {
  const slow = await registries.odd('slow');
  const form = await looking(slow.origin);
  await form.image.fill(`${slow.host}/team/app:1.0`);
  await expect.poll(() => slow.connections).toBeGreaterThan(0);
  await create(form, name);
});

test('a private image without a key is said', async ({ registries, looking, name }) => {
  const registry = await registries.docker({ password: true });
  await push(registry, `${name}/web`, '1.0');
  const form = await looking(registry.origin);
  await form.image.fill(`${registry.host}/${name}/web:1.0`);
  await says(form.image, english('finding.image-needs-key'));
});

test('of several containers each is told its own, and what was said of an image goes with it', async ({ page, registries, looking, name }) => {
  const registry = await registries.docker();
  const digest = await push(registry, `${name}/web`, '1.0', { size: 4_200_000 });
  const form = await looking(registry.origin);
  const web = `${registry.host}/${name}/web`;
  await form.image.fill(`${web}:1.1`);
  await form.addContainer();
  await form.image.fill(`${web}:1.0`);
  await says(form.image, seen(digest, 'linux/amd64', english('draft.pick-root')));
  await page.getByRole('tab', { name: 'container-1' }).click();
  await says(form.image, english('finding.image-tag-near', { tags: '1.0' }));
  await form.image.press('End');
  await form.image.press('x');
  await expect(page.getByText(english('finding.image-tag-near', { tags: '1.0' }))).toHaveCount(0);
});

test('an image of no registry that was named is looked up nowhere', async ({ page, registries, looking, name }) => {
  const [named, other] = [await registries.odd('many'), await registries.odd('many')];
  const form = await looking(named.origin);
  const questions = asked(page);
  for (const image of ['busybox:1.36', `${other.host}/team-01/service-0001:1.9`]) {
    expect(await typeAsked(form, image)).toEqual([]);
    await saysNothing(form);
  }
  expect(questions.length).toBeGreaterThanOrEqual(2);
  expect(named.connections + other.connections).toBe(0);
  await create(form, name);
});

test('what is typed is asked about once it is whole, not at every key', async ({ page, registries, looking }) => {
  const registry = await registries.odd('many');
  const form = await looking(registry.origin);
  const questions = asked(page);
  await form.image.focus();
  await page.keyboard.type(`${registry.host}/team-01/service-0001:1.9`);
  await says(form.image, 'linux/amd64');
  expect(questions.length).toBeLessThan(4);
  // Picked, it is told the same.
  const picker = new Picker(page);
  await picker.open();
  await picker.choose('team-02/service-0001', '1.9');
  await picker.take();
  await says(form.image, 'linux/amd64');
});
