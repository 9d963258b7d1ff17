import { randomBytes } from 'node:crypto';
import { test as base, expect, type Locator } from '@playwright/test';
import { type Kind, type Stage, setStage } from './cluster';
import type { Faulty } from './faulty/proxy';
import { Guard } from './guard';
import { type Settings, Slipway } from './slipway';
import { Wizard } from './wizard';

export { expect };

/** Which cluster a project runs on. */
export interface ClusterOption {
  kind: Kind;
}

interface PerWorker extends ClusterOption {
  stage: Stage;
}

interface PerTest {
  /** Watches every page of this test; at its end, there must be no complaints. */
  guard: Guard;
  /** A faulty way to the cluster, that works until a test asks for something else. */
  faulty: Faulty;
  /** A name that no other test uses, and the beginning of others: Jobs that begin so are deleted at the end. */
  name: string;
  wizard: Wizard;
  /** The consoles that this test started beside the usual one. */
  others: Slipway[];
  /** Starts another console, for tests that need their own. It ends with the test. */
  another: (settings: Omit<Settings, 'name' | 'practice'> & { practice?: boolean }) => Promise<Slipway>;
}

/** Where the tests' Jobs are, unless they say otherwise. */
export const NAMESPACE = 'default';
/** Another namespace that both clusters have. */
export const OTHER_NAMESPACE = 'team-a';

export const test = base.extend<PerTest, PerWorker>({
  kind: ['practice', { option: true, scope: 'worker' }],

  stage: [
    async ({ kind }, use, worker) => {
      const { stage, strike } = await setStage(kind, worker.workerIndex);
      await use(stage);
      await strike();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ stage }, use) => use(stage.slipway.url),

  guard: async ({}, use) => use(new Guard()),

  others: async ({}, use) => {
    const others: Slipway[] = [];
    await use(others);
    for (const slipway of others) await slipway.kill();
  },

  // It asks for `others` so that they end after the pages do: a page whose console goes away complains of it.
  context: async ({ context, guard, others: _ }, use) => {
    await guard.watch(context);
    await use(context);
    expect(guard.complaints(), 'what the browser complained about').toEqual([]);
  },

  faulty: async ({ stage }, use) => {
    stage.faulty.clear();
    await use(stage.faulty);
    stage.faulty.clear();
  },

  name: async ({ stage }, use) => {
    const name = `e2e-${randomBytes(4).toString('hex')}`;
    await use(name);
    for (const namespace of [NAMESPACE, OTHER_NAMESPACE]) await stage.api.removeAll(namespace, name);
  },

  wizard: async ({ page, stage }, use) => use(new Wizard(page, stage.cluster)),

  another: async ({ stage, others }, use) => {
    await use(async (settings) => {
      const slipway = await Slipway.start({ practice: false, ...settings, name: `${stage.kind}-${randomBytes(4).toString('hex')}` });
      others.push(slipway);
      return slipway;
    });
  },
});

/** An error is said: what, what to do, and the raw words one click away. */
export async function expectTrouble(banner: Locator, what: string, next: string, words: string | RegExp): Promise<void> {
  await expect(banner).toContainText(what);
  await expect(banner).toContainText(next);
  const details = banner.getByRole('group');
  await expect(details.getByText(words)).toBeHidden();
  await details.getByText('Details', { exact: true }).click();
  await expect(details.getByText(words)).toBeVisible();
}
