import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NAMESPACE } from '../fixtures';
import { Part } from '../form';
import { Picker } from '../picker';
import { root } from '../places';
import { expect, test } from '../registry/fixtures';
import { push } from '../registry/images';
import type { Wizard } from '../wizard';

/**
 * Every field that the wizard must ask (`fields.json`, scope `seed`) is filled in through the browser, and each is
 * read back from what the API server stored. A row that nothing here fills in fails.
 */
interface Row {
  id: string;
  scope: 'seed' | 'extra';
  path: string | null;
}
const rows = (JSON.parse(readFileSync(join(root, 'end2end', 'fields.json'), 'utf8')) as Row[]).filter((row) => row.scope === 'seed');

/** What is to be read back, by API path below the Job or (`Service:`) below the Service. */
type Stored = Record<string, unknown>;
type Fill = (part: Part, wizard: Wizard) => Promise<void>;

/** One way of filling rows in: where, how, and what is stored then. */
interface Way {
  rows: string[];
  at: Place;
  fill: Fill;
  stored: Stored;
}
type Place = 'basic' | 'service' | `containers/${string}` | `advanced/${string}`;

const container = (rest: string): string => `spec.template.spec.containers[0].${rest}`;
const spec = (rest: string): string => `spec.template.spec.${rest}`;

/** The three checks have the same fields. */
const probe = (id: string, method: 'http' | 'tcp' | 'exec'): Way => {
  const at = (rest: string): string => container(`${id}Probe.${rest}`);
  const success = id === 'readiness' ? 2 : 1;
  const timing: Stored = {
    [at('initialDelaySeconds')]: 4,
    [at('timeoutSeconds')]: 5,
    [at('periodSeconds')]: 6,
    [at('successThreshold')]: success,
    [at('failureThreshold')]: 8,
  };
  const target: Record<string, [string, Fill, Stored]> = {
    http: [
      'http',
      async (check) => {
        await check.fill('http-path', '/healthz');
        await check.fill('http-port', '8080');
        await check.choose('http-scheme', 'HTTPS');
      },
      { [at('httpGet')]: { path: '/healthz', port: 8080, scheme: 'HTTPS' } },
    ],
    tcp: ['tcp', (check) => check.fill('tcp-port', 'web'), { [at('tcpSocket.port')]: 'web' }],
    exec: ['exec', (check) => check.words('probe-command', ['cat', '/tmp/a b']), { [at('exec.command')]: ['cat', '/tmp/a b'] }],
  };
  const [word, fill, stored] = target[method]!;
  return {
    rows: [`${id}.${method}`, ...['delay', 'timeout', 'period', 'success', 'failure'].map((field) => `${id}.${field}`)],
    at: 'containers/health',
    fill: async (tab, wizard) => {
      const check = await tab.section(id);
      await check.choose('probe', word);
      await fill(check, wizard);
      await check.fill('delay', '4');
      await check.fill('probe-timeout', '5');
      await check.fill('period', '6');
      await check.fill('success', String(success));
      await check.fill('failure', '8');
    },
    stored: { ...stored, ...timing },
  };
};

/** After start-up and before stopping. */
const hook = (id: 'postStart' | 'preStop', method: 'exec' | 'http'): Way => ({
  rows: [`${id}.${method}`],
  at: 'containers/lifecycle',
  fill: async (tab) => {
    const section = await tab.section(id === 'postStart' ? 'post-start' : 'pre-stop');
    await section.choose('hook', method);
    if (method === 'exec') return section.words('hook-command', ['sh', '-c', `echo "${id}", done`]);
    await section.fill('http-path', `/${id}`);
    await section.fill('http-port', '8080');
    await section.fill('http-host', '127.0.0.1');
    await section.choose('http-scheme', 'HTTP');
  },
  stored:
    method === 'exec'
      ? { [container(`lifecycle.${id}.exec.command`)]: ['sh', '-c', `echo "${id}", done`] }
      : { [container(`lifecycle.${id}.httpGet`)]: { path: `/${id}`, port: 8080, host: '127.0.0.1', scheme: 'HTTP' } },
});

const condition = async (term: Part, key: string, operator: string, values: string): Promise<void> => {
  const section = await term.section('expressions');
  const only = new Part(section.root.locator('> .section-body > div > .rows > .row').first());
  const row = (await only.root.count()) > 0 ? only : await term.row('expressions');
  await row.fill('expression-key', key);
  await row.choose('operator', operator);
  if (values) await row.fill('values', values);
};

