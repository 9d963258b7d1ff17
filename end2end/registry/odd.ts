import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { build, buildIndex, type Kept } from './images';

/**
 * - `slow` takes every request and says nothing for a minute;
 * - `html` answers everything with a page to sign in at;
 * - `lies` has the repository `team/app`, each of whose tags is named after what is not what its digest says;
 * - `many` has 10,000 repositories;
 * - `redirects` sends whoever asks for a list or an image to another port.
 */
export type Way = 'slow' | 'html' | 'lies' | 'many' | 'redirects';

/** A request as it arrived. */
export interface Seen {
  method: string;
  /** With its query. */
  path: string;
  /** Whether it had an `Authorization`, whatever stood in it. */
  authorized: boolean;
}

type Answers = (request: Seen, response: ServerResponse) => void;

/** A registry that is none, or not a good one, and remembers what it was asked. */
export class OddRegistry {
  readonly seen: Seen[] = [];
  /** How often somebody connected, with or without a request. */
  connections = 0;
  private readonly server: http.Server;

  private constructor(
    answers: Answers,
    private readonly other?: OddRegistry,
  ) {
    this.server = http.createServer((request, response) => {
      const seen = see(request);
      this.seen.push(seen);
      answers(seen, response);
    });
    this.server.on('connection', () => this.connections++);
  }

  static async start(way: Way): Promise<OddRegistry> {
    if (way !== 'redirects') return await OddRegistry.listen(new OddRegistry(ways[way]()));
    // It answers well: who follows is not stopped by an error.
    const other = await OddRegistry.start('many');
    return await OddRegistry.listen(new OddRegistry(redirects(other.origin), other));
  }

  /** `127.0.0.1:PORT`, as it stands in the names of images. */
  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As `--registry` takes it. */
  get origin(): string {
    return `http://${this.host}`;
  }

  /** Where `redirects` leads. */
  get elsewhere(): OddRegistry {
    if (!this.other) throw new Error('this registry does not redirect');
    return this.other;
  }

  /** `METHOD PATH` of all requests. */
  asked(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
    await this.other?.stop();
  }

  private static async listen(registry: OddRegistry): Promise<OddRegistry> {
    await new Promise<void>((resolve) => registry.server.listen(0, '127.0.0.1', resolve));
    return registry;
  }
}

/** `127.0.0.1:PORT` where nothing listens. The kernel gives ports of that range to nobody who does not ask for one. */
export async function nobody(): Promise<string> {
  const port = 10_000 + Math.floor(Math.random() * 10_000);
  const server = createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!free) return await nobody();
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}

const ways: Record<Exclude<Way, 'redirects'>, () => Answers> = { slow: () => slow, html: () => html, lies, many };

function slow(_: Seen, response: ServerResponse): void {
  const waiting = setTimeout(() => response.destroy(), 60_000);
  response.on('close', () => clearTimeout(waiting));
}

function html(_: Seen, response: ServerResponse): void {
  const page = '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in</h1><form><input type="password"></form></body></html>';
  write(response, 200, { 'content-type': 'text/html; charset=utf-8' }, page);
}

function redirects(origin: string): Answers {
  return ({ path }, response) => {
    if (isVersion(path)) return list(response, {});
    write(response, 302, { location: `${origin}${path}` }, '');
  };
}

