//! Volumes that are put together of several sources (`pkg/apis/core/validation/validation.go`:
//! `validateProjectedVolumeSource`, `validateProjectionSources`; `names.go`: `ValidateSignerName`,
//! `ValidateClusterTrustBundleName`).

use super::format::{LABEL, SUBDOMAIN, is_qualified_name, is_short_label, is_subdomain};
use super::volume::{add_path, downward, key_paths};
use super::{Found, schema, selector};
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

/// The kinds of source.
const KINDS: &[&str] = &[
    "secret",
    "configMap",
    "downwardAPI",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
];
/// `MaxMaxExpirationSeconds`, `KubernetesMaxMaxExpirationSeconds` (`pkg/apis/certificates/types.go`)
const DAY: i64 = 24 * 60 * 60;

pub(super) fn judge(volume: &Node, found: &mut Found) {
    found.fields(volume, schema::PROJECTED);
    let mut paths = Seen::default();
    for source in volume.field("sources").items() {
        let mut count = 0;
        for kind in KINDS {
            let inner = source.field(kind);
            if !inner.is_set() {
                continue;
            }
            count += 1;
            match *kind {
                "secret" | "configMap" => {
                    found.needs(&inner.field("name"));
                    key_paths(&inner, Some((&mut paths, volume)), found);
                }
                "downwardAPI" => downward(&inner, Some((&mut paths, volume)), found),
                "serviceAccountToken" => {
                    // `SetDefaults_ServiceAccountTokenProjection` sets what is missing.
                    found.range(&inner.field("expirationSeconds"), 600, 1 << 32);
                    let (at, path) = (volume.field("path"), inner.field("path").text());
                    if path.is_empty() {
                        found.require(&at);
                    }
                    found.local(&at, path);
                }
                "clusterTrustBundle" => {
                    bundle(&inner, found);
                    add_path(&mut Some((&mut paths, volume)), inner.field("path").text(), found);
                }
                _ => {
                    certificate(&inner, found);
                    let files =
                        ["credentialBundlePath", "keyPath", "certificateChainPath"].map(|name| inner.field(name));
                    let mut is_any = false;
                    for file in files.iter().filter(|file| file.has_text()) {
                        is_any = true;
                        found.local(file, file.text());
                        add_path(&mut Some((&mut paths, volume)), file.text(), found);
                    }
                    if !is_any {
                        let args = Args::with("fields", "credentialBundlePath, keyPath, certificateChainPath");
                        found.error(&inner, Code::OneNeeded, args);
                    }
                }
            }
        }
        if count > 1 {
            let args = Args::with("fields", KINDS.join(", "));
            found.error(&source, Code::NotTogether, args);
        }
    }
}

fn bundle(bundle: &Node, found: &mut Found) {
    let (name, signer, labels) = (
        bundle.field("name"),
        bundle.field("signerName"),
        bundle.field("labelSelector"),
    );
    match (name.is_set(), signer.is_set()) {
        (true, false) => {
            if found.needs(&name) {
                // `signer:with:colons:name`
                let own = name.text().rsplit_once(':').map_or(name.text(), |(_, own)| own);
                found.name(&name, is_subdomain(own), Code::DnsSubdomain);
            }
            found.forbid(&labels, "signerName");
        }
        (false, true) => {
            signer_name(&signer, found);
            selector::judge(&labels, found);
        }
        (both, _) => found.exactly_one(bundle, if both { 2 } else { 0 }, "name, signerName"),
    }
    let path = bundle.field("path");
    found.needs(&path);
    found.local(&path, path.text());
}

fn certificate(certificate: &Node, found: &mut Found) {
    let signer = certificate.field("signerName");
    signer_name(&signer, found);
    found.one_of(
        &certificate.field("keyType"),
        "RSA3072, RSA4096, ECDSAP256, ECDSAP384, ECDSAP521, ED25519",
    );
    let host = signer.text().split('/').next().unwrap_or_default();
    let is_own = host == "kubernetes.io" || host.ends_with(".kubernetes.io");
    let max = if is_own { DAY } else { 91 * DAY };
    found.range(&certificate.field("maxExpirationSeconds"), 3600, max);
    // `ValidateUserAnnotations`
    let annotations = certificate.field("userAnnotations");
    for (key, _) in annotations.entries() {
        if !key.contains('/') || !is_qualified_name(&key.to_ascii_lowercase()) {
            let args = Args::with("value", key).and("example", "example.com/name");
            found.error(&annotations, Code::WrongForm, args);
        }
    }
}

/// `ValidateSignerName`: `example.com/name`, and a dot in the domain.
fn signer_name(at: &Node, found: &mut Found) {
    if !found.needs(at) {
        return;
    }
    let is_right = at.text().split_once('/').is_some_and(|(domain, name)| {
        domain.contains('.')
            && domain.len() <= SUBDOMAIN
            && domain.split('.').all(is_short_label)
            && !name.contains('/')
            && name.split('.').all(is_subdomain)
            && at.text().len() <= SUBDOMAIN + 1 + LABEL + 1 + SUBDOMAIN
    });
    found.form(at, is_right, "example.com/signer");
}
