//! What is kept in this browser.

use serde_json::Value;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Keeps a value; says whether it is kept.
pub fn keep(name: &str, value: &Value) -> bool {
    keep_text(name, &job::draft::json(value))
}

/// The same of JSON that is written already.
pub fn keep_text(name: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// What was kept under that name, where it still can be read.
pub fn kept(name: &str) -> Option<Value> {
    serde_json::from_slice(storage()?.get_item(name).ok().flatten()?.as_bytes()).ok()
}

/// Forgets it.
pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}
