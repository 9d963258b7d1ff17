import { expect, type Locator, type Page } from '@playwright/test';
import { english, literally, type Say } from './words';

/** A draft as the browser keeps it. */
export interface Kept {
  id: string;
  rev: number;
  at: number;
  body: string;
}

/** All that this browser keeps. The database must be there: whoever typed something has it. */
export function keptIn(page: Page): Promise<Kept[]> {
  return page.evaluate(
    () =>
      new Promise<Kept[]>((resolve, reject) => {
        const opening = indexedDB.open('slipway');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const all = database.transaction('drafts').objectStore('drafts').getAll();
          all.onerror = () => reject(all.error);
          all.onsuccess = () => {
            database.close();
            resolve(all.result as Kept[]);
          };
        };
      }),
  );
}

/** What was typed is kept: a word of it stands in one of the drafts of this browser. */
export async function expectKeptWord(page: Page, word: string, say: Say = english): Promise<void> {
  await expect(page.getByText(new RegExp(`^${literally(say('draft-kept', { time: '' }))}`))).toBeVisible();
  await expect.poll(async () => (await keptIn(page)).filter(({ body }) => body.includes(word)).length).toBe(1);
}

/** That a draft is back is said. */
export function restored(page: Page): Locator {
  const [before, after] = english('draft-restored', { time: '\0' }).split('\0').map(literally);
  return page.getByRole('status').filter({ hasText: new RegExp(`^${before}.+${after}$`) });
}

/** The page of the unfinished drafts. */
export class Drafts {
  constructor(
    readonly page: Page,
    readonly say: Say = english,
  ) {}

  async open(): Promise<void> {
    await this.page.goto('/drafts');
    await this.ready();
  }

  async ready(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: this.say('draft.title') })).toBeVisible();
    await expect(this.page.getByText(this.say('loading'), { exact: true })).toBeHidden();
  }

  /** Goes there by the link in Create Task. */
  async follow(): Promise<void> {
    await this.page.getByRole('main').getByRole('link', { name: this.say('drafts'), exact: true }).click();
    await this.ready();
  }

  get rows(): Locator {
    return this.page.getByRole('main').getByRole('listitem');
  }

  /** The row of a draft by its name. */
  row(name: string): Locator {
    return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  /** A button of a draft, by the key of its name. */
  button(key: string, name: string): Locator {
    return this.page.getByRole('button', { name: this.say(`draft.${key}`, { name }), exact: true });
  }

  get putBack(): Locator {
    return this.page.getByRole('button', { name: this.say('draft.put-back'), exact: true });
  }

  /** Opens it in the form. */
  async goOn(name: string): Promise<void> {
    await this.page.getByRole('link', { name: this.say('draft.go-on-with', { name }), exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.say('create-task') })).toBeVisible();
  }
}
