import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { consoles, root } from './places';

/** What a console is started with. */
export interface Settings {
  kubeconfigs: string[];
  practice: boolean;
  /** Also serve the practice cluster's API on this port. */
  practicePort?: number;
  /** People sign in with tokens of their own. */
  signsIn?: boolean;
  /** Registries that it may look into, as `--registry` takes them. */
  registries?: string[];
  /** Another name that it answers to. */
  host?: string;
  /** Without it a free port is taken. */
  port?: number;
  /** What its log is called. */
  name: string;
}

/** How many times faster than life Pods of the practice cluster act: slow enough that every status is seen. */
const PACE = 3;
/** It starts in a fraction of a second; a busy machine may take longer. */
const START = 20_000;

/** The program: the one that `SLIPWAY` names, else the newer of the two builds. */
export function slipwayBinary(): string {
  const named = process.env.SLIPWAY;
  const built = ['release', 'debug'].map((profile) => join(root, 'target', profile, 'slipway'));
  const found = (named ? [named] : built).filter((file) => existsSync(file));
  const newest = found.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (newest) return newest;
  throw new Error(`There is no slipway binary (looked for ${named ?? 'target/release/slipway and target/debug/slipway'}). Run \`make build\` first.`);
}

/** The built site: the one that `SITE` names, else the usual one. */
export function siteFolder(): string {
  const folder = process.env.SITE ?? join(root, 'target', 'site');
  if (existsSync(join(folder, 'index.html'))) return folder;
  throw new Error(`There is no built site in ${process.env.SITE ?? 'target/site'}. Run \`make build\` first.`);
}

/** A console: one slipway process. */
export class Slipway {
  private process?: ChildProcess;

  private constructor(
    private readonly settings: Settings,
    readonly port: number,
  ) {}

  static async start(settings: Settings): Promise<Slipway> {
    const slipway = new Slipway(settings, settings.port ?? (await freePort()));
    await slipway.run();
    return slipway;
  }

  /** What its log is called. */
  get name(): string {
    return this.settings.name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it (again), at the same address. */
  async run(): Promise<void> {
    mkdirSync(consoles, { recursive: true });
    const log = openSync(join(consoles, `${this.settings.name}.log`), 'a');
    // Nothing of the person's own: no kubeconfig, no proxy, no settings.
    const environment = { PATH: process.env.PATH, HOME: consoles, RUST_LOG: 'info', RUST_BACKTRACE: '1', SLIPWAY_LISTEN: `127.0.0.1:${this.port}` };
    const started = spawn(slipwayBinary(), this.flags(), { env: environment, stdio: ['ignore', 'pipe', log] });
    this.process = started;
    const ready = new Promise<void>((resolve, reject) => {
      const failed = (why: string) => reject(new Error(`slipway did not start (${why}); its words are in end2end/results/consoles/${this.settings.name}.log`));
      const patience = setTimeout(() => failed(`nothing within ${START / 1000} s`), START);
      started.on('error', (error) => failed(error.message));
      started.on('exit', (code) => failed(`it ended with ${code}`));
      createInterface({ input: started.stdout! }).on('line', (line) => {
        if (!line.startsWith('Slipway is at http://')) return;
        clearTimeout(patience);
        resolve();
      });
    });
    await ready;
  }

  /** The memory that it takes now, in bytes. */
  resident(): number {
    const status = readFileSync(`/proc/${this.process?.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** Tells it to end, as whoever replaces it does; gives its exit code. */
  async stop(): Promise<number | null> {
    const ending = this.process;
    this.process = undefined;
    if (!ending) return null;
    const ended = new Promise<number | null>((resolve) => ending.once('exit', (code) => resolve(code)));
    ending.kill('SIGTERM');
    return ended;
  }

  /** Ends it at once, as a crash would. */
  async kill(): Promise<void> {
    const ending = this.process;
    this.process = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill('SIGKILL');
    await ended;
  }

  private flags(): string[] {
    const { kubeconfigs, practice, practicePort, signsIn, host, registries = [] } = this.settings;
    const flags = ['serve', '--site', siteFolder(), `--sandbox=${practice ? 'on' : 'off'}`];
    for (const file of kubeconfigs) flags.push('--kubeconfig', file);
    for (const registry of registries) flags.push('--registry', registry);
    if (host) flags.push('--host', host);
    if (signsIn) flags.push('--auth=token');
    if (practice) flags.push('--practice-pace', String(PACE));
    if (practicePort) flags.push('--practice-listen', `127.0.0.1:${practicePort}`);
    return flags;
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
