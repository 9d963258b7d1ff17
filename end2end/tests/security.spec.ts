import { request as send } from 'node:http';
import { expect, NAMESPACE, test } from '../fixtures';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request with whatever headers: browsers choose some of them themselves. */
function ask(url: string, method = 'GET', headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' });
    });
    request.on('error', reject).end(body);
  });
}

const json = { 'content-type': 'application/json' };
const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' };

test('a page may run only its own scripts, by a nonce that no other page has', async ({ stage }) => {
  const nonces = [];
  for (const path of ['/', '/clusters', '/jobs/new', '/no/such/page']) {
    const { headers, body } = await ask(stage.slipway.url + path);
    const policy = String(headers['content-security-policy']);
    const nonce = policy.match(/script-src[^;]*'nonce-([^']+)'/)?.[1];
    expect(nonce, policy).toBeTruthy();
    nonces.push(nonce);
    for (const [, tag] of body.matchAll(/<script([^>]*)>/g)) expect(tag).toContain(`nonce="${nonce}"`);
    for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"]) expect(policy).toContain(directive);
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain("'unsafe-eval'");
    expect(body).not.toMatch(/\sstyle=|\son\w+=/);
    expect(headers['cache-control']).toContain('no-store');
  }
  expect(new Set(nonces).size).toBe(nonces.length);
});

test('every answer has the headers that keep others out', async ({ stage }) => {
  const page = await ask(`${stage.slipway.url}/clusters`);
  const file = page.body.match(/href="(\/assets\/[^"]+\.css)"/)?.[1];
  expect(file).toBeTruthy();
  const answers = [page, await ask(stage.slipway.url + file), await ask(`${stage.slipway.url}/api/console`, 'POST', json, '{}'), await ask(`${stage.slipway.url}/assets/none.js`)];
  for (const { headers } of answers) {
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  }
});

test('a host name that is not the console’s is refused, for pages, calls, files and the stream', async ({ stage }) => {
  const { url, port } = stage.slipway;
  for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1:${port + 1}`, `localhost.evil.example:${port}`]) {
    expect((await ask(`${url}/`, 'GET', { host })).status, host).toBe(421);
    expect((await ask(`${url}/api/console`, 'POST', { ...json, host }, '{}')).status, host).toBe(421);
    expect((await ask(`${url}/api/stream?page=tasks&cluster=${stage.cluster}`, 'GET', { ...upgrade, host })).status, host).toBe(421);
  }
  expect((await ask(`${url}/`, 'GET', { host: `localhost:${port}` })).status).toBe(200);
});

test('another site’s pages may not call the console, nor open its stream', async ({ stage, name }) => {
  const { url } = stage.slipway;
  const task = { cluster: stage.cluster, namespace: NAMESPACE, name };
  await stage.api.create(NAMESPACE, name, 'busybox:forever');
  const uid = (await stage.api.job(NAMESPACE, name))?.metadata.uid;
  const deletion = JSON.stringify({ task, uid });
  const sites: Record<string, string>[] = [{ origin: 'http://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }];
  for (const foreign of sites) {
    expect((await ask(`${url}/api/delete`, 'POST', { ...json, ...foreign }, deletion)).status, JSON.stringify(foreign)).toBe(403);
    expect((await ask(`${url}/api/stream?page=tasks&cluster=${stage.cluster}`, 'GET', { ...upgrade, ...foreign })).status, JSON.stringify(foreign)).toBe(403);
  }
  expect((await ask(`${url}/api/delete`, 'POST', { 'content-type': 'text/plain' }, deletion)).status).toBe(415);
  expect((await ask(`${url}/api/delete`, 'GET')).status).toBe(405);
  expect((await stage.api.job(NAMESPACE, name))?.metadata.uid).toBe(uid);
  expect((await ask(`${url}/api/stream?page=tasks&cluster=${stage.cluster}`, 'GET', { ...upgrade, origin: url })).status).toBe(101);
});

test('another site’s page in the same browser gets nothing', async ({ page, stage, guard, faulty }) => {
  guard.tolerate(/./);
  await page.route('http://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<title>evil</title>' }));
  await page.goto('http://evil.example/');
  const outcomes = await page.evaluate(async (url) => {
    const call = (init: RequestInit) => fetch(`${url}/api/console`, { method: 'POST', body: '{}', ...init }).then((answer) => `${answer.status} ${answer.type}`, () => 'refused');
    const stream = new Promise<string>((resolve) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/api/stream?page=tasks&cluster=faulty`);
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    });
    return Promise.all([call({ headers: { 'content-type': 'application/json' } }), call({ mode: 'cors' }), stream]);
  }, stage.slipway.url);
  expect(outcomes).toEqual(['refused', 'refused', 'refused']);
  expect(faulty.count(() => true)).toBe(0);
});

test('another site cannot frame a page, and have clicks land on it', async ({ page, stage, guard }) => {
  guard.tolerate(/frame-ancestors|frame/i);
  const frame = `<title>evil</title><iframe src="${stage.slipway.url}/clusters" width="800" height="600"></iframe>`;
  await page.route('http://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: frame }));
  await page.goto('http://evil.example/');
  // What may not be framed is an error page of the browser's own.
  await expect.poll(() => page.frames().find((other) => other !== page.mainFrame())?.url()).toMatch(/^chrome-error:/);
  await expect(page.frameLocator('iframe').getByRole('heading')).toHaveCount(0);
});

test('no page and no answer holds a credential', async ({ stage }) => {
  const { url } = stage.slipway;
  const calls: [string, object][] = [
    ['console', {}],
    ['cluster', { cluster: stage.cluster }],
    ['cluster', { cluster: 'faulty' }],
  ];
  const texts = [(await ask(`${url}/clusters`)).body, (await ask(`${url}/clusters/${stage.cluster}/workload/jobs`)).body];
  for (const [call, args] of calls) texts.push((await ask(`${url}/api/${call}`, 'POST', json, JSON.stringify(args))).body);
  for (const text of texts) {
    expect(text).not.toMatch(/Bearer|PRIVATE KEY|BEGIN CERTIFICATE|client-key|token/i);
    for (const secret of stage.secrets) expect(text.includes(secret)).toBe(false);
  }
  expect(texts[0]).not.toContain(stage.cluster);
});
