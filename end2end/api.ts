import http from 'node:http';
import https from 'node:https';

/** A Kubernetes API server and the credentials for it. */
export interface Target {
  origin: string;
  ca?: string;
  token?: string;
}

export interface Meta {
  name: string;
  namespace: string;
  uid: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface Container {
  name: string;
  image: string;
  imagePullPolicy: string;
  resources: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: { privileged?: boolean };
}

export interface Job {
  metadata: Meta;
  spec: {
    completions?: number;
    parallelism?: number;
    completionMode?: string;
    activeDeadlineSeconds?: number;
    backoffLimit?: number;
    suspend?: boolean;
    template: { metadata?: { labels?: Record<string, string> }; spec: { restartPolicy: string; containers: Container[] } };
  };
  status?: { active?: number; succeeded?: number; conditions?: { type: string; status: string; reason?: string }[] };
}

export interface Pod {
  metadata: Meta & { creationTimestamp: string; deletionTimestamp?: string };
  status?: { phase?: string };
}

interface Answer {
  status: number;
  body: unknown;
}

/** The way to an API server, for tests that look behind the console's back. */
export class Api {
  constructor(readonly target: Target) {}

  /** The Job as it is stored; nothing where there is none. */
  async job(namespace: string, name: string): Promise<Job | undefined> {
    const { status, body } = await this.ask('GET', `${jobs(namespace)}/${name}`);
    if (status === 404) return undefined;
    return good<Job>({ status, body });
  }

  /** The Service as it is stored; nothing where there is none. */
  async service(namespace: string, name: string): Promise<unknown> {
    const { status, body } = await this.ask('GET', `/api/v1/namespaces/${namespace}/services/${name}`);
    return status === 404 ? undefined : body;
  }

  async jobs(namespace: string): Promise<Job[]> {
    return good<{ items: Job[] }>(await this.ask('GET', jobs(namespace))).items;
  }

  /** The Pods of a Job, those that are being deleted included. */
  async pods(namespace: string, job: string): Promise<Pod[]> {
    const selector = encodeURIComponent(`batch.kubernetes.io/job-name=${job}`);
    const answer = await this.ask('GET', `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`);
    return good<{ items: Pod[] }>(answer).items;
  }

  /** Makes a Job of one container, as somebody else would. */
  async create(namespace: string, name: string, image: string, spec: object = {}): Promise<Job> {
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: { backoffLimit: 0, ...spec, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image }] } } },
    };
    return good<Job>(await this.ask('POST', jobs(namespace), job));
  }

  /** What a container of a Pod said so far. */
  async log(namespace: string, pod: string): Promise<string> {
    return good<string>(await this.ask('GET', `/api/v1/namespaces/${namespace}/pods/${pod}/log`));
  }

  async remove(namespace: string, name: string): Promise<void> {
    const answer = await this.ask('DELETE', `${jobs(namespace)}/${name}?propagationPolicy=Background`);
    if (answer.status !== 404) good(answer);
  }

  /** Deletes the Jobs whose names begin so, with their Pods. */
  async removeAll(namespace: string, prefix: string): Promise<void> {
    const mine = (await this.jobs(namespace)).filter((job) => job.metadata.name.startsWith(prefix));
    await Promise.all(mine.map((job) => this.remove(namespace, job.metadata.name)));
  }

  /** A body that is a text is YAML. */
  ask(method: string, path: string, body?: object | string): Promise<Answer> {
    const { origin, ca } = this.target;
    const text = typeof body === 'string' ? body : body && JSON.stringify(body);
    const type = typeof body === 'string' ? 'application/yaml' : 'application/json';
    const headers = { accept: 'application/json', ...(text && { 'content-type': type }), ...authorization(this.target) };
    return new Promise((resolve, reject) => {
      const request = protocol(origin).request(new URL(path, origin), { method, ca, headers, timeout: 20_000 }, (response) => {
        let received = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (received += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: read(received) }));
      });
      request.on('timeout', () => request.destroy(new Error(`${method} ${path}: no answer within 20 s`)));
      request.on('error', reject);
      request.end(text);
    });
  }
}

export function protocol(origin: string): typeof http | typeof https {
  return origin.startsWith('https:') ? https : http;
}

export function authorization(target: Target): Record<string, string> {
  return target.token ? { authorization: `Bearer ${target.token}` } : {};
}

function jobs(namespace: string): string {
  return `/apis/batch/v1/namespaces/${namespace}/jobs`;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function good<T>({ status, body }: Answer): T {
  if (status >= 300) throw new Error(`the API server answered ${status}: ${JSON.stringify(body)}`);
  return body as T;
}
