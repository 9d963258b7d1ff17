import { expect, type Locator, type Page } from '@playwright/test';
import { Part } from './form';
import { english, literally, type Say } from './words';

/** The dialog that picks an image, as a person sees it. */
export class Picker {
  readonly dialog: Locator;

  constructor(
    readonly page: Page,
    readonly say: Say = english,
  ) {
    this.dialog = page.getByRole('dialog', { name: this.say('field.image.dialog'), exact: true });
  }

  /** Beside the field. */
  get opener(): Locator {
    return this.page.getByRole('button', { name: this.say('field.image.dialog'), exact: true });
  }

  async open(): Promise<void> {
    await this.opener.click();
    await expect(this.dialog).toBeVisible();
  }

  get registry(): Locator {
    return this.dialog.getByRole('combobox', { name: this.say('draft.pick-registry'), exact: true });
  }

  get repository(): Locator {
    return this.dialog.getByRole('combobox', { name: this.say('draft.pick-repository'), exact: true });
  }

  get tag(): Locator {
    return this.dialog.getByRole('combobox', { name: this.say('draft.pick-tag'), exact: true });
  }

  get repositories(): Locator {
    return this.dialog.getByRole('listbox', { name: this.say('draft.pick-repository'), exact: true }).getByRole('option');
  }

  get tags(): Locator {
    return this.dialog.getByRole('listbox', { name: this.say('draft.pick-tag'), exact: true }).getByRole('option');
  }

  /** Filters the repositories by its whole name, and chooses it. */
  async choose(repository: string, tag: string): Promise<void> {
    // What comes with a list moves what is proposed.
    const coming = this.dialog.getByText(this.say('loading'), { exact: true });
    await this.repository.fill(repository);
    await expect(coming).toHaveCount(0);
    await this.repositories.getByText(repository, { exact: true }).click();
    await this.tag.fill(tag);
    await expect(coming).toHaveCount(0);
    await this.tags.getByText(tag, { exact: true }).click();
  }

  /** What the image is said to be, by the key of its label. */
  fact(key: string): Locator {
    const label = this.dialog.locator('dt').filter({ hasText: new RegExp(`^${literally(this.say(`draft.pick-${key}`))}$`) });
    return label.locator('xpath=following-sibling::dd[1]');
  }

  /** Something of it that the form may take over. */
  tick(key: string, args: Record<string, string> = {}): Locator {
    return this.dialog.getByRole('checkbox', { name: this.say(`draft.pick-${key}`, args), exact: true });
  }

  get use(): Locator {
    return this.dialog.getByRole('button', { name: this.say('draft.pick-use'), exact: true });
  }

  get cancel(): Locator {
    return this.dialog.getByRole('button', { name: this.say('cancel'), exact: true });
  }

  /** Presses it, and the dialog is gone. */
  async take(): Promise<void> {
    await this.use.click();
    await expect(this.dialog).toBeHidden();
  }
}

/** The dialog that makes a pull secret. */
export class KeyMaker {
  readonly dialog: Locator;

  constructor(
    readonly page: Page,
    readonly say: Say = english,
  ) {
    this.dialog = page.getByRole('dialog', { name: this.say('draft.key-title'), exact: true });
  }

  /** Beside the list of the task's keys, in the step of the containers. */
  async open(): Promise<void> {
    const keys = await this.keys();
    await keys.getByRole('button', { name: `${this.say('field.pull-secrets.dialog')}: ${this.say('field.pull-secrets')}`, exact: true }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** The list of the task's keys. */
  async keys(): Promise<Locator> {
    return (await new Part(this.page.locator('section.fields'), this.say).section('pull-secrets')).root;
  }

  /** The line of a label; one with proposals is a combobox, one for a password has no role. */
  line(label: 'key-name' | 'pick-registry' | 'key-user' | 'key-password'): Locator {
    return this.dialog.getByLabel(this.say(`draft.${label}`), { exact: true });
  }

  async fill(name: string, registry: string, user: string, password: string): Promise<void> {
    await this.line('key-name').fill(name);
    await this.line('pick-registry').fill(registry);
    await this.line('key-user').fill(user);
    await this.line('key-password').fill(password);
  }

  get create(): Locator {
    return this.dialog.getByRole('button', { name: this.say('create'), exact: true });
  }

  get anyway(): Locator {
    return this.dialog.getByRole('button', { name: this.say('create-anyway'), exact: true });
  }
}
