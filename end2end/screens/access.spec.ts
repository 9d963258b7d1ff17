import type { Page } from '@playwright/test';
import { noSidewaysScrolling, noViolations } from '../axe';
import type { Stage } from '../cluster';
import { Drafts, expectKeptWord } from '../drafts';
import { expect, NAMESPACE } from '../fixtures';
import { Manifest } from '../manifest';
import { KeyMaker, Picker } from '../picker';
import { type Registries, test as base } from '../registry/fixtures';
import { push } from '../registry/images';
import { Share } from '../share';
import { row } from '../task';
import { STEPS, type Wizard } from '../wizard';
import { chinese, english, literally, type Say } from '../words';

/** Where people are in the console, in both languages and both themes. Narrow windows are in access.spec.ts. */

const LANGUAGES = {
  English: { locale: 'en-US', tag: 'en', say: english },
  Chinese: { locale: 'zh-CN', tag: 'zh', say: chinese },
} as const;
type Language = keyof typeof LANGUAGES;

const test = base.extend<{ language: Language }>({
  language: ['English', { option: true }],
  locale: async ({ language }, use) => use(LANGUAGES[language].locale),
  wizard: async ({ wizard, language }, use) => use(wizard.with({ say: LANGUAGES[language].say })),
});

/** What a way needs, and `look`: nobody is kept from what is on screen now. */
interface On {
  page: Page;
  form: Wizard;
  say: Say;
  stage: Stage;
  name: string;
  registries: Registries;
  looking: (...origins: string[]) => Promise<Wizard>;
  look: (what: string) => Promise<void>;
}

/** Through some places, each of which is looked at. */
interface Way {
  way: string;
  /** Another file looks at the same in English. */
  inEnglish?: string;
  go: (on: On) => Promise<void>;
}

/** Opens every section of what is on screen, with a row in every list and an HTTP request in every check and hook. */
async function openAll({ page, say }: Pick<On, 'page' | 'say'>): Promise<void> {
  const fields = page.locator('section.fields');
  const closed = fields.locator('details.section:not([open]) > summary');
  const unset = fields.locator('select:has(> option[value="http"])');
  const empty = fields.locator('details.section:has(> .section-body > div > .rows:empty)');
  const adding = new RegExp(`^${literally(say('add', { what: '' }))}`);
  for (let opened = 0; opened < 60; opened += 1) {
    if (await closed.count()) await closed.first().click();
    else if (await empty.count()) await empty.first().getByRole('button', { name: adding }).last().click();
    else break;
  }
  for (const select of await unset.all()) await select.selectOption('http');
  await expect(closed.or(empty)).toHaveCount(0);
}

/** Every tab of the step on screen, with all that is in it. */
async function everyTab(on: On, most: number): Promise<void> {
  const tabs = on.page.locator('.tabbed').getByRole('tab');
  await expect(tabs).toHaveCount(most);
  for (const tab of await tabs.all()) {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    // Its panel comes a frame later, by a timer of the page that is due before this one.
    await on.page.evaluate(() => new Promise((drawn) => setTimeout(drawn, 40)));
    await openAll(on);
    await on.look(await tab.innerText());
  }
}

