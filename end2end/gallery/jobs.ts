import type { Api } from '../api';

interface Made {
  /** Of the Job. */
  spec?: object;
  /** Of its Pods. */
  pod?: object;
  images?: string[];
  namespace?: string;
}

/** The longest name that a Job may have whose Pods carry it in a label. */
export const LONG = 'export-of-all-customer-orders-for-the-yearly-audit-2026-part-02';

/** What is wanted of the names that scenes open one by one. */
export const RUNNING = 'nightly-report';
export const SUCCEEDED = 'thumbnails-17';
export const FAILED = 'migrate-2026';
export const OUT_OF_MEMORY = 'train-embeddings';
export const ABNORMAL = 'import-01';
export const SUSPENDED = 'reindex-search';

const forever = ['busybox:forever'];

/** A Job of every fate, made in this order: the last is the youngest. */
const JOBS: Record<string, Made> = {
  [SUCCEEDED]: { spec: { completions: 3, parallelism: 3 } },
  'thumbnails-16': {},
  'thumbnails-15': {},
  'send-invoices': { namespace: 'team-a' },
  'send-reminders': { namespace: 'team-a' },
  'rotate-keys': { namespace: 'kube-system' },
  [FAILED]: { spec: { completions: 5, parallelism: 2, backoffLimit: 2 }, images: ['busybox:fail'] },
  'migrate-2025': { images: ['busybox:fail'], spec: { backoffLimit: 0 } },
  [OUT_OF_MEMORY]: { images: ['busybox:oom'], spec: { backoffLimit: 1 } },
  'warm-cache': { images: forever, spec: { activeDeadlineSeconds: 2 } },
  'verify-backup': { images: ['busybox:exit-3'], namespace: 'team-a', spec: { backoffLimit: 0 } },
  'shards-failed': { images: ['busybox:fail'], spec: { completionMode: 'Indexed', completions: 6, parallelism: 3, backoffLimitPerIndex: 0, maxFailedIndexes: 2 } },
  [ABNORMAL]: { images: ['busybox:missing'] },
  'import-02': { images: ['busybox:missing', 'busybox:1.36'], namespace: 'team-a' },
  'sync-ldap': { images: ['busybox:crash'], spec: { backoffLimit: 20 }, pod: { restartPolicy: 'OnFailure' } },
  'gpu-benchmark': { images: forever, pod: { nodeSelector: { 'example.com/gpu': 'a100' } } },
  'huge-matrix': { images: forever, pod: { containers: [{ name: 'main', image: 'busybox:forever', resources: { requests: { cpu: '64' } } }] } },
  [SUSPENDED]: { images: forever, spec: { suspend: true } },
  'reindex-catalog': { images: forever, spec: { suspend: true, completions: 8 }, namespace: 'team-a' },
  'limited-1': { images: forever, namespace: 'batch-limited', spec: { completions: 20, parallelism: 20 } },
  'queue-workers': { images: forever, spec: { parallelism: 5 } },
  'watch-inbox': { images: forever },
  'etl-orders': { images: ['busybox:forever', 'registry.example.internal:5000/data-platform/observability/log-forwarder:2.18.0-rc.1'] },
  'etl-customers': { images: forever, namespace: 'team-a' },
  [LONG]: { images: ['registry.example.internal:5000/data-platform/exports/customer-orders:forever'] },
  'retrying-upload': { images: ['busybox:fail'], spec: { backoffLimit: 50 } },
  'slow-render': { images: ['busybox:slow'] },
  'slow-encode': { images: ['busybox:slow'], spec: { completions: 4, parallelism: 4 } },
  [RUNNING]: { images: ['busybox:slow'], spec: { completions: 120, parallelism: 4 } },
  'just-created': { images: forever },
};

/** Fills the practice cluster, and waits until the first of them have had their fates. */
export async function seed(api: Api): Promise<void> {
  for (const [name, { spec, pod, images = ['busybox:1.36'], namespace = 'default' }] of Object.entries(JOBS)) {
    const containers = images.map((image, at) => ({ name: at === 0 ? 'main' : `helper-${at}`, image }));
    const job = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, labels: { team: 'data' }, annotations: { 'slipway.dev/note': 'of the gallery' } },
      spec: { backoffLimit: 6, ...spec, template: { spec: { restartPolicy: 'Never', containers, ...pod } } },
    };
    const { status, body } = await api.ask('POST', `/apis/batch/v1/namespaces/${namespace}/jobs`, job);
    if (status !== 201) throw new Error(`the Job ${name} was not made: ${JSON.stringify(body)}`);
  }
  const ended = async (name: string) => (await api.job('default', name))?.status?.conditions?.some(({ type }) => ['Failed', 'Complete'].includes(type)) ?? false;
  for (const name of [SUCCEEDED, FAILED, OUT_OF_MEMORY]) {
    while (!(await ended(name))) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
