// One keystroke in a large draft: how long until it was judged and is shown.

/** A draft of so many containers with so many variables each, as the browser keeps it. */
export function draft(containers, variables) {
  let keys = 0;
  const key = () => ++keys;
  const variable = (_, at) => ({ key: key(), kind: 'value', name: `VARIABLE_${at}`, value: `value ${at}` });
  const container = (_, at) => ({
    key: key(),
    name: `container-${at + 1}`,
    image: 'busybox:1.36',
    'pull-policy': 'Always',
    'cpu-request': '10m',
    'cpu-limit': '20m',
    'memory-request': '16Mi',
    'memory-limit': '32Mi',
    env: Array.from({ length: variables }, variable),
  });
  const rows = Array.from({ length: containers }, container);
  const fields = {
    basic: { name: 'Large_task', cluster: 'practice', namespace: 'default', runs: 'fixed-count', instances: '2' },
    advanced: { 'restart-policy': 'Never', retries: '6' },
    containers: rows,
  };
  return { draft: { version: 1, keys, fields, kept: {} }, attempts: [], at: Date.now() };
}

/**
 * Times of so many keystrokes in a variable's value, in milliseconds, from the event on: until it is judged and the
 * page laid out anew, and until the browser comes to the next task, with whatever frame it drew meanwhile. With the
 * text beside the form: until that says it, too.
 */
export async function keystrokes(browser, url, { containers, variables, times, slowed, withText = false }) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript((kept) => localStorage.setItem('slipway.draft', JSON.stringify(kept)), draft(containers, variables));
  await page.goto(`${url}/clusters/practice/jobs/new`);
  await page.getByRole('button', { name: 'Create', exact: true }).click(); await page.waitForTimeout(500); await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: /Container configuration/ }).click();
  await page.getByRole('tab', { name: /^Environment variables/ }).click();
  const value = page.getByRole('textbox', { name: 'Value', exact: true }).first();
  await value.waitFor();
  if (withText) {
    await page.getByRole('button', { name: 'YAML', exact: true }).click();
    await page.locator('.cm-editor').waitFor();
    await page.waitForTimeout(1000);
  }
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowed });
  const taken = await value.evaluate(async (input, times) => {
    const taken = [];
    for (let at = 0; at < times; at++) {
      const start = performance.now();
      input.value = at % 2 ? 'x' : '$(Z)';
      input.dispatchEvent(new Event('input', { bubbles: true }));
      // What the program does follows in microtasks, in turn with these.
      for (let turn = 0; turn < 300; turn++) await null;
      document.body.getBoundingClientRect();
      const shown = performance.now() - start;
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      taken.push({ shown, next: performance.now() - start });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return taken;
  }, times);
  await context.close();
  return taken;
}
