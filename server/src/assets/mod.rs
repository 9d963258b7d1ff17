//! The built site: one page and its files, held in memory.
//!
//! A request only ever looks a path up among the files that were there at the start. No path of a request reaches
//! the file system, so none can lead out of the folder.

mod load;
mod negotiate;

use std::collections::HashMap;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

pub use self::load::NoSite;
use self::negotiate::Coding;
use crate::errors;
use crate::security::Nonce;

/// Where a page's nonces go.
const NONCE: &str = "{{nonce}}";
/// A file whose name changes with its content can be kept for ever.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Any other is asked for each time.
const NOT_AT_ALL: &str = "no-cache";

/// The page and its files.
#[derive(Clone, Debug)]
pub struct Site {
    /// The page, cut at its nonces.
    page: Vec<String>,
    /// By path, from the root: `/assets/boot.0a1b2c3d4e5f.js`.
    files: HashMap<String, File>,
}

#[derive(Clone, Debug)]
struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    kind: &'static str,
    is_hashed: bool,
}

impl Site {
    /// Answers what is no route of the API: a file, or the page for every address that a person may have.
    pub fn answer(&self, method: &Method, path: &str, headers: &HeaderMap) -> Response {
        if !matches!(*method, Method::GET | Method::HEAD) {
            let mut response = errors::refuse(
                path,
                StatusCode::METHOD_NOT_ALLOWED,
                "Pages and files can only be read.",
            );
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        match self.files.get(path) {
            Some(file) => file.answer(headers),
            None if is_page(path) => self.page(),
            None => errors::refuse(path, StatusCode::NOT_FOUND, "There is no such file."),
        }
    }

    /// How many files there are.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    fn page(&self) -> Response {
        let Ok(nonce) = Nonce::fresh() else {
            // Without random bytes there is no safe page.
            return errors::refuse(
                "/",
                StatusCode::INTERNAL_SERVER_ERROR,
                "The system gives no random numbers.",
            );
        };
        let mut response = Body::from(self.page.join(nonce.as_str())).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        // A kept page would name files of an older release.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(policy) = HeaderValue::from_str(&nonce.policy()) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

impl File {
    fn answer(&self, asked: &HeaderMap) -> Response {
        let (body, coding) = match negotiate::best(asked) {
            Coding::Brotli if self.brotli.is_some() => (self.brotli.as_ref(), Some("br")),
            Coding::Brotli | Coding::Gzip if self.gzip.is_some() && negotiate::takes_gzip(asked) => {
                (self.gzip.as_ref(), Some("gzip"))
            }
            _ => (None, None),
        };
        let mut response = Body::from(body.unwrap_or(&self.plain).clone()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        let keep = if self.is_hashed { FOR_EVER } else { NOT_AT_ALL };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        if let Some(coding) = coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        if self.brotli.is_some() || self.gzip.is_some() {
            headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        response
    }
}

/// Whether people may have this address. Below `/clusters` are names, which may look like a file's (`prod.example`);
/// elsewhere what looks like a file is one that is missing. What is no page of the app is one that it calls unknown.
fn is_page(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("/clusters/") || !(last.contains('.') || path.starts_with("/assets/"))
}
