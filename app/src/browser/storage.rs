//! What is kept in this browser.

use serde::Serialize;
use serde::de::DeserializeOwned;

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// Keeps a value; says whether it is kept.
pub fn keep(name: &str, value: &impl Serialize) -> bool {
    let Some((storage, text)) = storage().zip(serde_json::to_string(value).ok()) else {
        return false;
    };
    storage.set_item(name, &text).is_ok()
}

/// What was kept under that name, where it still can be read.
pub fn kept<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_slice(storage()?.get_item(name).ok().flatten()?.as_bytes()).ok()
}

/// Forgets it.
pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}
