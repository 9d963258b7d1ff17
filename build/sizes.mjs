// Prints what the first load of each page weighs, and fails when the heaviest is above the budget.
// Usage: node sizes.mjs SITE_DIR
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const site = process.argv[2];
// In bytes of brotli, for everything that the first load of any page fetches before it can be used, one language's
// texts included: for all screens to come. It goes up only with a measured reason (docs/adr/0006-budget.md).
const BUDGET = 220_000;
/** What a page fetches by itself besides what every page does. Chunks fetched ahead, when it is idle, are not of it. */
const PAGES = {
  clusters: { chunk: "lists" },
  tasks: { texts: "status", chunk: "lists" },
  task: { texts: "status", chunk: "task" },
  create: { texts: "form", chunk: "wizard" },
};

const shell = await readFile(join(site, "index.html"), "utf8");
const attributes = new Map([...shell.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
const packed = async (address) => (await readFile(join(site, `${address}.br`))).length;
const sum = async (addresses) => (await Promise.all(addresses.map(packed))).reduce((one, other) => one + other, 0);
/** The heavier language. */
const texts = async (part) => Math.max(await packed(attributes.get(`data-${part}-en`)), await packed(attributes.get(`data-${part}-zh`)));

const linked = (kind) => [...new Set(shell.match(new RegExp(`/assets/[\\w./-]+\\.${kind}(?=")`, "g")))];
const chunks = new Set([...attributes].filter(([name]) => name.startsWith("data-chunk-")).flatMap(([, files]) => files.split(" ")));
const every = {
  html: brotliCompressSync(shell).length,
  css: await sum(linked("css")),
  svg: await sum(linked("svg")),
  js: await sum(linked("js")),
  main: await sum(linked("wasm").filter((file) => !chunks.has(file))),
  texts: await texts("text"),
};
let heaviest = 0;
for (const [page, own] of Object.entries(PAGES)) {
  const parts = { ...every };
  if (own.texts) parts[own.texts] = await texts(own.texts);
  if (own.chunk) parts.chunk = await sum(attributes.get(`data-chunk-${own.chunk}`).split(" "));
  const total = Object.values(parts).reduce((one, other) => one + other, 0);
  const said = Object.entries(parts).map(([part, bytes]) => `${part} ${bytes}`);
  console.log(`first load  ${page.padEnd(8)} ${String(total).padStart(7)} B  (${said.join(", ")})`);
  heaviest = Math.max(heaviest, total);
}
console.log(`first load  heaviest ${String(heaviest).padStart(7)} B of ${BUDGET} B; ${BUDGET - heaviest} B left`);
process.exitCode = heaviest <= BUDGET ? 0 : 1; // and 1 for what is no number
