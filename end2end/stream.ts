import { request as send, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a stream shows, in words: see `wordsOf`. */
interface Body {
  state?: { error?: { kind: string } | null };
  tasks?: { upsert: { namespace: string; name: string }[] };
  task?: { task: { row: { namespace: string; name: string } } | null };
  cluster?: { info: { namespaces: string[] | null } | null; error: { kind: string } | null };
  log?: object;
}

/** A page's stream without a page: with whoever's cookies, and any number of them beside each other. */
export class Stream {
  /** The words of every frame that said anything. */
  readonly told: string[][] = [];
  private isOver = false;
  private heard = () => {};

  private constructor(private readonly socket: Duplex, begun: Buffer) {
    let rest = begun;
    const take = () => {
      for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
        rest = rest.subarray(frame.length);
        if (frame.isText) this.hear(frame.text);
        if (frame.isClose) this.end();
      }
    };
    socket.on('data', (more: Buffer) => {
      rest = Buffer.concat([rest, more]);
      take();
    });
    socket.on('error', () => this.end());
    socket.on('close', () => this.end());
    take();
  }

  static open(url: string, cookie: string): Promise<Stream> {
    const { origin } = new URL(url);
    const key = Buffer.alloc(16).toString('base64');
    const headers = { origin, cookie, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key };
    return new Promise((resolve, reject) => {
      const request = send(url, { headers, agent: false }, (answer: IncomingMessage) => reject(new Error(`no stream but ${answer.statusCode}`)));
      request.on('upgrade', (_, socket, begun) => resolve(new Stream(socket, begun)));
      request.on('error', reject).end();
    });
  }

  /** Waits until it told that, or is over. */
  async until(isThere: (words: string[]) => boolean): Promise<void> {
    while (!this.isOver && !isThere(this.told.flat())) await this.news();
  }

  /** Waits until the console ends it. */
  async over(): Promise<void> {
    while (!this.isOver) await this.news();
  }

  close(): void {
    this.socket.destroy();
  }

  private news(): Promise<void> {
    return new Promise((resolve) => (this.heard = resolve));
  }

  private hear(text: string): void {
    const words = wordsOf((JSON.parse(text) as { body: Body | string }).body);
    if (words.length > 0) this.told.push(words);
    this.heard();
  }

  private end(): void {
    this.isOver = true;
    this.heard();
  }
}

/** `forbidden` and other kinds of errors; else what is shown, and of which tasks. Nothing where only the state is told. */
function wordsOf(body: Body | string): string[] {
  if (typeof body === 'string') return [];
  const address = ({ namespace, name }: { namespace: string; name: string }) => `${namespace}/${name}`;
  if (body.state) return body.state.error ? [body.state.error.kind] : [];
  if (body.tasks) return ['tasks', ...body.tasks.upsert.map(address)];
  if (body.task) return ['task', ...(body.task.task ? [address(body.task.task.row)] : [])];
  if (body.cluster) return [body.cluster.error?.kind ?? (body.cluster.info?.namespaces ? 'namespaces' : 'no-namespaces')];
  return Object.keys(body);
}

/** The first frame of what came, where it is there as a whole. A server's are not masked, and the console's not divided. */
function firstFrame(bytes: Buffer): { length: number; text: string; isText: boolean; isClose: boolean } | undefined {
  if (bytes.length < 2) return undefined;
  const [kind, size] = [bytes.readUInt8(0) & 0x0f, bytes.readUInt8(1)];
  const head = size < 126 ? 2 : size === 126 ? 4 : 10;
  if (bytes.length < head) return undefined;
  const length = head + (size < 126 ? size : size === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
  if (bytes.length < length) return undefined;
  return { length, text: bytes.toString('utf8', head, length), isText: kind === 1, isClose: kind === 8 };
}
