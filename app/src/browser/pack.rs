//! Links: packing and unpacking, and files to save and to read; `public/pack.js` has what the browser offers.

use job::link::{BadLink, Link, MOST_BYTES, fragment, packed};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(raw_module = "./pack.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn pack(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn unpack(packed: &str, most: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn file_text(file: &JsValue, most: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn copy_text(text: &str) -> Result<JsValue, JsValue>;
    /// Saves a text as a file of that name.
    pub fn save_file(name: &str, text: &str);
}

/// The address that opens a link here.
pub async fn link_address(link: &Link) -> Option<String> {
    let packed = pack(&link.json()).await.ok()?.as_string()?;
    let origin = web_sys::window()?.location().origin().ok()?;
    Some(format!("{origin}/open{}", fragment(&packed)))
}

/// Reads an address, or a fragment of one.
///
/// # Errors
///
/// When it is no link.
pub async fn read_link(address: &str) -> Result<Link, BadLink> {
    let packed = packed(address)?;
    let text = unpack(packed, MOST_BYTES as f64).await.map_err(|_| BadLink::Damaged)?;
    Link::read(&text.as_string().ok_or(BadLink::TooBig)?)
}

/// The text of the first file; nothing where it is too large or cannot be read.
pub async fn text_of_file(files: &JsValue) -> Option<String> {
    let file = js_sys::Reflect::get(files, &0.into()).ok()?;
    file_text(&file, MOST_BYTES as f64).await.ok()?.as_string()
}

/// The files of an event's target, or those that are dropped; nothing where there are none.
pub fn files_of(event: &web_sys::Event) -> Option<JsValue> {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok().filter(JsValue::is_truthy);
    let holder = get(event.unchecked_ref(), "dataTransfer").or_else(|| get(event.unchecked_ref(), "target"))?;
    get(&holder, "files").filter(|files| get(files, "length").is_some())
}

/// Puts a text into the clipboard; says whether it could.
pub async fn copy(text: &str) -> bool {
    copy_text(text).await.is_ok()
}
