//! The Services of a task, against an API server that says what the test wants.

use app::api::{Attempt, Caller, Outcome, Port, ServiceMade};
use http::Method;
use job::{Code, Draft, DraftPath};
use serde_json::{Value, json};

use crate::api_server::{Asked, Reply, Server, kept, status};

/// A task with two Services; the first has a name of its own.
fn draft() -> Draft {
    let mut draft = crate::create::draft();
    draft.set(
        "services",
        json!([
            {"key": 7, "name": "front", "type": "ClusterIP", "ports": [{"key": 9, "port": "80"}]},
            {"key": 8, "type": "NodePort", "ports": [{"key": 10, "port": "81"}]},
        ]),
    );
    draft
}

fn press() -> Attempt {
    Attempt {
        id: "attempt-now".into(),
        earlier: Vec::new(),
        without_dry_run: false,
    }
}

fn kind(asked: &Asked) -> &str {
    asked.body["kind"].as_str().unwrap_or_default()
}

fn taken() -> Reply {
    status(409, "AlreadyExists", "services \"front\" already exists", json!({}))
}

/// A Service that belongs to that Job.
fn owned_by(uid: &str) -> Reply {
    Reply::Json(
        200,
        json!({"metadata": {"name": "front", "uid": "s1", "ownerReferences": [{"uid": uid}]}}),
    )
}

async fn make(server: &Server) -> Vec<ServiceMade> {
    server.port.services(&Caller::Local, &draft(), "u1").await.unwrap()
}

fn is_there(made: &ServiceMade) -> bool {
    made.findings.is_empty() && made.error.is_none()
}

#[tokio::test]
async fn every_service_is_tried_out_before_the_job_is_posted() {
    let server = Server::new(|asked, _| kept(&asked.body));
    let outcome = server.press(draft(), press()).await.unwrap();
    assert!(matches!(outcome, Outcome::Created { .. }));
    let asked = server.asked.lock().unwrap().clone();
    let seen: Vec<_> = asked.iter().map(|asked| (kind(asked), asked.dry)).collect();
    assert_eq!(
        seen,
        [("Job", true), ("Service", true), ("Service", true), ("Job", false)]
    );
    assert_eq!(
        asked[2].body["metadata"]["name"], "backup",
        "without a name it is called as the task"
    );
    assert_eq!(
        asked[2].body["spec"]["selector"],
        json!({"batch.kubernetes.io/job-name": "backup"}),
        "and catches the task's Pods only"
    );
}

#[tokio::test]
async fn a_service_that_is_refused_beforehand_keeps_the_job_from_being_made() {
    let server = Server::new(|asked, _| match kind(asked) {
        "Service" if asked.body["metadata"]["name"] == "front" => {
            let causes =
                json!({"causes": [{"reason": "FieldValueInvalid", "message": "no", "field": "spec.ports[0].port"}]});
            status(422, "Invalid", "no", causes)
        }
        _ => kept(&asked.body),
    });
    let Outcome::Refused { findings } = server.press(draft(), press()).await.unwrap() else {
        panic!()
    };
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].path, DraftPath::from("services.7.ports.9.port".to_owned()));
    assert_eq!(server.posts(), Vec::<Value>::new());
}

#[tokio::test]
async fn services_are_made_owned_by_their_job() {
    let server = Server::new(|asked, _| kept(&asked.body));
    assert!(make(&server).await.iter().all(is_there));
    let owner = json!([{"apiVersion": "batch/v1", "kind": "Job", "name": "backup", "uid": "u1"}]);
    for posted in server.posts() {
        assert_eq!(posted["metadata"]["ownerReferences"], owner);
    }
    assert_eq!(server.posts().len(), 2);
}

#[tokio::test]
async fn a_service_that_is_refused_is_named_and_keeps_no_other_away() {
    let server = Server::new(
        |asked, _| match (&asked.method, asked.body["metadata"]["name"].as_str()) {
            (&Method::POST, Some("front")) => taken(),
            (&Method::GET, _) => owned_by("another"),
            _ => kept(&asked.body),
        },
    );
    let made = make(&server).await;
    assert_eq!(
        (made[0].name.as_str(), made[0].findings[0].code),
        ("front", Code::ServiceTaken)
    );
    assert_eq!(made[0].findings[0].path, DraftPath::from("services.7.name".to_owned()));
    assert!(is_there(&made[1]));
}

#[tokio::test]
async fn asked_again_a_service_of_this_job_is_there_already() {
    let server = Server::new(|asked, _| match asked.method {
        Method::GET => owned_by("u1"),
        _ => taken(),
    });
    assert!(make(&server).await.iter().all(is_there));
}

#[tokio::test]
async fn a_lost_answer_is_resolved_by_looking_whose_the_service_is() {
    let answer = |found: fn() -> Reply| {
        Server::new(move |asked, _| match asked.method {
            Method::GET => found(),
            _ => Reply::Lost,
        })
    };
    assert!(make(&answer(|| owned_by("u1"))).await.iter().all(is_there));
    let lost = make(&answer(|| {
        status(404, "NotFound", "services \"front\" not found", json!({}))
    }))
    .await;
    assert!(lost.iter().all(|made| made.error.is_some()));
}
