import { connect, createServer, type AddressInfo } from 'node:net';
import { expect, NAMESPACE, test } from '../fixtures';
import { unanswered } from '../guard';
import { row } from '../task';
import { english } from '../words';

/** What stands in front of several consoles: passes connections to one of them. */
class Front {
  private target = 0;
  private readonly server = createServer((socket) => {
    const behind = connect(this.target, '127.0.0.1');
    for (const [one, other] of [[socket, behind], [behind, socket]] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  lead(port: number): void {
    this.target = port;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
  }
}

test('a console that is told to end hands its pages to the next, without a reload', async ({ page, stage, another, name, guard }) => {
  guard.tolerate(unanswered);
  const front = new Front();
  await front.listen(0);
  try {
    // Both answer to the name that people use, which is that of what stands in front.
    const host = `127.0.0.1:${front.port}`;
    const [first, second] = [await another({ kubeconfigs: [stage.faultyWay], host }), await another({ kubeconfigs: [stage.faultyWay], host })];
    front.lead(first.port);
    await page.goto(`http://${host}/clusters/faulty/workload/jobs`);
    const state = page.getByRole('banner').getByRole('status');
    await expect(state).toContainText(english('link-live'));
    await page.getByRole('searchbox').fill(name);
    front.lead(second.port);
    expect(await first.stop()).toBe(0);
    await stage.api.create(NAMESPACE, name, 'busybox:forever');
    await expect(row(page, name)).toContainText('Running', { timeout: 30_000 });
    await expect(state).toContainText(english('link-live'));
    await expect(page.getByRole('searchbox')).toHaveValue(name);
  } finally {
    front.close();
  }
});
