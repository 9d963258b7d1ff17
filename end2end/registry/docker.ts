import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** It starts in a fraction of a second; a busy machine may take longer. */
const START = 20_000;

export interface DockerSettings {
  /** It asks everybody who they are, and knows one user. */
  password?: boolean;
}

/** Debian's docker-registry on a port of its own. What it holds is in a temporary folder, and ends with it. */
export class DockerRegistry {
  private process?: ChildProcess;
  private at?: string;

  private constructor(
    private readonly home: string,
    readonly user: string,
    /** Empty where it asks for none. */
    readonly password: string,
  ) {}

  static async start({ password = false }: DockerSettings = {}): Promise<DockerRegistry> {
    const home = mkdtempSync(join(tmpdir(), 'slipway-registry-'));
    const registry = new DockerRegistry(home, 'puller', password ? randomBytes(16).toString('hex') : '');
    try {
      await registry.run();
    } catch (error) {
      await registry.stop();
      throw error;
    }
    return registry;
  }

  /** `127.0.0.1:PORT`, as it stands in the names of images. */
  get host(): string {
    if (!this.at) throw new Error('this registry does not run');
    return this.at;
  }

  /** As `--registry` takes it. */
  get origin(): string {
    return `http://${this.host}`;
  }

  /** Asks it as its user; anything but a success is an error. */
  async ask(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Response> {
    const basic = Buffer.from(`${this.user}:${this.password}`).toString('base64');
    const all = this.password ? { ...headers, authorization: `Basic ${basic}` } : headers;
    const answer = await fetch(new URL(path, this.origin), { method, headers: all, body: body && new Uint8Array(body) });
    if (!answer.ok) throw new Error(`docker-registry answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
    return answer;
  }

  /** Where it keeps a repository. */
  folder(repository: string): string {
    return join(this.home, 'docker', 'registry', 'v2', 'repositories', repository);
  }

  async stop(): Promise<void> {
    const ending = this.process;
    this.process = undefined;
    this.at = undefined;
    if (ending?.pid && ending.exitCode === null && ending.signalCode === null) {
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGKILL');
      await ended;
    }
    rmSync(this.home, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const file = join(this.home, 'config.yaml');
    writeFileSync(file, JSON.stringify(this.config()));
    const started = spawn('docker-registry', ['serve', file], { env: { PATH: process.env.PATH }, stdio: ['ignore', 'ignore', 'pipe'] });
    this.process = started;
    const lines = createInterface({ input: started.stderr });
    const said: string[] = [];
    this.at = await new Promise<string>((resolve, reject) => {
      const patience = setTimeout(() => failed(`nothing within ${START / 1000} s`), START);
      const failed = (why: string) => {
        clearTimeout(patience);
        reject(new Error(`docker-registry, which end2end/run installs, did not start (${why})\n${said.join('\n')}`));
      };
      started.on('error', (error) => failed(error.message));
      started.on('exit', (code) => failed(`it ended with ${code}`));
      lines.on('line', (line) => {
        const address = /msg="listening on ([\d.:]+)"/.exec(line)?.[1];
        if (!address) return void (said.length < 20 && said.push(line));
        clearTimeout(patience);
        resolve(address);
      });
    });
  }

  /** JSON is YAML. At `info` it says which port it took. */
  private config(): object {
    const config = {
      version: '0.1',
      log: { level: 'info', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: this.home }, delete: { enabled: true } },
      http: { addr: '127.0.0.1:0' },
    };
    if (!this.password) return config;
    const path = join(this.home, 'htpasswd');
    writeFileSync(path, `${this.user}:${bcrypt(this.password)}\n`);
    return { ...config, auth: { htpasswd: { realm: 'private', path } } };
  }
}

/** The registry takes bcrypt alone, which Node.js cannot. The least rounds: every request costs them. */
function bcrypt(password: string): string {
  const script = 'print crypt($ENV{PASSWORD}, "\\$2y\\$04\\$$ENV{SALT}")';
  return execFileSync('perl', ['-e', script], { env: { PASSWORD: password, SALT: randomBytes(11).toString('hex') }, encoding: 'utf8' });
}
