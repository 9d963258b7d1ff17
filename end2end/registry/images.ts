import { createHash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DockerRegistry } from './docker';

/** What an image says of itself. What is left out, it does not say. */
export interface Image {
  /** `linux`, unless another is named. */
  os?: string;
  /** `amd64`, unless another is named. */
  architecture?: string;
  variant?: string;
  user?: string;
  entrypoint?: string[];
  cmd?: string[];
  /** `8080/tcp` */
  ports?: string[];
  workingDir?: string;
  created?: string;
  /** What its layer is said to take, in bytes; no registry counts. */
  size?: number;
  /** With Docker's media types instead of OCI's. */
  docker?: boolean;
}

/** Something that is found by its digest. */
export interface Kept {
  type: string;
  content: Buffer;
  digest: string;
}

export interface Built {
  platform: object;
  config: Kept;
  layer: Kept;
  manifest: Kept;
}

const oci = 'application/vnd.oci.image';
const docker = 'application/vnd.docker';
const types = {
  oci: { config: `${oci}.config.v1+json`, layer: `${oci}.layer.v1.tar+gzip`, manifest: `${oci}.manifest.v1+json`, index: `${oci}.index.v1+json` },
  docker: {
    config: `${docker}.container.image.v1+json`,
    layer: `${docker}.image.rootfs.diff.tar.gzip`,
    manifest: `${docker}.distribution.manifest.v2+json`,
    index: `${docker}.distribution.manifest.list.v2+json`,
  },
};

/** An archive without any file. */
const tar = Buffer.alloc(1024);

/** The same words give the same digests. */
export function build(image: Image): Built {
  const of = types[image.docker ? 'docker' : 'oci'];
  const platform = { os: image.os ?? 'linux', architecture: image.architecture ?? 'amd64', variant: image.variant };
  const run = {
    User: image.user,
    Entrypoint: image.entrypoint,
    Cmd: image.cmd,
    ExposedPorts: image.ports && Object.fromEntries(image.ports.map((port) => [port, {}])),
    WorkingDir: image.workingDir,
  };
  const layer = keep(of.layer, gzipSync(tar));
  const rootfs = { type: 'layers', diff_ids: [digestOf(tar)] };
  const config = keep(of.config, { ...platform, created: image.created, config: run, rootfs });
  const layers = [{ ...descriptor(layer), size: image.size ?? layer.content.length }];
  const manifest = keep(of.manifest, { schemaVersion: 2, mediaType: of.manifest, config: descriptor(config), layers });
  return { platform, config, layer, manifest };
}

/** One name for images of several platforms. */
export function buildIndex(images: Built[], { docker = false }: Pick<Image, 'docker'> = {}): Kept {
  const type = types[docker ? 'docker' : 'oci'].index;
  const manifests = images.map(({ manifest, platform }) => ({ ...descriptor(manifest), platform }));
  return keep(type, { schemaVersion: 2, mediaType: type, manifests });
}

/** Makes an image and pushes it; gives its digest. */
export async function push(registry: DockerRegistry, repository: string, tag: string, image: Image = {}): Promise<string> {
  return await pushBuilt(registry, repository, tag, build(image));
}

/** Makes an image of several platforms and pushes it; gives the digest of the index. */
export async function pushIndex(registry: DockerRegistry, repository: string, tag: string, images: Image[]): Promise<string> {
  const built = images.map(build);
  for (const one of built) await pushBuilt(registry, repository, one.manifest.digest, one);
  return await pushManifest(registry, repository, tag, buildIndex(built, images[0]));
}

/**
 * Fills it with repositories `many/app-0001` and so on; gives their names. All are one repository with the tag `1.0`:
 * what is pushed to one of them is in all. Pushing 10,000 takes minutes, and removing as many copies of a folder seconds.
 */
export async function fill(registry: DockerRegistry, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, at) => `many/app-${String(at + 1).padStart(4, '0')}`);
  const [first, ...others] = names;
  if (!first) return names;
  await push(registry, first, '1.0', { user: '1000', ports: ['8080/tcp'] });
  for (const name of others) symlinkSync(basename(first), registry.folder(name));
  return names;
}

async function pushBuilt(registry: DockerRegistry, repository: string, reference: string, { config, layer, manifest }: Built): Promise<string> {
  for (const blob of [layer, config]) {
    const upload = await registry.ask('POST', `/v2/${repository}/blobs/uploads/`);
    const place = new URL(upload.headers.get('location') ?? '', registry.origin);
    place.searchParams.set('digest', blob.digest);
    await registry.ask('PUT', place.href, { 'content-type': 'application/octet-stream' }, blob.content);
  }
  return await pushManifest(registry, repository, reference, manifest);
}

async function pushManifest(registry: DockerRegistry, repository: string, reference: string, { type, content, digest }: Kept): Promise<string> {
  await registry.ask('PUT', `/v2/${repository}/manifests/${reference}`, { 'content-type': type }, content);
  return digest;
}

function keep(type: string, what: Buffer | object): Kept {
  const content = Buffer.isBuffer(what) ? what : Buffer.from(JSON.stringify(what));
  return { type, content, digest: digestOf(content) };
}

function descriptor({ type, content, digest }: Kept) {
  return { mediaType: type, digest, size: content.length };
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
