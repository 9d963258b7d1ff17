//! Registries that are slow, endless, confused or lying.

use std::time::{Duration, Instant};

use images::{Client, Credentials, Error, Limits, Registries, Registry};
use serde_json::json;

use crate::fake::{App, Fake, answer, digest, ok, refuse};

/// The same limits as ever, in less time.
pub fn hasty(registry: Registry) -> (Client, Registry) {
    let limits = Limits {
        whole: Duration::from_millis(800),
        ..Limits::default()
    };
    let registries = Registries::new(vec![registry.clone()]).unwrap();
    (Client::new(registries, limits).unwrap(), registry)
}

#[tokio::test]
async fn a_registry_that_says_nothing_is_waited_for_so_long_and_no_longer() {
    let fake = Fake::raw("", "").await;
    let (client, registry) = hasty(fake.registry());
    let start = Instant::now();
    let error = client.tags(&registry, "team/app", None).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { after, .. } if after == Duration::from_millis(800)));
    assert!(start.elapsed() < Duration::from_millis(2500));
}

#[tokio::test]
async fn a_body_that_stops_in_the_middle_runs_out_of_time() {
    let fake = Fake::raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"tags\":", "").await;
    let (client, registry) = hasty(fake.registry());
    assert!(matches!(
        client.tags(&registry, "team/app", None).await,
        Err(Error::Timeout { .. })
    ));
}

#[tokio::test]
async fn a_body_that_never_ends_is_too_large() {
    let chunk =
        "4\r\naaaa\r\n4\r\naaaa\r\n4\r\naaaa\r\n4\r\naaaa\r\n4\r\naaaa\r\n4\r\naaaa\r\n4\r\naaaa\r\n4\r\naaaa\r\n";
    let fake = Fake::raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", chunk).await;
    let limits = Limits {
        answer: 64 << 10,
        ..Limits::default()
    };
    let client = Client::new(Registries::new(vec![fake.registry()]).unwrap(), limits).unwrap();
    let error = client.tags(&fake.registry(), "team/app", None).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 65536, .. }), "{error:?}");
}

