// Gives the program's imports and exports short names, in the module and in the script that goes with it: theirs carry
// hashes, which do not compress.

const IMPORT = 2;
const EXPORT = 7;

/** Reads and copies what a section is made of. */
class Reader {
  at = 0;
  constructor(bytes) {
    this.bytes = bytes;
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  name() {
    const length = this.number();
    return this.bytes.subarray(this.at, (this.at += length)).toString();
  }
  /** What stands from there to here. */
  since(start) {
    return this.bytes.subarray(start, this.at);
  }
}

const number = (value) => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(Math.floor(value / 0x80))]);
const name = (text) => [...number(text.length), ...Buffer.from(text)];
/** a, b, ... z, aa, ab, ... */
const short = (index) => (index < 26 ? "" : short(Math.floor(index / 26) - 1)) + String.fromCharCode(97 + (index % 26));

/** Skips the type of an import. */
const skipType = (reader) => {
  const limits = () => {
    const flags = reader.number();
    reader.number();
    if (flags & 1) reader.number();
  };
  const kind = reader.bytes[reader.at++];
  if (kind === 0) return reader.number();
  if (kind === 1) return reader.at++, limits();
  if (kind === 2) return limits();
  if (kind === 3) return (reader.at += 2);
  throw new Error(`an import of kind ${kind}`);
};

/** The module and its script, with short names in both; `kept` are those exports that others know by name. */
export function renamed(wasm, script, kept) {
  const [imports, exports] = [new Map(), new Map()];
  const take = (names, long) => names.get(long) ?? names.set(long, short(names.size)).get(long);
  const reader = new Reader(wasm);
  reader.at = 8;
  const parts = [wasm.subarray(0, 8)];
  while (reader.at < wasm.length) {
    const start = reader.at;
    const id = reader.number();
    const length = reader.number();
    const end = reader.at + length;
    if (id !== IMPORT && id !== EXPORT) {
      reader.at = end;
      parts.push(reader.since(start));
      continue;
    }
    const count = reader.number();
    const content = [...number(count)];
    for (let item = 0; item < count; item++) {
      const module = id === IMPORT ? reader.name() : undefined;
      const long = reader.name();
      const type = reader.at;
      if (id === IMPORT) {
        skipType(reader);
        content.push(...name(module), ...name(take(imports, long)), ...reader.since(type));
      } else {
        reader.at++;
        reader.number();
        content.push(...name(kept.has(long) ? long : take(exports, long)), ...reader.since(type));
      }
    }
    parts.push(Buffer.from([id, ...number(content.length), ...content]));
  }
  let found = 0;
  const used = script
    .replace(/\bwasm(\.exports)?\.(\w+)/g, (all, of = "", long) => (exports.has(long) ? `wasm${of}.${exports.get(long)}` : all))
    // The functions that the module imports are properties, each on a line of its own.
    .replace(/^( +)(\w+): (?=function|\()/gm, (all, before, long) => {
      if (!imports.has(long)) return all;
      found++;
      return `${before}${imports.get(long)}: `;
    });
  if (found !== imports.size) throw new Error(`${found} of ${imports.size} imports are in the script`);
  return { wasm: Buffer.concat(parts), script: used };
}
