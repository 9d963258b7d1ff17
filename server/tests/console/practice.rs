//! From the page's calls to the practice cluster and back.

use std::sync::Arc;

use app::api::{ErrorKind, Outcome};
use axum::Router;
use cluster::Clusters;
use job::context::NodePorts;
use job::{Defaults, Draft};
use sandbox::{Options, Pace, Practice};
use serde_json::{Value, json};
use server::port::Kubernetes;
use server::session::Auth;

use crate::bench::{Answer, call, console, no_registries};

/// The practice cluster in a hurry, and a console over it.
pub struct Bench {
    pub router: Router,
    pub console: Arc<server::Console>,
    pub stop: tokio::sync::watch::Sender<bool>,
    _practice: Practice,
}

pub fn practice() -> Bench {
    let practice = Practice::start(Options {
        pace: Pace::faster(20.0),
    });
    let clusters = || Clusters::default().with_practice(kube::Client::new(practice.service(), "default"));
    let port = Kubernetes::new(
        Arc::new(clusters()),
        Defaults::safe(),
        NodePorts::default(),
        Arc::new(Auth::Local),
        no_registries(),
    );
    let (router, console, stop) = console(Arc::new(port), clusters());
    Bench {
        router,
        console,
        stop,
        _practice: practice,
    }
}

pub fn press(name: &str, image: &str) -> Value {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", name);
    draft.set("basic.cluster", "practice");
    draft.set("basic.namespace", "default");
    draft.set("basic.description", "nightly");
    draft.set("containers.1.image", image);
    let attempt = json!({"id": format!("attempt-{name}"), "earlier": [], "without_dry_run": false});
    json!({"request": {"draft": draft, "attempt": attempt}})
}

pub fn task(name: &str) -> Value {
    json!({"cluster": "practice", "namespace": "default", "name": name})
}

/// Creates a task and gives its uid.
pub async fn create(router: &Router, name: &str, image: &str) -> String {
    let answer = call(router, "/api/create", press(name, image)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    match outcome(&answer) {
        Outcome::Created { uid, .. } => uid,
        other => panic!("not created: {other:?}"),
    }
}

pub fn outcome(answer: &Answer) -> Outcome {
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn the_practice_cluster_is_listed_and_answers() {
    let bench = practice();
    let info: Value = serde_json::from_str(&call(&bench.router, "/api/console", json!({})).await.body).unwrap();
    assert_eq!(info["clusters"][0]["name"], "practice");
    let state = call(&bench.router, "/api/cluster", json!({"cluster": "practice"})).await;
    let state: Value = serde_json::from_str(&state.body).unwrap();
    assert!(state["namespaces"].as_array().unwrap().contains(&json!("default")));
    let error = call(&bench.router, "/api/cluster", json!({"cluster": "nope"}))
        .await
        .error();
    assert_eq!((error.kind, error.status), (ErrorKind::UnknownCluster, 404));
}

#[tokio::test]
async fn a_task_is_created_found_suspended_and_deleted() {
    let bench = practice();
    let uid = create(&bench.router, "backup", "busybox:forever").await;
    let taken = call(&bench.router, "/api/taken", json!({"task": task("backup")})).await;
    let taken: Value = serde_json::from_str(&taken.body).unwrap();
    assert_eq!(taken["free"], "backup-2");
    let again = json!({"task": task("backup"), "attempts": ["attempt-backup"]});
    let again = outcome(&call(&bench.router, "/api/read-back", again).await);
    assert!(
        matches!(&again, Outcome::Created { uid: found, .. } if *found == uid),
        "{again:?}"
    );
    for suspend in [true, false] {
        let arguments = json!({"task": task("backup"), "uid": uid, "suspend": suspend});
        assert_eq!(call(&bench.router, "/api/suspend", arguments).await.status, 200);
    }
    let other = json!({"task": task("backup"), "uid": "another"});
    assert_eq!(
        call(&bench.router, "/api/delete", other).await.error().kind,
        ErrorKind::Conflict
    );
    let this = json!({"task": task("backup"), "uid": uid});
    assert_eq!(call(&bench.router, "/api/delete", this.clone()).await.status, 200);
    let error = loop {
        let answer = call(&bench.router, "/api/delete", this.clone()).await;
        if answer.status != 200 {
            break answer.error();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(error.kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn a_second_press_with_another_attempt_finds_the_name_taken() {
    let bench = practice();
    create(&bench.router, "backup", "busybox:quick").await;
    let mut second = press("backup", "busybox:quick");
    second["request"]["attempt"]["id"] = json!("attempt-of-another");
    let outcome = outcome(&call(&bench.router, "/api/create", second).await);
    assert_eq!(
        outcome,
        Outcome::NameTaken {
            free: "backup-2".into()
        }
    );
}