function lies(): Answers {
  const image = build({ user: '1000', ports: ['8080/tcp'] });
  const another = build({ user: '2000', ports: ['9090/tcp'] });
  const wrong = build({ user: '3000', ports: ['7070/tcp'] });
  const index = buildIndex([image]);
  // By tag or digest: what is announced, and what comes. Nothing else is wrong with any of it.
  const manifests: Record<string, { announced: string; comes: Kept }> = {
    'wrong-manifest': { announced: image.manifest.digest, comes: wrong.manifest },
    'wrong-platform': { announced: index.digest, comes: index },
    [image.manifest.digest]: { announced: image.manifest.digest, comes: wrong.manifest },
    'wrong-config': { announced: another.manifest.digest, comes: another.manifest },
  };
  const blobs: Record<string, Kept> = {
    [image.config.digest]: image.config,
    [another.config.digest]: wrong.config,
    [wrong.config.digest]: wrong.config,
  };
  return ({ path }, response) => {
    const { pathname } = new URL(path, 'http://lies');
    if (isVersion(path)) return list(response, {});
    if (pathname === '/v2/_catalog') return list(response, { repositories: ['team/app'] });
    if (pathname === '/v2/team/app/tags/list') return list(response, { name: 'team/app', tags: ['wrong-config', 'wrong-manifest', 'wrong-platform'] });
    const [, kind, reference = ''] = /^\/v2\/team\/app\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
    const manifest = manifests[reference];
    if (kind === 'manifests' && manifest) return keep(response, manifest.comes, manifest.announced);
    const blob = blobs[reference];
    if (kind === 'blobs' && blob) return keep(response, blob, reference);
    missing(response, kind === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN');
  };
}

/** 20 teams with 500 services each, in pages as docker-registry makes them; every tag is the same image. */
function many(): Answers {
  const digits = (number: number, width: number) => String(number).padStart(width, '0');
  const service = (at: number) => `team-${digits(Math.floor(at / 500) + 1, 2)}/service-${digits((at % 500) + 1, 4)}`;
  const repositories = Array.from({ length: 10_000 }, (_, at) => service(at));
  const known = new Set(repositories);
  const tags = [...Array.from({ length: 20 }, (_, at) => `1.${at + 1}`), 'latest'].sort();
  const { config, manifest } = build({ user: '1000', entrypoint: ['/bin/service'], ports: ['8080/tcp'], created: '2026-01-02T03:04:05Z' });
  return ({ path }, response) => {
    const { pathname, searchParams } = new URL(path, 'http://many');
    const page = (names: string[], whole: (names: string[]) => object) => {
      const n = Number(searchParams.get('n') ?? 100);
      const last = searchParams.get('last') ?? '';
      const rest = names.filter((name) => name > last);
      const some = rest.slice(0, n);
      const next = `<${pathname}?${new URLSearchParams({ last: some.at(-1) ?? '', n: String(n) })}>; rel="next"`;
      list(response, whole(some), rest.length > some.length ? { link: next } : {});
    };
    if (isVersion(path)) return list(response, {});
    if (pathname === '/v2/_catalog') return page(repositories, (repositories) => ({ repositories }));
    const [, name = '', what, reference = ''] = /^\/v2\/(.+)\/(tags|manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
    if (!known.has(name)) return missing(response, 'NAME_UNKNOWN');
    if (what === 'tags') return page(tags, (tags) => ({ name, tags }));
    if (what === 'manifests' && [...tags, manifest.digest].includes(reference)) return keep(response, manifest, manifest.digest);
    if (what === 'blobs' && reference === config.digest) return keep(response, config, config.digest);
    missing(response, what === 'blobs' ? 'BLOB_UNKNOWN' : 'MANIFEST_UNKNOWN');
  };
}

function see({ method = 'GET', url = '/', headers }: IncomingMessage): Seen {
  return { method, path: url, authorized: headers.authorization !== undefined };
}

function isVersion(path: string): boolean {
  return path === '/v2/' || path === '/v2';
}

function list(response: ServerResponse, body: object, headers: Record<string, string> = {}): void {
  write(response, 200, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
}

function keep(response: ServerResponse, { type, content }: Kept, digest: string): void {
  write(response, 200, { 'content-type': type, 'docker-content-digest': digest }, content);
}

function missing(response: ServerResponse, code: string): void {
  write(response, 404, { 'content-type': 'application/json' }, JSON.stringify({ errors: [{ code, message: 'not here' }] }));
}

function write(response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
