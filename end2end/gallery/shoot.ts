import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../places';

/** Where all of it goes. */
export const gallery = join(root, 'target', 'gallery');

/** Widths in CSS pixels, each with the height of a usual window; the first is the one that scenes are set in. */
const WINDOWS = [
  [1280, 800],
  [360, 780],
  [768, 1024],
  [1920, 1080],
] as const;
/**
 * A picture goes on below the window: there browsers draw no lines of a log, and what sticks to the window's edge
 * would lie over the middle of the page.
 */
const STYLE = '.log * { content-visibility: visible !important } .create-bar { position: static !important }';
const THEMES = ['light', 'dark'] as const;

/**
 * Takes the state that a page is in. The window is resized rather than the scene set anew: what one person sees who
 * turns a phone is what many people see, and takes a quarter of the time. Chinese has the layouts of English, so one
 * size shows whether its words are right.
 */
export async function shoot(tab: Page, name: string, language: string): Promise<void> {
  const windows = language === 'en' ? WINDOWS : WINDOWS.slice(0, 1);
  const themes = language === 'en' ? THEMES : THEMES.slice(0, 1);
  for (const [width, height] of windows) {
    await tab.setViewportSize({ width, height });
    for (const theme of themes) {
      await tab.emulateMedia({ colorScheme: theme });
      // Two frames: what follows the size of the window is laid out in the first.
      await tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      const path = join(gallery, `${name}-${width}-${theme}-${language}.png`);
      await tab.screenshot({ path, fullPage: true, animations: 'disabled', style: STYLE });
    }
  }
}
