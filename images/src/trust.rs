//! Which certificates are trusted for a registry.

use std::sync::Arc;

use hyper_rustls::ConfigBuilderExt;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::{Registry, SettingsError};

/// TLS for one registry: with its own certificates and no others where it has some, else with the system's.
pub(crate) fn tls(registry: &Registry) -> Result<ClientConfig, SettingsError> {
    let bad = |why: String| SettingsError::Certificates {
        name: registry.name.clone(),
        why,
    };
    // Named, since a process may have no default provider, or another one.
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder
        .with_safe_default_protocol_versions()
        .map_err(|error| bad(error.to_string()))?;
    let Some(pem) = &registry.ca else {
        // A machine without certificates still speaks to registries without TLS, or with a CA of their own.
        return Ok(match builder.clone().with_native_roots() {
            Ok(builder) => builder.with_no_client_auth(),
            Err(error) => {
                tracing::warn!(registry = registry.name, %error, "no certificates of the system");
                builder
                    .with_root_certificates(RootCertStore::empty())
                    .with_no_client_auth()
            }
        });
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| bad(error.to_string()))?;
        roots.add(certificate).map_err(|error| bad(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(bad("there is none in the file".to_owned()));
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
