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

export default defineConfig<object, ClusterOption>({
  testDir: '.',
  // What a person sees in a browser, and what the API servers answer.
  testMatch: ['tests/*.spec.ts', 'conformance/*.spec.ts'],
  outputDir: 'results/tests',
  globalSetup: './prerequisites.ts',
  // The same specs on both clusters; every worker starts a console and a faulty proxy of its own.
  projects: [
    { name: 'practice', use: { kind: 'practice' } },
    { name: 'real', use: { kind: 'real' } },
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
