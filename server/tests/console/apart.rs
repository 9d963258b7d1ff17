//! Clusters do not get in each other's way.

use std::sync::Arc;
use std::time::Duration;

use app::api::ErrorKind;
use job::Defaults;
use job::context::NodePorts;
use sandbox::{Options, Pace, Practice};
use serde_json::json;
use server::port::Kubernetes;
use server::session::Auth;

use crate::bench::{call, console, no_registries};
use crate::streams::{mute, mutes};

#[tokio::test]
async fn calls_to_a_cluster_that_does_not_answer_leave_room_for_those_to_others() {
    let practice = Practice::start(Options {
        pace: Pace::faster(20.0),
    });
    let clusters = || mute().with_practice(kube::Client::new(practice.service(), "default"));
    let port = Kubernetes::new(
        Arc::new(clusters()),
        Defaults::safe(),
        NodePorts::default(),
        Arc::new(Auth::Local),
        no_registries(),
    );
    let (router, _console, _stop) = console(Arc::new(port), clusters());
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
    let answer = call(&router, "/api/cluster", json!({"cluster": "practice"})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(waiting.len(), all / 2, "none of them was given up for it");
}

#[tokio::test]
async fn each_further_cluster_that_hangs_takes_half_of_what_is_left() {
    let practice = Practice::start(Options {
        pace: Pace::faster(20.0),
    });
    let clusters = || mutes(&["one", "two", "three"]).with_practice(kube::Client::new(practice.service(), "default"));
    let port = Kubernetes::new(
        Arc::new(clusters()),
        Defaults::safe(),
        NodePorts::default(),
        Arc::new(Auth::Local),
        no_registries(),
    );
    let (router, _console, _stop) = console(Arc::new(port), clusters());
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
    let answer = call(&router, "/api/cluster", json!({"cluster": "practice"})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}
