//! Unfinished drafts in this browser, a record each; `public/store.js` has the database.

use serde_json::Value;
use wasm_bindgen::prelude::*;

use super::random_id;
use crate::api::Read;

/// A draft as it is kept.
#[derive(Clone, Default)]
pub struct Record {
    /// Its id; empty for none.
    pub id: String,
    /// When it was kept last, by this machine's clock.
    pub at: i64,
    /// What was kept.
    pub body: Value,
}

impl Record {
    fn of(kept: &Value) -> Self {
        let text = |name: &str| String::read(kept.get(name).unwrap_or(&Value::Null));
        Self {
            id: text("id"),
            at: i64::read(kept.get("at").unwrap_or(&Value::Null)),
            body: serde_json::from_slice(text("body").as_bytes()).unwrap_or_default(),
        }
    }
}

#[wasm_bindgen(raw_module = "./store.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = list_drafts)]
    async fn list() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = take_draft)]
    async fn take(named: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = put_draft)]
    async fn put(id: &str, at: f64, body: &str, other: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = remove_draft)]
    async fn remove(id: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = leave_draft)]
    fn leave(id: &str, at: f64, body: &str) -> Result<(), JsValue>;
    /// This tab goes on with that draft.
    pub fn enter_draft(id: &str);
}

fn read(said: Result<JsValue, JsValue>) -> Option<Value> {
    serde_json::from_slice(said.ok()?.as_string()?.as_bytes()).ok()
}

/// All drafts, the one that was kept last first; nothing where the browser keeps none.
pub async fn drafts() -> Option<Vec<Record>> {
    let all = read(list().await)?;
    Some(all.as_array()?.iter().map(Record::of).collect())
}

/// The draft that this tab goes on with: the named one, that of the tab, else the newest that no tab has open.
pub async fn take_draft(named: &str) -> Record {
    read(take(named).await).as_ref().map(Record::of).unwrap_or_default()
}

/// Keeps a draft after what is being written already. The id under which it is: another one where another tab kept or
/// removed it meanwhile, so that both stay; nothing where the browser keeps none.
pub async fn put_draft(id: &str, at: i64, body: &str) -> Option<String> {
    put(id, at as f64, body, &random_id()).await.ok()?.as_string()
}

/// Keeps a draft of a page that is closed now, which has no time for more.
pub fn leave_draft(id: &str, at: i64, body: &str) {
    let _ = leave(id, at as f64, body);
}

/// Forgets a draft; says whether it could.
pub async fn remove_draft(id: &str) -> bool {
    remove(id).await.is_ok()
}
