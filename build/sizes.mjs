// Prints what the first load weighs, by type, and fails when it is above the budget.
// Usage: node sizes.mjs SITE_DIR
import { readFile, readdir } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const site = process.argv[2];
// In bytes of brotli, for everything that the first load of any page fetches, one language's texts included: for
// all screens to come. It goes up only with a measured reason (docs/adr/0006-budget.md).
const BUDGET = 220_000;

const sizes = new Map([["html", brotliCompressSync(await readFile(join(site, "index.html"))).length]]);
/** Texts by the folder that they are in: every page fetches `text`, and one of the others at most. */
const texts = new Map();
for (const name of await readdir(join(site, "assets"), { recursive: true })) {
  if (!name.endsWith(".br")) continue;
  const bytes = (await readFile(join(site, "assets", name))).length;
  const type = extname(name.slice(0, -3)).slice(1);
  if (type === "json") texts.set(dirname(name), Math.max(texts.get(dirname(name)) ?? 0, bytes));
  else sizes.set(type, (sizes.get(type) ?? 0) + bytes);
}
sizes.set("texts", texts.get("text"));
texts.delete("text");
const [part, bytes] = [...texts].reduce((one, other) => (one[1] > other[1] ? one : other));
sizes.set(part, bytes);

const total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
for (const [type, bytes] of sizes) console.log(`first load  ${type.padEnd(6)} ${String(bytes).padStart(7)} B`);
console.log(`first load  total  ${String(total).padStart(7)} B of ${BUDGET} B; ${BUDGET - total} B left`);
process.exitCode = total <= BUDGET ? 0 : 1; // and 1 for what is no number