/** Terms of node affinity and of affinity and anti-affinity of workloads. */
const affinity = (id: string, label: string, path: string, kind: 'node' | 'pod', wish: boolean): Way => ({
  rows: [id],
  at: 'advanced/scheduling',
  fill: async (tab) => {
    const term = await tab.row(label);
    if (wish) await term.fill('weight', '50');
    if (kind === 'pod') {
      await term.fill('topology', 'kubernetes.io/hostname');
      await term.fill('namespaces', 'default, team-a');
    }
    await condition(term, 'disk', 'In', 'ssd, nvme');
  },
  stored: { [spec(`affinity.${path}`)]: terms(kind, wish) },
});
function terms(kind: 'node' | 'pod', wish: boolean): unknown {
  const expressions = [{ key: 'disk', operator: 'In', values: ['ssd', 'nvme'] }];
  if (kind === 'node') {
    const term = { matchExpressions: expressions };
    return wish ? [{ weight: 50, preference: term }] : { nodeSelectorTerms: [term] };
  }
  const term = { labelSelector: { matchExpressions: expressions }, topologyKey: 'kubernetes.io/hostname', namespaces: ['default', 'team-a'] };
  return wish ? [{ weight: 50, podAffinityTerm: term }] : [term];
}

/** A variable of the list. */
const variable = (id: string, kind: string, fill: Fill, stored: unknown): Way => ({
  rows: [id],
  at: 'containers/env',
  fill: async (tab, wizard) => {
    const row = await tab.row('env');
    await row.choose('env-kind', kind);
    await fill(row, wizard);
  },
  stored: { [container('env')]: expect.arrayContaining([stored]) },
});
const imported = (id: string, kind: 'config-map' | 'secret', stored: unknown): Way => ({
  rows: [id],
  at: 'containers/env',
  fill: async (tab) => {
    const row = await tab.row('env-from');
    await row.choose('env-from-kind', kind);
    await row.fill(`${kind}-name`, `all-${kind}`);
    await row.fill('env-prefix', 'P_');
    await row.tick('optional');
  },
  stored: { [container('envFrom')]: expect.arrayContaining([stored]) },
});

/** A volume of the task. */
const volume = (id: string, kind: string, fill: Fill, stored: Record<string, unknown>): Way => ({
  rows: [id],
  at: 'containers/storage',
  fill: async (tab, wizard) => {
    const row = await tab.row('volumes');
    await row.choose('volume-kind', kind);
    await row.fill('volume-name', `of-${kind}`);
    await fill(row, wizard);
  },
  stored: { [spec('volumes')]: expect.arrayContaining([{ name: `of-${kind}`, ...stored }]) },
});
const keyed = (kind: 'config-map' | 'secret'): Fill => async (row) => {
  await row.fill(`${kind}-name`, 'settings');
  await row.fill('default-mode', '0440');
  await row.tick('optional');
  const item = await row.row('items');
  await item.fill('item-key', 'a');
  await item.fill('item-path', 'a.conf');
};

/** What is filled in by every task. */
const always = (name: string): Way[] => [
  {
    rows: ['name', 'cluster', 'namespace', 'runs', 'indexed', 'instances', 'description'],
    at: 'basic',
    fill: async (step, wizard) => {
      await wizard.name.fill(name);
      await wizard.namespace.fill(NAMESPACE);
      await step.choose('runs', 'fixed-count');
      await step.fill('instances', '3');
      await step.tick('indexed');
      await wizard.field('field.description').fill('所有字段');
    },
    stored: {
      'metadata.name': name,
      'metadata.namespace': NAMESPACE,
      'spec.completions': 3,
      'spec.completionMode': 'Indexed',
      'metadata.annotations[kubernetes.io/description]': '所有字段',
    },
  },
  {
    rows: ['container.name', 'image', 'pullPolicy', 'privileged', 'cpu.request', 'cpu.limit', 'memory.request', 'memory.limit', 'ports', 'pullSecrets'],
    at: 'containers/basic',
    fill: async (tab) => {
      await tab.fill('container-name', 'worker');
      await tab.fill('image', 'busybox:1.36');
      await tab.choose('pull-policy', 'IfNotPresent');
      await tab.tick('privileged');
      for (const [label, amount] of [['cpu-request', '100m'], ['cpu-limit', '200m'], ['memory-request', '64Mi'], ['memory-limit', '128Mi']] as const) {
        await tab.fill(label, amount);
      }
      const port = await tab.row('ports');
      await port.fill('port-name', 'web');
      await port.fill('container-port', '8080');
      await port.choose('protocol', 'TCP');
      const key = await tab.row('pull-secrets');
      await key.fill('pull-secret', 'registry-key');
    },
    stored: {
      [container('name')]: 'worker',
      [container('image')]: 'busybox:1.36',
      [container('imagePullPolicy')]: 'IfNotPresent',
      [container('securityContext.privileged')]: true,
      [container('resources')]: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      [container('ports')]: [{ name: 'web', containerPort: 8080, protocol: 'TCP' }],
      [spec('imagePullSecrets')]: [{ name: 'registry-key' }],
    },
  },
];

