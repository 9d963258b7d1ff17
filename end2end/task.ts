import type { Locator, Page } from '@playwright/test';

/** The words of a status. */
const WORDS = ['Pending', 'Waiting', 'Running', 'Suspended', 'Succeeded', 'Failed', 'Abnormal', 'Terminating', 'Gone', 'Managed'];

/** A task's page. */
export class Task {
  constructor(readonly page: Page) {}

  /** A word of its status, as it stands in the headline. */
  word(word: string): Locator {
    // Not anywhere on the page: events have reasons such as `Suspended`.
    return this.headline.getByText(word, { exact: true });
  }

  /** Word, mark, sentence and advice. */
  get headline(): Locator {
    return this.page.locator('main section[aria-live]');
  }

  /** The panel of a cause, by what it says happened. */
  cause(what: string): Locator {
    return this.page.locator('main section').filter({ has: this.page.getByText(what, { exact: true }) });
  }

  get pods(): Locator {
    return this.page.getByRole('region', { name: /^Pods/ }).getByRole('row');
  }

  button(name: string): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true });
  }
}

/** The row of a task in the list. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/**
 * Collects, from now on and as long as the document lives, the words of status that the page announces, each when it
 * changes. Nothing is missed: every change of the page is looked at, not every so often.
 */
export async function collectWords(page: Page): Promise<() => Promise<string[]>> {
  const list = await page.evaluateHandle((words) => {
    const seen: string[] = [];
    const look = () => {
      const announced = document.querySelector('main section[aria-live]')?.textContent ?? '';
      const word = announced.match(new RegExp(words.join('|')))?.[0];
      if (word && word !== seen.at(-1)) seen.push(word);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    return seen;
  }, WORDS);
  return () => list.jsonValue();
}
