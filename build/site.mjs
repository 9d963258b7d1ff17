// Makes the site folder: every file under a name that carries its hash, with .br and .gz beside it, and
// the shell (index.html) that names them. Usage: node site.mjs PKG_DIR SITE_DIR
//   PKG_DIR   what program.mjs wrote (slipway.js, slipway_bg.wasm, chunks.json and the chunks), optimised
//   SITE_DIR  written anew
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const [pkg, site] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");
const next = `${site}.next`;
await rm(next, { recursive: true, force: true });

const texts = async (language) => JSON.parse(await readFile(join(root, "app/text", `${language}.json`), "utf8"));
const isNamed = (key) => /^(status|log|task|draft|field|choice|tab|check|finding)\./.test(key); // as in app/build.rs
// In the order of the keys; what is looked up by name is in parts, which only the pages fetch that need them.
const catalogue = async (language) => {
  const [keys, all] = await Promise.all([texts("en"), texts(language)]);
  return JSON.stringify(Object.keys(keys).filter((key) => !isNamed(key)).map((key) => all[key]));
};
const sentences = async (language) => {
  const of = Object.entries(await texts(language)).filter(([key]) => /^(status|log|task)\./.test(key));
  return JSON.stringify(Object.fromEntries(of.map(([key, text]) => [key.replace("status.", ""), text])));
};
const form = async (language) => {
  const of = Object.entries(await texts(language)).filter(([key]) => isNamed(key) && !/^(status|log|task|draft|check)\./.test(key));
  return JSON.stringify(Object.fromEntries(of));
};
const drafts = async (language) => {
  const of = Object.entries(await texts(language)).filter(([key]) => /^(draft|check)\./.test(key));
  return JSON.stringify(Object.fromEntries(of));
};
const minified = async (file) => (await transform(await readFile(file, "utf8"), { minify: true, target: "es2022", loader: "js" })).code;
const style = await build({ entryPoints: [join(root, "style/main.css")], bundle: true, minify: true, write: false, target: ["chrome110", "firefox110", "safari16"] });

const editor = await build({ entryPoints: [join(root, "public/editor.js")], nodePaths: [join(root, "build/node_modules")], bundle: true, format: "esm", minify: true, write: false, target: "es2022" });

const chunks = JSON.parse(await readFile(join(pkg, "chunks.json"), "utf8"));
const files = {
  "slipway.js": await minified(join(pkg, "slipway.js")),
  "slipway.wasm": await readFile(join(pkg, "slipway_bg.wasm")),
  "boot.js": await minified(join(root, "public/boot.js")),
  "editor.js": editor.outputFiles[0].contents,
  "style.css": style.outputFiles[0].contents,
  "icon.svg": await readFile(join(root, "public/icon.svg")),
  "text/en.json": await catalogue("en"),
  "text/zh.json": await catalogue("zh"),
  "draft/en.json": await drafts("en"),
  "draft/zh.json": await drafts("zh"),
  "form/en.json": await form("en"),
  "form/zh.json": await form("zh"),
  "status/en.json": await sentences("en"),
  "status/zh.json": await sentences("zh"),
};

const compressed = (bytes) => ({
  ".br": brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  ".gz": gzipSync(bytes, { level: 9 }),
});
const write = async (path, bytes) => {
  await mkdir(dirname(join(next, path)), { recursive: true });
  await writeFile(join(next, path), bytes);
  for (const [suffix, packed] of Object.entries(compressed(bytes))) await writeFile(join(next, path + suffix), packed);
};

for (const file of new Set(Object.values(chunks).flat())) files[`${file}.wasm`] = await readFile(join(pkg, `${file}.wasm`));

// The files of each chunk, where chunks.js looks for them.
const places = Object.entries(chunks).map(([name, files]) => `data-chunk-${name}="${files.map((file) => `{{${file}.wasm}}`).join(" ")}"`);
let shell = await readFile(join(root, "public/index.html"), "utf8");
shell = shell.replace("{{chunks}}", places.join(" "));
for (const [name, content] of Object.entries(files)) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const kind = extname(name);
  const path = join("assets", dirname(name), `${basename(name, kind)}.${hash}${kind}`);
  await write(path, bytes);
  shell = shell.replaceAll(`{{${name}}}`, `/${path}`);
}
// The shell is not compressed here: it gets a fresh nonce at each request.
await writeFile(join(next, "index.html"), shell.replace(/>\s+</g, "><"));
await rm(site, { recursive: true, force: true });
await rename(next, site);