/** The rest, in tasks of which each fills in one way of every choice. The image `NAME/web:1.0` is in the registry. */
const tasks: Record<string, (name: string, registry: string) => Way[]> = {
  'HTTP checks, variables of every kind, Services': (name) => [
    probe('liveness', 'http'),
    probe('readiness', 'http'),
    probe('startup', 'http'),
    hook('postStart', 'exec'),
    hook('preStop', 'http'),
    {
      rows: ['command', 'args'],
      at: 'containers/lifecycle',
      fill: async (tab) => {
        await tab.words('command', ['sh', '-c']);
        await tab.words('args', ['echo "a b", done', '']);
      },
      stored: { [container('command')]: ['sh', '-c'], [container('args')]: ['echo "a b", done', ''] },
    },
    variable('env.value', 'value', async (row) => {
      await row.fill('env-name', 'GREETING');
      await row.fill('env-value', 'hello, world');
    }, { name: 'GREETING', value: 'hello, world' }),
    variable('env.resource', 'resource', async (row) => {
      await row.fill('env-name', 'CPU');
      await row.fill('resource-container', 'worker');
      await row.fill('resource-name', 'limits.cpu');
      await row.fill('resource-divisor', '1m');
    }, { name: 'CPU', valueFrom: { resourceFieldRef: { containerName: 'worker', resource: 'limits.cpu', divisor: '1m' } } }),
    variable('env.field', 'field', async (row) => {
      await row.fill('env-name', 'POD');
      await row.fill('field-path', 'metadata.name');
    }, { name: 'POD', valueFrom: { fieldRef: expect.objectContaining({ fieldPath: 'metadata.name' }) } }),
    variable('env.configMapKey', 'config-map-key', async (row) => {
      await row.fill('env-name', 'OF_MAP');
      await row.fill('config-map-name', 'settings');
      await row.fill('config-map-key', 'a');
      await row.tick('optional');
    }, { name: 'OF_MAP', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a', optional: true } } }),
    variable('env.secretKey', 'secret-key', async (row) => {
      await row.fill('env-name', 'OF_SECRET');
      await row.fill('secret-name', 'keys');
      await row.fill('secret-key', 'b');
      await row.tick('optional');
    }, { name: 'OF_SECRET', valueFrom: { secretKeyRef: { name: 'keys', key: 'b', optional: true } } }),
    imported('env.configMap', 'config-map', { prefix: 'P_', configMapRef: { name: 'all-config-map', optional: true } }),
    imported('env.secret', 'secret', { prefix: 'P_', secretRef: { name: 'all-secret', optional: true } }),
    {
      rows: ['service.name', 'service.type', 'service.policy', 'service.selector', 'service.ports', 'service.session', 'service.session.seconds', 'service.annotations'],
      at: 'service',
      fill: async (step, wizard) => {
        await wizard.button('create-service').click();
        await step.fill('service-name', name);
        await step.choose('service-type', 'NodePort');
        await step.choose('traffic-policy', 'Local');
        const ports = await step.section('service-ports');
        await expect(ports.root.locator('.row')).toHaveCount(1);
        const port = new Part(ports.root.locator('.row').first());
        await port.fill('service-port', '80');
        await port.fill('target-port', 'web');
        await step.pair('selector', 'app', name);
        await step.tick('session');
        await step.fill('session-seconds', '60');
        await step.pair('service-annotations', 'example.com/note', 'of the test');
        await wizard.button('ok').click();
      },
      stored: {
        'Service: metadata.name': name,
        'Service: spec.type': 'NodePort',
        'Service: spec.externalTrafficPolicy': 'Local',
        'Service: spec.selector': { app: name },
        'Service: spec.ports': [expect.objectContaining({ name: 'web', protocol: 'TCP', port: 80, targetPort: 'web', nodePort: expect.any(Number) })],
        'Service: spec.sessionAffinity': 'ClientIP',
        'Service: spec.sessionAffinityConfig.clientIP.timeoutSeconds': 60,
        'Service: metadata.annotations': { 'example.com/note': 'of the test' },
      },
    },
  ],
  'TCP checks, volumes of every kind, logs, security': () => [
    probe('liveness', 'tcp'),
    probe('readiness', 'tcp'),
    probe('startup', 'tcp'),
    hook('postStart', 'http'),
    hook('preStop', 'exec'),
    volume('volume.emptyDir', 'empty-dir', async (row) => {
      await row.choose('medium', 'Memory');
      await row.fill('volume-size', '64Mi');
    }, { emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }),
    volume('volume.pvc', 'claim', async (row) => {
      await row.fill('claim', 'data');
      await row.tick('claim-read-only');
    }, { persistentVolumeClaim: { claimName: 'data', readOnly: true } }),
    volume('volume.configMap', 'config-map', keyed('config-map'), { configMap: { name: 'settings', items: [{ key: 'a', path: 'a.conf' }], defaultMode: 0o440, optional: true } }),
    volume('volume.secret', 'secret', keyed('secret'), { secret: { secretName: 'settings', items: [{ key: 'a', path: 'a.conf' }], defaultMode: 0o440, optional: true } }),
    volume('volume.hostPath', 'host-path', async (row) => {
      await row.fill('host-path', '/var/log');
      await row.choose('host-path-type', 'Directory');
    }, { hostPath: { path: '/var/log', type: 'Directory' } }),
    {
      rows: ['mount', 'mount.subPath'],
      at: 'containers/storage',
      fill: async (tab) => {
        const row = await tab.row('mounts');
        await row.fill('mount-volume', 'of-config-map');
        await row.fill('mount-path', '/etc/settings');
        await row.fill('sub-path', 'a.conf');
        await row.tick('mount-read-only');
      },
      stored: { [container('volumeMounts')]: expect.arrayContaining([{ name: 'of-config-map', mountPath: '/etc/settings', subPath: 'a.conf', readOnly: true }]) },
    },
    {
      rows: ['runAsUser', 'runAsGroup', 'runAsNonRoot', 'escalation', 'readOnlyRoot', 'capAdd', 'capDrop'],
      at: 'containers/security',
      fill: async (tab) => {
        await tab.fill('run-as-user', '1000');
        await tab.fill('run-as-group', '2000');
        await tab.yesNo('run-as-non-root', true);
        await tab.yesNo('escalation', true);
        await tab.yesNo('read-only-root', true);
        await tab.fill('cap-add', 'NET_ADMIN, SYS_TIME');
        await tab.fill('cap-drop', 'ALL');
      },
      stored: {
        [container('securityContext')]: {
          privileged: true,
          runAsUser: 1000,
          runAsGroup: 2000,
          runAsNonRoot: true,
          allowPrivilegeEscalation: true,
          readOnlyRootFilesystem: true,
          capabilities: { add: ['NET_ADMIN', 'SYS_TIME'], drop: ['ALL'] },
        },
      },
    },
    {
      rows: ['logs.stdout', 'logs.paths'],
      at: 'containers/logs',
      fill: async (tab) => {
        await tab.yesNo('collect-stdout', false);
        const row = await tab.row('logs');
        await row.fill('log-path', '/var/log/app');
        await row.fill('log-pattern', '*.log');
      },
      stored: {
        'spec.template.metadata.annotations[logs.slipway.dev/stdout]': 'false',
        'spec.template.metadata.annotations[logs.slipway.dev/paths]': JSON.stringify([{ container: 'worker', path: '/var/log/app', pattern: '*.log' }]),
        [spec('volumes')]: expect.arrayContaining([{ name: 'logs-1', emptyDir: {} }]),
        [container('volumeMounts')]: expect.arrayContaining([{ name: 'logs-1', mountPath: '/var/log/app' }]),
      },
    },
  ],
  'command checks, an image that is picked, task settings, scheduling, labels': (name, registry) => [
    probe('liveness', 'exec'),
    probe('readiness', 'exec'),
    probe('startup', 'exec'),
    {
      rows: ['image.select'],
      at: 'containers/basic',
      fill: async (_, wizard) => {
        await wizard.button('add-container').click();
        const picker = new Picker(wizard.page);
        await picker.open();
        await picker.choose(`${name}/web`, '1.0');
        await picker.take();
      },
      stored: { 'spec.template.spec.containers[1].image': `${registry}/${name}/web:1.0` },
    },
    {
      rows: ['parallelism', 'timeout', 'restartPolicy', 'backoffLimit'],
      at: 'advanced/settings',
      fill: async (tab) => {
        await tab.fill('parallel', '2');
        await tab.fill('timeout', '600');
        await tab.choose('restart-policy', 'OnFailure');
        await tab.fill('retries', '4');
      },
      stored: { 'spec.parallelism': 2, 'spec.activeDeadlineSeconds': 600, [spec('restartPolicy')]: 'OnFailure', 'spec.backoffLimit': 4 },
    },
    { rows: ['grace'], at: 'advanced/upgrade', fill: (tab) => tab.fill('grace', '45'), stored: { [spec('terminationGracePeriodSeconds')]: 45 } },
    {
      rows: ['nodeSelector'],
      at: 'advanced/scheduling',
      fill: (tab) => tab.pair('node-selector', 'disk', 'ssd'),
      stored: { [spec('nodeSelector')]: { disk: 'ssd' } },
    },
    affinity('affinity.node.required', 'node-required', 'nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution', 'node', false),
    affinity('affinity.node.preferred', 'node-preferred', 'nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution', 'node', true),
    affinity('podAffinity.required', 'pod-required', 'podAffinity.requiredDuringSchedulingIgnoredDuringExecution', 'pod', false),
    affinity('podAffinity.preferred', 'pod-preferred', 'podAffinity.preferredDuringSchedulingIgnoredDuringExecution', 'pod', true),
    affinity('podAntiAffinity.required', 'apart-required', 'podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution', 'pod', false),
    affinity('podAntiAffinity.preferred', 'apart-preferred', 'podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution', 'pod', true),
    {
      rows: ['tolerations'],
      at: 'advanced/scheduling',
      fill: async (tab) => {
        const row = await tab.row('tolerations');
        await row.fill('taint-key', 'gpu');
        await row.choose('taint-operator', 'Equal');
        await row.fill('taint-value', 'yes');
        await row.choose('effect', 'NoExecute');
        await row.fill('toleration-seconds', '60');
      },
      stored: { [spec('tolerations')]: [{ key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoExecute', tolerationSeconds: 60 }] },
    },
    {
      rows: ['pod.labels', 'pod.annotations'],
      at: 'advanced/labels',
      fill: async (tab) => {
        await tab.pair('pod-labels', 'team', 'x');
        await tab.pair('pod-annotations', 'example.com/why', 'because, that is why');
      },
      stored: { 'spec.template.metadata.labels[team]': 'x', 'spec.template.metadata.annotations[example.com/why]': 'because, that is why' },
    },
  ],
};

test('every field that must be asked is filled in by one of these tests', () => {
  const filled = [...always('x'), ...Object.values(tasks).flatMap((ways) => ways('x', 'x'))].flatMap((way) => way.rows);
  expect(rows.map((row) => row.id).filter((id) => !filled.includes(id))).toEqual([]);
  expect(rows.length).toBeGreaterThan(80);
});

for (const [title, ways] of Object.entries(tasks)) {
  test(`what is typed is what the API server stores: ${title}`, async ({ page, stage, name, registries, looking }) => {
    test.setTimeout(150_000);
    const registry = await registries.docker();
    await push(registry, `${name}/web`, '1.0');
    const wizard = await looking(registry.origin);
    const all = [...always(name), ...ways(name, registry.host)];
    for (const way of all) {
      await goTo(wizard, way.at);
      await way.fill(new Part(page.locator('section.fields')), wizard);
    }
    await wizard.create.click();
    await wizard.expectTaskPage(name);
    const job = await stage.api.job(NAMESPACE, name);
    const service = await stage.api.service(NAMESPACE, name);
    for (const way of all) {
      for (const [path, value] of Object.entries(way.stored)) {
        const [object, place] = path.startsWith('Service: ') ? [service, path.slice('Service: '.length)] : [job, path];
        expect(at(object, place), path).toEqual(value);
      }
    }
  });
}

async function goTo(wizard: Wizard, place: Place): Promise<void> {
  const [step, tab] = place.split('/');
  await wizard.go(`step-${step}` as Parameters<Wizard['go']>[0]);
  if (tab) await wizard.page.getByRole('tab', { name: new RegExp(`^${wizard.say(`tab.${tab}`)}`) }).click();
}

/** The value at an API path: `a.b[0].c[key]`. */
function at(object: unknown, path: string): unknown {
  const parts = path.match(/\[[^\]]*\]|[^.[]+/g) ?? [];
  return parts.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part.replace(/^\[|\]$/g, '')], object);
}
