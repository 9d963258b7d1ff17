import { expect, type Locator } from '@playwright/test';
import { english, literally, type Say } from './words';

/** A part of the form: the whole page, a section or a row. Fields are found by their labels in the catalogue. */
export class Part {
  constructor(
    readonly root: Locator,
    readonly say: Say = english,
  ) {}

  private name(label: string): string {
    return this.say(`field.${label}`);
  }

  async fill(label: string, text: string): Promise<void> {
    await this.line(label).last().fill(text);
  }

  /** A line of text; one with proposals is a combobox. */
  line(label: string): Locator {
    const named = { name: this.name(label), exact: true };
    return this.root.getByRole('textbox', named).or(this.root.locator('input').and(this.root.getByRole('combobox', named)));
  }

  /** A choice, whether it is shown as radio buttons or as a list. */
  async choose(label: string, word: string): Promise<void> {
    const text = /^[A-Z]/.test(word) && !this.has(label, word) ? word : this.say(`choice.${label}.${word}`);
    const list = this.root.getByRole('combobox', { name: this.name(label), exact: true });
    const radio = this.root.getByRole('group', { name: this.name(label), exact: true }).getByRole('radio', { name: text, exact: true });
    await expect(list.or(radio).first()).toBeVisible();
    if ((await list.count()) > 0) await list.last().selectOption({ label: text });
    else await radio.last().check();
  }

  private has(label: string, word: string): boolean {
    try {
      this.say(`choice.${label}.${word}`);
      return true;
    } catch {
      return false;
    }
  }

  async yesNo(label: string, yes: boolean): Promise<void> {
    const group = this.root.getByRole('group', { name: this.name(label), exact: true });
    await group.getByRole('radio', { name: this.say(`choice.yes-no.${yes}`), exact: true }).check();
  }

  async tick(label: string): Promise<void> {
    await this.root.getByRole('checkbox', { name: this.name(label), exact: true }).last().check();
  }

  /** A section by its title, opened. */
  async section(label: string): Promise<Part> {
    const title = this.root.locator('details.section > summary').filter({ hasText: new RegExp(`^${literally(this.name(label))} [(（]`) });
    await expect(title).toHaveCount(1);
    const section = title.locator('xpath=..');
    if ((await section.getAttribute('open')) === null) await title.click();
    return new Part(section, this.say);
  }

  /** A new row of the section of that title. */
  async row(label: string): Promise<Part> {
    const section = await this.section(label);
    const rows = section.root.locator('> .section-body > div > .rows > .row');
    const before = await rows.count();
    await section.root.getByRole('button', { name: this.say('add', { what: this.name(label) }), exact: true }).click();
    await expect(rows).toHaveCount(before + 1);
    return new Part(rows.last(), this.say);
  }

  /** Words, one a row. */
  async words(label: string, words: string[]): Promise<void> {
    for (const word of words) {
      const row = await this.row(label);
      await row.root.getByRole('textbox').fill(word);
    }
  }

  async pair(label: string, name: string, value: string): Promise<void> {
    const row = await this.row(label);
    await row.fill('pair-name', name);
    await row.fill('pair-value', value);
  }
}
