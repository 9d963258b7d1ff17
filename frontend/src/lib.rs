//! The wasm entry point: mounts the screens, nothing else.

use wasm_bindgen::prelude::*;

/// Mounts the screens with a catalogue of texts. `failed` is called with the words of a panic, after
/// which the page is dead: the shell says so, and that the draft is kept.
#[wasm_bindgen]
pub fn start(language: &str, catalogue: &str, failed: js_sys::Function) -> bool {
    let failed = send_wrapper::SendWrapper::new(failed);
    std::panic::set_hook(Box::new(move |panic| {
        let _ = failed.call1(&JsValue::NULL, &JsValue::from_str(&panic.to_string()));
    }));
    app::mount(language, catalogue)
}
