//! What is kept in this browser.

use serde_json::Value;

use super::address::listen;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Keeps a value; says whether it is kept.
pub fn keep(name: &str, value: &Value) -> bool {
    let text = job::draft::json(value);
    storage().is_some_and(|storage| storage.set_item(name, &text).is_ok())
}

/// What was kept under that name, where it still can be read.
pub fn kept(name: &str) -> Option<Value> {
    serde_json::from_slice(storage()?.get_item(name).ok().flatten()?.as_bytes()).ok()
}

/// Acts when another tab of this browser kept something under that name.
pub fn on_kept_elsewhere(name: &'static str, act: impl Fn() + 'static) {
    listen("storage", move |event| {
        let key = js_sys::Reflect::get(event, &"key".into()).unwrap_or_default();
        if key.as_string().as_deref() == Some(name) {
            act();
        }
    });
}
