import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../api';
import { DockerRegistry } from '../registry/docker';
import { push, pushIndex } from '../registry/images';
import { freePort, type Settings, Slipway } from '../slipway';
import { seed } from './jobs';

/** A console, and the way to its practice cluster behind its back. */
export interface Console {
  url: string;
  api: Api;
}

/** The kinds of consoles; each is started once. */
const KINDS = {
  /** As somebody finds it who starts it for the first time. */
  new: (consoles: Consoles) => consoles.start('new', {}),
  /** Without any cluster. */
  none: (consoles: Consoles) => consoles.start('none', { practice: false, practicePort: undefined }),
  /** With one task. */
  one: async (consoles: Consoles) => {
    const console = await consoles.start('one', {});
    await console.api.create('default', 'hello', 'busybox:forever');
    return console;
  },
  /** With tasks of every fate. */
  busy: async (consoles: Consoles) => {
    const console = await consoles.start('busy', {});
    await seed(console.api);
    return console;
  },
  /** With clusters of every fate. */
  many: async (consoles: Consoles) => {
    const { api } = await consoles.of('busy');
    const good = ['prod-eu', 'prod-us', 'staging', 'analytics-platform-eu-central-1-account-004711'];
    const servers = Object.fromEntries(good.map((name) => [name, api.target.origin]));
    const dead = `http://127.0.0.1:${await freePort()}`;
    const distrusted = api.target.origin.replace('http:', 'https:');
    return await consoles.start('many', { kubeconfigs: [consoles.kubeconfig('many', { ...servers, 'edge-07': dead, lab: distrusted })] });
  },
  /** With a kubeconfig that cannot be read, and a cluster that cannot be reached. */
  broken: async (consoles: Consoles) => {
    const broken = consoles.write('broken', 'apiVersion: v1\nkind: Config\nclusters: []\nusers: []\ncontexts: none\n');
    const dead = consoles.kubeconfig('dead', { 'edge-07': `http://127.0.0.1:${await freePort()}` });
    return await consoles.start('broken', { kubeconfigs: [broken, dead] });
  },
  /** To which people sign in. */
  people: async (consoles: Consoles) => {
    const console = await consoles.start('people', { signsIn: true }, 'practice-admin');
    await console.api.create('default', 'nightly-report', 'busybox:forever');
    return console;
  },
  /** That may look into a registry. */
  registry: async (consoles: Consoles) => consoles.start('registry', { registries: [(await consoles.registry()).origin] }),
};
export type Kind = keyof typeof KINDS;

export class Consoles {
  private readonly started = new Map<Kind, Promise<Console>>();
  private readonly ending: (() => Promise<void>)[] = [];
  private readonly home = mkdtempSync(join(tmpdir(), 'slipway-gallery-'));

  of(kind: Kind): Promise<Console> {
    const known = this.started.get(kind) ?? KINDS[kind](this);
    this.started.set(kind, known);
    return known;
  }

  async stop(): Promise<void> {
    for (const end of this.ending.reverse()) await end();
    rmSync(this.home, { recursive: true, force: true });
  }

  async start(name: string, settings: Partial<Settings>, token?: string): Promise<Console> {
    const practicePort = await freePort();
    const slipway = await Slipway.start({ name: `gallery-${name}`, kubeconfigs: [], practice: true, practicePort, ...settings });
    this.ending.push(() => slipway.kill());
    return { url: slipway.url, api: new Api({ origin: `http://127.0.0.1:${practicePort}`, token }) };
  }

  /** A kubeconfig with a context for each address. JSON is YAML. */
  kubeconfig(name: string, servers: Record<string, string>): string {
    const all = Object.entries(servers);
    const clusters = all.map(([name, server]) => ({ name, cluster: { server } }));
    const contexts = all.map(([name]) => ({ name, context: { cluster: name, user: 'user' } }));
    return this.write(name, JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters, contexts, users: [{ name: 'user', user: {} }] }, null, 2));
  }

  write(name: string, text: string): string {
    const file = join(this.home, `${name}.kubeconfig`);
    writeFileSync(file, text);
    return file;
  }

  /** A registry with what a team would have in one. */
  async registry(): Promise<DockerRegistry> {
    const registry = await DockerRegistry.start();
    this.ending.push(() => registry.stop());
    const image = { user: '1000:1000', entrypoint: ['/bin/report'], cmd: ['--all'], ports: ['8080/tcp'], workingDir: '/srv', created: '2026-03-04T05:06:07Z', size: 42_000_000 };
    for (const name of ['base/alpine', 'data/export', 'data/import', 'tools/backup', 'tools/migrate', 'web/frontend']) await push(registry, name, '1.0', image);
    for (const tag of ['1.0', '1.1', '2.0', '2.1-rc.1', 'latest']) await pushIndex(registry, 'data/report', tag, [image, { ...image, architecture: 'arm64' }]);
    return registry;
  }
}
