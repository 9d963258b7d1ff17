import { expect, type Locator, type Page } from '@playwright/test';
import { english, type Say } from './words';

/** The text beside the form, as a person sees it. */
export class Manifest {
  /** Where the text is read and typed into. */
  readonly text: Locator;

  constructor(
    readonly page: Page,
    readonly say: Say = english,
  ) {
    this.text = page.getByRole('textbox', { name: this.say('draft.yaml-label') });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'YAML', exact: true }).click();
    await expect(this.text).toBeVisible();
  }

  /** All of it, also what is out of sight. */
  async value(): Promise<string> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: this.say('draft.yaml-download') }).click();
    const stream = await (await download).createReadStream();
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts).toString();
  }

  /** Types another text into it, as a person who pastes does. */
  async replace(text: string): Promise<void> {
    await this.text.click();
    await this.page.keyboard.press('Control+a');
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await this.page.keyboard.press('Control+v');
  }

  line(words: string): Locator {
    return this.page.locator('.cm-line').filter({ hasText: words });
  }

  /** The numbers of lines that have the focus' light. */
  lit(): Locator {
    return this.page.locator('.cm-line.lit');
  }
}
