//! What is checked before Create, against an API server that says what the test wants.

use app::api::{Caller, Check, CheckState, ErrorKind, Port};
use job::{Code, Draft};
use serde_json::{Value, json};

use crate::api_server::{Asked, Reply, Server, kept, status};
use crate::create::draft;

const PLACE: &str = "/api/v1/namespaces/default";

/// What a server says to whom nothing is in the way.
fn fine(asked: &Asked) -> Reply {
    let said = match asked.path.as_str() {
        PLACE => json!({"metadata": {"name": "default"}, "status": {"phase": "Active"}}),
        "/version" => json!({"gitVersion": "v1.37.2"}),
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" => json!({"status": {"allowed": true}}),
        path if path.ends_with("/resourcequotas") || path.ends_with("/limitranges") || path.ends_with("/nodes") => {
            json!({"items": []})
        }
        _ if asked.dry => return kept(&asked.body),
        path => return status(404, "NotFound", &format!("{path} not found"), json!({})),
    };
    Reply::Json(200, said)
}

/// The check of that name, where the server says `other` of what it has another answer to.
async fn check(draft: &Draft, name: &str, other: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static) -> Check {
    let server = Server::new(move |asked, _| other(asked).unwrap_or_else(|| fine(asked)));
    let all = server.port.preflight(&Caller::Local, draft).await.unwrap();
    all.into_iter().find(|check| check.name == name).unwrap()
}

fn found(check: &Check) -> Vec<(Code, &str)> {
    let one = |finding: &job::Finding| (finding.code, finding.path.as_str().to_owned());
    let all: Vec<_> = check.findings.iter().map(one).collect();
    all.into_iter()
        .map(|(code, path)| (code, String::leak(path) as &str))
        .collect()
}

#[tokio::test]
async fn nothing_stands_against_a_task_that_nothing_stands_against() {
    let server = Server::new(|asked, _| fine(asked));
    for check in server.port.preflight(&Caller::Local, &draft()).await.unwrap() {
        let known = matches!(check.state, CheckState::Passed) || check.name == "nodes";
        assert!(known && check.findings.is_empty(), "{check:?}");
    }
    assert!(
        server
            .posts()
            .iter()
            .all(|body| body["kind"] == "SelfSubjectAccessReview"),
        "nothing was changed"
    );
}

#[tokio::test]
async fn a_namespace_that_is_being_deleted_takes_no_task() {
    let done = check(&draft(), "namespace", |asked| {
        let said = json!({"metadata": {"name": "default"}, "status": {"phase": "Terminating"}});
        (asked.path == PLACE).then_some(Reply::Json(200, said))
    })
    .await;
    assert_eq!(done.state, CheckState::Failed);
    assert!(done.words.join(" ").contains("being deleted"), "{done:?}");
}

#[tokio::test]
async fn what_a_task_refers_to_and_is_not_there_is_said_at_its_field() {
    let mut draft = draft();
    draft.set("pod.pull-secrets", json!([{"key": 70, "name": "pull"}]));
    draft.set(
        "pod.volumes",
        json!([
            {"key": 71, "kind": "claim", "name": "a", "claim": "data"},
            {"key": 72, "kind": "secret", "name": "b", "secret": "certs"},
        ]),
    );
    draft.set(
        "containers.1.env",
        json!([
            {"key": 73, "kind": "secret-key", "name": "A", "secret": "there", "secret-key": "no"},
            {"key": 74, "kind": "secret-key", "name": "B", "secret": "there", "secret-key": "yes"},
            {"key": 75, "kind": "config-map-key", "name": "C", "config-map": "gone", "config-map-key": "k"},
        ]),
    );
    let done = check(&draft, "references", |asked| {
        let there = json!({"metadata": {"name": "there"}, "data": {"yes": "eA=="}});
        asked
            .path
            .ends_with("/secrets/there")
            .then_some(Reply::Json(200, there))
    })
    .await;
    let mut said = found(&done);
    said.sort_unstable_by_key(|(_, path)| *path);
    assert_eq!(done.state, CheckState::Failed);
    assert_eq!(
        said,
        [
            (Code::KeyMissing, "containers.1.env.73.secret"),
            (Code::ReferenceMissing, "containers.1.env.75.config-map"),
            (Code::ReferenceMissing, "pod.pull-secrets.70.name"),
            (Code::ReferenceMissing, "pod.volumes.71.claim"),
            (Code::ReferenceMissing, "pod.volumes.72.secret"),
        ]
    );
}

