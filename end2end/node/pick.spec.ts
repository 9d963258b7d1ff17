import { NAMESPACE } from '../fixtures';
import { Part } from '../form';
import { KeyMaker, Picker } from '../picker';
import { expect, test } from '../registry/fixtures';
import { Task } from '../task';
import type { Wizard } from '../wizard';
import { english } from '../words';
import { Made } from './made';

/** The fields of a tab of a step. */
async function tab(form: Wizard, step: 'step-containers' | 'step-advanced', name: string): Promise<Part> {
  await form.go(step);
  await form.page.getByRole('tab', { name: new RegExp(`^${form.say(`tab.${name}`)}`) }).click();
  return new Part(form.page.locator('section.fields'));
}

test.afterEach(async ({ stage, name }) => {
  await stage.api.ask('DELETE', `/api/v1/namespaces/${NAMESPACE}/secrets/${name}-key`);
});

test('a node pulls what was picked from a private registry, with the key that was made for it', async ({ page, looking, stage, name }) => {
  test.setTimeout(120_000);
  const { node, privateImage } = new Made(stage);
  const form = await looking(`http://${node.privateRegistry}`);
  const [picker, maker] = [new Picker(page), new KeyMaker(page)];
  await maker.open();
  await maker.fill(`${name}-key`, node.privateRegistry, node.user, node.password);
  await maker.create.click();
  await expect(maker.dialog).toBeHidden();
  await picker.open();
  await expect(picker.dialog).toContainText(english('draft.pick-with-secret', { secret: `${name}-key` }));
  await picker.choose('private/busybox', '1.36');
  await expect(picker.fact('platforms')).toHaveText('linux/amd64');
  await picker.take();
  await expect(form.image).toHaveValue(privateImage);

  await (await tab(form, 'step-containers', 'lifecycle')).words('command', ['sh', '-c', `echo said by ${name}`]);
  const scheduling = await tab(form, 'step-advanced', 'scheduling');
  await scheduling.pair('node-selector', 'slipway.test/node', 'real');
  const toleration = await scheduling.row('tolerations');
  await toleration.fill('taint-key', 'slipway.test/real');
  await toleration.choose('taint-operator', 'Exists');
  await form.go('step-basic');
  await form.name.fill(name);
  await form.choice('field.runs', 'choice.runs.one-pod').check();
  await form.create.click();
  await form.expectTaskPage(name);
  await expect(new Task(page).word('Succeeded')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('log')).toContainText(`said by ${name}`);
  // Nobody else could have pulled it: without the key the registry refuses.
  const spec = (await stage.api.job(NAMESPACE, name))?.spec.template.spec as { imagePullSecrets?: object[]; containers: { image: string }[] } | undefined;
  expect(spec?.imagePullSecrets).toEqual([{ name: `${name}-key` }]);
  expect(spec?.containers.map(({ image }) => image)).toEqual([privateImage]);
});
