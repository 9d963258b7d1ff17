import { test as base, type Page } from '@playwright/test';
import { Wizard } from '../wizard';
import { chinese, english, type Say } from '../words';
import { Consoles } from './consoles';
import { shoot } from './shoot';

export type Language = 'en' | 'zh';

/** What a scene is set with. */
export interface Stage {
  tab: Page;
  consoles: Consoles;
  say: Say;
  language: Language;
  /** Create Task of the practice cluster, in that language. */
  wizard: Wizard;
}

/** A console of a kind is started by the first scene that wants it, and serves all others. */
export const test = base.extend<{ language: Language }, { consoles: Consoles }>({
  language: ['en', { option: true }],
  locale: async ({ language }, use) => use(language === 'zh' ? 'zh-CN' : 'en-US'),
  consoles: [
    async ({}, use) => {
      const consoles = new Consoles();
      await use(consoles);
      await consoles.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

/** A state of a page: `set` brings it about, and then it is taken in all its sizes, themes and languages. */
export function scene(name: string, state: string, set: (stage: Stage) => Promise<void>): void {
  for (const language of ['en', 'zh'] as const) {
    test.describe(language, () => {
      test.use({ language });
      test(`${name} ${state}`, async ({ page: tab, consoles }) => {
        const say = language === 'zh' ? chinese : english;
        await set({ tab, consoles, say, language, wizard: new Wizard(tab, 'practice', say) });
        await shoot(tab, `${name}-${state}`, language);
      });
    });
  }
}
