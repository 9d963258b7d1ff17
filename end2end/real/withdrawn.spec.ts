import type { Page } from '@playwright/test';
import type { Stage } from '../cluster';
import { expect, test } from '../fixtures';
import { refused } from '../guard';
import { signIn } from '../people';
import { english } from '../words';

/** A stream asks every 30 s whether its person still may. */
const WITHIN = 60_000;
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';

/** Lets the user `nobody` look at these in `default`, while the test goes on. */
async function lookedAt(stage: Stage, name: string, resources: string[], test: () => Promise<void>): Promise<void> {
  const made = async (kind: string, body: object) => expect((await stage.api.ask('POST', `${RBAC}/${kind}`, { metadata: { name }, ...body })).status).toBe(201);
  await made('roles', { rules: [{ apiGroups: ['', 'batch'], resources, verbs: ['get', 'list', 'watch'] }] });
  await made('rolebindings', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  });
  try {
    await test();
  } finally {
    for (const kind of ['rolebindings', 'roles']) await stage.api.ask('DELETE', `${RBAC}/${kind}/${name}`);
  }
}

/** Opens a task's page as `nobody`. */
async function open(page: Page, stage: Stage, url: string, name: string): Promise<void> {
  await page.goto(`${url}/clusters/people/namespaces/default/jobs/${name}`);
  await signIn(page, stage.tokens.nobody);
  await expect(page.getByText(english('link-live'))).toBeVisible();
  await expect(page.getByRole('region', { name: /^Pods/ }).getByRole('row')).not.toHaveCount(1);
}

test('a role that is taken away while a page is open ends what the page shows, with the reason', async ({ page, stage, another, name, guard }) => {
  test.setTimeout(2 * WITHIN);
  guard.tolerate(refused);
  await stage.api.create('default', name, 'busybox:forever');
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  await lookedAt(stage, name, ['jobs', 'pods', 'pods/log', 'events'], async () => {
    await open(page, stage, url, name);
    expect((await stage.api.ask('DELETE', `${RBAC}/rolebindings/${name}`)).status).toBe(200);
    await expect(page.getByText(english('error.forbidden.what', { cluster: 'people' })).first()).toBeVisible({ timeout: WITHIN });
    // The log may be told first: the page's own stream asks at its own time.
    await expect(page.getByText(english('link-live'))).toBeHidden({ timeout: WITHIN });
    // Whoever opens it now sees nothing of it.
    await page.reload();
    await expect(page.getByText(english('error.forbidden.what', { cluster: 'people' })).first()).toBeVisible();
    await expect(page.getByRole('region', { name: /^Pods/ })).toHaveCount(0);
  });
});

test('who may not read logs sees the task without them, and is told what is missing', async ({ page, stage, another, name, guard }) => {
  guard.tolerate(refused);
  await stage.api.create('default', name, 'busybox:forever');
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await lookedAt(stage, name, ['jobs', 'pods', 'events'], async () => {
    await open(page, stage, url, name);
    const log = page.getByRole('region', { name: english('log'), exact: true });
    await expect(log).toContainText(english('rights-missing', { what: 'get pods/log', namespace: 'default' }));
    await expect(log.getByRole('link', { name: english('log.download') })).toHaveCount(0);
    // What is asked before the rights are known is refused, and nothing is asked after that.
    const asked = sockets.filter((url) => url.includes('page=log')).length;
    await page.waitForTimeout(2_000);
    expect(sockets.filter((url) => url.includes('page=log')).length).toBe(asked);
  });
});
