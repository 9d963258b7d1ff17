import { defineConfig } from '@playwright/test';
import type { ClusterOption } from './fixtures';

// Debian's browser: Playwright's own builds come from an address that closed networks do not reach.
const browser = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

// What a person sees in a browser, and what the API servers answer.
const everywhere = ['tests/*.spec.ts', 'conformance/*.spec.ts'];
// How screens look to a machine is the same on every cluster: once is enough.
const screens = ['screens/*.spec.ts'];
// Containers that say something: those of the practice cluster do, those of imitated nodes do not.
const speaking = ['logs/*.spec.ts'];
// What only a real node shows is no part of a run without one. `run` says so.
const hasNode = !process.env.SLIPWAY_NO_NODE;

export default defineConfig<object, ClusterOption>({
  testDir: '.',
  outputDir: 'results/tests',
  globalSetup: './prerequisites.ts',
  // The same specs on both clusters; every worker starts a console and a faulty proxy of its own.
  projects: [
    { name: 'practice', testMatch: [...everywhere, ...speaking, ...screens], use: { kind: 'practice' } },
    { name: 'real', testMatch: [...everywhere, 'real/*.spec.ts', ...(hasNode ? [...speaking, 'node/*.spec.ts'] : [])], use: { kind: 'real' } },
  ],
  workers: 2,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ['./counts.ts']],
  use: {
    launchOptions: browser,
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    contextOptions: { reducedMotion: 'reduce' },
  },
});
