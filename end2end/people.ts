import { expect, type Locator, type Page } from '@playwright/test';
import { Api } from './api';
import type { Person, Stage } from './cluster';
import { english } from './words';

/** Those whom both clusters know. */
export const PEOPLE: Person[] = ['admin', 'editor', 'viewer', 'nobody'];

/** What `kubectl auth can-i` says, asked of the cluster itself with the person's own token. */
export async function canI(stage: Stage, person: Person, verb: string, resource: string, namespace: string): Promise<boolean> {
  const api = new Api({ ...stage.api.target, token: stage.tokens[person] });
  const [whole = '', group = ''] = resource.split('.');
  const [name, subresource = ''] = whole.split('/');
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace, verb, group, resource: name, subresource } },
  };
  const answer = await api.ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review);
  expect(answer.status).toBe(201);
  return (answer.body as { status: { allowed: boolean } }).status.allowed;
}

/** The same task with a Service. */
export function withService(draft: ReturnType<typeof draftOf>): object {
  const ports = [{ key: 8, port: '80' }];
  return { ...draft, keys: 9, fields: { ...draft.fields, services: [{ key: 7, type: 'ClusterIP', ports }] } };
}

/** A pull secret of a registry that nobody asks. */
export function keyOf(name: string): object {
  return { name, registry: 'registry.example', user: 'somebody', password: 'a password', anyway: true };
}

/** A task of one container, in the cluster `people`. */
export function draftOf(namespace: string, name: string) {
  const containers = [{ key: 1, name: 'container-1', image: 'busybox:1.36', 'pull-policy': 'Always' }];
  const basic = { name, cluster: 'people', namespace, runs: 'one-pod' };
  return { version: 1, keys: 1, fields: { basic, containers, advanced: { 'restart-policy': 'Never' } }, kept: {} };
}

/** Where a page asks who the person is: more than one part of it may, and the first is as good as the others. */
export function tokenField(page: Page): Locator {
  return page.getByLabel(english('token')).filter({ visible: true }).first();
}

/** Signs in where the page asks who the person is. */
export async function signIn(page: Page, token: string): Promise<void> {
  const field = tokenField(page);
  await field.fill(token);
  await field.press('Enter');
  await expect(field).toBeHidden();
}
