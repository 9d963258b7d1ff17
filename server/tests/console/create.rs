//! A press of Create, against an API server that says what the test wants.

use app::api::{Attempt, Caller, ErrorKind, Outcome, Port, TaskAddress};
use http::Method;
use job::{Code, Defaults, Draft, DraftPath};
use serde_json::{Value, json};

use crate::api_server::{Reply, Server, exists, kept, missing, status, there};

/// A task that needs nothing more.
pub fn draft() -> Draft {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "backup");
    draft.set("basic.cluster", "c");
    draft.set("basic.namespace", "default");
    draft.set("containers.1.image", "busybox:1.36");
    draft
}

fn attempt(earlier: &[&str], without_dry_run: bool) -> Attempt {
    let earlier = earlier.iter().map(|id| (*id).to_owned()).collect();
    Attempt {
        id: "attempt-now".into(),
        earlier,
        without_dry_run,
    }
}

fn uid(outcome: Outcome) -> String {
    match outcome {
        Outcome::Created { uid, .. } => uid,
        other => panic!("not created: {other:?}"),
    }
}

#[tokio::test]
async fn a_good_draft_is_tried_and_posted_once_with_its_attempt() {
    let server = Server::new(|asked, _| kept(&asked.body));
    assert_eq!(uid(server.press(draft(), attempt(&[], false)).await.unwrap()), "u1");
    let asked = server.asked.lock().unwrap().clone();
    assert_eq!(asked.iter().map(|asked| asked.dry).collect::<Vec<_>>(), [true, false]);
    assert_eq!(
        asked[0].body["metadata"]["annotations"],
        Value::Null,
        "a dry run is no press"
    );
    assert_eq!(
        asked[1].body["metadata"]["annotations"]["slipway.dev/attempt"],
        "attempt-now"
    );
}

