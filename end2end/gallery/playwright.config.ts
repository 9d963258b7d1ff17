import { defineConfig } from '@playwright/test';
import everyday from '../playwright.config';

/** Nothing is judged here: a scene that cannot be set fails, and the others are taken all the same. */
export default defineConfig({
  ...everyday,
  testDir: '.',
  testMatch: '*.scene.ts',
  outputDir: '../results/gallery',
  globalSetup: undefined,
  globalTeardown: './contents.ts',
  projects: [{ name: 'gallery' }],
  // One console of a kind serves all scenes, and two browsers would only wait for each other.
  workers: 1,
  timeout: 90_000,
  reporter: 'list',
  // The policy lets no style in but the console's own, and `shoot.ts` adds one.
  use: { ...everyday.use, trace: 'off', bypassCSP: true },
});
