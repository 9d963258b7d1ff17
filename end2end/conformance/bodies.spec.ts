import { expect, test } from './fixtures';
import { job, LEFT_ALONE } from './job';

test.describe.configure({ mode: 'parallel' });

/** A Job with a field that is not known, and one that stands there twice. */
const odd = `{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "odd"}, "spec": {
  "managedBy": "example.com/nobody", "backoffLimit": 1, "backoffLimit": 2,
  "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b", "imag": "c"}]}}}}`;
const COMPLAINTS = ['unknown field "spec.template.spec.containers[0].imag"', 'duplicate field "spec.backoffLimit"'];

test('15 strict validation names unknown and duplicate fields', async ({ server, place }) => {
  const answer = await server.post(`${place.jobs}?fieldValidation=Strict`, odd);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  expect(answer.body.details).toBeUndefined();
  for (const complaint of COMPLAINTS) expect(answer.body.message).toContain(complaint);
});

test('16 without it they are warned of, and the last value counts', async ({ server, place }) => {
  const answer = await server.post(place.jobs, odd);
  expect(answer.code).toBe(201);
  expect(answer.body.spec?.backoffLimit).toBe(2);
  for (const complaint of COMPLAINTS) expect(answer.headers.warning).toContain(`299 - "${complaint.replaceAll('"', '\\"')}"`);
  const silent = await server.post(`${place.jobs}?fieldValidation=Ignore&dryRun=All`, odd.replace('"odd"', '"even"'));
  expect({ code: silent.code, warning: silent.headers.warning }).toEqual({ code: 201, warning: undefined });
});

test('17 a value of the wrong type is a bad request', async ({ server, place }) => {
  for (const spec of [{ parallelism: '2' }, { suspend: 1 }, { parallelism: 1.5 }, { parallelism: 4_294_967_296 }]) {
    const answer = await server.post(place.jobs, job('wrong', spec));
    expect(answer.refusal, JSON.stringify(spec)).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  }
  for (const head of [{ kind: 5 }, { kind: 'CronJob' }, { apiVersion: 'batch/v2' }]) {
    const answer = await server.post(place.jobs, { ...job('wrong'), ...head });
    expect(answer.refusal, JSON.stringify(head)).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  }
});

test('17 a version is not for what is to be created', async ({ server, place }) => {
  const versioned = job('versioned', LEFT_ALONE);
  versioned.metadata.resourceVersion = '5';
  const answer = await server.post(place.jobs, versioned);
  // The API server's own slip: neither a reason nor a fitting code.
  expect(answer.refusal).toEqual({ code: 500, reason: undefined, causes: [] });
  expect(answer.body.message).toBe('resourceVersion should not be set on objects to be created');
});

test('18 the namespace of body and address must agree', async ({ server, place }) => {
  const elsewhere = job('here');
  elsewhere.metadata.namespace = 'default';
  const answer = await server.post(place.jobs, elsewhere);
  expect(answer.refusal).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  const nowhere = await server.post('/apis/batch/v1/jobs', job('nowhere'));
  expect(nowhere.refusal).toEqual({ code: 405, reason: 'MethodNotAllowed', causes: [] });
});

test('21 a body that is no JSON is a bad request', async ({ server, place }) => {
  for (const body of ['{', '[]', '', '"text"']) {
    const answer = await server.post(place.jobs, body);
    expect(answer.refusal, body).toEqual({ code: 400, reason: 'BadRequest', causes: [] });
  }
  // Null is JSON, and says as little as an empty object.
  const causes = ['Required metadata.name', 'Required spec.template.spec.containers', 'Required spec.template.spec.restartPolicy'];
  for (const body of ['null', '{}']) {
    expect((await server.post(place.jobs, body)).refusal, body).toEqual({ code: 422, reason: 'Invalid', causes });
  }
});

test('22 a body of more than three mebibytes is too large', async ({ server, place }) => {
  const answer = await server.post(place.jobs, ' '.repeat(3 * 1024 * 1024 + 1));
  expect(answer.refusal).toEqual({ code: 413, reason: 'RequestEntityTooLarge', causes: [] });
});
