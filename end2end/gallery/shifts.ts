import type { Page } from '@playwright/test';

/** How much a page moved by itself while it loaded, and what moved. */
export interface Shift {
  page: string;
  width: number;
  /** The sum of all shifts: no session windows, so it is never less than what browsers report. */
  score: number;
  moved: string[];
}

interface Entry extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
}

/** Begins to listen, from the first moment of every page that this tab loads. */
export async function listen(tab: Page): Promise<void> {
  await tab.addInitScript(() => {
    const seen: { score: number; moved: string[] } = { score: 0, moved: [] };
    Object.assign(window, { galleryShifts: seen });
    const where = ({ x, y, width, height }: DOMRectReadOnly) => `${Math.round(x)},${Math.round(y)} ${Math.round(width)}x${Math.round(height)}`;
    const named = (node: Node | null): string => {
      const element = node instanceof Element ? node : node?.parentElement;
      if (!element) return 'something that is gone';
      const classes = [...element.classList].map((name) => `.${name}`).join('');
      return `${element.parentElement?.className ?? ''} > ${element.tagName.toLowerCase()}${element.id && `#${element.id}`}${classes}`;
    };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Entry[]) {
        if (entry.hadRecentInput) continue;
        seen.score += entry.value;
        const at = `${Math.round(entry.startTime)} ms, ${entry.value.toFixed(4)}`;
        for (const { node, previousRect, currentRect } of entry.sources) seen.moved.push(`${at}: ${named(node)} from ${where(previousRect)} to ${where(currentRect)}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** What was seen so far. */
export async function seen(tab: Page): Promise<Pick<Shift, 'score' | 'moved'>> {
  return await tab.evaluate(() => (window as unknown as { galleryShifts: Pick<Shift, 'score' | 'moved'> }).galleryShifts);
}
