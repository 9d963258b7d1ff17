import { expect, test } from '../fixtures';
import { english } from '../words';
import { Made } from './made';
import { expectPanel, expectTold } from './told';

let made: Made;
const says = (key: string, args: Record<string, string | number> = {}) => english(`status.${key}`, { container: 'main', ...args });
/** Restarted in its Pod as often as the test takes to look. */
const restarted = { pod: { restartPolicy: 'OnFailure' }, job: { backoffLimit: 6 } };
const unready = { exec: { command: ['sh', '-c', 'echo not yet; exit 1'] }, periodSeconds: 1, failureThreshold: 2 };
const hungry = { script: 'tail /dev/zero', container: { resources: { limits: { memory: '16Mi' } } } };

test.beforeAll(async ({ stage }) => {
  made = new Made(stage);
  const prepare = { name: 'prepare', image: made.busybox, command: ['sh', '-c', 'exit 4'] };
  await made.job('out-of-memory', hungry);
  await made.job('out-of-memory-again', { ...hungry, ...restarted });
  await made.job('no-command', { container: { command: ['no-such-program'] } });
  await made.job('no-command-again', { container: { command: ['/no/such/program'] }, ...restarted });
  await made.job('not-executable', { container: { command: ['/etc/passwd'] } });
  await made.job('unstarted', { script: 'sleep 600', container: { startupProbe: unready } });
  await made.job('unstarted-again', { script: 'sleep 600', container: { startupProbe: unready }, ...restarted });
  await made.job('dead', { script: 'sleep 600', container: { livenessProbe: unready } });
  await made.job('unprepared', { pod: { initContainers: [prepare] } });
  await made.job('unprepared-again', { job: restarted.job, pod: { ...restarted.pod, initContainers: [prepare] } });
});
test.afterAll(() => made.clear());

test('a program that ends with code 3 is tried again, until the limit is reached', async ({ page }) => {
  await made.job('code-3', { script: 'exit 3', job: { backoffLimit: 1 } });
  const task = await made.open(page, 'code-3');
  const cause = { what: says('exit-program', { code: 3 }), where: `main / ${made.node.name}`, evidence: 'Error (exit code 3)' };
  await expectTold(task, { word: 'Waiting', says: says('between-attempts', { seconds: 10 }), cause });
  await expectTold(task, { word: 'Failed', says: says('gave-up', { attempts: 2 }), cause }, 30_000);
  const pod = await made.newestPod('code-3');
  await expectTold(task, { word: 'Failed', says: says('gave-up', { attempts: 2 }), advice: says('read-logs', { pod }) });
});

test('logs that went with their Pod are nothing to read, and the page says how to keep them', async ({ page }) => {
  await made.job('deleted', { script: 'exit 3', job: { backoffLimit: 1 }, pod: { restartPolicy: 'OnFailure' } });
  const task = await made.open(page, 'deleted');
  const advice = says('keep-failed-pods');
  const cause = { what: says('exit-program', { code: 3 }), evidence: 'Error (exit code 3)' };
  await expectTold(task, { word: 'Failed', says: says('gave-up-once'), advice, cause }, 30_000);
});

test('a program that was killed for its memory is to get more of it', async ({ page }) => {
  test.slow();
  const cause = { what: says('exit-out-of-memory'), evidence: 'OOMKilled (exit code 137)' };
  const advice = says('raise-memory');
  await expectTold(await made.open(page, 'out-of-memory'), { word: 'Failed', says: says('gave-up-once'), advice, cause });
  // A runtime under load may see the end before the reason of it, and says "Error"; of the next restart it knows better.
  const again = await made.open(page, 'out-of-memory-again');
  await expect(() => expectTold(again, { word: 'Abnormal', says: says('out-of-memory'), advice, cause })).toPass({ timeout: 120_000 });
});

test('a command that does not exist is no program that failed', async ({ page }) => {
  const advice = says('check-command');
  const missing = { what: says('start-not-found'), evidence: 'exec: "no-such-program": executable file not found in $PATH' };
  await expectTold(await made.open(page, 'no-command'), { word: 'Failed', says: says('gave-up-once'), advice, cause: missing });
  const path = { what: says('start-not-found'), evidence: 'stat /no/such/program: no such file or directory' };
  await expectTold(await made.open(page, 'no-command-again'), { word: 'Abnormal', says: says('start-failure'), advice, cause: path });
  const refused = { what: says('start-not-permitted'), evidence: 'exec: "/etc/passwd": permission denied' };
  await expectTold(await made.open(page, 'not-executable'), { word: 'Failed', says: says('gave-up-once'), advice, cause: refused });
});

test('a failing check is what a container was stopped for, with its words', async ({ page }) => {
  const unstarted = { what: says('exit-unstarted', { code: 137 }), evidence: 'Startup probe failed: not yet' };
  await expectTold(await made.open(page, 'unstarted'), { word: 'Failed', says: says('gave-up-once'), cause: unstarted });
  const pod = await made.newestPod('unstarted-again');
  const advice = says('change-startup-probe', { pod });
  await expectTold(await made.open(page, 'unstarted-again'), { word: 'Abnormal', says: says('check-fails'), advice, cause: unstarted }, 30_000);
  const dead = { what: says('exit-unhealthy', { code: 137 }), evidence: 'Liveness probe failed: not yet' };
  await expectTold(await made.open(page, 'dead'), { word: 'Failed', says: says('gave-up-once'), cause: dead });
});

test('an init container that fails is named', async ({ page }) => {
  const cause = { what: says('exit-program', { container: 'prepare', code: 4 }), where: `prepare / ${made.node.name}`, evidence: 'Error (exit code 4)' };
  const failed = await made.open(page, 'unprepared');
  const advice = says('read-logs', { container: 'prepare', pod: await made.newestPod('unprepared') });
  await expectTold(failed, { word: 'Failed', says: says('gave-up-once'), advice, cause });
  await expectPanel(failed, cause);
  await expectTold(await made.open(page, 'unprepared-again'), { word: 'Abnormal', says: says('crash-loop'), cause }, 30_000);
});
