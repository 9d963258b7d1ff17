// The console that is measured: one slipway process.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

/** A busy machine may take long. */
const PATIENCE = 30_000;

const home = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
const running = new Set();

// However the bench ends, nothing it started outlives it.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) process.once(signal, () => process.exit(code));

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a console. `pace`: how many times faster than life Pods of the practice cluster act. */
export async function start({ pace = 1 } = {}) {
  const [port, practicePort] = [await freePort(), await freePort()];
  const flags = ['serve', '--site', process.env.SITE, '--listen', `127.0.0.1:${port}`];
  flags.push('--practice-listen', `127.0.0.1:${practicePort}`, '--practice-pace', String(pace));
  // Nothing of the person's own: no kubeconfig, no proxy, no settings.
  const env = { PATH: process.env.PATH, HOME: home };
  const spawned = performance.now();
  const child = spawn(process.env.SLIPWAY, flags, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const ended = new Promise((resolve) => child.once('close', resolve)).then(() => running.delete(child));
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (log = (log + text).slice(-4000)));
  const startedIn = await new Promise((resolve, reject) => {
    const failed = (why) => reject(new Error(`slipway did not start: ${why}\n${log}`));
    const patience = setTimeout(() => failed(`nothing within ${PATIENCE / 1000} s`), PATIENCE);
    child.once('error', (error) => failed(error.message));
    child.once('close', (code) => failed(`it ended with ${code}`));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('Slipway is at ')) return;
      clearTimeout(patience);
      resolve(performance.now() - spawned);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    practice: `http://127.0.0.1:${practicePort}`,
    spawned,
    startedIn,
    /** Resident memory, in bytes. */
    resident: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) * 1024,
    async stop() {
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), 7000);
      await ended;
      clearTimeout(insist);
    },
  };
}
