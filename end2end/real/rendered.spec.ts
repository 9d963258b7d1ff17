import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, NAMESPACE, test } from '../fixtures';
import { root } from '../places';
import { slipwayBinary } from '../slipway';

const tests = join(root, 'job', 'tests');

/** What the command line makes of it. What it says on the way is not of interest. */
async function slipway(what: string, input: string): Promise<string> {
  const run = spawn(slipwayBinary(), [what, '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
  run.stdin.end(input);
  let said = '';
  for await (const part of run.stdout) said += String(part);
  return said;
}

/** Through a link and back, as somebody does who hands a manifest on. */
async function throughLink(text: string): Promise<string[]> {
  const rendered = await slipway('render', await slipway('link', text));
  return rendered.split(/^---\n/m).filter(Boolean);
}

test("Jobs after the patterns of Kubernetes' documentation go through a link, and the API server takes what comes out", async ({ stage }) => {
  const patterns = readdirSync(join(tests, 'patterns')).filter((file) => file.endsWith('.yaml'));
  expect(patterns.length).toBeGreaterThanOrEqual(15);
  for (const pattern of patterns) {
    for (const document of await throughLink(readFileSync(join(tests, 'patterns', pattern), 'utf8'))) {
      const place = /^kind: Service$/m.test(document) ? `/api/v1/namespaces/${NAMESPACE}/services` : `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
      const { status, body } = await stage.api.ask('POST', `${place}?dryRun=All&fieldValidation=Strict`, document);
      expect(status, `${pattern}: ${JSON.stringify(body)}\n${document}`).toBe(201);
    }
  }
});

test('Jobs that the API server took go through a link, and it takes what comes out, with the same spec', async ({ stage }) => {
  test.setTimeout(180_000);
  interface Case {
    title: string;
    object: { kind: string; metadata?: { name?: string; namespace?: string }; spec: object };
    expect: { accepted: boolean };
  }
  const lines = readFileSync(join(tests, 'cases', 'api-server-1.37.2.jsonl'), 'utf8').trim().split('\n');
  const taken = lines.map((line) => JSON.parse(line) as Case).filter(({ object, expect: said }) => said.accepted && object.kind === 'Job' && object.metadata?.name);
  expect(taken.length).toBeGreaterThan(50);
  const stored = async (body: object | string) => {
    const { status, body: said } = await stage.api.ask('POST', `/apis/batch/v1/namespaces/${NAMESPACE}/jobs?dryRun=All&fieldValidation=Strict`, body);
    const { spec } = (said as { spec?: { selector?: object; template?: { metadata?: { labels?: Record<string, string> } } } }) ?? {};
    // What the server makes anew each time.
    if (spec) delete spec.selector;
    for (const label of Object.keys(spec?.template?.metadata?.labels ?? {})) if (/controller-uid$/.test(label)) delete spec?.template?.metadata?.labels?.[label];
    return { status, spec };
  };
  let compared = 0;
  for (const { title, object } of taken) {
    delete object.metadata?.namespace;
    // One of them (a success policy without completions) makes the API server itself panic, which ends the connection.
    const before = await stored(object).catch(() => ({ status: 0 }));
    // Or it was made for another namespace.
    if (before.status !== 201) continue;
    const [job = ''] = await throughLink(JSON.stringify(object));
    expect(await stored(job), title).toEqual(before);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(50);
});
