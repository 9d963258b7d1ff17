//! What an honest registry is asked, and what comes of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use images::{Credentials, Error, Port, Registry};
use serde_json::json;

use crate::fake::{App, Fake, answer, client, digest, ok, refuse};

fn ann() -> Credentials {
    Credentials::new("ann", "s3cret").unwrap()
}

/// `ann:s3cret`
const BASIC: &str = "Basic YW5uOnMzY3JldA==";

#[tokio::test]
async fn an_open_registry_is_asked_once_and_without_credentials() {
    let app = App::new();
    let fake = Fake::start(move |seen| app.answer(seen)).await;
    let (client, registry) = fake.client();
    let page = client.repositories(&registry, Some(&ann()), None, 5).await.unwrap();
    assert_eq!((page.names, page.next), (vec!["team/app".to_owned()], None));
    let tags = client.tags(&registry, "team/app", Some(&ann())).await.unwrap();
    assert_eq!(tags.names, ["latest", "1.10", "1.0"]);
    assert!(tags.complete);
    assert_eq!(
        fake.asked(),
        ["GET /v2/_catalog?n=5", "GET /v2/team/app/tags/list?n=1000"]
    );
    assert!(fake.seen().iter().all(|seen| seen.authorization().is_empty()));
}

#[tokio::test]
async fn an_image_is_what_its_manifest_and_configuration_say() {
    let app = App::new();
    let index = digest(app.index.as_bytes());
    let size = 3000 + app.config.len() as u64;
    let fake = Fake::start(move |seen| app.answer(seen)).await;
    let (client, registry) = fake.client();
    let image = client.inspect(&registry, "team/app", "1.0", None).await.unwrap();
    let port = |number, protocol: &str| Port {
        number,
        protocol: protocol.to_owned(),
    };
    assert_eq!(image.digest, index);
    assert_eq!(image.platform, "linux/amd64");
    assert_eq!(image.architectures, ["linux/arm/v7", "linux/amd64"]);
    assert_eq!(image.size, size);
    assert_eq!(image.user, "1000:1000");
    assert_eq!(
        (image.entrypoint, image.cmd),
        (vec!["/bin/app".to_owned()], vec!["--serve".to_owned(), String::new()])
    );
    assert_eq!(image.ports, [port(53, "udp"), port(443, "tcp"), port(8080, "tcp")]);
    assert_eq!(image.working_dir, "/srv");
    assert_eq!(image.created.unwrap().to_string(), "2026-01-02T03:04:05Z");
    let same = client.inspect(&registry, "team/app", &index, None).await.unwrap();
    assert_eq!(same.digest, index);
}

#[tokio::test]
async fn a_tag_is_looked_up_by_head() {
    let app = App::new();
    let index = digest(app.index.as_bytes());
    let fake = Fake::start(move |seen| app.answer(seen)).await;
    let (client, registry) = fake.client();
    assert_eq!(client.digest(&registry, "team/app", "1.0", None).await.unwrap(), index);
    assert!(client.has_tag(&registry, "team/app", "1.0", None).await.unwrap());
    assert!(!client.has_tag(&registry, "team/app", "2.0", None).await.unwrap());
    let missing = client.inspect(&registry, "team/app", "2.0", None).await;
    assert!(matches!(missing, Err(Error::NotFound { what, .. }) if what == "team/app:2.0"));
    assert!(fake.asked().iter().take(3).all(|asked| asked.starts_with("HEAD ")));
}

#[tokio::test]
async fn a_registry_that_says_no_digest_is_asked_for_the_manifest() {
    let app = App::new();
    let index = digest(app.index.as_bytes());
    let fake = Fake::start(move |_| answer(200, &[], app.index.clone())).await;
    let (client, registry) = fake.client();
    assert_eq!(client.digest(&registry, "team/app", "1.0", None).await.unwrap(), index);
    assert_eq!(
        fake.asked(),
        ["HEAD /v2/team/app/manifests/1.0", "GET /v2/team/app/manifests/1.0"]
    );
}

