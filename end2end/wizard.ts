import { expect, type Locator, type Page } from '@playwright/test';
import { english, literally, type Say } from './words';

/** The steps, by their keys in the catalogue. */
export const STEPS = ['step-basic', 'step-containers', 'step-service', 'step-advanced'] as const;
export type Step = (typeof STEPS)[number];

/** Create Task, as a person sees it in one language. */
export class Wizard {
  constructor(
    readonly page: Page,
    readonly cluster: string,
    readonly say: Say = english,
  ) {}

  /** The same wizard in another language, page or cluster. */
  with({ page = this.page, cluster = this.cluster, say = this.say }: { page?: Page; cluster?: string; say?: Say }): Wizard {
    return new Wizard(page, cluster, say);
  }

  /** Opens it from inside the cluster, and waits until the namespace was suggested. */
  async open(): Promise<void> {
    await this.page.goto(`/clusters/${this.cluster}/jobs/new`);
    await this.ready();
  }

  /** Ends in the first step: the address may have led to another. */
  async ready(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: this.say('create-task') })).toBeVisible();
    await expect(this.page.locator('#step-title')).toBeVisible();
    const first = this.page.getByRole('heading', { level: 2, name: this.say('step-basic') });
    if (!(await first.isVisible())) await this.go('step-basic');
    await expect(this.namespace).not.toHaveValue('');
  }

  /** Name and image: the shortest path. Ends in the step of the containers. */
  async fill(name: string, image: string): Promise<void> {
    await this.name.fill(name);
    await this.go('step-containers');
    await this.image.fill(image);
  }

  /** Another container, whose empty fields are on screen by then: they come a moment after the press. */
  async addContainer(): Promise<void> {
    await this.button('add-container').click();
    await expect(this.image).toHaveValue('');
  }

  async go(step: Step): Promise<void> {
    await this.step(step).click();
    await expect(this.page.getByRole('heading', { level: 2, name: this.say(step) })).toBeVisible();
  }

  /** The name and image that were typed are still there. Ends in the step of the containers. */
  async expectKept(name: string, image: string): Promise<void> {
    await this.go('step-basic');
    await expect(this.name).toHaveValue(name);
    await this.go('step-containers');
    await expect(this.image).toHaveValue(image);
  }

  async expectTaskPage(name: string, namespace = 'default'): Promise<void> {
    await this.page.waitForURL(`**/clusters/${this.cluster}/namespaces/${namespace}/jobs/${name}`, { timeout: 45_000 });
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  step(step: Step): Locator {
    const steps = this.page.getByRole('navigation', { name: this.say('steps') });
    return steps.getByRole('button', { name: new RegExp(`^${literally(this.say(step))}`) });
  }

  /** A text field by the key of its label. */
  field(label: string): Locator {
    return this.page.getByRole('textbox', { name: new RegExp(`^${literally(this.say(label))}`) });
  }

  /** A choice by the keys of its field and of itself. */
  choice(field: string, choice: string): Locator {
    return this.page.getByRole('group', { name: this.say(field) }).getByRole('radio', { name: this.say(choice), exact: true });
  }

  tick(label: string): Locator {
    return this.page.getByRole('checkbox', { name: this.say(label) });
  }

  button(label: string): Locator {
    return this.page.getByRole('button', { name: this.say(label), exact: true });
  }

  get name(): Locator {
    return this.field('field.name');
  }

  /** A text field with proposals is a combobox. */
  get namespace(): Locator {
    return this.page.getByRole('combobox', { name: this.say('field.namespace') });
  }

  get image(): Locator {
    return this.field('field.image');
  }

  get create(): Locator {
    return this.button('create');
  }

  /** What came of Create, when it made no task. */
  get alert(): Locator {
    return this.page.getByRole('main').getByRole('alert');
  }
}
