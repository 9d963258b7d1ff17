import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { authorization, protocol, type Target } from '../api';

/** What is asked, beyond method and path. */
export interface Wish {
  /** An object is sent as JSON, a text as it is. */
  body?: object | string;
  contentType?: string;
  accept?: string;
  /** Another person than the administrator. */
  token?: string;
}

export interface Cause {
  reason?: string;
  field?: string;
}

export interface Owner {
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
}

/** An object, a list or a Status: what the tests look at of them. */
export interface Body {
  kind?: string;
  apiVersion?: string;
  metadata?: {
    name?: string;
    uid?: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    ownerReferences?: Owner[];
    deletionTimestamp?: string;
    continue?: string;
    remainingItemCount?: number;
  };
  spec?: Record<string, unknown>;
  /** Text in a Status. */
  status?: Record<string, unknown> | string;
  items?: Body[];
  code?: number;
  reason?: string;
  message?: string;
  details?: { name?: string; group?: string; kind?: string; uid?: string; causes?: Cause[] };
}

/** An answer, read to its end. */
export class Answer {
  readonly body: Body;

  constructor(
    readonly code: number,
    readonly headers: IncomingHttpHeaders,
    readonly text: string,
  ) {
    this.body = json(text);
  }

  /** What both clusters must say alike when they say no. */
  get refusal(): { code: number; reason?: string; causes: string[] } {
    return { code: this.code, reason: this.body.reason, causes: causes(this.body) };
  }

  /** The names in a list, in its order. */
  get names(): string[] {
    return (this.body.items ?? []).map((item) => item.metadata?.name ?? '');
  }

  /** The resource version, of an object or a list. */
  get version(): string {
    return this.body.metadata?.resourceVersion ?? '';
  }
}

/** The causes as `reason field`, sorted: in which order they come is not compared, how often one comes is. */
export function causes(status: Body): string[] {
  const all = status.details?.causes ?? [];
  return all.map(({ reason, field }) => [reason?.replace('FieldValue', ''), field].filter(Boolean).join(' ')).sort();
}

/** An API server, asked over plain HTTP. */
export class Server {
  constructor(private readonly target: Target) {}

  get = (path: string, wish: Wish = {}) => this.ask('GET', path, wish);
  post = (path: string, body: object | string, wish: Wish = {}) => this.ask('POST', path, { ...wish, body });
  put = (path: string, body: object, wish: Wish = {}) => this.ask('PUT', path, { ...wish, body });
  delete = (path: string, body?: object) => this.ask('DELETE', path, { body });
  patch = (path: string, body: object) => this.ask('PATCH', path, { body, contentType: 'application/merge-patch+json' });

  async ask(method: string, path: string, wish: Wish = {}): Promise<Answer> {
    const response = await this.open(method, path, wish);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return new Answer(response.statusCode ?? 0, response.headers, text);
  }

  /** Asks, and hands over an answer whose body is still coming. */
  open(method: string, path: string, wish: Wish = {}): Promise<IncomingMessage> {
    const { origin, ca } = this.target;
    const { body, contentType = 'application/json', accept = 'application/json', token } = wish;
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const sent = text === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(text) };
    const headers = { accept, ...sent, ...authorization(token ? { origin, token } : this.target) };
    return new Promise((resolve, reject) => {
      const request = protocol(origin).request(new URL(path, origin), { method, ca, headers }, resolve);
      request.on('error', reject);
      request.end(text);
    });
  }
}

function json(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}