#[tokio::test]
async fn headers_that_never_end_are_too_large() {
    let fake = Fake::raw(
        "HTTP/1.1 200 OK\r\n",
        "x-header: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
    )
    .await;
    let (client, registry) = fake.client();
    let error = client.tags(&registry, "team/app", None).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
    let fake = Fake::raw(
        "HTTP/1.1 200 OK\r\nx: ",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    )
    .await;
    let (client, registry) = fake.client();
    let error = client.tags(&registry, "team/app", None).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn who_speaks_no_http_is_no_registry() {
    let fake = Fake::raw("SSH-2.0-OpenSSH_9.2\r\n", "").await;
    let (client, registry) = hasty(fake.registry());
    let error = client.tags(&registry, "team/app", None).await.unwrap_err();
    assert!(matches!(error, Error::NotARegistry { .. }), "{error:?}");
}

#[tokio::test]
async fn a_port_where_nobody_is_cannot_be_reached() {
    let fake = Fake::raw("", "").await;
    let mut registry = fake.registry();
    registry.address = images::Place::parse("http://127.0.0.1:1").unwrap();
    let (client, registry) = crate::fake::client(registry);
    let error = client.tags(&registry, "team/app", None).await.unwrap_err();
    assert!(
        matches!(&error, Error::Unreachable { why, .. } if why.contains("refused")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_web_page_is_no_registry() {
    let html = "<!doctype html><title>Sign in</title>";
    for code in [200, 404] {
        let fake = Fake::start(move |_| answer(code, &[("content-type", "text/html; charset=utf-8")], html)).await;
        let (client, registry) = fake.client();
        for error in [
            client.tags(&registry, "team/app", None).await.unwrap_err(),
            client.all_repositories(&registry, None).await.unwrap_err(),
            client.inspect(&registry, "team/app", "1.0", None).await.unwrap_err(),
        ] {
            match error {
                Error::NotARegistry { why, .. } => assert_eq!(why, "a web page: Sign in"),
                other => panic!("{code}: {other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn json_of_another_kind_is_no_registry() {
    for body in ["", "nonsense", "[]", "{}", "{\"tags\":\"x\"}", "{\"tags\":[1]}", "null"] {
        let fake = Fake::start(move |_| answer(200, &[], body)).await;
        let (client, registry) = fake.client();
        let error = client.tags(&registry, "team/app", None).await.unwrap_err();
        assert!(matches!(error, Error::NotARegistry { .. }), "{body}: {error:?}");
    }
}

#[tokio::test]
async fn content_is_what_its_digest_says() {
    let app = App::new();
    let (index, manifest) = (digest(app.index.as_bytes()), digest(app.manifest.as_bytes()));
    let lies: [(&str, String); 3] = [
        ("manifests/1.0", "other".to_owned()),
        ("manifests/sha256", manifest),
        ("blobs/", digest(app.config.as_bytes())),
    ];
    for (part, wanted) in lies {
        let app = App::new();
        let fake = Fake::start(move |seen| {
            if !seen.path.contains(part) {
                return app.answer(seen);
            }
            let announced = digest(b"something else");
            let header: &[(&str, &str)] = if part == "manifests/1.0" {
                &[("docker-content-digest", &announced)]
            } else {
                &[]
            };
            answer(200, header, app.index.clone() + " ")
        })
        .await;
        let (client, registry) = fake.client();
        match client.inspect(&registry, "team/app", "1.0", None).await {
            Err(Error::WrongDigest { wanted: said, .. }) if part == "manifests/1.0" => {
                assert_eq!(said, digest(b"something else"));
            }
            Err(Error::WrongDigest { wanted: said, .. }) => assert_eq!(said, wanted),
            other => panic!("{part}: {other:?}"),
        }
    }
    // Another image than the one that was pinned, rightly announced.
    let fake = Fake::start(move |_| {
        let content = App::new().manifest;
        answer(200, &[("docker-content-digest", &digest(content.as_bytes()))], content)
    })
    .await;
    let (client, registry) = fake.client();
    let error = client.inspect(&registry, "team/app", &index, None).await.unwrap_err();
    assert!(matches!(error, Error::WrongDigest { wanted, .. } if wanted == index));
}

#[tokio::test]
async fn a_configuration_that_is_too_large_is_not_asked_for() {
    let manifest = json!({
        "config": {"mediaType": "", "digest": digest(b""), "size": 5 << 20}, "layers": []
    });
    let fake = Fake::start(move |_| ok(&manifest)).await;
    let (client, registry) = fake.client();
    let error = client.inspect(&registry, "team/app", "1.0", None).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }));
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn a_registry_that_always_wants_a_sign_in_is_asked_twice() {
    let ann = Credentials::new("ann", "s3cret").unwrap();
    let fake = Fake::start(|_| answer(401, &[("www-authenticate", "Basic realm=x")], "")).await;
    let (client, registry) = fake.client();
    for _ in 0..2 {
        let error = client.tags(&registry, "team/app", Some(&ann)).await.unwrap_err();
        assert!(matches!(error, Error::Unauthorized { .. }));
    }
    assert_eq!(fake.asked().len(), 4);
    let silent = Fake::start(|_| refuse(401, "UNAUTHORIZED")).await;
    let (client, registry) = silent.client();
    assert!(matches!(
        client.tags(&registry, "team/app", Some(&ann)).await,
        Err(Error::Unauthorized { .. })
    ));
    assert_eq!(silent.asked().len(), 1);
}

#[tokio::test]
async fn a_registry_that_wants_to_be_left_alone_says_for_how_long() {
    for (header, seconds) in [
        (Some("17"), Some(17)),
        (None, None),
        (Some("soon"), None),
        (Some("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0)),
    ] {
        let fake = Fake::start(move |_| match header {
            Some(header) => answer(429, &[("retry-after", header)], "<html>"),
            None => refuse(429, "TOOMANYREQUESTS"),
        })
        .await;
        let (client, registry) = fake.client();
        match client.has_tag(&registry, "team/app", "1.0", None).await {
            Err(Error::TooManyRequests { retry_after, .. }) => {
                assert_eq!(retry_after, seconds.map(Duration::from_secs))
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_list_without_end_is_cut() {
    let fake = Fake::start(|seen| {
        let at: u32 = seen
            .path
            .split("at=")
            .nth(1)
            .map_or(0, |at| at.split('&').next().unwrap().parse().unwrap());
        let names: Vec<_> = (0..1000).map(|number| format!("t{at}-{number}")).collect();
        let next = format!("<?at={}>; rel=next", at + 1);
        answer(200, &[("link", &next)], json!({"tags": names}).to_string())
    })
    .await;
    let (client, registry) = fake.client();
    let tags = client.tags(&registry, "team/app", None).await.unwrap();
    assert_eq!(
        (tags.names.len(), tags.complete, fake.asked().len()),
        (10_000, false, 10)
    );
}

#[tokio::test]
async fn what_came_before_the_time_was_over_is_an_answer_too() {
    // The second page is never answered.
    let page = "HTTP/1.1 200 OK\r\nlink: <?at=1>; rel=next\r\ncontent-length: 24\r\n\r\n{\"repositories\":[\"one\"]}";
    let fake = Fake::raw(page, "").await;
    let (client, registry) = hasty(fake.registry());
    let names = client.all_repositories(&registry, None).await.unwrap();
    assert_eq!((names.names, names.complete), (vec!["one".to_owned()], false));
}

#[tokio::test]
async fn a_head_that_is_out_of_all_proportion_is_too_large() {
    let long = "a".repeat(300 << 10);
    let head = format!("HTTP/1.1 200 OK\r\nx: {long}\r\ncontent-length: 13\r\n\r\n{{\"tags\":null}}");
    let fake = Fake::raw(head.leak(), "").await;
    let (client, registry) = fake.client();
    let error = client.tags(&registry, "team/app", None).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn a_registry_is_asked_eight_things_at_once() {
    let fake = Fake::raw("", "").await;
    let (client, registry) = fake.client();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..30 {
        let (client, registry) = (client.clone(), registry.clone());
        calls.spawn(async move { client.tags(&registry, "team/app", None).await });
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!((1..=8).contains(&fake.asked().len()), "{}", fake.asked().len());
}
