//! Certificates, and blobs that are elsewhere.

use std::sync::Arc;

use images::{Credentials, Error, Place, Registry};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::fake::{App, Fake, answer, client};

/// See `pki/make`.
const CA: &[u8] = include_bytes!("pki/ca.pem");
const OTHER_CA: &[u8] = include_bytes!("pki/other-ca.pem");
const CERTIFICATE: &[u8] = include_bytes!("pki/server.pem");
const KEY: &[u8] = include_bytes!("pki/server.key");

fn server() -> TlsAcceptor {
    let chain = vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(KEY).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(chain, key).unwrap()))
}

fn secured(fake: &Fake, ca: Option<&[u8]>) -> Registry {
    let mut registry = Registry::short(&fake.address.to_string()).unwrap();
    registry.ca = ca.map(<[u8]>::to_vec);
    registry
}

#[tokio::test]
async fn a_registry_is_trusted_by_its_own_authority_and_no_other() {
    let app = App::new();
    let fake = Fake::start_tls(server(), move |seen| app.answer(seen)).await;
    let (trusting, registry) = client(secured(&fake, Some(CA)));
    trusting.inspect(&registry, "team/app", "1.0", None).await.unwrap();
    let asked = fake.asked().len();
    for ca in [Some(OTHER_CA), None] {
        let (client, registry) = client(secured(&fake, ca));
        let error = client.tags(&registry, "team/app", None).await.unwrap_err();
        assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    }
    assert_eq!(fake.asked().len(), asked);
}

#[tokio::test]
async fn tls_is_not_spoken_to_who_does_not_speak_it() {
    let app = App::new();
    let fake = Fake::start(move |seen| app.answer(seen)).await;
    let (client, registry) = client(secured(&fake, None));
    let error = client.tags(&registry, "team/app", None).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    assert!(fake.asked().is_empty());
}

#[tokio::test]
async fn a_certificate_that_is_none_is_said_at_the_start() {
    let mut registry = Registry::short("r.example").unwrap();
    registry.ca = Some(b"nothing".to_vec());
    let registries = images::Registries::new(vec![registry]).unwrap();
    assert!(images::Client::new(registries, images::Limits::default()).is_err());
}

/// A registry whose blobs are at other servers, `hops` redirects away.
async fn with_blobs(hops: usize) -> (Fake, Fake, Registry) {
    let app = App::new();
    let blobs = Fake::start_tls(server(), move |seen| {
        let hop: usize = seen.path.rsplit('/').next().unwrap().parse().unwrap();
        match hop {
            1 => answer(200, &[], app.config.clone()),
            _ => answer(307, &[("location", &format!("/{}", hop - 1))], ""),
        }
    })
    .await;
    let app = App::new();
    let (path, to) = (app.config_path(), format!("https://{}/{hops}", blobs.address));
    let fake = Fake::start(move |seen| match (seen.authorization(), seen.path == path) {
        ("", _) => answer(401, &[("www-authenticate", "Basic")], ""),
        (_, true) => answer(307, &[("location", &to)], ""),
        _ => app.answer(seen),
    })
    .await;
    let mut registry = fake.registry();
    registry.ca = Some(CA.to_vec());
    registry
        .blob_hosts
        .push(Place::parse(&blobs.address.to_string()).unwrap());
    (fake, blobs, registry)
}

#[tokio::test]
async fn a_blob_is_followed_to_where_the_operator_said_and_as_nobody() {
    let ann = Credentials::new("ann", "s3cret").unwrap();
    for (hops, followed) in [(1, true), (3, true), (4, false)] {
        let (fake, blobs, registry) = with_blobs(hops).await;
        let (client, registry) = client(registry);
        let image = client.inspect(&registry, "team/app", "1.0", Some(&ann)).await;
        match followed {
            true => assert_eq!(image.unwrap().user, "1000:1000"),
            false => assert!(matches!(image, Err(Error::Redirected { .. })), "{image:?}"),
        }
        assert_eq!(blobs.asked().len(), hops.min(3));
        assert!(blobs.seen().iter().all(|seen| seen.authorization().is_empty()));
        assert!(fake.seen().iter().skip(1).all(|seen| !seen.authorization().is_empty()));
    }
}

#[tokio::test]
async fn credentials_are_never_sent_to_where_blobs_are() {
    let ann = Credentials::new("ann", "s3cret").unwrap();
    let blobs = Fake::start_tls(server(), |_| answer(200, &[], "{\"token\":\"x\"}")).await;
    let challenge = format!("Bearer realm=\"https://{}/token\"", blobs.address);
    let fake = Fake::start(move |_| answer(401, &[("www-authenticate", &challenge)], "")).await;
    let mut registry = fake.registry();
    registry.ca = Some(CA.to_vec());
    registry
        .blob_hosts
        .push(Place::parse(&blobs.address.to_string()).unwrap());
    let (client, registry) = client(registry);
    let error = client.tags(&registry, "team/app", Some(&ann)).await.unwrap_err();
    assert!(matches!(error, Error::NotAllowed { .. }), "{error:?}");
    assert!(blobs.asked().is_empty());
}
