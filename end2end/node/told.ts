import { expect } from '../fixtures';
import type { Task } from '../task';

/** What a task's page is to say. */
export interface Told {
  word: string;
  /** The sentence after the word. */
  says: string;
  advice?: string;
  cause?: Panel;
}

/** The panel of a cause. */
export interface Panel {
  what: string;
  /** Container and node; what comes before is the Pod's name. */
  where?: string;
  advice?: string;
  /** The cluster's own words, or some of them. */
  evidence: string | RegExp;
}

/** Waits for the word, then for what must be there with it; `within` is for what the cluster takes long to do. */
export async function expectTold(task: Task, told: Told, within = 30_000): Promise<void> {
  await expect(task.word(told.word).and(task.headline.locator('.word'))).toBeVisible({ timeout: within });
  await expect(task.headline.getByText(told.says, { exact: true })).toBeVisible();
  if (told.advice) await expect(task.headline.getByText(told.advice, { exact: true })).toBeVisible();
  if (told.cause) await expectPanel(task, told.cause);
  // Said once.
  if (told.advice) await expect(task.page.getByRole('main').getByText(told.advice, { exact: true })).toHaveCount(1);
}

export async function expectPanel(task: Task, { what, where, advice, evidence }: Panel): Promise<void> {
  const panel = task.cause(what);
  await expect(panel).toBeVisible();
  if (where) await expect(panel).toContainText(where);
  if (advice) await expect(panel.getByText(advice, { exact: true })).toBeVisible();
  await expect(panel.getByText(evidence).last()).toBeVisible();
}
