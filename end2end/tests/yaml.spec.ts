import { execFileSync } from 'node:child_process';
import { noSidewaysScrolling, noViolations } from '../axe';
import { expect, NAMESPACE, test } from '../fixtures';
import { Part } from '../form';
import { unanswered } from '../guard';
import { Manifest } from '../manifest';
import { Opened, Share } from '../share';
import { slipwayBinary } from '../slipway';
import { english } from '../words';

const IMAGE = 'busybox:1.36';
const OWN = (name: string): string => `# Replays a day.
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}   # one a day
  namespace: ${NAMESPACE}
spec:
  completions: 1
  parallelism: 1
  backoffLimit: 2
  podReplacementPolicy: Failed
  template:
    spec:
      restartPolicy: "Never"
      containers:
      # The worker.
      - name: main
        image: '${IMAGE}'
        command: [sh, -c, "exit 0"]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
`;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('the text is what Create would send, byte for byte what the command line renders of the link', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const manifest = new Manifest(page);
  await manifest.open();
  await expect(manifest.line(IMAGE)).toBeVisible();
  await wizard.field('field.container-name').fill('worker');
  await expect(manifest.line('name: worker')).toBeVisible();
  const link = await new Share(page).link();
  const rendered = execFileSync(slipwayBinary(), ['render', link], { encoding: 'utf8' });
  expect(await manifest.value()).toBe(rendered);
});

test('neither the editor nor what reads YAML is fetched before the panel opens', async ({ page, wizard }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await wizard.open();
  await wizard.fill('nightly', IMAGE);
  await expect(page.getByText(english('check.dry-run'))).toBeAttached();
  expect(asked.filter((url) => /\/(editor|split_open)\./.test(url))).toEqual([]);
  await new Manifest(page).open();
  expect(asked.filter((url) => /\/(editor|split_open)\./.test(url)).length).toBeGreaterThanOrEqual(2);
});

test('a text edit that parses becomes fields and settings that are kept, and all of it is sent', async ({ page, wizard, name, stage }) => {
  await wizard.open();
  const manifest = new Manifest(page);
  await manifest.open();
  await manifest.replace(OWN(name));
  // The press showed the field of its line.
  await wizard.go('step-basic');
  await expect(wizard.name).toHaveValue(name);
  await expect(page.getByText(english('draft.yaml-kept', { count: 1 }))).toBeVisible();
  await wizard.go('step-containers');
  await expect(wizard.image).toHaveValue(IMAGE);
  await wizard.create.click();
  await wizard.expectTaskPage(name);
  const job = (await stage.api.job(NAMESPACE, name)) as unknown as { spec: { podReplacementPolicy: string; backoffLimit: number } };
  expect(job.spec).toMatchObject({ podReplacementPolicy: 'Failed', backoffLimit: 2 });
});

test('comments, order and quotes survive an edit of the form: only the line concerned changes', async ({ page, wizard, name }) => {
  await page.goto('/open');
  await page.getByLabel(english('draft.open-text')).fill(OWN(name));
  await page.getByRole('button', { name: english('draft.open-it'), exact: true }).click();
  await expect(page.getByText('ConfigMap settings')).toBeVisible();
  await page.getByRole('button', { name: english('draft.use') }).click();
  await wizard.ready();
  const manifest = new Manifest(page);
  await manifest.open();
  expect(await manifest.value()).toBe(OWN(name));
  await wizard.go('step-containers');
  await wizard.image.fill('busybox:1.37');
  await expect(manifest.line('busybox:1.37')).toBeVisible();
  expect(await manifest.value()).toBe(OWN(name).replace(`'${IMAGE}'`, "'busybox:1.37'"));
  // It is the draft's own, also after a reload.
  await expect(page.getByText(/draft kept/)).toBeVisible();
  await page.reload();
  await wizard.ready();
  await expect(manifest.line('The worker.')).toBeVisible();
  await page.getByRole('button', { name: english('draft.yaml-canonical') }).click();
  await expect(manifest.line('The worker.')).toHaveCount(0);
});

test('a text that does not parse marks its line, leaves the form alone, and is there after a reload', async ({ page, wizard, name }) => {
  await wizard.open();
  const manifest = new Manifest(page);
  await manifest.open();
  await manifest.replace(OWN(name));
  // The press showed the field of its line.
  await wizard.go('step-basic');
  await expect(wizard.name).toHaveValue(name);
  await manifest.replace(OWN(name).replace('backoffLimit: 2', 'backoffLimit: [2'));
  await wizard.go('step-basic');
  const said = page.getByRole('status').filter({ hasText: /The form is as it was before/ });
  await expect(said).toContainText(/Line 1\d:/);
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1);
  await expect(wizard.name).toHaveValue(name);
  // The form changes meanwhile: nothing of either is lost.
  await wizard.name.fill(`${name}-b`);
  await expect(said).toContainText(english('draft.yaml-behind'));
  await expect(page.getByText(/draft kept/)).toBeVisible();
  await page.reload();
  await wizard.ready();
  await expect(said).toBeVisible();
  await expect(manifest.line('backoffLimit: [2')).toBeVisible();
  await expect(wizard.name).toHaveValue(`${name}-b`);
  await said.getByRole('button', { name: english('draft.yaml-discard') }).click();
  await expect(manifest.line(`name: ${name}-b`).first()).toBeVisible();
});

