import type { Page } from '@playwright/test';

/** Holds back what the page asks for at such an address, until the function that is given is called. */
export async function hold(page: Page, what: string | RegExp): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(what, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}
