// Unfinished drafts in this browser's IndexedDB, a record each (docs/adr/0011-kept-drafts.md): {id, rev, at, body}, where
// `body` is what the program wrote. A tab remembers its draft, and holds a lock on it for as long as it is there.
const DATABASE = "slipway";
const VERSION = 1;
const DRAFTS = "drafts";
const MOST = 100; // drafts; the oldest go
const OF_TAB = "slipway.draft";
const LEFT = "slipway.left."; // what a page that is left has no time to put into the database
const lockOf = (id) => `slipway.draft.${id}`;

let opening;
const opened = () =>
  (opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      const drafts = request.result.createObjectStore(DRAFTS, { keyPath: "id" });
      drafts.createIndex("at", "at");
      // Releases before this kept one draft, elsewhere.
      const body = localStorage.getItem(OF_TAB);
      if (body) drafts.put({ id: "1", rev: 1, at: Date.now(), body });
    };
    request.onsuccess = () => {
      localStorage.removeItem(OF_TAB);
      const forget = () => (opening = undefined);
      request.result.onversionchange = () => (request.result.close(), forget());
      request.result.onclose = forget;
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => ((opening = undefined), reject(request.error));
  }));

/** What `act` says by `say`, once all of it is written. */
const transact = async (mode, act) => {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(DRAFTS, mode, { durability: "strict" });
    let said;
    act(transaction.objectStore(DRAFTS), (words) => (said = words));
    transaction.oncomplete = () => resolve(said);
    transaction.onabort = () => reject(transaction.error);
  });
};
const answer = (request, act) => (request.onsuccess = () => act(request.result));

let release = () => {};
const hold = (id) => {
  sessionStorage.setItem(OF_TAB, id);
  const named = new URLSearchParams(location.search).get("draft");
  if (named && named !== id) history.replaceState(null, "", location.pathname);
  release();
  navigator.locks?.request(lockOf(id), { ifAvailable: true }, () => new Promise((resolve) => (release = resolve)));
};

/** All of them as JSON, the newest first. */
export const list_drafts = async () => {
  await collect();
  const all = await transact("readonly", (drafts, say) => answer(drafts.index("at").getAll(), say));
  return JSON.stringify(all.reverse());
};

const taken = (draft) => {
  if (draft.id) hold(draft.id);
  revisions.set(draft.id, draft.rev ?? 0);
  return JSON.stringify(draft);
};

/** The draft that this tab goes on with, as JSON: the named one, that of the tab, else the newest that no tab has open. */
export const take_draft = async (named) => {
  await collect();
  const id = named || sessionStorage.getItem(OF_TAB);
  if (id) {
    const known = (await transact("readonly", (drafts, say) => answer(drafts.get(id), say))) ?? { id };
    return taken(known);
  }
  const all = JSON.parse(await list_drafts());
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const free = all.find((draft) => !held.some((lock) => lock.name === lockOf(draft.id))) ?? { id: "" };
  return taken(free);
};

const revisions = new Map(); // of the drafts of this tab, as it kept or took them last
const copies = new Map(); // of drafts that another tab changed too: where this one goes on
let written = Promise.resolve();

const put = (id, at, body) =>
  transact("readwrite", (drafts, say) =>
    answer(drafts.get(id), (known) => {
      const rev = revisions.get(id) ?? 0;
      if ((known?.rev ?? 0) !== rev) return;
      drafts.put({ id, rev: rev + 1, at, body });
      say(rev + 1);
      if (rev) return;
      answer(drafts.count(), (count) => {
        let extra = count - MOST;
        answer(drafts.index("at").openKeyCursor(), (cursor) => {
          if (!cursor || extra-- <= 0) return;
          drafts.delete(cursor.primaryKey);
          cursor.continue();
        });
      });
    }),
  );

/** Keeps a draft, one write after the other: the id under which it is. Where another tab kept or removed it meanwhile,
 * that is `other`, and both stay. */
export const put_draft = (id, at, body, other) => {
  const writing = written.then(async () => {
    let name = copies.get(id) ?? id;
    let rev = await put(name, at, body);
    if (!rev) {
      copies.set(id, (name = other));
      rev = await put(name, at, body);
    }
    revisions.set(name, rev);
    localStorage.removeItem(LEFT + id);
    return name;
  });
  written = writing.catch(() => {});
  return writing;
};

/** Keeps a draft of a page that is left now: nothing that takes time is done any more. The next page puts it in its place. */
export const leave_draft = (id, at, body) => {
  const name = copies.get(id) ?? id;
  localStorage.setItem(LEFT + name, JSON.stringify({ rev: revisions.get(name) ?? 0, at, body }));
};

const collect = async () => {
  for (const key of Object.keys(localStorage).filter((key) => key.startsWith(LEFT))) {
    const { rev, at, body } = JSON.parse(localStorage.getItem(key));
    const id = key.slice(LEFT.length);
    const later = `${id}-${at}`;
    revisions.set(id, rev);
    if (!(await put(id, at, body))) await put(later, at, body);
    localStorage.removeItem(key);
  }
};

/** Forgets one. */
export const remove_draft = (id) => (written = written.then(() => transact("readwrite", (drafts) => drafts.delete(copies.get(id) ?? id))));

/** The tab goes on with another draft, or a new one of that name. */
export const enter_draft = (id) => hold(id);
