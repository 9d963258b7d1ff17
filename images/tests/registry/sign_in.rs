//! Whether a registry takes a user name and a password.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use images::{Credentials, Error, Registry, SignedIn};
use serde_json::json;

use crate::fake::{App, Fake, answer, client, ok, refuse};
use crate::limits::hasty;
use crate::tricks::{ann, elsewhere, not_allowed};

/// `ann:s3cret`
const BASIC: &str = "Basic YW5uOnMzY3JldA==";

fn guessed() -> Credentials {
    Credentials::new("ann", "guessed").unwrap()
}

/// A registry that takes ann's password itself, until it is `changed`.
async fn with_basic(changed: Arc<AtomicBool>) -> Fake {
    let app = App::new();
    Fake::start(move |seen| match seen.authorization() {
        BASIC if changed.load(Ordering::SeqCst) => refuse(401, "UNAUTHORIZED"),
        BASIC if seen.path == "/v2/" => answer(200, &[], ""),
        BASIC => app.answer(seen),
        _ => answer(401, &[("www-authenticate", "Basic realm=\"x\"")], ""),
    })
    .await
}

/// A registry and where its tokens come from, for ann's password, until it is `changed`. Both know what a token is for.
async fn with_tokens(changed: Arc<AtomicBool>, token_suffices: bool) -> (Fake, Fake, Registry) {
    let service = Fake::start(move |seen| match seen.authorization() {
        BASIC if changed.load(Ordering::SeqCst) => refuse(401, "UNAUTHORIZED"),
        BASIC if seen.path.contains("scope=") => ok(&json!({"token": "for-pulls", "expires_in": 300})),
        BASIC => ok(&json!({"token": "anns", "expires_in": 300})),
        "" => ok(&json!({"token": "anybodys"})),
        _ => refuse(403, "DENIED"),
    })
    .await;
    let (app, realm) = (
        App::new(),
        format!("{}/token?x=1&scope=registry:catalog:*", service.place()),
    );
    let fake = Fake::start(move |seen| match (seen.path.as_str(), seen.authorization()) {
        ("/v2/", "Bearer anns") if token_suffices => ok(&json!({})),
        (path, "Bearer for-pulls") if path != "/v2/" => app.answer(seen),
        _ => {
            let challenge = format!("Bearer realm=\"{realm}\",service=\"the registry\",scope=\"repository:all:*\"");
            answer(401, &[("www-authenticate", &challenge)], "")
        }
    })
    .await;
    let mut registry = fake.registry();
    registry.auth_hosts.push(service.place());
    (fake, service, registry)
}

#[tokio::test]
async fn a_password_is_taken_or_not_by_the_registry_itself() {
    let fake = with_basic(Arc::default()).await;
    let (client, registry) = fake.client();
    assert_eq!(client.sign_in(&registry, &ann()).await, Ok(SignedIn::Taken));
    let error = client.sign_in(&registry, &guessed()).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorized { .. }), "{error:?}");
    assert_eq!(fake.asked(), ["GET /v2/"; 4]);
    let sent: Vec<_> = fake.seen().iter().map(|seen| seen.authorization().to_owned()).collect();
    // `ann:guessed`
    assert_eq!(sent, ["", BASIC, "", "Basic YW5uOmd1ZXNzZWQ="]);
}

#[tokio::test]
async fn a_password_is_taken_or_not_by_a_token_service_without_any_scope() {
    let (fake, service, registry) = with_tokens(Arc::default(), true).await;
    let (client, registry) = client(registry);
    assert_eq!(client.sign_in(&registry, &ann()).await, Ok(SignedIn::Taken));
    assert_eq!(service.asked(), ["GET /token?x=1&service=the+registry"]);
    assert_eq!(service.seen()[0].authorization(), BASIC);
    assert_eq!(fake.seen()[1].authorization(), "Bearer anns");
    let error = client.sign_in(&registry, &guessed()).await.unwrap_err();
    assert!(matches!(error, Error::Unauthorized { .. }), "{error:?}");
    // Twice for ann, once for who has no token to show.
    assert_eq!(fake.asked(), ["GET /v2/"; 3]);
}

#[tokio::test]
async fn what_was_kept_is_no_proof() {
    let changed: Arc<AtomicBool> = Arc::default();
    let basic = with_basic(changed.clone()).await;
    let (_tokens, service, tokens_registry) = with_tokens(changed.clone(), true).await;
    for (client, registry) in [basic.client(), client(tokens_registry)] {
        changed.store(false, Ordering::SeqCst);
        // Kept by now, for another question and for this one if it ever were.
        client.tags(&registry, "team/app", Some(&ann())).await.unwrap();
        assert_eq!(client.sign_in(&registry, &ann()).await, Ok(SignedIn::Taken));
        changed.store(true, Ordering::SeqCst);
        let error = client.sign_in(&registry, &ann()).await.unwrap_err();
        assert!(matches!(error, Error::Unauthorized { .. }), "{error:?}");
    }
    assert_eq!(service.asked().len(), 3);
}

