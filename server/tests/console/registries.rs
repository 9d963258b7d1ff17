//! Registries, asked with people's own pull secrets: whose value goes to the registry and nowhere else.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use images::{Registries, Registry};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::bench::images_of;
use crate::people::{People, people_with};
use crate::practice::{press, task};

const PASSWORD: &str = "s3cret-of-ann";

/// A registry that wants `ann` and her password, and counts who comes.
struct Private {
    host: String,
    came: Arc<Mutex<Vec<String>>>,
}

async fn private() -> Private {
    let came = Arc::new(Mutex::new(Vec::new()));
    let seen = came.clone();
    let answer = move |request: Request| {
        let seen = seen.clone();
        async move {
            let wanted = format!("Basic {}", STANDARD.encode(format!("ann:{PASSWORD}")));
            let given = request.headers().get(AUTHORIZATION);
            let is_ann = given.is_some_and(|given| given.as_bytes() == wanted.as_bytes());
            seen.lock().unwrap().push(format!("{} {is_ann}", request.uri().path()));
            if !is_ann {
                return (
                    StatusCode::UNAUTHORIZED,
                    [(WWW_AUTHENTICATE, "Basic realm=\"r\"")],
                    "{}",
                )
                    .into_response();
            }
            let said = match request.uri().path() {
                "/v2/_catalog" => json!({"repositories": ["team/app"]}),
                "/v2/team/app/tags/list" => json!({"name": "team/app", "tags": ["1.0", "1.1"]}),
                "/v2/" => json!({}),
                _ => return (StatusCode::NOT_FOUND, axum::Json(json!({"errors": []}))).into_response(),
            };
            axum::Json(said).into_response()
        }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    Private { host, came }
}

fn people(registry: &Private) -> People {
    let registry = Registry::short(&format!("http://{}", registry.host)).unwrap();
    people_with(images_of(Registries::new(vec![registry]).unwrap()))
}

fn whom(registry: &Private, secrets: &[&str]) -> Value {
    json!({"task": task("mine"), "secrets": secrets, "registry": registry.host})
}

fn secret(registry: &str, password: &str, anyway: bool) -> Value {
    let secret = json!({"name": "key", "registry": registry, "user": "ann", "password": password, "anyway": anyway});
    json!({"task": task("mine"), "secret": secret})
}

#[tokio::test]
async fn a_secret_is_read_on_the_server_by_who_may_and_its_value_goes_to_the_registry_alone() {
    let registry = private().await;
    let people = people(&registry);
    let admin = people.sign_in("", "practice", "practice-admin").await;
    let made = people
        .call(&admin, "/api/pull-secret", secret(&registry.host, PASSWORD, false))
        .await;
    assert_eq!((made.status.as_u16(), made.body.as_str()), (200, "null"));

    let asked = json!({"of": whom(&registry, &["missing", "key"])});
    let heard = people.call(&admin, "/api/repositories", asked.clone()).await;
    let said: Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!(said["found"]["names"], json!(["team/app"]));
    assert_eq!(said["secret"], "key");
    assert_eq!(said["unread"].as_array().unwrap().len(), 1, "{said}");
    let tags = json!({"of": whom(&registry, &["key"]), "repository": "team/app"});
    let tags = people.call(&admin, "/api/tags", tags).await;
    let all = [&made.body, &heard.body, &tags.body].map(String::as_str).join("\n");
    let hidden = STANDARD.encode(format!("ann:{PASSWORD}"));
    assert!(!all.contains(PASSWORD) && !all.contains(&hidden), "{all}");

    // Who may not read it asks as nobody, and is told why.
    let viewer = people.sign_in("", "practice", "practice-viewer").await;
    let heard = people.call(&viewer, "/api/repositories", asked).await;
    let said: Value = serde_json::from_str(&heard.body).unwrap();
    assert_eq!(
        (&said["found"], &said["trouble"]["why"]),
        (&Value::Null, &json!("sign-in"))
    );
    assert_eq!(said["secret"], "");
    assert!(heard.body.contains("key: "), "{said}");
    assert!(!heard.body.contains(PASSWORD) && !heard.body.contains(&hidden));
}

#[tokio::test]
async fn wrong_credentials_are_told_before_a_secret_is_made() {
    let registry = private().await;
    let people = people(&registry);
    let admin = people.sign_in("", "practice", "practice-admin").await;
    let there = json!({"task": task("mine"), "resource": "secrets", "within": ""});
    let is_there = async || {
        people
            .call(&admin, "/api/names", there.clone())
            .await
            .body
            .contains("\"key\"")
    };
    let make = async |arguments: Value| {
        let answer = people.call(&admin, "/api/pull-secret", arguments).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str::<Value>(&answer.body).unwrap()["why"].clone()
    };
    assert_eq!(make(secret(&registry.host, "another", false)).await, "sign-in");
    // A registry that the operator did not name is not asked, and so not trusted to be right.
    assert_eq!(make(secret("elsewhere.example", PASSWORD, false)).await, "unnamed");
    assert!(!is_there().await);
    // However it was copied, it is the registry of that name.
    assert_eq!(
        make(secret(&format!(" http://{}/ ", registry.host), "another", false)).await,
        "sign-in"
    );
    assert_eq!(make(secret("elsewhere.example", PASSWORD, true)).await, Value::Null);
    assert!(is_there().await);
    let again = people
        .call(&admin, "/api/pull-secret", secret(&registry.host, PASSWORD, false))
        .await;
    assert_eq!(again.status, 409, "create only ever creates: {}", again.body);
}

#[tokio::test]
async fn what_is_typed_is_looked_up_in_named_registries_and_nowhere_else() {
    let registry = private().await;
    let people = people(&registry);
    let stranger = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let elsewhere = stranger.local_addr().unwrap().to_string();
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = visits.clone();
    tokio::spawn(async move {
        while stranger.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let admin = people.sign_in("", "practice", "practice-admin").await;
    people
        .call(&admin, "/api/pull-secret", secret(&registry.host, PASSWORD, false))
        .await;
    let findings = async |image: &str, keys: Value| {
        let mut draft = press("seen", image)["request"]["draft"].clone();
        draft["fields"]["pod"] = json!({"pull-secrets": keys});
        let answer = people
            .call(&admin, "/api/image-findings", json!({"draft": draft}))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let found: Vec<Value> = serde_json::from_str(&answer.body).unwrap();
        let one = |finding: &Value| {
            (
                finding["code"].clone(),
                finding["path"].clone(),
                finding["args"].to_string(),
            )
        };
        found.iter().map(one).collect::<Vec<_>>()
    };
    let key = json!([{"key": 900, "name": "key"}]);
    let near = findings(&format!("{}/team/app:1.2", registry.host), key.clone()).await;
    let [(code, path, args)] = near.as_slice() else {
        panic!("{near:?}")
    };
    assert_eq!(code, "image-tag-near");
    assert!(path.as_str().unwrap().ends_with(".image"), "{path}");
    assert!(args.contains("team/app:1.1"), "{args}");
    let without = findings(&format!("{}/team/app:1.1", registry.host), json!([])).await;
    assert_eq!(
        without.iter().map(|one| &one.0).collect::<Vec<_>>(),
        ["image-needs-key"]
    );

    let asked = registry.came.lock().unwrap().len();
    for image in [
        format!("{elsewhere}/team/app:1.2"),
        "busybox".to_owned(),
        "not an image".to_owned(),
    ] {
        assert_eq!(findings(&image, key.clone()).await, [], "{image}");
    }
    for path in ["/api/repositories", "/api/tags", "/api/image"] {
        let of = json!({"task": task("mine"), "secrets": ["key"], "registry": elsewhere});
        let arguments = json!({"of": of, "repository": "team/app", "reference": "1.0"});
        let answer = people.call(&admin, path, arguments).await;
        assert!(answer.body.contains("\"unnamed\""), "{path} {}", answer.body);
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
    assert_eq!(registry.came.lock().unwrap().len(), asked);
}

#[tokio::test]
async fn without_a_way_into_the_cluster_no_registry_is_asked() {
    let registry = private().await;
    let people = people(&registry);
    for path in [
        "/api/registries",
        "/api/repositories",
        "/api/tags",
        "/api/image",
        "/api/pull-secret",
    ] {
        let mut arguments = secret(&registry.host, PASSWORD, false);
        arguments["of"] = whom(&registry, &[]);
        arguments["repository"] = json!("team/app");
        arguments["reference"] = json!("1.0");
        assert_eq!(people.call("", path, arguments).await.status, 401, "{path}");
    }
    assert!(registry.came.lock().unwrap().is_empty());
}
