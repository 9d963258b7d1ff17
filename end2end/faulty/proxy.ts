import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { authorization, protocol, type Target } from '../api';
import type { Answer, Fault, Matches, Seen } from './fault';

interface Rule {
  matches: Matches;
  fault: Fault;
  once: boolean;
}

/**
 * Stands between the console and an API server, and lets go wrong what a test asks for. What nothing was asked for
 * passes unchanged and unbuffered, watches too. It also counts, so that a test can prove how often something was sent.
 */
export class Faulty {
  private readonly server = http.createServer((request, response) => void this.handle(request, response));
  private readonly agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
  private rules: Rule[] = [];
  private seen: Seen[] = [];
  private open = new Set<{ seen: Seen; answer: IncomingMessage; response: ServerResponse }>();

  private constructor(private readonly target: Target) {
    // As long as an API server keeps an idle connection. Node's own 5 s end just as the next test begins.
    this.server.keepAliveTimeout = 90_000;
  }

  static async start(target: Target): Promise<Faulty> {
    const faulty = new Faulty(target);
    await new Promise<void>((resolve) => faulty.server.listen(0, '127.0.0.1', resolve));
    return faulty;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** For the next request that matches. Several wait in line. */
  next(matches: Matches, fault: Fault): void {
    this.rules.push({ matches, fault, once: true });
  }

  /** For every request that matches, until `clear`. */
  always(matches: Matches, fault: Fault): void {
    this.rules.push({ matches, fault, once: false });
  }

  /** Holds back what the answers of that kind that are open now, watches that is, still have to say; gives what lets go of it. */
  hold(matches: Matches): () => void {
    const held = [...this.open].filter(({ seen }) => matches(seen));
    if (held.length === 0) throw new Error('no such answer is open');
    for (const { answer, response } of held) answer.unpipe(response);
    return () => held.forEach(({ answer, response }) => answer.pipe(response));
  }

  /** How many requests of that kind came since `clear`. */
  count(matches: Matches): number {
    return this.seen.filter(matches).length;
  }

  /** Everything passes again, and nothing was counted. */
  clear(): void {
    this.rules = [];
    this.seen = [];
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    this.agents.http.destroy();
    this.agents.https.destroy();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://faulty');
    const seen: Seen = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams };
    this.seen.push(seen);
    const fault = this.faultFor(seen);
    try {
      const body = await whole(request);
      const through = (answer: IncomingMessage) => this.pass(seen, answer, response);
      if (!fault) return this.forward(request, body, through, response);
      if ('answer' in fault) return write(response, fault.answer);
      if ('first' in fault) await fault.first();
      if ('hang' in fault && !(await patience(fault.hang, response))) return;
      if ('instead' in fault) return this.forward(request, body, (answer) => void whole(answer).then(() => write(response, fault.instead)), response);
      if (!('cut' in fault)) return this.forward(request, body, through, response);
      if (fault.cut === 'before') return void response.destroy();
      this.forward(request, body, (answer) => void cut(answer, response, fault.cut === 'middle'), response);
    } catch (error) {
      response.destroy(error as Error);
    }
  }

  private pass(seen: Seen, answer: IncomingMessage, response: ServerResponse): void {
    const { connection: _connection, 'keep-alive': _keepAlive, 'transfer-encoding': _coding, ...headers } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, headers);
    // A watch may be silent for long: its head must not wait for its first event.
    response.flushHeaders();
    answer.on('error', () => response.destroy());
    answer.pipe(response);
    const open = { seen, answer, response };
    this.open.add(open);
    response.on('close', () => this.open.delete(open));
  }

  private faultFor(seen: Seen): Fault | undefined {
    const at = this.rules.findIndex((rule) => rule.matches(seen));
    const rule = this.rules[at];
    if (rule?.once) this.rules.splice(at, 1);
    return rule?.fault;
  }

  private forward(request: IncomingMessage, body: Buffer, answered: (answer: IncomingMessage) => void, response: ServerResponse): void {
    const { origin, ca } = this.target;
    const { host: _host, authorization: _theirs, connection: _connection, ...kept } = request.headers;
    const headers = { ...kept, ...authorization(this.target) };
    const agent = origin.startsWith('https:') ? this.agents.https : this.agents.http;
    const onward = protocol(origin).request(new URL(request.url ?? '/', origin), { method: request.method, headers, ca, agent }, answered);
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(body);
  }
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...headers });
  response.end(text);
}

/** The API server has answered by now; whoever asked gets half of it, or nothing. */
async function cut(answer: IncomingMessage, response: ServerResponse, middle: boolean): Promise<void> {
  const body = await whole(answer);
  if (!middle) return void response.destroy();
  response.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json', 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

/** Waits; says whether whoever asked is still there. */
function patience(seconds: number, response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    const waiting = setTimeout(() => resolve(true), seconds * 1000);
    response.on('close', () => {
      clearTimeout(waiting);
      resolve(false);
    });
  });
}