#[tokio::test]
async fn a_registry_that_answers_anybody_never_asked() {
    for body in ["{}", "true", ""] {
        let fake = Fake::start(move |_| answer(200, &[], body)).await;
        let (client, registry) = fake.client();
        for credentials in [ann(), guessed()] {
            assert_eq!(client.sign_in(&registry, &credentials).await, Ok(SignedIn::NotAsked));
        }
        assert!(fake.seen().iter().all(|seen| seen.authorization().is_empty()));
    }
}

#[tokio::test]
async fn a_token_that_the_registry_does_not_take_is_a_matter_of_rights() {
    let (fake, _service, registry) = with_tokens(Arc::default(), false).await;
    let (client, registry) = client(registry);
    let error = client.sign_in(&registry, &ann()).await.unwrap_err();
    assert!(matches!(error, Error::Forbidden { .. }), "{error:?}");
    assert_eq!(fake.asked().len(), 2);
}

#[tokio::test]
async fn a_registry_that_offers_no_known_way_takes_nobody() {
    for challenge in ["Negotiate", "Bearer service=\"x\"", ""] {
        let fake = Fake::start(move |_| answer(401, &[("www-authenticate", challenge)], "")).await;
        let (client, registry) = fake.client();
        let error = client.sign_in(&registry, &ann()).await.unwrap_err();
        assert!(matches!(error, Error::Unauthorized { .. }), "{challenge}: {error:?}");
        assert_eq!(fake.asked().len(), 1);
    }
}

#[tokio::test]
async fn who_answers_with_a_web_page_is_no_registry() {
    let html = "<!doctype html><title>Sign in</title>";
    let page = move |code| answer(code, &[("content-type", "text/html; charset=utf-8")], html);
    for code in [200, 404] {
        let plain = Fake::start(move |_| page(code)).await;
        // One that shows it only to who has signed in.
        let behind = Fake::start(move |seen| match seen.authorization() {
            "" => answer(401, &[("www-authenticate", "Basic")], ""),
            _ => page(code),
        })
        .await;
        for (client, registry) in [plain.client(), behind.client()] {
            match client.sign_in(&registry, &ann()).await {
                Err(Error::NotARegistry { why, .. }) => assert_eq!(why, "a web page: Sign in"),
                other => panic!("{code}: {other:?}"),
            }
        }
    }
    // Nor is one without this API, whatever it says of that.
    let fake = Fake::start(|_| refuse(404, "NOT_FOUND")).await;
    let (client, registry) = fake.client();
    let error = client.sign_in(&registry, &ann()).await.unwrap_err();
    assert!(matches!(error, Error::NotARegistry { code: 404, .. }), "{error:?}");
}

#[tokio::test]
async fn other_refusals_are_no_word_on_the_password() {
    for (code, is_due) in [
        (
            403,
            (|error| matches!(error, Error::Forbidden { .. })) as fn(&Error) -> bool,
        ),
        (429, |error| matches!(error, Error::TooManyRequests { .. })),
        (500, |error| matches!(error, Error::Failed { code: 500, .. })),
        (302, |error| matches!(error, Error::Redirected { .. })),
    ] {
        let fake = Fake::start(move |seen| match seen.authorization() {
            "" => answer(401, &[("www-authenticate", "Basic")], ""),
            _ => answer(code, &[("location", "/login")], ""),
        })
        .await;
        let (client, registry) = fake.client();
        let error = client.sign_in(&registry, &ann()).await.unwrap_err();
        assert!(is_due(&error), "{code}: {error:?}");
    }
}

#[tokio::test]
async fn a_registry_or_a_token_service_that_says_nothing_runs_out_of_time() {
    let silent = Fake::raw("", "").await;
    let (client, registry) = hasty(silent.registry());
    let error = client.sign_in(&registry, &ann()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    let challenge = format!("Bearer realm=\"{}/token\"", silent.place());
    let fake = Fake::start(move |_| answer(401, &[("www-authenticate", &challenge)], "")).await;
    let mut registry = fake.registry();
    registry.auth_hosts.push(silent.place());
    let (client, registry) = hasty(registry);
    let error = client.sign_in(&registry, &ann()).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    assert_eq!((silent.asked().len(), fake.asked().len()), (2, 1));
}

#[tokio::test]
async fn credentials_are_sent_to_nobody_whom_the_operator_did_not_name() {
    let other = elsewhere().await;
    let challenge = format!("Bearer realm=\"{}/token\"", other.place());
    let fake = Fake::start(move |_| answer(401, &[("www-authenticate", &challenge)], "")).await;
    let (client, registry) = fake.client();
    not_allowed(client.sign_in(&registry, &ann()).await, &other.place().to_string());
    let error = client.sign_in(&other.registry(), &ann()).await.unwrap_err();
    assert!(matches!(error, Error::UnknownRegistry { .. }), "{error:?}");
    assert!(other.asked().is_empty());
    assert_eq!(fake.seen()[0].authorization(), "");
}
