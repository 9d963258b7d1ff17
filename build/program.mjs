// Makes of what wasm-split-cli and wasm-bindgen wrote the program that the site serves, still to be optimised: one
// script, and the main module without what the page never calls.
// Usage: node program.mjs PKG_DIR WASM_METADCE
import { execFileSync } from "node:child_process";
import { copyFile, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { renamed } from "./names.mjs";

const [pkg, metadce] = process.argv.slice(2);
const script = join(pkg, "slipway.js");
const wasm = join(pkg, "slipway_bg.wasm");
/** What chunks import from the program: its table, its memory and its stack pointer. */
const LINKED = ["__indirect_function_table", "memory", "__wasm_split_shared0"];

// Which chunks there are, and of which files each is made, is read from the loaders that the tool wrote; ours try again.
const link = join(pkg, "__wasm_split.js");
const written = await readFile(link, "utf8");
const shared = new Map([...written.matchAll(/^const (__chunk_\d+) = [^]*?"\.\/(\w+)\.wasm"/gm)].map(([, name, file]) => [name, file]));
const chunks = {};
for (const [, name, file, needs] of written.matchAll(/^export const __wasm_split_load_(\w+) = [^]*?"\.\/(\w+)\.wasm"[^]*?, \[(.*)\]\)\);$/gm)) {
  chunks[name] = [...needs.split(", ").filter(Boolean).map((chunk) => shared.get(chunk)), file];
}
const loaders = Object.keys(chunks).map((name) => `export const __wasm_split_load_${name} = loader("${name}", exports);`);
if (loaders.length !== written.match(/^export const/gm)?.length) throw new Error(`${link} is written in a way that is not known here`);
// What pages share is a file for each kind of sharing, so that none fetches much that it does not need.
const [inLists, inTask, inWizard] = ["lists", "task", "wizard"].map((chunk) => new Set(chunks[chunk]));
const kinds = {
  every: (file) => inWizard.has(file) && inLists.has(file),
  both: (file) => inWizard.has(file) && inTask.has(file) && !inLists.has(file),
  form: (file) => inWizard.has(file) && !inTask.has(file) && !inLists.has(file),
  pages: (file) => !inWizard.has(file) && (inLists.has(file) || inTask.has(file)),
  panels: (file) => !inWizard.has(file) && !inLists.has(file) && !inTask.has(file),
};
for (const [name, isOf] of Object.entries(kinds)) {
  const files = [...shared.values()].filter(isOf);
  if (files.length > 0) oneFile(files, name);
}
for (const [name, files] of Object.entries(chunks)) {
  const own = files.pop();
  chunks[name] = [...Object.keys(kinds).filter((kind) => files.some(kinds[kind])), own];
}
await writeFile(join(pkg, "chunks.json"), JSON.stringify(chunks));
await writeFile(link, ['import { exports } from "./slipway.js";', 'import { loader } from "./chunks.js";', ...loaders].join("\n"));
for (const own of ["chunks.js", "pack.js", "store.js", "yaml.js"]) await copyFile(join(import.meta.dirname, "../public", own), join(pkg, own));

/** One file of several that the tool made of what chunks share: a file for each set of chunks, most of them a few bytes. */
function oneFile(files, name) {
  const run = (tool, ...args) => execFileSync(join(dirname(metadce), tool), [...args, "-all"], { stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 30 });
  const merged = join(pkg, `${name}.merged`);
  run("wasm-merge", ...files.flatMap((file) => [join(pkg, `${file}.wasm`), file]), "--rename-export-conflicts", "-o", merged);
  // Each file imports the program's memory, table and stack pointer: the merged one does once.
  const text = run("wasm-dis", merged).toString();
  const once = text.replace(/^ \(import "__wasm_split" "\w+" \((?:memory|table|global) \$\w+\$(?!0\b)\d+ .*\n/gm, "").replace(/\$([mtg]import)\$\d+\b/g, "$$$1$$0");
  execFileSync(join(dirname(metadce), "wasm-as"), ["-all", "--disable-compact-imports", "-", "-o", join(pkg, `${name}.wasm`)], { input: once });
}

// The page needs no more than one way to start the program. As they are written, the classes of wasm-streams, which server_fn links, look as if making them had an effect.
const bindings = (await readFile(script, "utf8"))
  .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*$/gm, "")
  .replace(/^const IntoUnderlying\w+Finalization = [^;]*;$/gm, "");
await writeFile(script, `${bindings}
export function exports() {
  return wasm; // a function, since the loaders name it before this script runs
}
export const init = async (address) => {
  const { instance, module } = await WebAssembly.instantiateStreaming(fetch(address), __wbg_get_imports());
  __wbg_finalize_init(instance, module);
};
`);
const bundle = await build({
  stdin: { contents: 'export { init, start } from "./slipway.js";', resolveDir: pkg },
  bundle: true,
  format: "esm",
  treeShaking: true,
  write: false,
  target: "es2022",
  logOverride: { "duplicate-object-key": "silent" }, // every chunk's loader is imported from the same script
});
const text = bundle.outputFiles[0].text;
const called = new Set([...LINKED, ...[...text.matchAll(/\bwasm(?:\.exports)?\.(\w+)/g)].map((match) => match[1])]);
const graph = [
  { name: "page", root: true, reaches: [...called] },
  ...[...called].map((name) => ({ name, export: name })),
];
await writeFile(join(pkg, "graph.json"), JSON.stringify(graph));
execFileSync(metadce, ["--graph-file", join(pkg, "graph.json"), wasm, "-o", `${wasm}.kept`], { stdio: ["ignore", "ignore", "inherit"] });
await rename(`${wasm}.kept`, wasm);

const short = renamed(await readFile(wasm), text, new Set(LINKED));
await writeFile(wasm, short.wasm);
await writeFile(script, short.script);
