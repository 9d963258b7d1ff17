// Keeps of the program's exports only those that the page's script calls, and of the script only what the page uses.
// server_fn links wasm-streams, whose classes every wasm-bindgen build exports, used or not.
// Usage: node exports.mjs PKG_DIR WASM_METADCE
import { execFileSync } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const [pkg, metadce] = process.argv.slice(2);
const script = join(pkg, "slipway.js");
const wasm = join(pkg, "slipway_bg.wasm");

// As they are written, the classes look as if making them had an effect.
const written = (await readFile(script, "utf8"))
  .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*$/gm, "")
  .replace(/^const IntoUnderlying\w+Finalization = [^;]*;$/gm, "");
await writeFile(script, written);
const bundle = await build({
  stdin: { contents: 'export { default, start } from "./slipway.js";', resolveDir: pkg },
  bundle: true,
  format: "esm",
  treeShaking: true,
  write: false,
  target: "es2022",
});
const text = bundle.outputFiles[0].text;
const called = new Set([...text.matchAll(/\bwasm(?:\.exports)?\.(\w+)/g)].map((match) => match[1]));
const graph = [
  { name: "page", root: true, reaches: [...called] },
  ...[...called].map((name) => ({ name, export: name })),
];
await writeFile(join(pkg, "graph.json"), JSON.stringify(graph));
execFileSync(metadce, ["--graph-file", join(pkg, "graph.json"), wasm, "-o", `${wasm}.kept`], { stdio: ["ignore", "ignore", "inherit"] });
await rename(`${wasm}.kept`, wasm);
await writeFile(script, text);
