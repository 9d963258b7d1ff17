// Loads the wasm and says when it cannot. Runs before the first paint, so that theme and language are
// right from the start; everything else waits for nothing but the network.
(() => {
  const { module, wasm } = document.currentScript.dataset;
  const root = document.documentElement;
  const TRIES = 3;
  const SLOW = 8000; // milliseconds

  const kept = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const theme = kept("slipway.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const chosen = kept("slipway.language") ?? navigator.language;
  const language = String(chosen).startsWith("zh") ? "zh" : "en";
  root.lang = language;

  const show = (id, words) => {
    const section = document.getElementById(id);
    if (!section) return;
    section.hidden = false;
    if (words) section.querySelector(".words").textContent = words;
  };
  const stopped = (words) => show("stopped", words);

  // What is thrown through the program leaves it in a state that nobody knows, as a panic does.
  const ours = (error, file = "") => file.startsWith(location.origin) || String(error?.stack).includes(`${location.origin}/assets/`);
  addEventListener("error", ({ error, filename, message }) => ours(error, filename) && stopped(message));
  addEventListener("unhandledrejection", ({ reason }) => ours(reason) && stopped(String(reason)));

  // What this page needs besides the program is fetched beside it, not after it (the pages: app/src/routes.rs).
  const chunk = [
    [/\/jobs\/new\/?$/, "wizard"],
    [/\/namespaces\/.+\/jobs\//, "task"],
    [/^\/open\/?$/, "open"],
    [/^\/drafts\/?$/, "drafts"],
    [/^/, "lists"],
  ].find(([page]) => page.test(location.pathname));
  for (const href of root.getAttribute(`data-chunk-${chunk[1]}`)?.split(" ") ?? []) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", crossOrigin: "anonymous", href }));
  }

  const fetchText = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.text();
  };
  const load = async (attempt) => {
    const again = attempt ? `?again=${attempt}` : ""; // a module that failed once is not asked for again under its name
    const [program, texts] = await Promise.all([import(module + again), fetchText(root.getAttribute(`data-text-${language}`))]);
    await program.init(wasm + again);
    if (!program.start(language, texts, stopped)) throw new Error("the page and the program are of different releases");
  };
  const boot = async () => {
    const slow = setTimeout(() => show("boot-slow"), SLOW);
    for (let attempt = 0; ; attempt++) {
      try {
        await load(attempt);
        break;
      } catch (error) {
        console.warn(error);
        if (attempt + 1 < TRIES) {
          await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
          continue;
        }
        show("boot-failed", String(error));
        break;
      }
    }
    clearTimeout(slow);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", boot, { once: true });
  else boot();
})();
