import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kind } from './consoles';
import { ABNORMAL, FAILED, RUNNING, SUCCEEDED } from './jobs';
import { test } from './scene';
import { listen, seen, type Shift } from './shifts';
import { gallery } from './shoot';

const task = (name: string): string => `/clusters/practice/namespaces/default/jobs/${name}`;

const PAGES: [string, Kind, string][] = [
  ['clusters', 'new', '/clusters'],
  ['clusters, many', 'many', '/clusters'],
  ['clusters, broken', 'broken', '/clusters'],
  ['cluster', 'new', '/clusters/practice'],
  ['tasks, empty', 'new', '/clusters/practice/workload/jobs'],
  ['tasks, many', 'busy', '/clusters/practice/workload/jobs'],
  ['task, running', 'busy', task(RUNNING)],
  ['task, succeeded', 'busy', task(SUCCEEDED)],
  ['task, failed', 'busy', task(FAILED)],
  ['task, abnormal', 'busy', task(ABNORMAL)],
  ['task, missing', 'busy', task('nowhere')],
  ['wizard', 'new', '/clusters/practice/jobs/new'],
  ['wizard, from outside', 'new', '/jobs/new'],
  ['drafts', 'new', '/drafts'],
  ['open', 'new', '/open'],
  ['sign in', 'people', '/clusters/practice/workload/jobs'],
];
/** Chunks and answers of a page are there by then. */
const SETTLED = 1_000;
/** With SLOW=1: what is hidden by a quick machine. It takes some minutes more. */
const SLOW = Boolean(process.env.SLOW);
const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 750_000 / 8 };

test('what moves by itself while pages load', async ({ browser, consoles }) => {
  test.setTimeout(SLOW ? 1_800_000 : 300_000);
  const shifts: Shift[] = [];
  for (const [page, kind, path] of PAGES) {
    const { url } = await consoles.of(kind);
    for (const [width, height] of [[1280, 800], [360, 780]] as const) {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', reducedMotion: null });
      const tab = await context.newPage();
      await listen(tab);
      if (SLOW) {
        const cdp = await context.newCDPSession(tab);
        await cdp.send('Network.emulateNetworkConditions', SLOW_LINE);
        await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      }
      await tab.goto(url + path);
      await tab.getByRole('heading', { level: 1 }).waitFor({ timeout: 60_000 });
      await tab.waitForTimeout(SLOW ? 4 * SETTLED : SETTLED);
      shifts.push({ page, width, ...(await seen(tab)) });
      await context.close();
    }
  }
  mkdirSync(gallery, { recursive: true });
  writeFileSync(join(gallery, 'shifts.json'), JSON.stringify(shifts, null, 2));
  for (const { page, width, score } of shifts) console.log(`${score.toFixed(4)}  ${page}, ${width}`);
});
