import type { IncomingMessage } from 'node:http';
import type { Body } from './server';

export interface Happening {
  type: string;
  object: Body;
}

/** A watch: an answer that goes on line by line. */
export class Watch {
  /** Everything that was told so far. */
  readonly told: Happening[] = [];
  private readonly lines: AsyncIterator<string>;

  constructor(private readonly response: IncomingMessage) {
    this.lines = lines(response);
  }

  get code(): number {
    return this.response.statusCode ?? 0;
  }

  get types(): string[] {
    return this.told.map(({ type }) => type);
  }

  /** Reads on until something has happened, and gives what it was. */
  async until(what: (happening: Happening) => boolean): Promise<Happening> {
    for (;;) {
      const next = await this.next();
      if (!next) throw new Error(`the watch ended before that; it told ${JSON.stringify(this.told, null, 1)}`);
      if (what(next)) return next;
    }
  }

  /** Reads to the end, which the server sets. */
  async end(): Promise<this> {
    while (await this.next());
    return this;
  }

  close(): void {
    this.response.destroy();
  }

  private async next(): Promise<Happening | undefined> {
    const { value, done } = await this.lines.next();
    if (done) return undefined;
    const happening = JSON.parse(value) as Happening;
    this.told.push(happening);
    return happening;
  }
}

/** The lines as they come. One that breaks off without its end is no line, and no clean end either. */
async function* lines(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest) throw new Error(`the watch broke off after ${rest}`);
}
