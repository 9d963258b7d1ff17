import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api, type Target } from './api';
import { Faulty } from './faulty/proxy';
import { consoles, root } from './places';
import { freePort, Slipway, type Settings } from './slipway';

/** The practice cluster inside the console, or the control plane that `cluster/up` started. */
export type Kind = 'practice' | 'real';

/** People with tokens. */
export type Person = 'admin' | 'editor' | 'viewer' | 'nobody';

/** What a worker has for itself: a console, the cluster it shows, and a faulty way to the same cluster. */
export interface Stage {
  kind: Kind;
  /** The name of the cluster in the console. The faulty way is called `faulty`. */
  cluster: string;
  api: Api;
  faulty: Faulty;
  slipway: Slipway;
  /** The kubeconfig of the faulty way, for consoles of a test's own. */
  faultyWay: string;
  /** The kubeconfig of somebody who may only look: context `viewer`. */
  viewerWay: string;
  /** The kubeconfig of an administrator: of the real cluster with a client certificate, as most have. */
  adminWay: string;
  /** A kubeconfig that gives the address alone: context `people`. */
  peopleWay: string;
  /** Tokens of people who may do everything, work in one namespace, look, and nothing. */
  tokens: Record<Person, string>;
  /** What no page may ever hold. */
  secrets: string[];
  /** The real cluster's real node, where it has one. */
  node?: RealNode;
}

/** What only a real node shows needs to know its registries: `HOST:PORT` each, and who may pull from the private one. */
export interface RealNode {
  name: string;
  registry: string;
  privateRegistry: string;
  user: string;
  password: string;
}

/** Folder of the control plane's state. */
const plane = join(root, '.slipway', 'cluster');

export async function setStage(kind: Kind, worker: number): Promise<{ stage: Stage; strike: () => Promise<void> }> {
  const practicePort = kind === 'practice' ? await freePort() : undefined;
  const target = practicePort ? { origin: `http://127.0.0.1:${practicePort}` } : realTarget();
  const faulty = await Faulty.start(target);
  const name = `${kind}-${worker}`;
  const faultyWay = kubeconfig(`${name}-faulty`, { faulty: `http://127.0.0.1:${faulty.port}` });
  const viewer = practicePort ? 'practice-viewer' : environment()('CLUSTER_TOKEN_VIEWER');
  const viewerWay = kubeconfig(`${name}-viewer`, { viewer: target.origin }, { token: viewer, ca: target.ca });
  const admin = join(plane, 'admin.kubeconfig');
  const settings: Settings = practicePort
    ? { name, practice: true, practicePort, kubeconfigs: [faultyWay] }
    : { name, practice: false, kubeconfigs: [admin, faultyWay] };
  const slipway = await Slipway.start(settings);
  const node = kind === 'real' ? realNode() : undefined;
  const secrets = kind === 'real' ? [...tokens(), ...credentials(admin), ...(node ? [node.password] : [])] : [];
  const peopleWay = kubeconfig(`${name}-people`, { people: target.origin }, { ca: target.ca });
  const people = practicePort
    ? { admin: 'practice-admin', editor: 'practice-editor', viewer: 'practice-viewer', nobody: 'practice-none' }
    : realPeople();
  const stage: Stage = { kind, cluster: kind, api: new Api(target), faulty, slipway, faultyWay, viewerWay, adminWay: admin, peopleWay, tokens: people, secrets, node };
  const strike = async () => {
    await slipway.kill();
    await faulty.close();
  };
  return { stage, strike };
}

/** Writes a kubeconfig with a context for each address. JSON is YAML. */
export function kubeconfig(name: string, servers: Record<string, string>, { token, ca }: { token?: string; ca?: string } = {}): string {
  const all = Object.entries(servers);
  const authority = ca && Buffer.from(ca).toString('base64');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: all.map(([name, server]) => ({ name, cluster: { server, 'certificate-authority-data': authority } })),
    contexts: all.map(([name]) => ({ name, context: { cluster: name, user: 'user' } })),
    users: [{ name: 'user', user: { token } }],
  };
  return writeKubeconfig(name, JSON.stringify(config, null, 2));
}

export function writeKubeconfig(name: string, text: string): string {
  mkdirSync(consoles, { recursive: true });
  const file = join(consoles, `${name}.kubeconfig`);
  writeFileSync(file, text);
  return file;
}

function realTarget(): Target {
  if (!existsSync(join(plane, 'env'))) {
    throw new Error('The real control plane is not up. Start it with end2end/cluster/up, or run the tests by end2end/run.');
  }
  const value = environment();
  return { origin: value('CLUSTER_SERVER'), ca: readFileSync(value('CLUSTER_CA'), 'utf8'), token: value('CLUSTER_TOKEN_ADMIN') };
}

function realPeople(): Record<Person, string> {
  const value = environment();
  const token = (user: string) => value(`CLUSTER_TOKEN_${user}`);
  return { admin: token('ADMIN'), editor: token('EDITOR'), viewer: token('VIEWER'), nobody: token('NOBODY') };
}

function realNode(): RealNode | undefined {
  const value = environment();
  const name = value('CLUSTER_NODE');
  if (!name) return undefined;
  return {
    name,
    registry: value('CLUSTER_REGISTRY'),
    privateRegistry: value('CLUSTER_PRIVATE_REGISTRY'),
    user: value('CLUSTER_REGISTRY_USER'),
    password: value('CLUSTER_REGISTRY_PASSWORD'),
  };
}

function tokens(): string[] {
  return Object.values(realPeople());
}

/** The values of certificate and key in a kubeconfig. */
function credentials(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/-data: ([^\s,}]+)/g)].map(([, data]) => data ?? '').filter(Boolean);
}

function environment(): (name: string) => string {
  const lines = readFileSync(join(plane, 'env'), 'utf8').split('\n');
  return (name) => {
    const found = lines.find((line) => line.startsWith(`${name}=`));
    if (!found) throw new Error(`.slipway/cluster/env lacks ${name}`);
    return found.slice(name.length + 1);
  };
}
