//! The headers that tell the browser what our pages may do.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderName, HeaderValue, header};

/// A page's policy, directive by directive; `NONCE` is a fresh one for every page.
const PAGE: [&str; 10] = [
    // What no directive below allows is forbidden.
    "default-src 'none'",
    // Only scripts that this very answer marked, and what they load themselves (the boot script imports the module);
    // compiling WebAssembly, but not `eval`.
    "script-src 'nonce-NONCE' 'strict-dynamic' 'wasm-unsafe-eval'",
    // The style sheet, and the `<style>` of the editor, which this very answer marked; no `style=`.
    "style-src 'self' 'nonce-NONCE'",
    // Server functions, the stream, the wasm and the catalogues. 'self' covers ws: of the same host and port.
    "connect-src 'self'",
    // Icons, also those that style sheets carry inside.
    "img-src 'self' data:",
    // Fonts, should there be any.
    "font-src 'self'",
    // No `<base>` may bend relative addresses.
    "base-uri 'none'",
    // Nothing is ever submitted as a form: a forged one has nowhere to go.
    "form-action 'none'",
    // No other page may frame this one and have clicks land on it.
    "frame-ancestors 'none'",
    // The manifest of an installed page.
    "manifest-src 'self'",
];

/// What is no page needs nothing, even when it is opened as one.
const NOT_A_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";

/// What the page does not use, switched off so that nothing injected can.
const FEATURES: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), \
     geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=(), clipboard-write=(self)";

/// A number used once: the mark of the scripts of one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// A fresh one, of 128 random bits.
    pub fn fresh() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(BASE64_STANDARD.encode(bytes)))
    }

    /// As it stands in markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The `Content-Security-Policy` of the page that carries it.
    pub fn policy(&self) -> String {
        PAGE.join("; ").replace("NONCE", &self.0)
    }
}

/// Puts the headers on every answer.
pub async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    // A file is what its type says, never what its first bytes look like.
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Addresses of pages name clusters and tasks: nobody else is told.
    set(header::REFERRER_POLICY, "no-referrer");
    // No window that opened this one, or that it opens, can reach into it.
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    // Other sites' pages cannot load our files, and so cannot measure them.
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), FEATURES);
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NOT_A_PAGE));
    // Files say for themselves how long they keep; everything else is of this moment.
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
