import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { RealNode, Stage } from '../cluster';
import { NAMESPACE } from '../fixtures';
import { Task } from '../task';

/** What a Job on the real node is made of; all but the container's command has an answer of its own. */
export interface Wanted {
  /** For the container's shell. */
  script?: string;
  image?: string;
  container?: object;
  pod?: object;
  job?: object;
}

/** What the tests of one file make through the API. They are made together, so that their waits overlap. */
export class Made {
  /** The beginning of all their names. */
  readonly name = `e2e-${randomBytes(4).toString('hex')}`;
  readonly node: RealNode;
  private readonly paths: string[] = [];

  constructor(readonly stage: Stage) {
    if (!stage.node) throw new Error('The cluster has no real node: run `end2end/cluster/down`, or set SLIPWAY_NO_NODE=1 to leave these tests out.');
    this.node = stage.node;
  }

  /** The whole name of one of them. */
  of(what: string): string {
    return `${this.name}-${what}`;
  }

  get busybox(): string {
    return `${this.node.registry}/slipway/busybox:1.36`;
  }

  get privateImage(): string {
    return `${this.node.privateRegistry}/private/busybox:1.36`;
  }

  async job(what: string, { script = 'true', image = this.busybox, container, pod, job }: Wanted): Promise<void> {
    const main = { name: 'main', image, command: ['sh', '-c', script], ...container };
    const template = {
      restartPolicy: 'Never',
      nodeSelector: { 'slipway.test/node': 'real' },
      tolerations: [{ key: 'slipway.test/real', operator: 'Exists' }],
      // Seconds that a shell which hears no SIGTERM would take to go.
      terminationGracePeriodSeconds: 1,
      containers: [main],
      ...pod,
    };
    await this.object('/apis/batch/v1', 'jobs', what, { spec: { backoffLimit: 0, ...job, template: { spec: template } } });
  }

  /** Makes an object of the namespace, or of the cluster itself where that is empty. */
  async object<T>(group: string, kind: string, what: string, body: object, namespace = NAMESPACE): Promise<T> {
    const folder = namespace ? `${group}/namespaces/${namespace}/${kind}` : `${group}/${kind}`;
    const { status, body: made } = await this.stage.api.ask('POST', folder, { metadata: { name: this.of(what) }, ...body });
    if (status >= 300) throw new Error(`${folder}: ${JSON.stringify(made)}`);
    this.paths.push(`${folder}/${this.of(what)}`);
    return made as T;
  }

  /** What a registry's user needs to pull: the right password, or another. */
  async pullSecret(what: string, password: string): Promise<void> {
    const auth = Buffer.from(`${this.node.user}:${password}`).toString('base64');
    const text = JSON.stringify({ auths: { [this.node.privateRegistry]: { auth } } });
    await this.object('/api/v1', 'secrets', what, { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': text } });
  }

  async open(page: Page, what: string): Promise<Task> {
    await page.goto(`/clusters/${this.stage.cluster}/namespaces/${NAMESPACE}/jobs/${this.of(what)}`);
    return new Task(page);
  }

  /** Names of its Pods that are not at their end. */
  async running(what: string): Promise<string[]> {
    const pods = await this.stage.api.pods(NAMESPACE, this.of(what));
    return pods.filter(({ status }) => status?.phase === 'Running').map((pod) => pod.metadata.name);
  }

  async newestPod(what: string): Promise<string> {
    const pods = await this.stage.api.pods(NAMESPACE, this.of(what));
    const newest = pods.sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp)).at(-1);
    return newest?.metadata.name ?? '';
  }

  /** What each of its Pods has printed. */
  async logs(what: string): Promise<string[]> {
    const pods = await this.stage.api.pods(NAMESPACE, this.of(what));
    const log = (pod: string) => this.stage.api.ask('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${pod}/log`);
    return Promise.all(pods.map(async (pod) => String((await log(pod.metadata.name)).body)));
  }

  async log(what: string): Promise<string> {
    return (await this.logs(what)).join('');
  }

  async clear(): Promise<void> {
    for (const path of this.paths.reverse()) await this.stage.api.ask('DELETE', `${path}?propagationPolicy=Background`);
  }
}
