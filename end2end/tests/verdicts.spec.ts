import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, test } from '../fixtures';
import { root } from '../places';

/**
 * A thousand drafts that the Rust tests made of the form's table (`job/tests/oracle`), judged by `slipway check` and
 * by this project's API server in a strict dry run. What a cluster says beyond validation (a namespace that is not
 * there) has no part in it: every object goes to one namespace.
 */
const FILE = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'tmp', 'drafts.jsonl');

interface Verdict {
  objects: { findings: { field: string; severity: string; origin: string }[] }[];
}

test('what is said of a thousand drafts is what the API server says', async ({ stage, kind }) => {
  test.setTimeout(240_000);
  const jobs = readFileSync(FILE, 'utf8').split('\n').map((line) => JSON.parse(line) as { metadata: { namespace?: string } });
  expect(jobs.length).toBe(1000);
  for (const job of jobs) job.metadata.namespace = 'default';
  const program = process.env.SLIPWAY ?? join(root, 'target', 'release', 'slipway');
  const input = jobs.map((job) => JSON.stringify(job)).join('\n');
  const ours = judged(program, input);
  expect(ours.length).toBe(jobs.length);

  const differ: string[] = [];
  // The practice cluster judges less (its page says so): it must refuse nothing that a real one takes.
  const real = kind === 'real';
  for (const [index, job] of jobs.entries()) {
    const path = '/apis/batch/v1/namespaces/default/jobs?dryRun=All&fieldValidation=Strict';
    const { status, body } = await stage.api.ask('POST', path, job);
    const causes = (body as { details?: { causes?: { field: string }[] } }).details?.causes ?? [];
    const theirs = status === 422 ? [...new Set(causes.map((cause) => cause.field))].sort() : [];
    const mine = [...new Set(ours[index])].sort();
    const agree = real ? (status < 300 && mine.length === 0) || (status === 422 && String(mine) === String(theirs)) || (status === 400 && mine.length > 0) : mine.length > 0 || status < 300;
    if (!agree) differ.push(`${status} ${theirs} / ours ${mine}: ${JSON.stringify(job)}`);
  }
  expect(differ).toEqual([]);
});

/** The fields at which each object would be refused. */
function judged(program: string, input: string): string[][] {
  let written: string;
  try {
    written = execFileSync(program, ['check', '--lines'], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  } catch (error) {
    // It ends with 1 where anything is refused.
    written = (error as { stdout: string }).stdout;
  }
  return written
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as Verdict).objects.flatMap((object) => object.findings))
    .map((findings) => findings.filter((finding) => finding.severity === 'error' && finding.origin === 'kubernetes').map((finding) => finding.field));
}
