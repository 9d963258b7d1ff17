import { test as base } from '../fixtures';
import { Place } from './place';
import { Server } from './server';

export { expect } from '../fixtures';

interface Ground {
  /** The cluster's API server. */
  server: Server;
  /** A namespace of the test's own, removed at its end. */
  place: Place;
}

/** No page is opened: these tests speak to the API server of the project's cluster. */
export const test = base.extend<Ground>({
  server: async ({ stage }, use) => use(new Server(stage.api.target)),

  place: async ({ server }, use) => {
    const place = await Place.make(server);
    await use(place);
    await place.leave();
  },
});