test('Start afresh begins with another text, too', async ({ page, wizard, name }) => {
  await wizard.open();
  const manifest = new Manifest(page);
  await manifest.open();
  await manifest.replace(OWN(name));
  await expect(page.getByRole('button', { name: english('draft.yaml-canonical') })).toBeVisible();
  await expect(page.getByText(/draft kept/)).toBeVisible();
  await wizard.button('start-afresh').click();
  await expect(manifest.line('Replays a day')).toHaveCount(0);
  await expect(manifest.line('kind: Job')).toBeVisible();
});

test('the field in focus is lit in the text, and a press in the text leads to the field', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const manifest = new Manifest(page);
  await manifest.open();
  await wizard.image.focus();
  await expect(manifest.lit()).toHaveText(`      - image: ${IMAGE}`);
  await wizard.field('field.memory-limit').focus();
  await expect(manifest.lit()).toHaveText(/memory: 512Mi/);
  // A press shows the field, the line's number goes there.
  await manifest.line('backoffLimit').click();
  await expect(page.getByRole('heading', { level: 2, name: english('step-advanced') })).toBeVisible();
  await expect(manifest.text).toBeFocused();
  await page.locator('.cm-lineNumbers .cm-gutterElement').filter({ hasText: /^6$/ }).click();
  await expect(wizard.name).toBeFocused();
});

test('a press in the text lights its field, in whatever step, container and tab it is', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await wizard.addContainer();
  await wizard.image.fill('alpine:3');
  await wizard.go('step-basic');
  const manifest = new Manifest(page);
  await manifest.open();
  await manifest.line('alpine:3').click();
  await expect(wizard.image).toHaveAttribute('data-lit');
  await expect(wizard.image).toHaveValue('alpine:3');
  await manifest.line(IMAGE).click();
  await expect(wizard.image).toHaveAttribute('data-lit');
  await expect(wizard.image).toHaveValue(IMAGE);
});

test('what is wrong is marked at its line', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const manifest = new Manifest(page);
  await manifest.open();
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(0);
  await wizard.field('field.cpu-limit').fill('much');
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(1);
  await wizard.field('field.cpu-limit').fill('1');
  await expect(page.locator('.cm-lint-marker-error')).toHaveCount(0);
});

test('undo takes a text edit back as one step, and a form edit in the text', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const manifest = new Manifest(page);
  await manifest.open();
  await manifest.line(IMAGE).click();
  await page.keyboard.press('End');
  await page.keyboard.type('-musl');
  await expect(wizard.image).toHaveValue(`${IMAGE}-musl`);
  await page.getByRole('button', { name: english('undo-step') }).click();
  await expect(wizard.image).toHaveValue(IMAGE);
  await expect(manifest.line(`image: ${IMAGE}`)).toHaveText(`      - image: ${IMAGE}`);
  await page.getByRole('button', { name: english('redo-step') }).click();
  await expect(manifest.line('musl')).toBeVisible();
});

test('Services stand in the text as documents of their own, and come from there', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await wizard.go('step-service');
  await wizard.button('create-service').click();
  const form = new Part(page.getByRole('main'));
  const port = await form.row('service-ports');
  await port.fill('service-port', '80');
  const manifest = new Manifest(page);
  await manifest.open();
  const text = await manifest.value();
  expect(text).toContain('\n---\napiVersion: v1\nkind: Service\n');
  await manifest.replace(text.replace('port: 80', 'port: 8080'));
  await expect(port.line('service-port')).toHaveValue('8080');
});

test('without the editor there is a plain text area, which does the same', async ({ page, wizard, name, guard }) => {
  guard.tolerate(unanswered);
  await page.route(/\/editor\..*\.js/, (route) => route.abort());
  await wizard.open();
  await wizard.fill(name, IMAGE);
  const manifest = new Manifest(page);
  await manifest.open();
  await expect(manifest.text).toHaveValue(new RegExp(IMAGE));
  await manifest.text.fill((await manifest.text.inputValue()).replace(IMAGE, 'busybox:1.37'));
  await expect(wizard.image).toHaveValue('busybox:1.37');
  await wizard.image.fill('busybox:1.38');
  await expect(manifest.text).toHaveValue(/busybox:1.38/);
});

for (const width of [1440, 360]) {
  test(`by keyboard, in a window of ${width} px: Tab enters the text and leaves it again`, async ({ page, wizard, name }) => {
    await page.setViewportSize({ width, height: 900 });
    await wizard.open();
    await wizard.fill(name, IMAGE);
    const manifest = new Manifest(page);
    await manifest.open();
    await page.getByRole('button', { name: english('draft.yaml-download') }).focus();
    await page.keyboard.press('Tab');
    await expect(manifest.text).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(manifest.text).not.toBeFocused();
    await noSidewaysScrolling(page, 'the text beside the form');
    await noViolations(page, 'the text beside the form');
  });
}

test('a copied text of the panel opens again', async ({ page, wizard, name }) => {
  await wizard.open();
  await wizard.fill(name, IMAGE);
  await new Manifest(page).open();
  await page.getByRole('button', { name: english('draft.yaml-copy'), exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: english('draft.copied') })).toBeAttached();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto('/open');
  await page.getByLabel(english('draft.open-text')).fill(text);
  await page.getByRole('button', { name: english('draft.open-it'), exact: true }).click();
  await expect(new Opened(page).fact(english('column-name'))).toHaveText(name);
});
