// Parts of the program that only some pages fetch (docs/adr/0010-split.md). build/program.mjs makes a loader of each;
// the addresses of its files stand on the root element, since their names carry hashes.
const TRIES = 3;
const QUIET = 2000; // milliseconds after which a page that shows itself has asked for what is its own

const addresses = (name) => (document.documentElement.getAttribute(`data-chunk-${name}`) ?? "").split(" ").filter(Boolean);
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

const compiled = async (address) => {
  for (let attempt = 0; ; attempt++) {
    const again = attempt ? `?again=${attempt}` : ""; // what came broken may be kept under its name
    try {
      return await WebAssembly.compileStreaming(fetch(address + again));
    } catch (error) {
      console.warn(error);
      if (attempt + 1 === TRIES) throw error;
      await pause(500 * 2 ** attempt);
    }
  }
};

const linked = new Map();
// A file is linked once: a second time it would set back what it keeps in memory. One that failed may be asked for anew.
const link = (address, imports) => {
  if (!linked.has(address)) {
    const linking = compiled(address).then((module) => WebAssembly.instantiate(module, imports));
    linked.set(address, linking);
    linking.catch(() => linked.delete(address));
  }
  return linked.get(address);
};

/** What the program calls to have a part linked: `done(data, whether it could)` is called in its table of functions. */
export const loader = (name, exports) => async (done, data) => {
  const program = exports();
  const files = addresses(name).map((address) => link(address, { __wasm_split: program }));
  const could = await Promise.all(files).then(
    () => files.length > 0,
    () => false,
  );
  program.__indirect_function_table.get(done)(data, could);
};

const asked = new Set();
/** Fetches a part when the page has nothing else to do, so that it is there when it is needed. */
export const fetch_ahead = (name) => {
  if (asked.has(name) || navigator.connection?.saveData) return;
  asked.add(name);
  const take = async (address) => linked.has(address) || (await fetch(address, { priority: "low" })).arrayBuffer();
  const takeAll = () => addresses(name).forEach((address) => take(address).catch(() => asked.delete(name)));
  setTimeout(() => (window.requestIdleCallback ?? setTimeout)(takeAll), QUIET);
};
