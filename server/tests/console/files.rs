//! The files of the site.

use axum::body::Body;
use server::assets::Site;

use crate::bench::{get, obedient, request, send, site_folder};

const BOOT: &str = "/assets/boot.0123456789ab.js";

#[tokio::test]
async fn a_file_is_packed_as_the_browser_takes_it() {
    let router = obedient();
    for (takes, body, coding) in [
        ("gzip, deflate, br", "brotli", "br"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip"),
        ("identity", "plain", ""),
    ] {
        let request = request("GET", BOOT).header("accept-encoding", takes);
        let answer = send(&router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answer.body.as_str(), answer.header("content-encoding")),
            (body, coding),
            "{takes}"
        );
        assert_eq!(answer.header("vary"), "Accept-Encoding");
    }
}

#[tokio::test]
async fn a_file_has_its_type_and_keeps_as_long_as_its_name() {
    let router = obedient();
    for (path, kind, keeps) in [
        (
            BOOT,
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        (
            "/assets/slipway.0123456789ab.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
        (
            "/assets/text/en.0123456789ab.json",
            "application/json",
            "public, max-age=31536000, immutable",
        ),
        ("/robots.txt", "text/plain; charset=utf-8", "no-cache"),
    ] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            (answer.header("content-type"), answer.header("cache-control")),
            (kind, keeps),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_missing_file_is_not_the_page() {
    let router = obedient();
    for path in [
        "/assets/boot.ffffffffffff.js",
        "/assets/text",
        "/favicon.ico",
        "/index.html",
        "/.made-from",
        "/assets/boot.0123456789ab.js.br",
    ] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("<!doctype"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_site() {
    let router = obedient();
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/assets//boot.0123456789ab.js",
        "/assets/boot.0123456789ab.js%00",
        "/assets/..\\index.html",
        "/clusters/../../../etc/passwd",
    ] {
        let Ok(request) = request("GET", path).body(Body::empty()) else {
            continue;
        };
        let answer = send(&router, request).await;
        let is_page = answer.body.starts_with("<!doctype html><script nonce");
        assert!(
            is_page || answer.status == 404,
            "{path}: {} {}",
            answer.status,
            answer.body
        );
        assert!(
            !answer.body.contains("[package]") && !answer.body.contains("root:"),
            "{path}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_not_followed() {
    let folder = site_folder();
    let before = Site::load(&folder).unwrap().count();
    std::os::unix::fs::symlink("/etc/hostname", folder.join("assets/link.txt")).unwrap();
    std::os::unix::fs::symlink("/etc", folder.join("assets/etc")).unwrap();
    assert_eq!(Site::load(&folder).unwrap().count(), before);
}

#[test]
fn a_folder_without_a_site_says_how_to_build_one() {
    let folder = site_folder();
    std::fs::remove_file(folder.join("index.html")).unwrap();
    let error = Site::load(&folder).unwrap_err().to_string();
    assert!(error.contains("build/site") && error.contains("--site"), "{error}");
    std::fs::write(folder.join("index.html"), "<script>").unwrap();
    let error = Site::load(&folder).unwrap_err().to_string();
    assert!(error.contains("{{nonce}}"), "{error}");
}
