import { randomBytes } from 'node:crypto';
import type { Answer, Body, Server } from './server';
import { Watch } from './watch';

/** How long anything may take until it has happened. */
const PATIENCE = 45_000;

/** A namespace made for one test, and the ways into it. */
export class Place {
  private constructor(
    readonly server: Server,
    readonly namespace: string,
  ) {}

  static async make(server: Server): Promise<Place> {
    const place = new Place(server, `conformance-${randomBytes(4).toString('hex')}`);
    const made = await server.post('/api/v1/namespaces', { metadata: { name: place.namespace } });
    if (made.code !== 201) throw new Error(`no namespace was made: ${made.text}`);
    // Without its account no Pod is made, and the next attempt waits.
    await place.until(`${place.of('serviceaccounts')}/default`, ({ code }) => code === 200);
    return place;
  }

  /** Deletes the namespace and, in time, everything in it. */
  async leave(): Promise<void> {
    await this.server.delete(`/api/v1/namespaces/${this.namespace}`);
  }

  /** The path of the objects of a kind of the core group. */
  of(plural: string): string {
    return `/api/v1/namespaces/${this.namespace}/${plural}`;
  }

  get jobs(): string {
    return `/apis/batch/v1/namespaces/${this.namespace}/jobs`;
  }

  job(name: string): string {
    return `${this.jobs}/${name}`;
  }

  /** Creates an object that both clusters accept. */
  async create(path: string, object: object): Promise<Body> {
    const answer = await this.server.post(path, object);
    if (answer.code !== 201) throw new Error(`${answer.code} instead of 201: ${answer.text}`);
    return answer.body;
  }

  /** Asks again and again until the answer is as expected. */
  async until(path: string, what: (answer: Answer) => boolean): Promise<Answer> {
    const patience = Date.now() + PATIENCE;
    for (;;) {
      const answer = await this.server.get(path);
      if (what(answer)) return answer;
      if (Date.now() > patience) throw new Error(`waited in vain at ${path}: ${answer.code} ${answer.text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** The Pods of a Job, as soon as there are so many and it is so with each of them. */
  async pods(job: string, count: number, what: (pod: Body) => boolean = () => true): Promise<Body[]> {
    const path = `${this.of('pods')}?labelSelector=${encodeURIComponent(`job-name=${job}`)}`;
    const right = ({ body }: Answer) => body.items?.length === count && body.items.every(what);
    return (await this.until(path, right)).body.items ?? [];
  }

  /** Starts a watch; the parameters are those of the API. */
  async watch(path: string, parameters: Record<string, string> = {}): Promise<Watch> {
    const query = new URLSearchParams({ watch: 'true', timeoutSeconds: '55', ...parameters });
    return new Watch(await this.server.open('GET', `${path}?${query}`));
  }

  /** Watches from what a list says, so that nothing is missed. */
  async watchOn(path: string): Promise<Watch> {
    const { version } = await this.server.get(path);
    return this.watch(path, { resourceVersion: version });
  }
}