#[tokio::test]
async fn a_draft_with_errors_is_refused_without_asking_the_cluster() {
    let server = Server::new(|_, _| Reply::Lost);
    let mut draft = draft();
    draft.set("basic.name", "Backup");
    let Outcome::Refused { findings } = server.press(draft, attempt(&[], false)).await.unwrap() else {
        panic!()
    };
    assert!(findings.iter().all(|finding| finding.is_error()));
    assert_eq!(findings[0].path, DraftPath::NAME);
    assert!(server.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_the_dry_run_refuses_comes_home_to_the_fields() {
    let server = Server::new(|_, _| {
        let cause = json!({"reason": "FieldValueInvalid", "message": "bad image", "field": "spec.template.spec.containers[0].image"});
        status(422, "Invalid", "Job is invalid", json!({"causes": [cause]}))
    });
    let Outcome::Refused { findings } = server.press(draft(), attempt(&[], false)).await.unwrap() else {
        panic!()
    };
    assert_eq!(
        (findings[0].path.as_str(), findings[0].code),
        ("containers.1.image", Code::ServerRefused)
    );
    assert_eq!(findings[0].server_words.as_deref(), Some("bad image"));
    assert!(server.posts().is_empty());
}

#[tokio::test]
async fn a_missing_namespace_is_a_finding_at_its_field() {
    let server = Server::new(|_, _| {
        status(
            404,
            "NotFound",
            "namespaces \"default\" not found",
            json!({"kind": "namespaces", "name": "default"}),
        )
    });
    let Outcome::Refused { findings } = server.press(draft(), attempt(&[], false)).await.unwrap() else {
        panic!()
    };
    assert_eq!(
        (&findings[0].path, findings[0].code),
        (&DraftPath::NAMESPACE, Code::NamespaceMissing)
    );
}

#[tokio::test]
async fn a_setting_that_the_cluster_drops_keeps_the_task_from_being_created_unless_asked_for_anyway() {
    let server = Server::new(|asked, _| {
        let mut answer = asked.body.clone();
        answer["spec"].as_object_mut().unwrap().remove("parallelism");
        kept(&answer)
    });
    let Outcome::Refused { findings } = server.press(draft(), attempt(&[], false)).await.unwrap() else {
        panic!()
    };
    assert_eq!(
        (findings[0].code, findings[0].api_path.as_str()),
        (Code::IgnoredByCluster, "spec.parallelism")
    );
    assert!(findings[0].is_error() && server.posts().is_empty());
    assert_eq!(uid(server.press(draft(), attempt(&[], true)).await.unwrap()), "u1");
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_that_cannot_be_made_is_said_and_left_out_when_asked() {
    let silent = Server::new(|asked, _| if asked.dry { Reply::Silence } else { kept(&asked.body) });
    let unsupported = Server::new(|asked, _| match asked.dry {
        true => status(
            400,
            "BadRequest",
            "admission webhook \"x\" does not support dry run",
            json!({}),
        ),
        false => kept(&asked.body),
    });
    for (server, kind) in [(silent, ErrorKind::Timeout), (unsupported, ErrorKind::Refused)] {
        let outcome = server.press(draft(), attempt(&[], false)).await.unwrap();
        let Outcome::DryRunImpossible { error } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(error.kind, kind);
        assert!(server.posts().is_empty());
        assert_eq!(uid(server.press(draft(), attempt(&[], true)).await.unwrap()), "u1");
    }
}

#[tokio::test]
async fn what_is_not_about_the_draft_is_an_error_with_the_servers_status() {
    for (code, reason, kind) in [
        (401, "Unauthorized", ErrorKind::Unauthorized),
        (403, "Forbidden", ErrorKind::Forbidden),
        (429, "TooManyRequests", ErrorKind::TooManyRequests),
        (500, "InternalError", ErrorKind::ClusterFailed),
    ] {
        for without_dry_run in [false, true] {
            let server = Server::new(move |_, _| status(code, reason, "no", json!({})));
            let error = server.press(draft(), attempt(&[], without_dry_run)).await.unwrap_err();
            assert_eq!((error.kind, error.status, error.cluster.as_str()), (kind, code, "c"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_read_back_and_never_posted_again() {
    // There after the second look.
    let server = Server::new(|asked, count| match (asked.dry, asked.method == Method::POST) {
        (true, _) => kept(&asked.body),
        (false, true) => Reply::Lost,
        _ if count < 4 => missing(),
        _ => there("attempt-now"),
    });
    assert_eq!(uid(server.press(draft(), attempt(&[], false)).await.unwrap()), "u9");
    assert_eq!(server.posts().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_without_a_task_is_lost() {
    let server = Server::new(|asked, _| {
        if asked.method == Method::POST {
            Reply::Lost
        } else {
            missing()
        }
    });
    let before = tokio::time::Instant::now();
    let outcome = server.press(draft(), attempt(&[], true)).await.unwrap();
    assert!(
        matches!(&outcome, Outcome::Lost { error } if error.kind == ErrorKind::AnswerLost),
        "{outcome:?}"
    );
    assert!(before.elapsed().as_secs() <= 5);
    assert_eq!((server.posts().len(), server.asked.lock().unwrap().len()), (1, 4));
}

#[tokio::test(start_paused = true)]
async fn who_cannot_look_is_not_told_that_nothing_was_created() {
    let server = Server::new(|asked, _| match asked.method == Method::POST {
        true => Reply::Lost,
        false => status(403, "Forbidden", "you may not get jobs", json!({})),
    });
    let error = server.press(draft(), attempt(&[], true)).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::AnswerLost);
    assert!(error.words.contains("you may not get jobs"), "{}", error.words);
}

#[tokio::test]
async fn a_taken_name_is_ours_when_an_earlier_press_made_it() {
    for without_dry_run in [false, true] {
        let server = Server::new(|asked, _| {
            if asked.method == Method::POST {
                exists()
            } else {
                there("attempt-before")
            }
        });
        let made = server
            .press(draft(), attempt(&["attempt-before"], without_dry_run))
            .await
            .unwrap();
        assert_eq!(uid(made), "u9");
    }
}

#[tokio::test]
async fn a_name_that_is_anothers_comes_with_a_free_one() {
    for without_dry_run in [false, true] {
        let server = Server::new(|asked, count| match asked.method == Method::POST {
            true => exists(),
            false if count == 2 => there("attempt-of-another"),
            false => Reply::Json(
                200,
                json!({"metadata": {}, "items": [{"metadata": {"name": "backup"}}]}),
            ),
        });
        let outcome = server
            .press(draft(), attempt(&["attempt-before"], without_dry_run))
            .await
            .unwrap();
        assert_eq!(
            outcome,
            Outcome::NameTaken {
                free: "backup-2".into()
            }
        );
    }
}

#[tokio::test]
async fn attempts_are_of_one_form_only() {
    let server = Server::new(|_, _| Reply::Lost);
    for (id, earlier) in [("short", "attempt-before"), ("attempt-now", "With Space!")] {
        let attempt = Attempt {
            id: id.into(),
            earlier: vec![earlier.into()],
            without_dry_run: false,
        };
        let error = server.press(draft(), attempt).await.unwrap_err();
        assert_eq!((error.kind, error.status), (ErrorKind::ConsoleRefused, 400));
    }
    let task = TaskAddress {
        cluster: "c".into(),
        namespace: "default".into(),
        name: "backup".into(),
    };
    let error = server
        .port
        .read_back(&Caller::Local, &task, &["$(x)".into()])
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::ConsoleRefused);
    assert!(server.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn reading_back_tells_ours_from_others_and_from_none() {
    let task = TaskAddress {
        cluster: "c".into(),
        namespace: "default".into(),
        name: "backup".into(),
    };
    let server = Server::new(|_, count| match count {
        1 => there("attempt-before"),
        2 => missing(),
        3 => there("attempt-of-another"),
        _ => Reply::Json(200, json!({"metadata": {}, "items": []})),
    });
    let look = || async {
        server
            .port
            .read_back(&Caller::Local, &task, &["attempt-before".into()])
            .await
            .unwrap()
    };
    assert_eq!(uid(look().await), "u9");
    assert!(matches!(look().await, Outcome::Lost { .. }));
    assert!(matches!(look().await, Outcome::NameTaken { .. }));
}
