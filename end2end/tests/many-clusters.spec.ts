import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { kubeconfig, writeKubeconfig } from '../cluster';
import { expect, test } from '../fixtures';
import { refused } from '../guard';
import { consoles } from '../places';
import { english } from '../words';

test('200 clusters, most of them dead, keep no other waiting; a plugin is not run for the list', async ({ page, stage, another, guard, name }) => {
  guard.tolerate(refused);
  // It takes connections and never says a word.
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const port = (silent.address() as AddressInfo).port;
  try {
    const dead = Object.fromEntries(Array.from({ length: 198 }, (_, at) => [`dead-${at}`, `http://127.0.0.1:${port}`]));
    const trace = join(consoles, `${name}-plugin-ran`);
    const plugin = writeKubeconfig(
      `${name}-plugin`,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'plugin', cluster: { server: 'https://127.0.0.1:1', 'insecure-skip-tls-verify': true } }],
        contexts: [{ name: 'plugin', context: { cluster: 'plugin', user: 'plugin' } }],
        users: [{ name: 'plugin', user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'touch', args: [trace], interactiveMode: 'Never' } } }],
      }),
    );
    const { url } = await another({ kubeconfigs: [kubeconfig(`${name}-dead`, dead), stage.faultyWay, plugin] });
    await page.goto(`${url}/clusters`);
    await expect(page.getByRole('row')).toHaveCount(201);
    const alive = page.getByRole('row', { name: /^faulty/ });
    // Sooner than a dead one is given up, after 20 s. With its mark: words of an error end in it too.
    await expect(alive).toContainText(`● ${english('state-ready')}`, { timeout: 15_000 });
    const asked = page.getByRole('row', { name: /^plugin/ });
    await expect(asked).toContainText(english('state-on-demand'));
    await expect(asked).toContainText(english('insecure'));
    expect(existsSync(trace)).toBe(false);
    // Each dead one is said to be so in its own time.
    await expect(page.getByRole('row', { name: /^dead-197/ })).toContainText(english('error.timeout.what', { cluster: 'dead-197' }), { timeout: 40_000 });
    expect(existsSync(trace), 'the plugin ran').toBe(false);
  } finally {
    silent.close();
  }
});
