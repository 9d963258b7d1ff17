//! What the server writes is what the browser reads: its readers are written by hand.

use std::fmt::Debug;

use app::api::{
    ApiError, CauseView, ClusterInfo, ClusterSummary, ConsoleInfo, ContainerRow, ErrorKind, EventRow, Frame, FrameBody,
    Looked, NameList, Outcome, PodRow, Read, RegistryInfo, RegistryTrouble, Sentence, SettingsProblem, Status,
    TaskDetail, TaskRow,
};
use job::context::{NodePorts, TakenName};
use job::image::{Facts, Unseen};
use job::status::{Progress, Word};
use job::{Args, Code, Defaults, DraftPath, Finding, Origin, Severity};
use serde::Serialize;
use serde_json::{Value, json};

fn survives<T: Serialize + Read + PartialEq + Debug>(value: T) {
    let written = serde_json::to_value(&value).unwrap();
    assert_eq!(T::read(&written), value, "{written}");
}

fn error() -> ApiError {
    ApiError {
        kind: ErrorKind::TooManyRequests,
        status: 429,
        words: "slow down".into(),
        cluster: "prod".into(),
        retry_after: Some(7),
    }
}

fn sentence() -> Sentence {
    Sentence {
        say: "crash-loop".into(),
        args: Args::with("container", "main").and("restarts", 3),
    }
}

fn row() -> TaskRow {
    TaskRow {
        uid: "u".into(),
        namespace: "batch".into(),
        name: "nightly".into(),
        images: vec!["a".into(), "b".into()],
        created: 1_700_000_000_123,
        suspended: true,
        status: Status {
            word: Word::Abnormal,
            headline: Some(sentence()),
            detail: None,
            advice: Some(sentence()),
            badge: Some(sentence()),
            progress: Progress {
                done: 1,
                total: Some(2),
                active: 3,
                running: 4,
                ready: 5,
                failed: 6,
                terminating: 7,
            },
        },
    }
}

#[test]
fn what_registries_say_is_read_as_it_was_written() {
    survives(RegistryInfo {
        name: "r.example:5000".into(),
        title: "Ours".into(),
        lists: true,
    });
    let said = |found: Option<NameList>, trouble: Option<RegistryTrouble>| Looked {
        found,
        trouble,
        secret: "key".into(),
        unread: vec!["other: forbidden".into()],
    };
    let (names, more) = (vec!["a".into(), "b/c".into()], true);
    survives(said(Some(NameList { names, more }), None));
    for why in Unseen::ALL {
        let words = "as it said".into();
        survives(said(None, Some(RegistryTrouble { why, words })));
    }
    survives(Facts {
        digest: "sha256:ab".into(),
        platforms: vec!["linux/amd64".into()],
        platform: "linux/amd64".into(),
        size: 5_000_000_000,
        user: "1000".into(),
        entrypoint: vec!["/bin/a".into()],
        command: vec!["b".into()],
        ports: vec!["8080/TCP".into()],
        working_dir: "/srv".into(),
        created: 1_700_000_000_000,
    });
}

#[test]
fn what_calls_answer_is_read_as_it_was_written() {
    survives(ConsoleInfo {
        version: "1".into(),
        clusters: vec![ClusterSummary {
            name: "prod".into(),
            practice: true,
            server: "https://x".into(),
            namespace: "batch".into(),
            current: true,
            insecure: true,
            fingerprint: "a1b2c3".into(),
            on_demand: true,
            person: "ann".into(),
        }],
        problems: vec![SettingsProblem {
            file: "f".into(),
            line: Some(3),
            words: "w".into(),
        }],
        defaults: Defaults::dce(),
        node_ports: NodePorts([20_000, 20_100]),
        signs_in: true,
    });
    survives(ClusterInfo {
        version: "v1.37.2".into(),
        namespaces: Some(vec!["a".into()]),
    });
    survives(ClusterInfo {
        version: String::new(),
        namespaces: None,
    });
    survives(Some(TakenName {
        namespace: "a".into(),
        name: "b".into(),
        free: "c".into(),
    }));
    survives(None::<TakenName>);
    survives(error());
}

#[test]
fn every_outcome_of_create_is_read_as_it_was_written() {
    let finding = Finding {
        path: DraftPath::container(3, "image"),
        api_path: "spec.x".into(),
        severity: Severity::Warning,
        origin: Origin::Node,
        code: Code::ImageForm,
        args: Args::with("image", "x"),
        server_words: Some("no".into()),
    };
    for outcome in [
        Outcome::Created {
            uid: "u".into(),
            warnings: vec!["w".into()],
        },
        Outcome::Refused {
            findings: vec![
                finding.clone(),
                Finding {
                    server_words: None,
                    ..finding
                },
            ],
        },
        Outcome::DryRunImpossible { error: error() },
        Outcome::NameTaken { free: "f".into() },
        Outcome::Lost { error: error() },
    ] {
        survives(outcome);
    }
}

#[test]
fn every_frame_of_the_stream_is_read_as_it_was_written() {
    let detail = TaskDetail {
        row: row(),
        description: "why".into(),
        causes: vec![CauseView {
            what: sentence(),
            advice: Some(sentence()),
            place: vec!["pod".into()],
            pods: 2,
            evidence: "e".into(),
            blocking: true,
        }],
        pods: vec![PodRow {
            uid: "p".into(),
            name: "nightly-x".into(),
            word: "Running".into(),
            bad: true,
            index: Some(0),
            node: "n".into(),
            restarts: 4,
            created: 5,
            words: "w".into(),
            containers: vec![ContainerRow {
                name: "main".into(),
                init: true,
                restarts: 2,
                speaks: true,
                runs: true,
            }],
        }],
        events: vec![EventRow {
            uid: "e".into(),
            about_kind: "Pod".into(),
            about_name: "nightly-x".into(),
            warning: true,
            reason: "BackOff".into(),
            words: "w".into(),
            last_seen: 6,
            count: 7,
        }],
    };
    let bodies = [
        FrameBody::Tasks {
            snapshot: true,
            upsert: vec![row()],
            gone: vec!["g".into()],
        },
        FrameBody::Task {
            task: Some(Box::new(detail)),
        },
        FrameBody::Task { task: None },
        FrameBody::State {
            live: true,
            error: Some(error()),
            limits: vec!["events".into()],
            now: 9,
        },
        FrameBody::Log {
            anew: true,
            skipped: 12,
            lines: vec!["2026-01-02T03:04:05Z a".into()],
            ended: true,
        },
        FrameBody::Alive,
    ];
    for (seq, body) in (0..).zip(bodies) {
        survives(Frame { seq, body });
    }
}

#[test]
fn what_another_release_says_is_read_as_far_as_it_is_known() {
    assert_eq!(ApiError::read(&json!({"kind": "later"})).kind, ErrorKind::ConsoleAnswer);
    assert_eq!(FrameBody::read(&json!({"later": {}})), FrameBody::Alive);
    assert!(matches!(Outcome::read(&json!("later")), Outcome::Lost { .. }));
    assert_eq!(TaskRow::read(&Value::Null).status.word, Word::Pending);
}
