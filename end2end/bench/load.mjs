// What a page moves and how long it takes until it can be used, with nothing cached.

const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 750_000 / 8 };
const PATIENCE = 90_000;
/** Answers of the API, once the page is usable, whose end is still on its way to us. */
const STRAGGLERS = 300;

const KINDS = {
  'text/html': 'page',
  'text/javascript': 'scripts',
  'application/javascript': 'scripts',
  'application/wasm': 'wasm',
  'text/css': 'style',
  'image/svg+xml': 'icon',
};

/** The pages, each with what is looked for in it. Runs in the page, from its first moment. */
export const PAGES = {
  clusters: {
    path: '/clusters',
    watch: () => {
      const shown = () => [...document.querySelectorAll('tbody tr')].some((row) => /practice/.test(row.textContent) && /v\d+\.\d+/.test(row.textContent));
      const observer = new MutationObserver(() => {
        if (!shown()) return;
        observer.disconnect();
        // Not when the table has it, but when the frame with it is made.
        requestAnimationFrame(() => setTimeout(() => benchSaw('usable', performance.now())));
      });
      observer.observe(document, { subtree: true, childList: true, characterData: true });
    },
  },
  form: {
    path: '/jobs/new',
    watch: () => {
      const field = () => [...document.querySelectorAll('label')].find((label) => label.textContent.startsWith('Workload name'))?.control;
      const observer = new MutationObserver(() => {
        const name = field();
        if (!name || name.disabled || name.readOnly) return;
        observer.disconnect();
        name.addEventListener('input', () => benchSaw('usable', performance.now()), { once: true });
        name.focus();
        benchSaw('field', performance.now());
      });
      observer.observe(document, { subtree: true, childList: true });
    },
  },
};

/** Loads a page in a profile of its own: when it was usable (ms since the navigation began), and bytes by kind. */
export async function load(browser, origin, { path, watch }, { slow = false } = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const bytes = await count(cdp);
    if (slow) {
      await cdp.send('Network.emulateNetworkConditions', SLOW_LINE);
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    }
    const usable = new Promise((resolve, reject) => {
      const late = async () => reject(new Error(`${path} was not usable within ${PATIENCE / 1000} s: ${await page.innerText('body')}`));
      const patience = setTimeout(() => late().catch(reject), PATIENCE);
      const saw = (what, at) => {
        // A key as a keyboard sends it: the field is usable when the letter is in it.
        if (what === 'field') return page.keyboard.press('a').catch(reject);
        clearTimeout(patience);
        resolve(at);
      };
      const go = async () => {
        await page.exposeFunction('benchSaw', saw);
        await page.addInitScript(watch);
        await page.goto(origin + path, { waitUntil: 'commit' });
      };
      go().catch(reject);
    });
    const at = await usable;
    await new Promise((resolve) => setTimeout(resolve, STRAGGLERS));
    if (path === PAGES.form.path && (await page.getByRole('textbox', { name: 'Workload name' }).inputValue()) !== 'a') throw new Error('the field lost what was typed');
    return { at, bytes };
  } finally {
    await context.close();
  }
}

/** Counts what comes in over the line, headers included, compressed as it came. */
async function count(cdp) {
  const bytes = new Map();
  const add = (kind, more) => bytes.set(kind, (bytes.get(kind) ?? 0) + more);
  const kinds = new Map();
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    const { pathname } = new URL(response.url);
    const json = pathname.startsWith('/assets/') ? 'texts' : 'answers of the API';
    kinds.set(requestId, KINDS[response.mimeType] ?? json);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => add(kinds.get(requestId) ?? 'other', encodedDataLength));
  // Frames have no encoded length: their payload, without the few bytes before it.
  cdp.on('Network.webSocketFrameReceived', ({ response }) => add('stream', Buffer.byteLength(response.payloadData)));
  await cdp.send('Network.enable');
  return bytes;
}

export const together = (bytes) => [...bytes.values()].reduce((sum, more) => sum + more, 0);
