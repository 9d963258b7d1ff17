import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Api } from '../api';
import { clusterEnvironment } from '../cluster';
import { expect, NAMESPACE, test } from '../fixtures';
import { refused } from '../guard';
import { signIn } from '../people';
import { Wizard } from '../wizard';
import { english } from '../words';

/** A stream asks every 30 s whether its person still may. */
const WITHIN = 60_000;
/** Of a token: long enough to open a page with it. */
const LIFE = 10_000;
const ACCOUNTS = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`;
const BINDINGS = `/apis/rbac.authorization.k8s.io/v1/namespaces/${NAMESPACE}/rolebindings`;
const ISSUER = 'https://kubernetes.default.svc';

/** A ServiceAccount that may work in the namespace; gives its uid. */
async function account(api: Api, name: string): Promise<string> {
  const { status, body } = await api.ask('POST', ACCOUNTS, { metadata: { name } });
  expect(status).toBe(201);
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' };
  const subjects = [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }];
  expect((await api.ask('POST', BINDINGS, { metadata: { name }, roleRef, subjects })).status).toBe(201);
  return (body as { metadata: { uid: string } }).metadata.uid;
}

/** As `kubectl create token` does. The API server makes none for less than ten minutes. */
async function token(api: Api, name: string): Promise<string> {
  const { body } = await api.ask('POST', `${ACCOUNTS}/${name}/token`, { spec: { expirationSeconds: 600 } });
  return (body as { status: { token: string } }).status.token;
}

/** One for less, with the API server's own key. It takes it as its own, and for a minute longer than it says. */
function shortToken(name: string, uid: string): string {
  const now = Math.floor(Date.now() / 1000);
  const life = { iat: now, nbf: now, exp: now + LIFE / 1000 };
  const whose = { sub: `system:serviceaccount:${NAMESPACE}:${name}`, 'kubernetes.io': { namespace: NAMESPACE, serviceaccount: { name, uid } } };
  const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
  const text = `${part({ alg: 'ES256' })}.${part({ iss: ISSUER, aud: [ISSUER], ...life, ...whose })}`;
  const key = readFileSync(join(dirname(clusterEnvironment()('CLUSTER_CA')), 'service-account.key'));
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

test('an account’s token that ends, or is taken back, is asked for in place, and nothing typed is lost', async ({ page, stage, another, name, guard }) => {
  test.setTimeout(2 * WITHIN);
  guard.tolerate(refused);
  const { url } = await another({ kubeconfigs: [stage.peopleWay], signsIn: true, practice: false });
  const asked = (of: Page) => of.getByRole('heading', { name: english('sign-in-title', { cluster: 'people' }) });
  const live = page.getByText(english('link-live'));
  try {
    const uid = await account(stage.api, name);
    await page.goto(`${url}/clusters/people/workload/jobs?namespace=${NAMESPACE}`);
    await signIn(page, shortToken(name, uid));
    await expect(live).toBeVisible();
    await expect(page.getByRole('button', { name: english('sign-out') })).toHaveAttribute('title', `system:serviceaccount:${NAMESPACE}:${name} · people`);
    await expect(asked(page)).toBeVisible({ timeout: 2 * LIFE });

    await signIn(page, await token(stage.api, name));
    await expect(live).toBeVisible();
    const wizard = new Wizard(await page.context().newPage(), 'people');
    await wizard.page.goto(`${url}/clusters/people/jobs/new`);
    await expect(wizard.page.getByRole('heading', { level: 1, name: english('create-task') })).toBeVisible();
    await wizard.namespace.fill(NAMESPACE);
    await wizard.fill(name, 'busybox:1.36');
    // Every token of an account ends with it.
    expect((await stage.api.ask('DELETE', `${ACCOUNTS}/${name}`)).status).toBe(200);
    await expect(asked(page)).toBeVisible({ timeout: WITHIN });
    await expect(live).toBeHidden();
    await wizard.create.click();
    await expect(asked(wizard.page)).toBeVisible();
    expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
    await wizard.expectKept(name, 'busybox:1.36');

    await signIn(wizard.page, stage.tokens.admin);
    await expect(live).toBeVisible();
    await wizard.create.click();
    await wizard.expectTaskPage(name);
  } finally {
    for (const made of [`${BINDINGS}/${name}`, `${ACCOUNTS}/${name}`]) await stage.api.ask('DELETE', made);
  }
});