#[tokio::test]
async fn references_that_were_not_looked_up_are_counted() {
    let mut draft = draft();
    let row = |at: usize| json!({"key": 100 + at, "kind": "secret", "secret": format!("s{at}")});
    draft.set("containers.1.env-from", (0..53).map(row).collect::<Vec<Value>>());
    let done = check(&draft, "references", |asked| {
        let name = asked.path.rsplit('/').next().unwrap_or_default().to_owned();
        let there = json!({"metadata": {"name": name}});
        asked.path.contains("/secrets/").then_some(Reply::Json(200, there))
    })
    .await;
    assert!(done.words.join(" ").starts_with("3 more references"), "{done:?}");
}

#[tokio::test]
async fn a_quota_that_wants_an_amount_said_names_the_container_that_does_not() {
    let mut draft = draft();
    draft.set("containers.1.cpu-limit", "");
    let quota = |spec: Value| {
        move |asked: &Asked| {
            let items = json!({"items": [{"metadata": {"name": "team"}, "spec": spec, "status": {}}]});
            asked
                .path
                .ends_with("/resourcequotas")
                .then_some(Reply::Json(200, items))
        }
    };
    let done = check(&draft, "quota", quota(json!({"hard": {"limits.cpu": "4"}}))).await;
    assert_eq!(
        (done.state, found(&done)),
        (CheckState::Failed, vec![(Code::QuotaNeeds, "containers.1.cpu-limit")])
    );
    // What counts some Pods only is not reckoned, and that is no "passed".
    let some = json!({"hard": {"limits.cpu": "4"}, "scopes": ["BestEffort"]});
    let done = check(&draft, "quota", quota(some)).await;
    assert_eq!((done.state, found(&done)), (CheckState::Unmade, vec![]));
    assert!(done.words.join(" ").contains("team"), "{done:?}");
}

#[tokio::test]
async fn what_could_not_be_checked_says_why() {
    let done = check(&draft(), "pods", |asked| {
        let pods = asked.body["spec"]["resourceAttributes"]["resource"] == "pods";
        pods.then(|| Reply::Json(200, json!({"status": {"allowed": false}})))
    })
    .await;
    assert_eq!(done.state, CheckState::Unmade);
    assert!(done.words.join(" ").contains("create pods"), "{done:?}");
    for (name, resource) in [
        ("nodes", "nodes"),
        ("quota", "resourcequotas"),
        ("limits", "limitranges"),
    ] {
        let words = format!("{resource} is forbidden: User \"ann\" cannot list");
        let end = format!("/{resource}");
        let said = words.clone();
        let done = check(&draft(), name, move |asked| {
            asked
                .path
                .ends_with(&end)
                .then(|| status(403, "Forbidden", &said, json!({})))
        })
        .await;
        assert_eq!(done.state, CheckState::Unmade, "{name}");
        assert!(done.words.join(" ").contains(&words), "{done:?}");
    }
}

#[tokio::test]
async fn a_person_whom_the_cluster_does_not_know_any_more_is_asked_for_and_told_no_checks() {
    let server = Server::new(|_, _| status(401, "Unauthorized", "Unauthorized", json!({})));
    let error = server.port.preflight(&Caller::Local, &draft()).await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::Unauthorized, 401));
}

#[tokio::test]
async fn a_service_is_tried_out_with_its_task() {
    let mut draft = draft();
    let service = json!([{"key": 7, "name": "front", "type": "ClusterIP", "ports": [{"key": 9, "port": "80"}]}]);
    draft.set("services", service);
    let is_service = |asked: &Asked| asked.body["kind"] == "Service";
    let refused = check(&draft, "dry-run", move |asked| {
        let cause = json!({"reason": "FieldValueInvalid", "message": "no", "field": "spec.ports[0].port"});
        let refusal = || {
            status(
                422,
                "Invalid",
                "Service \"front\" is invalid",
                json!({"causes": [cause.clone()]}),
            )
        };
        is_service(asked).then(refusal)
    })
    .await;
    assert_eq!(refused.state, CheckState::Failed);
    assert_eq!(found(&refused), [(Code::ServerRefused, "services.7.ports.9.port")]);
    let dropped = check(&draft, "dry-run", move |asked| {
        let mut answer = asked.body.clone();
        is_service(asked).then(|| {
            answer["spec"].as_object_mut().unwrap().remove("ports");
            kept(&answer)
        })
    })
    .await;
    assert!(
        found(&dropped).iter().all(|(code, _)| *code == Code::IgnoredByCluster) && !dropped.findings.is_empty(),
        "{dropped:?}"
    );
}
