// Measures one thing after the other, so that nothing is in the way of anything, and prints the figures.
import { chromium } from '@playwright/test';
import { performance } from 'node:perf_hooks';
import { start } from './console.mjs';
import { HEADLAMP, kB, MB, median, medianRow, ms, quantile, row, s, title } from './figures.mjs';
import { interactions, LIST, makeTasks, WIZARD } from './interaction.mjs';
import { draft, keystrokes } from './keystroke.mjs';
import { changeToWord, createToRunning } from './live.mjs';
import { load, PAGES, together } from './load.mjs';

/** Memory is read so long after the start. */
const REST = 10_000;
/** Pods that act faster shorten the wait between two changes; the change that is measured needs none of them. */
const HURRIED = 5;

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
flags.push('--disable-background-networking', '--disable-component-update', '--disable-sync');
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });

async function repeat(times, measure) {
  const values = [];
  while (values.length < times) values.push(await measure());
  return values;
}

/** With a console of its own, which is ended. */
async function withConsole(settings, measure) {
  const console = await start(settings);
  try {
    return await measure(console);
  } finally {
    await console.stop();
  }
}

title('Server');
medianRow('start', await repeat(10, () => withConsole({}, ({ startedIn }) => startedIn)), s, HEADLAMP.start);
await withConsole({}, async (console) => {
  await load(browser, console.url, PAGES.clusters);
  await new Promise((resolve) => setTimeout(resolve, REST - (performance.now() - console.spawned)));
  row('memory at rest (VmRSS)', MB(console.resident()), HEADLAMP.memory);
});

await withConsole({}, async ({ url }) => {
  title('A keystroke in 20 containers of 50 variables');
  for (const slowed of [1, 4]) {
    const taken = await keystrokes(browser, url, { containers: 20, variables: 50, times: 50, slowed });
    const what = slowed === 1 ? 'judged and shown' : `judged and shown, CPU x${slowed}`;
    const shown = taken.map(({ shown }) => shown);
    row(`${what}, median`, ms(median(shown)));
    row(`${what}, p99`, ms(quantile(shown, 0.99)));
    row('  until the next task, median', ms(median(taken.map(({ next }) => next))));
  }
  title('The same with the text beside the form, of some 2,500 lines');
  for (const slowed of [1, 4]) {
    const taken = await keystrokes(browser, url, { containers: 20, variables: 50, times: 50, slowed, withText: true });
    const what = slowed === 1 ? 'judged, shown and written' : `judged, shown and written, CPU x${slowed}`;
    const shown = taken.map(({ shown }) => shown);
    row(`${what}, median`, ms(median(shown)));
    row(`${what}, p99`, ms(quantile(shown, 0.99)));
  }
});

await withConsole({}, async ({ url, practice }) => {
  title('Interaction to next paint, CPU x4: the slowest of each kind, in steps of 8 ms');
  await makeTasks(practice, 10_000);
  const pages = [
    ['list of 10,000 tasks', LIST, undefined],
    ['draft of 20 containers of 50 variables', WIZARD, draft(20, 50)],
  ];
  for (const [what, page, kept] of pages) {
    row(what, '');
    for (const [act, slowest] of await interactions(browser, url + page.path, { ...page, kept, slowed: 4 })) row(`  ${act}`, ms(slowest));
  }
});

await withConsole({}, async ({ url }) => {
  // Not counted: the first page of a browser that was just started waits for the browser.
  await load(browser, url, PAGES.clusters);
  const pages = [
    ['Clusters page, nothing cached', PAGES.clusters, HEADLAMP.bytes, HEADLAMP.usable, HEADLAMP.usableSlow],
    ['Job form, nothing cached', PAGES.form, HEADLAMP.formBytes, undefined, HEADLAMP.formSlow],
  ];
  for (const [what, page, bytesToBeat, toBeat, slowToBeat] of pages) {
    title(what);
    const loads = await repeat(5, () => load(browser, url, page));
    const [{ bytes }] = loads;
    for (const [kind, moved] of [...bytes].sort((a, b) => b[1] - a[1])) row(kind, kB(moved));
    row('bytes together', kB(together(bytes)), bytesToBeat);
    medianRow('usable', loads.map(({ at }) => at), s, toBeat);
    const slow = await repeat(3, () => load(browser, url, page, { slow: true }));
    medianRow('usable, CPU x4 and slow 4G', slow.map(({ at }) => at), s, slowToBeat);
  }
});

title('From Create to Running, in the practice cluster');
const created = await withConsole({}, (console) => createToRunning(browser, console, 5));
medianRow('the word on the page', created.map(({ word }) => word), s);
medianRow('of that, until the cluster\'s Pod runs', created.map(({ pod }) => pod), s);

title('From one change in the cluster to the word on the page');
const changes = await withConsole({ pace: HURRIED }, (console) => changeToWord(browser, console, 50));
row(`median of ${changes.length}`, ms(median(changes)), HEADLAMP.change);
row(`p99 of ${changes.length}`, ms(quantile(changes, 0.99)));

await browser.close();
