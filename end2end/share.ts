import { expect, type Locator, type Page } from '@playwright/test';
import { english, literally, type Say } from './words';

/** The dialog that copies a link, as a person sees it. */
export class Share {
  readonly dialog: Locator;

  constructor(
    readonly page: Page,
    readonly say: Say = english,
  ) {
    this.dialog = page.getByRole('dialog', { name: this.say('copy-link') });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: this.say('copy-link') }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** The address that stands in it, once it is made. */
  async address(): Promise<string> {
    const box = this.dialog.getByRole('textbox', { name: this.say('draft.link'), exact: true });
    await expect(box).toHaveValue(/\/open#d=1\./);
    // What was chosen last is packed a moment later.
    let before = '';
    await expect
      .poll(async () => {
        const now = await box.inputValue();
        const same = now === before;
        before = now;
        return same;
      })
      .toBe(true);
    return before;
  }

  /** The link of what is open now; the dialog is closed again. */
  async link(): Promise<string> {
    await this.open();
    const address = await this.address();
    await this.dialog.getByRole('button', { name: this.say('draft.close') }).click();
    await expect(this.dialog).toBeHidden();
    return address;
  }
}

/** The page that shows what was opened. */
export class Opened {
  constructor(readonly page: Page) {}

  fact(label: string): Locator {
    return this.page.locator('dt').filter({ hasText: new RegExp(`^${literally(label)}$`) }).locator('xpath=following-sibling::dd[1]');
  }

  async use(): Promise<void> {
    await this.page.getByRole('button', { name: english('draft.use') }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: english('create-task') })).toBeVisible();
  }

  get alert(): Locator {
    return this.page.getByRole('main').getByRole('alert');
  }
}
