// A text as a link carries it: deflated (raw), in base64 for addresses. The browser has all of it.
const through = (bytes, stream) => new Blob([bytes]).stream().pipeThrough(stream);

export const pack = async (text) => {
  const bytes = new Uint8Array(await new Response(through(text, new CompressionStream("deflate-raw"))).arrayBuffer());
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

/** The text; nothing where it has more than `most` bytes, of which no more are unpacked. Throws what is damaged. */
export const unpack = async (packed, most) => {
  const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const reader = through(Uint8Array.from(binary, (char) => char.charCodeAt(0)), new DecompressionStream("deflate-raw")).getReader();
  const text = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let whole = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return whole + text.decode();
    size += value.length;
    if (size > most) return reader.cancel(), undefined;
    whole += text.decode(value, { stream: true });
  }
};

/** Puts a text into the clipboard; throws where there is none, or it may not. */
export const copy_text = async (text) => navigator.clipboard.writeText(text);

/** Saves a text as a file of that name. */
export const save_file = (name, text) => {
  const href = URL.createObjectURL(new Blob([text]));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
};

/** The text of a file, where it has no more than `most` bytes. */
export const file_text = async (file, most) => (file.size > most ? undefined : file.text());
