//! What a hostile registry, or whoever answers for one, could try in order to have something else contacted, or to get
//! at credentials. Each test has a second server that must never hear of it.

use std::sync::Arc;

use images::{Client, Credentials, Error, Limits, Place, Registries};
use serde_json::json;

use crate::fake::{App, Fake, answer, client, ok};

pub fn ann() -> Credentials {
    Credentials::new("ann", "s3cret").unwrap()
}

/// Who must not be contacted.
pub async fn elsewhere() -> Fake {
    Fake::start(|_| ok(&json!({"token": "stolen", "tags": ["stolen"], "repositories": ["stolen"]}))).await
}

pub fn not_allowed<T: std::fmt::Debug>(answer: Result<T, Error>, at: &str) {
    match answer {
        Err(Error::NotAllowed { place, .. }) => assert!(place.contains(at), "{place} is not {at}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_redirect_is_an_error_that_names_the_place() {
    let other = elsewhere().await;
    for code in [301, 302, 303, 307, 308] {
        let to = format!("{}/v2/team/app/tags/list?token=secret", other.place());
        let fake = Fake::start(move |_| answer(code, &[("location", &to)], "")).await;
        let (client, registry) = fake.client();
        let named = |error: Error| match error {
            Error::Redirected { to, .. } => {
                assert!(to.starts_with("http://127.0.0.1") && !to.contains("secret"), "{to}")
            }
            other => panic!("{other:?}"),
        };
        named(
            client
                .repositories(&registry, Some(&ann()), None, 10)
                .await
                .unwrap_err(),
        );
        named(client.tags(&registry, "team/app", Some(&ann())).await.unwrap_err());
        named(
            client
                .inspect(&registry, "team/app", "1.0", Some(&ann()))
                .await
                .unwrap_err(),
        );
        named(
            client
                .digest(&registry, "team/app", "1.0", Some(&ann()))
                .await
                .unwrap_err(),
        );
    }
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_redirect_to_itself_is_none_the_less_one() {
    let fake = Fake::start(|_| answer(307, &[("location", "/v2/other")], "")).await;
    let (client, registry) = fake.client();
    assert!(matches!(
        client.tags(&registry, "team/app", None).await,
        Err(Error::Redirected { .. })
    ));
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn a_blob_is_not_followed_to_where_nobody_said() {
    let other = elsewhere().await;
    let places = [
        other.place().to_string(),
        format!("https://{}", other.address),
        "http://169.254.169.254".to_owned(),
        "https://[::ffff:127.0.0.1]".to_owned(),
        format!("https://blobs.example@{}", other.address),
        "file:///etc/passwd".to_owned(),
        String::new(),
    ];
    for place in places {
        let app = App::new();
        let (path, to) = (app.config_path(), format!("{place}/blob"));
        let fake = Fake::start(move |seen| match seen.path == path {
            true => answer(307, &[("location", &to)], ""),
            false => app.answer(seen),
        })
        .await;
        let mut registry = fake.registry();
        registry.blob_hosts.push(Place::parse("blobs.example").unwrap());
        let (client, registry) = client(registry);
        let error = client
            .inspect(&registry, "team/app", "1.0", Some(&ann()))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::NotAllowed { .. } | Error::Redirected { .. }),
            "{place}: {error:?}"
        );
        assert!(fake.asked().iter().all(|asked| !asked.ends_with("/blob")));
    }
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn the_next_page_is_at_the_registry() {
    let other = elsewhere().await;
    let links = [
        format!("{}/v2/_catalog?n=1", other.place()),
        format!("//{}/v2/_catalog", other.address),
        "http://169.254.169.254/v2/_catalog".to_owned(),
        "/v2/../latest/meta-data".to_owned(),
        "/v2/secret/tags/list".to_owned(),
        "?".to_owned() + &"a".repeat(5000),
        "file:///etc/passwd".to_owned(),
        "http://ann@127.0.0.1/v2/_catalog".to_owned(),
    ];
    for link in links {
        let value = format!("<{link}>; rel=\"next\"");
        let fake = Fake::start(move |_| answer(200, &[("link", &value)], "{\"repositories\":[],\"tags\":[]}")).await;
        let (client, registry) = fake.client();
        let error = client.all_repositories(&registry, Some(&ann())).await.unwrap_err();
        assert!(
            matches!(error, Error::NotAllowed { .. } | Error::NotARegistry { .. }),
            "{link}: {error:?}"
        );
        assert_eq!(fake.asked().len(), 1, "{link}");
    }
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn pages_that_lead_to_themselves_end() {
    let fake = Fake::start(|_| answer(200, &[("link", "<?n=1>; rel=next")], "{\"tags\":[\"a\"]}")).await;
    let (client, registry) = fake.client();
    assert!(matches!(
        client.tags(&registry, "team/app", None).await,
        Err(Error::NotARegistry { .. })
    ));
    assert_eq!(fake.asked().len(), 2);
}

#[tokio::test]
async fn tokens_come_from_where_the_operator_said() {
    let other = elsewhere().await;
    let realms = [
        format!("{}/token", other.place()),
        format!("http://localhost:{}/token", other.address.port()),
        format!("http://2130706433:{}/token", other.address.port()),
        format!("http://[::ffff:127.0.0.1]:{}/token", other.address.port()),
        "http://169.254.169.254/latest/api/token".to_owned(),
        "http://[fd00:ec2::254]/token".to_owned(),
        "https://login.example/token".to_owned(),
        "http://ann:pw@127.0.0.1/token".to_owned(),
        "/token".to_owned(),
        "file:///etc/passwd".to_owned(),
        "https://127.0.0.1\r\nx: y".to_owned().replace("\r\n", "%0d%0a"),
        String::new(),
    ];
    for realm in realms {
        let challenge = format!("Bearer realm=\"{realm}\",service=\"x\"");
        let fake = Fake::start(move |_| answer(401, &[("www-authenticate", &challenge)], "")).await;
        let (client, registry) = fake.client();
        not_allowed(client.tags(&registry, "team/app", Some(&ann())).await, "");
        assert_eq!(fake.asked().len(), 1, "{realm}");
        assert_eq!(fake.seen()[0].authorization(), "");
    }
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_token_service_that_redirects_is_not_followed() {
    let other = elsewhere().await;
    let to = format!("{}/token", other.place());
    let service = Fake::start(move |_| answer(302, &[("location", &to)], "")).await;
    let challenge = format!("Bearer realm=\"{}/token\"", service.place());
    let fake = Fake::start(move |_| answer(401, &[("www-authenticate", &challenge)], "")).await;
    let mut registry = fake.registry();
    registry.auth_hosts.push(service.place());
    let (client, registry) = client(registry);
    assert!(matches!(
        client.tags(&registry, "team/app", Some(&ann())).await,
        Err(Error::Redirected { .. })
    ));
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn a_token_is_sent_to_its_own_registry_only() {
    let app = App::new();
    let two = Fake::start(move |seen| app.answer(seen)).await;
    let realm: Arc<std::sync::OnceLock<String>> = Arc::default();
    let (known, app) = (realm.clone(), App::new());
    let one = Fake::start(
        move |seen| match (seen.path.starts_with("/token"), seen.authorization()) {
            (true, _) => ok(&json!({"token": "ones"})),
            (_, "Bearer ones") => app.answer(seen),
            _ => answer(
                401,
                &[(
                    "www-authenticate",
                    &format!("Bearer realm=\"{}/token\"", known.get().unwrap()),
                )],
                "",
            ),
        },
    )
    .await;
    realm.set(one.place().to_string()).unwrap();
    let registries = Registries::new(vec![one.registry(), two.registry()]).unwrap();
    let client = Client::new(registries, Limits::default()).unwrap();
    client.tags(&one.registry(), "team/app", Some(&ann())).await.unwrap();
    client.tags(&two.registry(), "team/app", Some(&ann())).await.unwrap();
    assert_eq!(two.seen()[0].authorization(), "");
}

#[tokio::test]
async fn a_registry_that_the_operator_did_not_name_is_not_asked() {
    let other = elsewhere().await;
    let fake = elsewhere().await;
    let (client, mut registry) = fake.client();
    let error = client
        .tags(&other.registry(), "team/app", Some(&ann()))
        .await
        .unwrap_err();
    assert_eq!(
        error,
        Error::UnknownRegistry {
            name: other.registry().name
        }
    );
    // Nor is a known name asked at another address.
    registry.address = other.place();
    client.tags(&registry, "team/app", None).await.unwrap();
    assert!(other.asked().is_empty());
}

#[tokio::test]
async fn names_that_could_leave_their_path_are_never_sent() {
    let fake = elsewhere().await;
    let (client, registry) = fake.client();
    for name in [
        "..",
        "../../x",
        "a/../../b",
        "a%2fb",
        "a%2e%2e",
        "a?x=1",
        "a#b",
        "a\r\nHost: evil",
        "a b",
        "ä",
        "a\u{202e}b",
        "http://evil",
        "//evil/x",
        "",
        "A",
        "a\0b",
        "a\\b",
        "_catalog",
    ] {
        for error in [
            client.tags(&registry, name, None).await.unwrap_err(),
            client.inspect(&registry, name, "1.0", None).await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::BadName { .. }), "{name:?}: {error:?}");
        }
    }
    for tag in [
        "..",
        ".",
        "a/b",
        "a%2fb",
        "a?x",
        "a\r\nb",
        "ä",
        "",
        "sha256:short",
        "a b",
    ] {
        for error in [
            client.digest(&registry, "team/app", tag, None).await.unwrap_err(),
            client.inspect(&registry, "team/app", tag, None).await.unwrap_err(),
        ] {
            assert!(matches!(error, Error::BadName { .. }), "{tag:?}: {error:?}");
        }
    }
    assert!(fake.asked().is_empty());
}

#[tokio::test]
async fn a_cursor_stays_in_its_query() {
    let fake = elsewhere().await;
    let (client, registry) = fake.client();
    client
        .repositories(&registry, None, Some("last=a b#c\r\nx: y&é=../.."), 7)
        .await
        .unwrap();
    assert!(
        fake.asked()[0].starts_with("GET /v2/_catalog?last=a%20b%23c"),
        "{:?}",
        fake.asked()
    );
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn names_in_a_list_that_no_name_can_be_are_left_out() {
    let bad = json!(["ok", "../x", "a b", "<script>", "A", "", "a\nb", "1.0"]);
    let fake = Fake::start(move |_| ok(&json!({"repositories": bad}))).await;
    let (client, registry) = fake.client();
    assert_eq!(
        client.all_repositories(&registry, None).await.unwrap().names,
        ["ok", "1.0"]
    );
}

#[tokio::test]
async fn words_of_a_registry_are_shown_without_what_controls_a_screen() {
    let message = format!("a\u{1b}[31m\r\n\u{202e}b{}", "x".repeat(1000));
    let body = json!({"errors": [{"code": "DENIED", "message": message}]}).to_string();
    let fake = Fake::start(move |_| answer(403, &[], body.clone())).await;
    let (client, registry) = fake.client();
    match client.tags(&registry, "team/app", None).await {
        Err(Error::Forbidden { why, .. }) => {
            assert!(why.starts_with("DENIED: a [31m  bxxx") && why.len() <= 200, "{why:?}");
        }
        other => panic!("{other:?}"),
    }
}