#[tokio::test]
async fn basic_credentials_are_sent_when_asked_for_and_from_then_on() {
    let app = App::new();
    let fake = Fake::start(move |seen| match seen.authorization() {
        BASIC => app.answer(seen),
        _ => answer(401, &[("www-authenticate", "Basic realm=\"x\"")], ""),
    })
    .await;
    let (client, registry) = fake.client();
    for _ in 0..2 {
        client.tags(&registry, "team/app", Some(&ann())).await.unwrap();
    }
    let sent: Vec<_> = fake.seen().iter().map(|seen| seen.authorization().to_owned()).collect();
    assert_eq!(sent, ["", BASIC, BASIC]);
    // What one person may, another or nobody may not.
    assert!(matches!(
        client.tags(&registry, "team/app", None).await,
        Err(Error::Unauthorized { .. })
    ));
    let other = Credentials::new("ann", "guessed").unwrap();
    assert!(matches!(
        client.tags(&registry, "team/app", Some(&other)).await,
        Err(Error::Unauthorized { .. })
    ));
}

/// A registry whose tokens come from another one.
async fn with_token_service(challenge: &'static str) -> (Fake, Fake, Registry) {
    let service = Fake::start(|seen| match (seen.authorization(), seen.path.contains("catalog")) {
        (BASIC, _) => ok(&json!({"token": "anns", "expires_in": 300})),
        ("", false) => ok(&json!({"access_token": "anybodys"})),
        _ => refuse(401, "UNAUTHORIZED"),
    })
    .await;
    let (app, realm) = (App::new(), format!("{}{challenge}", service.place()));
    let fake = Fake::start(move |seen| match seen.authorization() {
        "Bearer anns" | "Bearer anybodys" => app.answer(seen),
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
async fn a_token_is_asked_for_once_for_a_scope_and_a_person() {
    let (fake, service, registry) = with_token_service("/token?x=1&scope=repository:secret:push").await;
    let (client, registry) = client(registry);
    client.inspect(&registry, "team/app", "1.0", None).await.unwrap();
    client.tags(&registry, "team/app", None).await.unwrap();
    // The scope is what is asked for, whatever the challenge would like.
    let asked = "GET /token?x=1&service=the+registry&scope=repository%3Ateam%2Fapp%3Apull";
    assert_eq!(service.asked(), [asked]);
    client.tags(&registry, "team/app", Some(&ann())).await.unwrap();
    client.tags(&registry, "team/app", Some(&ann())).await.unwrap();
    assert_eq!(service.asked(), [asked, asked]);
    assert_eq!(service.seen()[1].authorization(), BASIC);
    assert!(matches!(
        client.all_repositories(&registry, None).await,
        Err(Error::Unauthorized { .. })
    ));
    client.all_repositories(&registry, Some(&ann())).await.unwrap();
    assert!(service.asked()[3].ends_with("scope=registry%3Acatalog%3A*"));
    // The registry sees tokens only.
    assert!(
        fake.seen()
            .iter()
            .all(|seen| !seen.authorization().starts_with("Basic"))
    );
}

#[tokio::test]
async fn a_token_that_is_not_taken_any_more_is_asked_for_anew() {
    let given = Arc::new(AtomicUsize::new(0));
    let app = App::new();
    let place: Arc<std::sync::OnceLock<String>> = Arc::default();
    let (known, counted) = (place.clone(), given.clone());
    let fake = Fake::start(move |seen| {
        if seen.path.starts_with("/token") {
            return ok(&json!({"token": format!("t{}", counted.fetch_add(1, Ordering::SeqCst))}));
        }
        let now = counted.load(Ordering::SeqCst);
        match seen.authorization() {
            // The first token ends at once, the second holds.
            "Bearer t0" if now == 1 && seen.path.contains("manifests") => app.answer(seen),
            "Bearer t1" => app.answer(seen),
            _ => answer(
                401,
                &[(
                    "www-authenticate",
                    &format!("Bearer realm=\"{}/token\"", known.get().unwrap()),
                )],
                "",
            ),
        }
    })
    .await;
    place.set(fake.place().to_string()).unwrap();
    let (client, registry) = fake.client();
    client.digest(&registry, "team/app", "1.0", None).await.unwrap();
    client.tags(&registry, "team/app", None).await.unwrap();
    assert_eq!(given.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn pages_follow_one_another_until_the_last() {
    let fake = Fake::start(|seen| {
        let at: usize = seen
            .path
            .split("at=")
            .nth(1)
            .map_or(0, |at| at.split('&').next().unwrap().parse().unwrap());
        let names: Vec<_> = (0..3).map(|number| format!("r{at}-{number}")).collect();
        let body = json!({"repositories": names}).to_string();
        let next = format!("</v2/_catalog?at={}&n=3>; rel=\"next\"", at + 1);
        match at {
            4 => answer(200, &[], body),
            _ => answer(200, &[("link", &next)], body),
        }
    })
    .await;
    let (client, registry) = fake.client();
    let all = client.all_repositories(&registry, None).await.unwrap();
    assert_eq!((all.names.len(), all.complete), (15, true));
    let page = client
        .repositories(&registry, None, Some("at=3&n=3"), 1000)
        .await
        .unwrap();
    assert_eq!(
        (page.names[0].as_str(), page.next.as_deref()),
        ("r3-0", Some("at=4&n=3"))
    );
    assert_eq!(fake.asked()[1], "GET /v2/_catalog?at=1&n=3");
}

#[tokio::test]
async fn a_registry_without_a_list_says_so() {
    for (code, reason) in [
        (404, "NOT_FOUND"),
        (405, "UNSUPPORTED"),
        (400, "UNSUPPORTED"),
        (501, ""),
    ] {
        let fake = Fake::start(move |_| refuse(code, reason)).await;
        let (client, registry) = fake.client();
        let error = client.repositories(&registry, None, None, 10).await.unwrap_err();
        assert!(matches!(error, Error::NoCatalogue { .. }), "{code}: {error:?}");
    }
    let (client, hub) = client(Registry::short("docker.io").unwrap());
    assert!(matches!(
        client.repositories(&hub, None, None, 10).await,
        Err(Error::NoCatalogue { .. })
    ));
}

#[tokio::test]
async fn a_token_that_does_not_suffice_is_a_matter_of_rights() {
    let realm: Arc<std::sync::OnceLock<String>> = Arc::default();
    let known = realm.clone();
    let fake = Fake::start(move |seen| match seen.path.starts_with("/token") {
        true => ok(&json!({"token": "weak"})),
        false => answer(
            401,
            &[(
                "www-authenticate",
                &format!("Bearer realm=\"{}/token\"", known.get().unwrap()),
            )],
            "",
        ),
    })
    .await;
    realm.set(fake.place().to_string()).unwrap();
    let (client, registry) = fake.client();
    let ann = ann();
    let tags = |whose| client.tags(&registry, "team/app", whose);
    assert!(matches!(tags(Some(&ann)).await, Err(Error::Forbidden { .. })));
    assert!(matches!(tags(None).await, Err(Error::Unauthorized { .. })));
    assert!(matches!(
        client.all_repositories(&registry, Some(&ann)).await,
        Err(Error::NoCatalogue { .. })
    ));
}

#[tokio::test]
async fn an_empty_repository_has_no_tags() {
    let fake = Fake::start(|_| ok(&json!({"name": "team/app", "tags": null}))).await;
    let (client, registry) = fake.client();
    assert_eq!(client.tags(&registry, "team/app", None).await.unwrap().names.len(), 0);
}

#[tokio::test]
async fn a_chart_is_no_image() {
    let empty = digest(b"");
    for (body, part) in [
        (
            json!({"config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", "digest": empty, "size": 2}, "layers": []}),
            "helm",
        ),
        (json!({"schemaVersion": 1, "history": []}), "schema 1"),
        (json!({"manifests": [], "layers": []}), "both"),
        (json!({"manifests": []}), "without any platform"),
        (json!({}), "without configuration"),
    ] {
        let fake = Fake::start(move |_| ok(&body)).await;
        let (client, registry) = fake.client();
        match client.inspect(&registry, "team/app", "1.0", None).await {
            Err(Error::NotAnImage { why, .. }) => assert!(why.contains(part), "{why}"),
            other => panic!("{part}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_connection_that_broke_while_idle_is_made_anew() {
    // A server that takes one request a connection and says nothing of closing it.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = taken.clone();
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"tags\":null}")
                    .await;
                // The next request is read and not answered.
                let _ = stream.read(&mut request).await;
            });
        }
    });
    let (client, registry) = client(Registry::short(&format!("http://{address}")).unwrap());
    for _ in 0..2 {
        client.tags(&registry, "team/app", None).await.unwrap();
    }
    assert_eq!(taken.load(Ordering::SeqCst), 2);
}
