//! Reading the site folder.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::{File, NONCE, Site};

const PAGE: &str = "index.html";
/// A folder with more is not a built site.
const MOST_FILES: usize = 1000;
const LARGEST_FILE: u64 = 64 << 20;

/// A site folder that cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum NoSite {
    /// Nothing was built there.
    #[error("there is no built site in {} (no {PAGE}): build it with build/site, or name its folder with --site DIR", .0.display())]
    Missing(PathBuf),
    /// It is there and cannot be used.
    #[error("the site in {} cannot be used: {why}", folder.display())]
    Unusable {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        why: String,
    },
}

impl Site {
    /// Reads the folder, once: what changes in it later is not served.
    pub fn load(folder: &Path) -> Result<Self, NoSite> {
        let unusable = |why: String| NoSite::Unusable {
            folder: folder.to_owned(),
            why,
        };
        let page = match std::fs::read_to_string(folder.join(PAGE)) {
            Ok(page) => page,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(NoSite::Missing(folder.to_owned())),
            Err(error) => return Err(unusable(format!("{PAGE}: {error}"))),
        };
        if !page.contains(NONCE) {
            // Its scripts would be blocked, and the page stay blank.
            return Err(unusable(format!("{PAGE} has no {NONCE}")));
        }
        let mut found = HashMap::new();
        collect(folder, "", &mut found).map_err(|error| unusable(error.to_string()))?;
        Ok(Self {
            page: page.split(NONCE).map(str::to_owned).collect(),
            files: files(found),
        })
    }
}

/// All files by path. Links are left out: they could lead out of the folder.
fn collect(folder: &Path, prefix: &str, found: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let path = format!("{prefix}/{name}");
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            collect(&entry.path(), &path, found)?;
        } else if metadata.is_file() {
            if found.len() >= MOST_FILES || metadata.len() > LARGEST_FILE {
                return Err(io::Error::other(format!("{path}: more than a built site has")));
            }
            found.insert(path, Bytes::from(std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// Puts the packed files beside the plain ones. The page itself is no file: it is served with a nonce only.
fn files(mut found: HashMap<String, Bytes>) -> HashMap<String, File> {
    found.remove(&format!("/{PAGE}"));
    let is_packed = |path: &str| {
        let plain = path.strip_suffix(".br").or_else(|| path.strip_suffix(".gz"));
        plain.is_some_and(|plain| found.contains_key(plain))
    };
    let plain: Vec<String> = found.keys().filter(|path| !is_packed(path)).cloned().collect();
    let mut take = |path: &str, suffix: &str| found.remove(&format!("{path}{suffix}"));
    let mut files = HashMap::new();
    for path in plain {
        let Some(content) = take(&path, "") else { continue };
        let file = File {
            plain: content,
            brotli: take(&path, ".br"),
            gzip: take(&path, ".gz"),
            kind: kind(&path),
            is_hashed: is_hashed(&path),
        };
        files.insert(path, file);
    }
    files
}

/// `name.0a1b2c3d4e5f.js`: a part of the name between two dots is a hash.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let parts: Vec<&str> = name.split('.').collect();
    let is_hash = |part: &&str| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    parts.len() >= 3 && parts[1..parts.len() - 1].iter().any(is_hash)
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "map" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        // Anything else would keep browsers from compiling while they load.
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
