//! Calling a server function from the browser.
//!
//! The framework's own client brings form data, streams and a reader for every answer's type:
//! 13 kB of the first load. A call here is one `fetch` of JSON; address, arguments and answer are
//! those that the server function declares.

use serde::Serialize;
use serde_json::Value;
use server_fn::ServerFn;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use super::read::Read;
use super::{ApiError, ErrorKind};

/// Calls it.
///
/// # Errors
///
/// What the server function answered as its error; `console-unreachable` when nothing answered, and
/// `console-answer` when something else than the console did.
pub async fn call<F>(arguments: F) -> Result<F::Output, ApiError>
where
    F: ServerFn + Serialize,
    F::Output: Read,
{
    let body = serde_json::to_string(&arguments).unwrap_or_default();
    answer(F::PATH, body).await.map(|value| F::Output::read(&value))
}

async fn answer(path: &'static str, body: String) -> Result<Value, ApiError> {
    let (status, text) = exchange(path, &body).await.map_err(|error| {
        let words = error
            .dyn_ref::<js_sys::Error>()
            .map(|error| String::from(error.message()));
        ApiError::console(ErrorKind::ConsoleUnreachable, 0, words.unwrap_or_default())
    })?;
    let value = serde_json::from_slice::<Value>(text.as_bytes());
    match value {
        Ok(value) if (200..300).contains(&status) => Ok(value),
        Ok(value) if value.get("kind").is_some() => Err(ApiError::read(&value)),
        _ => Err(ApiError::console(ErrorKind::ConsoleAnswer, status, text)),
    }
}

/// Status and text of the answer.
async fn exchange(path: &str, body: &str) -> Result<(u16, String), JsValue> {
    let headers = Headers::new()?;
    for name in ["content-type", "accept"] {
        headers.set(name, "application/json")?;
    }
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&JsValue::from_str(body));
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(window.fetch_with_str_and_init(path, &request)).await?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.status(), text.as_string().unwrap_or_default()))
}
