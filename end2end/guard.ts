import type { BrowserContext } from '@playwright/test';

/** Listens for everything that a browser says is wrong: exceptions, errors on its console, violations of the policy. */
export class Guard {
  private readonly said: string[] = [];
  private readonly tolerated: RegExp[] = [];

  async watch(context: BrowserContext): Promise<void> {
    context.on('weberror', (thrown) => this.said.push(`exception: ${thrown.error().stack ?? thrown.error().message}`));
    context.on('console', (message) => {
      if (message.type() === 'error') this.said.push(`console: ${message.text()} (${message.location().url})`);
    });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
      });
    });
  }

  /** For a test that makes something go wrong: Chromium writes failed requests on its console by itself. */
  tolerate(...words: RegExp[]): void {
    this.tolerated.push(...words);
  }

  /** What was said and not expected. */
  complaints(): string[] {
    return this.said.filter((said) => !this.tolerated.some((words) => words.test(said)));
  }
}

/** A request that was answered by an error. */
export const refused = /^console: Failed to load resource: the server responded with a status of/;
/** A request that got no answer, by whatever way. */
export const unanswered = /^console: (Failed to load resource: net::|WebSocket connection to .* failed)/;
