import { test as base } from '../fixtures';
import type { Wizard } from '../wizard';
import { DockerRegistry, type DockerSettings } from './docker';
import { nobody, OddRegistry, type Way } from './odd';

export { expect } from '../fixtures';

export interface Registries {
  /** A good registry, open or with a password: one of each a worker, so a test's repositories have names of its own. */
  docker(settings?: DockerSettings): Promise<DockerRegistry>;
  /** A good registry with nothing in it, that ends with the test. */
  empty(settings?: DockerSettings): Promise<DockerRegistry>;
  /** One that misbehaves; it ends with the test. */
  odd(way: Way): Promise<OddRegistry>;
  /** The `127.0.0.1:PORT` of one that is down. */
  down(): Promise<string>;
}

interface PerWorker {
  dockers: (password: boolean) => Promise<DockerRegistry>;
}

interface PerTest {
  registries: Registries;
  /** Create Task, at its containers, in a console that may look into these registries, in the cluster `faulty`. */
  looking: (...origins: string[]) => Promise<Wizard>;
}

export const test = base.extend<PerTest, PerWorker>({
  dockers: [
    async ({}, use) => {
      const started = new Map<boolean, Promise<DockerRegistry>>();
      await use((password) => {
        const registry = started.get(password) ?? DockerRegistry.start({ password });
        started.set(password, registry);
        return registry;
      });
      for (const registry of started.values()) await (await registry).stop();
    },
    { scope: 'worker' },
  ],

  registries: async ({ dockers }, use) => {
    const mine: { stop(): Promise<void> }[] = [];
    const ending = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
      const registry = await starting;
      mine.push(registry);
      return registry;
    };
    await use({
      docker: ({ password = false } = {}) => dockers(password),
      empty: (settings) => ending(DockerRegistry.start(settings)),
      odd: (way) => ending(OddRegistry.start(way)),
      down: nobody,
    });
    for (const registry of mine) await registry.stop();
  },

  looking: async ({ page, stage, wizard, another }, use) => {
    await use(async (...registries) => {
      const { url } = await another({ kubeconfigs: [stage.faultyWay], registries });
      const form = wizard.with({ cluster: 'faulty' });
      await page.goto(`${url}/clusters/${form.cluster}/jobs/new`);
      await form.ready();
      await form.go('step-containers');
      return form;
    });
  },

  // Consoles end before the registries that they ask.
  others: async ({ registries: _, others }, use) => use(others),
});
