//! Clusters do not get in each other's way.

use std::sync::Arc;
use std::time::Duration;

use app::api::ErrorKind;
use axum::Router;
use job::Defaults;
use job::context::NodePorts;
use sandbox::{Options, Pace, Practice};
use serde_json::json;
use server::Console;
use server::port::Kubernetes;
use server::session::Auth;
use tokio::sync::watch;

use crate::bench::{call, console, no_registries};
use crate::streams::mutes;

/// A console over clusters that never answer, and the practice cluster, which does.
struct Stage {
    router: Router,
    _console: Arc<Console>,
    _stop: watch::Sender<bool>,
    _practice: Practice,
}

fn stage(silent: &[&str]) -> Stage {
    let practice = Practice::start(Options {
        pace: Pace::faster(20.0),
    });
    let clusters = || mutes(silent).with_practice(kube::Client::new(practice.service(), "default"));
    let port = Kubernetes::new(
        Arc::new(clusters()),
        Defaults::safe(),
        NodePorts::default(),
        Arc::new(Auth::Local),
        no_registries(),
    );
    let (router, console, stop) = console(Arc::new(port), clusters());
    Stage {
        router,
        _console: console,
        _stop: stop,
        _practice: practice,
    }
}

#[tokio::test]
async fn calls_to_a_cluster_that_does_not_answer_leave_room_for_those_to_others() {
    let stage = stage(&["mute"]);
    let router = &stage.router;
    let all = server::Limits::ONE.calls;
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..all {
        let router = router.clone();
        waiting.spawn(async move { call(&router, "/api/cluster", json!({"cluster": "mute"})).await });
    }
    // Those for which there is no room are told at once; the others wait for the cluster.
    for _ in 0..all / 2 {
        let answer = tokio::time::timeout(Duration::from_secs(5), waiting.join_next()).await;
        let error = answer.expect("at once").unwrap().unwrap().error();
        assert_eq!(
            (error.kind, error.cluster.as_str()),
            (ErrorKind::TooManyRequests, "mute")
        );
        assert_eq!(error.retry_after, Some(1));
    }
    assert_eq!(waiting.len(), all / 2);
    let answer = call(router, "/api/cluster", json!({"cluster": "practice"})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(waiting.len(), all / 2, "none of them was given up for it");
}

#[tokio::test]
async fn each_further_cluster_that_hangs_takes_half_of_what_is_left() {
    let stage = stage(&["one", "two", "three"]);
    let router = &stage.router;
    let all = server::Limits::ONE.calls;
    let mut waiting = tokio::task::JoinSet::new();
    for (cluster, room) in [("one", all / 2), ("two", all / 4), ("three", all / 8)] {
        let before = waiting.len();
        // As many as the console takes at once: what the cluster has no room for is told at once.
        for _ in 0..all - before {
            let router = router.clone();
            waiting.spawn(async move { call(&router, "/api/cluster", json!({"cluster": cluster})).await });
        }
        for _ in 0..all - before - room {
            let answer = tokio::time::timeout(Duration::from_secs(5), waiting.join_next()).await;
            let error = answer.expect("at once").unwrap().unwrap().error();
            assert_eq!(
                (error.kind, error.cluster.as_str()),
                (ErrorKind::TooManyRequests, cluster)
            );
        }
        assert_eq!(waiting.len(), before + room);
    }
    let answer = call(router, "/api/cluster", json!({"cluster": "practice"})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}
