import type { Page } from '@playwright/test';
import { Picker } from '../picker';
import { expect, test, type Registries } from '../registry/fixtures';
import { fill } from '../registry/images';
import { english } from '../words';

/** More than are in sight, far less than all. */
const FEW = 40;

interface Big {
  what: string;
  count: number;
  start: (registries: Registries) => Promise<{ host: string; origin: string }>;
  /** Typed to narrow the list down, how many fit, and the first of them. */
  typed: [string, number, string];
  last: string;
  image: string;
}
const BIG: Big[] = [
  {
    what: '1,000 repositories of docker-registry',
    count: 1_000,
    start: async (registries) => {
      const registry = await registries.empty();
      await fill(registry, 1_000);
      return registry;
    },
    typed: ['app-09', 100, 'many/app-0900'],
    last: 'many/app-1000',
    image: 'many/app-0999:1.0',
  },
  {
    what: '10,000 repositories',
    count: 10_000,
    start: (registries) => registries.odd('many'),
    typed: ['TEAM-20/', 500, 'team-20/service-0001'],
    last: 'team-20/service-0500',
    image: 'team-20/service-0500:latest',
  },
];

/** What is in the page of a list is a part of it that the keys move. */
async function expectFew(picker: Picker, of: number): Promise<void> {
  expect(await picker.repositories.count()).toBeLessThan(FEW);
  await expect(picker.repositories.first()).toHaveAttribute('aria-setsize', String(of));
}

/** In sight but for what the list's border may cover. */
const IN_SIGHT = { ratio: 0.9 };

/** The one that Enter would take is what a screen reader is told, and in sight. */
async function expectActive(page: Page, picker: Picker, name: string): Promise<void> {
  const active = async () => page.locator(`[id="${await picker.repository.getAttribute('aria-activedescendant')}"]`);
  await expect.poll(async () => (await active()).textContent()).toBe(name);
  await expect(await active()).toBeInViewport(IN_SIGHT);
}

for (const { what, count, start, typed, last, image } of BIG) {
  test(`${what} are all there, and the keys reach each of them`, async ({ page, registries, looking }) => {
    const registry = await start(registries);
    const form = await looking(registry.origin);
    const picker = new Picker(page);
    await picker.open();
    await expect(picker.dialog).toContainText(english('draft.pick-all', { count }));
    await expect(picker.dialog.getByText(english('draft.pick-more'))).toHaveCount(0);
    await expectFew(picker, count);

    const [words, fit] = typed;
    await page.keyboard.type(words);
    await expect(picker.dialog).toContainText(english('draft.pick-some', { count: fit, total: count }));
    // And what is typed, as a name of its own.
    await expectFew(picker, fit + 1);
    for (let key = 0; key < fit / 7; key += 1) await page.keyboard.press('PageDown');
    const [name = '', tag = ''] = image.split(':');
    await expectActive(page, picker, words);
    await page.keyboard.press('ArrowUp');
    await expectActive(page, picker, name);
    await expectFew(picker, fit + 1);
    await page.keyboard.press('Enter');
    await picker.tags.getByText(tag, { exact: true }).click();
    await picker.take();
    await expect(form.image).toHaveValue(`${registry.host}/${image}`);
  });

  test(`${what} are scrolled through, and the last is as good as any`, async ({ page, registries, looking }) => {
    const registry = await start(registries);
    await looking(registry.origin);
    const picker = new Picker(page);
    await picker.open();
    await expect(picker.dialog).toContainText(english('draft.pick-all', { count }));
    await picker.repositories.first().hover();
    await page.mouse.wheel(0, 32 * count);
    const end = picker.repositories.getByText(last, { exact: true });
    await expect(end).toBeInViewport(IN_SIGHT);
    await expect(end).toHaveAttribute('aria-posinset', String(count));
    await expectFew(picker, count);
    await end.click();
    await expect(end).toHaveAttribute('aria-selected', 'true');
    await expect(picker.tags.first()).toBeVisible();
    // What is typed afterwards begins at the top of what fits.
    await picker.repository.fill(typed[0]);
    await expectActive(page, picker, typed[2]);
  });
}

test('what the last key was says what is listed, however fast they come', async ({ page, registries, looking }) => {
  const registry = await registries.odd('many');
  await looking(registry.origin);
  const picker = new Picker(page);
  await picker.open();
  await expect(picker.dialog).toContainText(english('draft.pick-all', { count: 10_000 }));
  await page.keyboard.type('team-07/service-0123');
  await expect(picker.repositories).toHaveText(['team-07/service-0123']);
  for (let key = 0; key < 4; key += 1) await page.keyboard.press('Backspace');
  await expect(picker.dialog).toContainText(english('draft.pick-some', { count: 500, total: 10_000 }));
  await picker.repository.fill('');
  await expect(picker.dialog).toContainText(english('draft.pick-all', { count: 10_000 }));
});
