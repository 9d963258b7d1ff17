import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Reporter, Suite } from '@playwright/test/reporter';
import { here } from './places';

/** Where `run` finds the closing line. */
const file = join(here, 'results', 'counts.txt');

/** Writes `N passed, N failed` when all is over. What failed outside of any test counts as one failure. */
export default class Counts implements Reporter {
  private suite?: Suite;
  private errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onError(): void {
    this.errors += 1;
  }

  onEnd(): void {
    const tests = this.suite?.allTests() ?? [];
    const passed = tests.filter((test) => test.outcome() === 'expected' && test.results.length > 0).length;
    // A test that was to run and did not is no success.
    const skipped = tests.filter((test) => test.outcome() === 'skipped' && test.expectedStatus === 'skipped').length;
    const failed = tests.length - passed - skipped + this.errors;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${passed} passed, ${failed} failed\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