const WAYS: Way[] = [
  {
    way: 'the clusters, and a cluster',
    inEnglish: 'access.spec.ts',
    go: async ({ page, say, stage, look }) => {
      await page.goto('/clusters');
      await expect(page.getByText(say('state-ready')).first()).toBeVisible();
      await look('clusters');
      await page.goto(`/clusters/${stage.cluster}`);
      await expect(page.getByText('v1.37', { exact: false })).toBeVisible();
      await look('cluster');
    },
  },
  {
    way: 'the tasks, and a task that fails',
    inEnglish: 'access.spec.ts',
    go: async ({ page, say, stage, name, look }) => {
      await stage.api.create(NAMESPACE, name, 'busybox:fail');
      await page.goto(`/clusters/${stage.cluster}/workload/jobs`);
      await expect(row(page, name)).toContainText(say('word.failed'));
      await look('tasks');
      await row(page, name).getByRole('link').click();
      await expect(page.locator('.headline').getByText(say('word.failed'), { exact: true })).toBeVisible();
      await page.getByText(say('task.kubectl'), { exact: true }).click();
      await look('task that failed');
      await page.getByRole('button', { name: say('delete'), exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look('question before deleting');
    },
  },
  {
    way: 'the steps with everything to mend, and the text beside them',
    go: async ({ page, form, look }) => {
      await form.open();
      await form.name.fill('Backup_Log');
      await form.create.click();
      await expect(form.name).toBeFocused();
      await new Manifest(page, form.say).open();
      for (const step of STEPS) {
        await form.go(step);
        await look(`${step} with everything to mend`);
      }
    },
  },
  {
    way: 'every tab of a container beside another',
    go: async (on) => {
      await on.form.open();
      await on.form.go('step-containers');
      await on.form.button('add-container').click();
      await everyTab(on, 7);
    },
  },
  {
    way: 'a Service, and every tab of the advanced step',
    go: async (on) => {
      await on.form.open();
      await on.form.go('step-service');
      await on.form.button('create-service').click();
      await openAll(on);
      await on.look('a Service');
      await on.form.go('step-advanced');
      await everyTab(on, 4);
    },
  },
  {
    way: 'the dialogs of the keys and of the link',
    go: async ({ page, form, say, name, look }) => {
      await form.open();
      await form.fill(name, 'busybox:1.36');
      await page.getByRole('tab', { name: say('tab.env') }).click();
      await openAll({ page, say });
      await page.getByRole('textbox', { name: say('field.env-name'), exact: true }).fill('DB_PASSWORD');
      await page.getByRole('textbox', { name: say('field.env-value'), exact: true }).fill('hunter2');
      const share = new Share(page, say);
      await share.open();
      await share.dialog.getByText(say('draft.link-ask'), { exact: true }).click();
      await share.address();
      await look('the link');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: say('keys'), exact: true }).click();
      await expect(page.getByRole('dialog', { name: say('draft.keys-title') })).toBeVisible();
      await look('the keys');
    },
  },
  {
    way: 'the dialogs of an image and of a registry key',
    inEnglish: 'pick.spec.ts and registry-key.spec.ts',
    go: async ({ page, say, name, registries, looking, look }) => {
      const [registry, locked] = [await registries.docker(), await registries.docker({ password: true })];
      await push(registry, `${name}/web`, '1.0');
      await looking(registry.origin, locked.origin);
      const picker = new Picker(page, say);
      await picker.open();
      await picker.choose(`${name}/web`, '1.0');
      await expect(picker.fact('user')).toBeVisible();
      await look('an image');
      await picker.registry.selectOption(locked.host);
      await expect(picker.dialog).toContainText(say('draft.unseen-sign-in', { registry: locked.host }));
      await look('a registry that wants a key');
      await page.keyboard.press('Escape');
      const maker = new KeyMaker(page, say);
      await maker.open();
      await maker.fill(`${name}-key`, locked.host, locked.user, 'wrong');
      await maker.create.click();
      await maker.dialog.getByText(say('details'), { exact: true }).click();
      await look('a wrong password');
    },
  },
  {
    way: 'the picker of a console without registries',
    go: async ({ page, form, say, look }) => {
      await form.open();
      await form.go('step-containers');
      const picker = new Picker(page, say);
      await picker.open();
      await expect(picker.dialog).toContainText(say('draft.pick-no-registry'));
      await look('nothing to look into');
    },
  },
  {
    way: 'the unfinished drafts, and opening one from elsewhere',
    go: async ({ page, form, say, name, look }) => {
      await form.open();
      await form.fill(name, 'busybox:1.36');
      await expectKeptWord(page, name, say);
      const drafts = new Drafts(page, say);
      await drafts.open();
      await drafts.button('duplicate-it', name).first().click();
      await expect(drafts.rows).toHaveCount(2);
      await drafts.button('delete-it', name).first().click();
      await expect(drafts.putBack).toBeFocused();
      await drafts.button('rename-it', name).first().click();
      await expect(page.getByRole('textbox', { name: say('draft.name') })).toBeFocused();
      await look('unfinished drafts');
      await page.goto('/open');
      await page.getByText(say('draft.open-cron-job'), { exact: true }).click();
      await look('nothing opened yet');
      const spec = { hostNetwork: true, containers: [{ name: 'main', image: 'busybox:1.36' }] };
      const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { template: { spec } } };
      await page.getByRole('textbox', { name: say('draft.open-text') }).fill(JSON.stringify(job));
      await page.getByRole('button', { name: say('draft.open-it'), exact: true }).click();
      await expect(page.getByText(say('draft.powers'))).toBeVisible();
      await look('what was opened');
    },
  },
];

for (const language of Object.keys(LANGUAGES) as Language[]) {
  test.describe(`in ${language}`, () => {
    test.use({ language });
    test.setTimeout(120_000);

    for (const { way, inEnglish, go } of WAYS) {
      if (language === 'English' && inEnglish) continue;
      test(`everybody can read and use ${way}`, async ({ page, wizard, stage, name, registries, looking }) => {
        const { say, tag } = LANGUAGES[language];
        const look = async (what: string) => {
          await expect(page.locator('html')).toHaveAttribute('lang', tag);
          await noSidewaysScrolling(page, what);
          await noViolations(page, what);
        };
        await go({ page, form: wizard, say, stage, name, registries, looking, look });
      });
    }
  });
}
