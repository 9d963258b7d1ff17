import { expect } from '@playwright/test';
import type { Step } from '../wizard';
import { openDraft, RICH } from './drafts';
import { scene, type Stage } from './scene';

const STEPS: [string, Step][] = [
  ['basic', 'step-basic'],
  ['containers', 'step-containers'],
  ['service', 'step-service'],
  ['advanced', 'step-advanced'],
];

/** An empty wizard, in a step. */
async function empty({ tab, consoles, wizard }: Stage, step: Step): Promise<void> {
  await tab.goto(`${(await consoles.of('new')).url}/clusters/practice/jobs/new`);
  await wizard.ready();
  await wizard.go(step);
}

/** A filled one. */
async function filled(stage: Stage, step: Step): Promise<void> {
  await openDraft(stage, (await stage.consoles.of('new')).url, RICH);
  await stage.wizard.go(step);
}

for (const [name, step] of STEPS) {
  scene('wizard', `${name}-empty`, async (stage) => empty(stage, step));

  scene('wizard', `${name}-filled`, async (stage) => filled(stage, step));

  // Whatever is wrong in all steps, seen from this one.
  scene('wizard', `${name}-errors`, async (stage) => {
    const { wizard } = stage;
    await empty(stage, 'step-basic');
    await wizard.name.fill('Job_1');
    await wizard.field('field.instances').fill('many');
    await wizard.go('step-service');
    await wizard.button('create-service').click();
    await wizard.go('step-containers');
    await wizard.image.fill('BusyBox:1 .36');
    await wizard.create.click();
    await wizard.go(step);
  });
}

scene('wizard', 'basic-outside', async ({ tab, consoles, wizard }) => {
  await tab.goto(`${(await consoles.of('many')).url}/jobs/new`);
  await wizard.ready();
});

scene('wizard', 'restored', async (stage) => {
  await filled(stage, 'step-basic');
  // Untouched, it is a draft that was opened just now, and nothing of it is back.
  await stage.wizard.field('field.description').fill('Of the day before');
  await expect(stage.tab.locator('.kept button').first()).toBeVisible();
  await stage.tab.reload();
  await expect(stage.tab.locator('.restored')).toBeVisible();
});

scene('wizard', 'name-taken', async (stage) => {
  const { tab, consoles, wizard } = stage;
  await tab.goto(`${(await consoles.of('busy')).url}/clusters/practice/jobs/new`);
  await wizard.ready();
  await wizard.name.fill('nightly-report');
  await wizard.go('step-containers');
  await wizard.image.fill('busybox:1.36');
  await wizard.create.click();
  await expect(tab.locator('.notice .banner, .finding.bad').first()).toBeVisible();
});

for (const tab of ['lifecycle', 'health', 'env', 'storage', 'security', 'logs']) {
  scene('wizard', `containers-${tab}`, async (stage) => {
    await filled(stage, 'step-containers');
    await stage.tab.locator(`#containers-tabs-${tab}`).click();
    await openAll(stage);
  });
}

for (const tab of ['scheduling', 'labels', 'upgrade']) {
  scene('wizard', `advanced-${tab}`, async (stage) => {
    await filled(stage, 'step-advanced');
    await stage.tab.locator(`[role=tab][id$="-${tab}"]`).click();
    await openAll(stage);
  });
}

/** Sections that are closed show one line each: opened, they show what is in them. */
async function openAll({ tab }: Stage): Promise<void> {
  await tab.locator('section.fields details:not([open])').evaluateAll((all) => all.forEach((details) => details.setAttribute('open', '')));
}

scene('wizard', 'containers-twenty', async (stage) => {
  const container = (at: number) => `        - {name: container-${at}, image: "busybox:1.36"}\n`;
  const text = RICH + Array.from({ length: 18 }, (_, at) => container(at + 3)).join('');
  await openDraft(stage, (await stage.consoles.of('new')).url, text);
  await stage.wizard.go('step-containers');
});

scene('wizard', 'service-form', async (stage) => {
  await filled(stage, 'step-service');
  await stage.wizard.button('create-service').click();
});
