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
  // Where another tab has it, this one waits: it has it once that is closed.
  const waiting = new AbortController();
  const held = new Promise((resolve) => (release = () => (waiting.abort(), resolve())));
  navigator.locks?.request(lockOf(id), { signal: waiting.signal }, () => held).catch(() => {});
};

const revisions = new Map(); // of the drafts of this tab, as it kept or took them last
const copies = new Map(); // of drafts that another tab changed too: where this one goes on
const underWay = new Map(); // of drafts that are being written: how many writes are not done, and the last of them
let written = Promise.resolve();

/** What the page before began to write, or had no time to, is written. */
const settled = async () => {
  await null;
  await written;
  await collect().catch(console.warn); // what cannot be put now stays for the next page
};

/** All of them, the newest first. */
const all = async () => {
  const found = await transact("readonly", (drafts, say) => answer(drafts.index("at").getAll(), say));
  return found.reverse();
};

/** All of them as JSON, the newest first. What is put in the place of one of them replaces what is said here. */
export const list_drafts = async () => {
  await settled();
  const found = await all();
  copies.clear();
  for (const { id, rev } of found) revisions.set(id, rev);
  return JSON.stringify(found);
};

/** The draft that this tab goes on with, as JSON: the named one, that of the tab, else the newest that no tab has open. */
export const take_draft = async (named) => {
  await settled();
  const wanted = named || sessionStorage.getItem(OF_TAB);
  const { held = [] } = (!wanted && (await navigator.locks?.query())) || {};
  const isFree = ({ id }) => !held.some((lock) => lock.name === lockOf(id));
  const known = () => transact("readonly", (drafts, say) => answer(drafts.get(wanted), say));
  const draft = (wanted ? await known() : (await all()).find(isFree)) ?? { id: wanted ?? "" };
  if (draft.id) hold(draft.id);
  copies.delete(draft.id);
  revisions.set(draft.id, draft.rev ?? 0);
  return JSON.stringify(draft);
};

/** Puts a draft in the place of one of these revisions, 0 for none: the new revision, nothing where there is another. */
const put = (id, [from, to], at, body) =>
  transact("readwrite", (drafts, say) =>
    answer(drafts.get(id), (known) => {
      const rev = known?.rev ?? 0;
      if (rev < from || rev > to) return;
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
    const rev = (name) => revisions.get(name) ?? 0;
    let name = copies.get(id) ?? id;
    let made = await put(name, [rev(name), rev(name)], at, body);
    if (!made) {
      copies.set(id, (name = other));
      made = await put(name, [0, 0], at, body);
    }
    revisions.set(name, made);
    for (const kept of [id, name]) localStorage.removeItem(LEFT + kept);
    return name;
  });
  underWay.set(id, { count: (underWay.get(id)?.count ?? 0) + 1, at, body });
  const done = () => {
    const { count, ...last } = underWay.get(id);
    if (count > 1) underWay.set(id, { count: count - 1, ...last });
    else underWay.delete(id);
  };
  written = writing.catch(() => {}).then(done);
  return writing;
};

/** Keeps a draft of a page that is left now: nothing that takes time is done any more. The next page puts it in its place. */
export const leave_draft = (id, at, body) => {
  const name = copies.get(id) ?? id;
  const rev = revisions.get(name) ?? 0;
  // What is being written may be done or not when this page ends.
  const to = rev + (underWay.get(id)?.count ?? 0);
  localStorage.setItem(LEFT + name, JSON.stringify({ rev, to, at, body }));
};
// A write that is not done ends with its page. The program comes after this, with what changed since.
addEventListener("pagehide", () => {
  for (const [id, { at, body }] of underWay) leave_draft(id, at, body);
});

const collect = async () => {
  const left = () => Object.keys(localStorage).filter((key) => key.startsWith(LEFT));
  const putAll = async () => {
    for (const key of left()) {
      try {
        const { rev, to, at, body } = JSON.parse(localStorage.getItem(key)) ?? {};
        const id = key.slice(LEFT.length);
        if (body && !(await put(id, [rev, to], at, body))) await put(`${id}-${at}`, [0, 0], at, body);
        localStorage.removeItem(key);
      } catch (error) {
        console.warn(error);
      }
    }
  };
  // One tab at a time: a browser opens many at once when it is started again.
  if (left().length) await (navigator.locks?.request("slipway.left", putAll) ?? putAll());
};

/** Forgets one. */
export const remove_draft = (id) => {
  const removing = written.then(() => {
    const name = copies.get(id) ?? id;
    revisions.delete(name);
    return transact("readwrite", (drafts) => drafts.delete(name));
  });
  written = removing.catch(() => {});
  return removing;
};

/** The tab goes on with another draft, or a new one of that name. */
export const enter_draft = (id) => hold(id);
