import { expect, test } from '../fixtures';
import { refused } from '../guard';
import { english } from '../words';

/** A stream asks every 30 s whether its person still may. */
const WITHIN = 60_000;
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';

test('a role that is taken away while a page is open ends what the page shows, with the reason', async ({ page, stage, another, name, guard }) => {
  test.setTimeout(2 * WITHIN);
  guard.tolerate(refused);
  const made = async (kind: string, body: object) => expect((await stage.api.ask('POST', `${RBAC}/${kind}`, { metadata: { name }, ...body })).status).toBe(201);
  await made('roles', { rules: [{ apiGroups: ['', 'batch'], resources: ['jobs', 'pods', 'pods/log', 'events'], verbs: ['get', 'list', 'watch'] }] });
  await made('rolebindings', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'nobody' }],
  });
  try {
    await stage.api.create('default', name, 'busybox:forever');
    const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
    await page.goto(`${url}/clusters/people/namespaces/default/jobs/${name}`);
    await page.getByLabel(english('token')).fill(stage.tokens.nobody);
    await page.getByLabel(english('token')).press('Enter');
    await expect(page.getByText(english('link-live'))).toBeVisible();
    await expect(page.getByRole('region', { name: /^Pods/ }).getByRole('row')).not.toHaveCount(1);

    expect((await stage.api.ask('DELETE', `${RBAC}/rolebindings/${name}`)).status).toBe(200);
    await expect(page.getByText(english('error.forbidden.what', { cluster: 'people' })).first()).toBeVisible({ timeout: WITHIN });
    await expect(page.getByText(english('link-live'))).toBeHidden();
    // Whoever opens it now sees nothing of it.
    await page.reload();
    await expect(page.getByText(english('error.forbidden.what', { cluster: 'people' })).first()).toBeVisible();
    await expect(page.getByRole('region', { name: /^Pods/ })).toHaveCount(0);
  } finally {
    for (const kind of ['rolebindings', 'roles']) await stage.api.ask('DELETE', `${RBAC}/${kind}/${name}`);
  }
});
