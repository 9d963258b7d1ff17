import { expect, expectTrouble, NAMESPACE, test } from '../fixtures';
import { creation, dryRun, type Fault, plain, refusal, webPage } from '../faulty/fault';
import { refused } from '../guard';
import { Task } from '../task';
import { english } from '../words';

const IMAGE = 'busybox:1.36';
const cluster = 'faulty';

interface Case {
  of: string;
  fault: Fault;
  what: string;
  next: string;
  words: string;
}

/** An error that has its own sentence, by its kind. */
const own = (kind: string, of: string, fault: Fault, words: string, args: Record<string, string | number> = {}): Case => ({
  of,
  fault,
  words,
  what: english(`error.${kind}.what`, { cluster, ...args }),
  next: english(`error.${kind}.next`, { cluster, ...args }),
});

const forbidden = 'jobs.batch is forbidden: User "ann" cannot create resource "jobs" in API group "batch" in the namespace "default"';
const cases: Case[] = [
  own('unauthorized', '401', refusal(401, 'Unauthorized', 'Unauthorized'), 'Unauthorized'),
  own('forbidden', '403', refusal(403, 'Forbidden', forbidden), forbidden),
  own('not-found', '404', refusal(404, 'NotFound', 'the server could not find the requested resource'), 'could not find the requested resource'),
  own('conflict', '409', refusal(409, 'Conflict', 'the object has been modified'), 'the object has been modified'),
  own('too-large', '413', refusal(413, 'RequestEntityTooLarge', 'etcdserver: request is too large'), 'request is too large'),
  {
    of: '422 without causes',
    fault: refusal(422, 'Invalid', 'the policy says no'),
    what: english('refused'),
    next: english('refused-next'),
    words: 'the policy says no',
  },
  own('too-many-requests', '429 with Retry-After', plain(429, 'Too many requests, please try again later.', { 'retry-after': '7' }), 'Too many requests', { seconds: 7 }),
  own('cluster-failed', '500', plain(500, 'This request caused apiserver to panic.'), 'caused apiserver to panic', { code: 500 }),
  own('not-kubernetes', 'a web page', webPage(502, '502 Bad Gateway'), '502 Bad Gateway', { code: 502 }),
];

for (const { of, fault, what, next, words } of cases) {
  test(`${of} to the dry run: what, what to do, and nothing typed is lost`, async ({ wizard, name, faulty, guard, stage }) => {
    guard.tolerate(refused);
    faulty.next(dryRun, fault);
    const form = wizard.with({ cluster });
    await form.open();
    await form.fill(name, IMAGE);
    await form.create.click();
    await expectTrouble(form.alert, what, next, words);
    expect(faulty.count(creation)).toBe(0);
    expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
    await form.expectKept(name, IMAGE);
    await form.create.click();
    await form.expectTaskPage(name);
  });
}

for (const { of, fault, what, next, words } of cases.filter(({ of }) => !of.includes('web page'))) {
  test(`${of} to the POST: nothing is made, by one POST`, async ({ wizard, name, faulty, guard, stage }) => {
    guard.tolerate(refused);
    faulty.next(creation, fault);
    const form = wizard.with({ cluster });
    await form.open();
    await form.fill(name, IMAGE);
    await form.create.click();
    await expectTrouble(form.alert, what, next, words);
    expect(faulty.count(creation)).toBe(1);
    expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
    await form.expectKept(name, IMAGE);
  });
}

test('a web page in place of the answer to the POST: the task is looked up, and not sent again', async ({ wizard, name, faulty, stage }) => {
  faulty.next(creation, webPage(502, '502 Bad Gateway'));
  const form = wizard.with({ cluster });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  await expect(form.page.getByRole('status').filter({ hasText: english('answer-lost') })).toBeVisible();
  expect(faulty.count(creation)).toBe(1);
  expect(await stage.api.job(NAMESPACE, name)).toBeUndefined();
  await form.expectKept(name, IMAGE);
});

test('a namespace that went meanwhile is said at its field', async ({ wizard, name, faulty }) => {
  const fault = refusal(404, 'NotFound', 'namespaces "default" not found');
  if ('answer' in fault) Object.assign((fault.answer.body as { details: object }).details, { kind: 'namespaces', group: '' });
  faulty.next(dryRun, fault);
  const form = wizard.with({ cluster });
  await form.open();
  await form.fill(name, IMAGE);
  await form.create.click();
  await expect(form.namespace).toBeFocused();
  await expect(form.namespace).toHaveAccessibleDescription(new RegExp(english('finding.namespace-missing', { namespace: NAMESPACE })));
});

test('who may only look sees the tasks, cannot create or delete, and reads which right is missing', async ({ page, wizard, name, stage, another, guard }) => {
  guard.tolerate(refused);
  const { url } = await another({ kubeconfigs: [stage.viewerWay] });
  const form = wizard.with({ cluster: 'viewer' });
  await page.goto(`${url}/clusters/viewer/jobs/new`);
  await form.ready();
  await form.fill(name, IMAGE);
  const missing = page.locator('details.banner');
  await expect(missing).toContainText(english('rights-missing', { what: 'create jobs.batch', namespace: NAMESPACE }));
  await expect(form.create).toHaveAttribute('aria-disabled', 'true');
  await form.expectKept(name, IMAGE);

  await stage.api.create(NAMESPACE, name, 'busybox:forever');
  await page.goto(`${url}/clusters/viewer/namespaces/${NAMESPACE}/jobs/${name}`);
  const task = new Task(page);
  await expect(task.word('Running').first()).toBeVisible();
  await expect(task.button('Suspend')).toBeDisabled();
  await expect(task.button('Delete')).toBeDisabled();
  await expect(missing).toContainText(english('rights-missing', { what: 'patch jobs.batch, delete jobs.batch', namespace: NAMESPACE }));
  expect((await stage.api.job(NAMESPACE, name))?.spec.suspend ?? false).toBe(false);
});

test('a right that the page does not know to be missing is said by the cluster, in its words', async ({ page, wizard, name, stage, another, guard }) => {
  guard.tolerate(refused);
  const { url } = await another({ kubeconfigs: [stage.viewerWay] });
  // Nobody said what is missing: the press finds out.
  await page.route('**/api/rights', (route) => route.fulfill({ json: [] }));
  const form = wizard.with({ cluster: 'viewer' });
  await page.goto(`${url}/clusters/viewer/jobs/new`);
  await form.ready();
  await form.fill(name, IMAGE);
  await form.create.click();
  const what = english('error.forbidden.what', { cluster: 'viewer' });
  await expectTrouble(form.alert, what, english('error.forbidden.next'), /cannot create resource "jobs"/);
  await form.expectKept(name, IMAGE);
});
