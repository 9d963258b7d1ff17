import { expect, test } from '../fixtures';
import { english } from '../words';
import { Made } from './made';

let made: Made;

test.beforeAll(({ stage }) => {
  made = new Made(stage);
});
test.afterAll(() => made.clear());

test('a log of a gigabyte neither slows the page nor grows the memory of the console', async ({ page, another, stage }) => {
  test.setTimeout(300_000);
  const console = await another({ kubeconfigs: [stage.adminWay] });
  await made.job('flood', { script: 'sleep 3; yes "one line of a flood that nobody can read as fast as it comes" | head -c 1000000000; echo; echo the flood is over' });
  await page.goto(`${console.url}/clusters/real/namespaces/default/jobs/${made.of('flood')}`);
  const part = page.getByRole('region', { name: english('log'), exact: true });
  const lines = part.getByRole('log');
  await expect(part.getByText(english('log.follows'))).toBeVisible();
  const before = console.resident();
  let most = 0;
  const watching = setInterval(() => (most = Math.max(most, console.resident())), 100);
  try {
    await expect(lines.locator('.skipped').first()).toContainText('Lines left out');
    // In the middle of it the page does what one asks.
    await part.getByLabel(english('log.times')).check();
    await expect(lines).toContainText(/\d{4}-\d\d-\d\dT[\d:.]+Z one line/);
    await part.getByRole('button', { name: english('log.pause') }).click();
    await expect(part.getByText(english('log.paused'))).toBeVisible();
    await part.getByRole('button', { name: english('log.resume') }).click();
    // The kubelet turns the file over some hundred times meanwhile, and may leave who reads just then at an old one for
    // good: the console finds that out by itself.
    await expect(lines).toContainText('the flood is over', { timeout: 240_000 });
  } finally {
    clearInterval(watching);
  }
  // Its buffers, not the log.
  expect(most - before).toBeLessThan(64e6);
  const shown = await lines.evaluate((element) => element.textContent?.length ?? 0);
  expect(shown).toBeLessThan(4e6);
});
