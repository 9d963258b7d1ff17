import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder. */
export const here = dirname(fileURLToPath(import.meta.url));
/** The repository's root. */
export const root = join(here, '..');
/** What a run leaves behind, besides Playwright's own. */
export const consoles = join(here, 'results', 'consoles');
