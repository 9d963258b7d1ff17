//! Names, versions and rights.

mod fake;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cluster::{Error, access, inventory, logs};
use fake::{Fake, Reply, json, status};
use futures::TryStreamExt;

fn names(names: &[&str], next: &str) -> Reply {
    let items: Vec<_> = names
        .iter()
        .map(|name| serde_json::json!({"metadata": {"name": name}}))
        .collect();
    json(
        200,
        &serde_json::json!({"metadata": {"continue": next}, "items": items}).to_string(),
    )
}

#[tokio::test]
async fn namespaces_are_fetched_by_pages_of_metadata() {
    let fake = Fake::start(|asked| {
        if asked.target.contains("continue=next%2Fpage") {
            names(&["b"], "")
        } else {
            names(&["a"], "next/page")
        }
    })
    .await;
    let found = inventory::namespaces(&fake.client()).await.unwrap();
    assert_eq!(
        (found.names.as_slice(), found.more),
        (["a".to_owned(), "b".to_owned()].as_slice(), false)
    );
    let asked = fake.asked();
    assert_eq!(asked[0].target, "/api/v1/namespaces?limit=500");
    assert!(asked[0].head.contains("as=PartialObjectMetadataList"));
}

#[tokio::test]
async fn a_read_whose_connection_broke_is_asked_once_more_and_no_oftener() {
    let broken = Arc::new(AtomicU32::new(1));
    let left = broken.clone();
    let fake = Fake::start(move |_| match left.load(Ordering::SeqCst) {
        0 => names(&["a"], ""),
        more => {
            left.store(more - 1, Ordering::SeqCst);
            Reply::Cut
        }
    })
    .await;
    let found = inventory::namespaces(&fake.client()).await.unwrap();
    assert_eq!((found.names, fake.count("GET")), (vec!["a".to_owned()], 2));
    broken.store(10, Ordering::SeqCst);
    let error = inventory::namespaces(&fake.client()).await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
    assert_eq!(fake.count("GET"), 4);
}

#[tokio::test]
async fn a_forgotten_page_begins_the_list_again() {
    let fake = Fake::start(|asked| {
        let first = asked.target.contains("continue");
        if first {
            status(410, "Expired", "too old")
        } else {
            names(&["a"], if asked.head.len() > 1 { "x" } else { "" })
        }
    })
    .await;
    let error = inventory::namespaces(&fake.client()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Other(refusal) if refusal.code == 410),
        "once only: {error:?}"
    );
    assert_eq!(fake.count("GET"), 4);
}

#[tokio::test]
async fn the_list_of_names_has_an_end() {
    let fake = Fake::start(|_| names(&["a"; 500], "more")).await;
    let found = inventory::task_names(&fake.client(), "n").await.unwrap();
    assert_eq!((found.names.len(), found.more), (10_000, true));
}

#[tokio::test]
async fn a_free_name_is_found_among_the_taken_ones() {
    let fake = Fake::start(|_| names(&["backup", "backup-2", "backup-4"], "")).await;
    assert_eq!(
        inventory::free_name(&fake.client(), "n", "backup").await.unwrap(),
        "backup-3"
    );
    assert_eq!(
        inventory::free_name(&fake.client(), "n", "other").await.unwrap(),
        "other"
    );
}

#[tokio::test]
async fn who_may_not_list_finds_a_free_name_by_looking() {
    let fake = Fake::start(|asked| match asked.target.split('?').next().unwrap() {
        "/apis/batch/v1/namespaces/n/jobs" => status(403, "Forbidden", "jobs.batch is forbidden"),
        "/apis/batch/v1/namespaces/n/jobs/a" => json(200, r#"{"metadata":{"name":"a","uid":"u"}}"#),
        _ => status(404, "NotFound", "not found"),
    })
    .await;
    assert_eq!(inventory::free_name(&fake.client(), "n", "a").await.unwrap(), "a-2");
    assert_eq!(
        inventory::name_taken(&fake.client(), "n", "a")
            .await
            .unwrap()
            .unwrap()
            .uid,
        "u"
    );
}

#[tokio::test]
async fn a_right_is_asked_for_with_its_subresource() {
    let fake = Fake::start(|_| json(201, r#"{"status":{"allowed":true}}"#)).await;
    assert!(
        access::can_i(&fake.client(), Some("n"), "get", "", "pods/log")
            .await
            .unwrap()
    );
    let body: serde_json::Value = serde_json::from_str(&fake.asked()[0].body).unwrap();
    let attributes = &body["spec"]["resourceAttributes"];
    assert_eq!(
        (attributes["resource"].as_str(), attributes["subresource"].as_str()),
        (Some("pods"), Some("log"))
    );
}

#[tokio::test]
async fn a_log_comes_as_it_is_and_a_refusal_with_its_words() {
    let fake = Fake::start(|asked| {
        if asked.target.contains("container=a") {
            fake::with_type(200, "text/plain", "", "one\ntwo")
        } else {
            status(400, "BadRequest", "container b is not valid for pod p")
        }
    })
    .await;
    let wanted = logs::LogRequest {
        tail_lines: Some(10),
        timestamps: true,
        since: Some("2026-01-02T03:04:05.678Z".parse().unwrap()),
        ..logs::LogRequest::default()
    };
    let log = logs::log(&fake.client(), "n", "p", "a", &wanted).await.unwrap();
    let pieces: Vec<_> = log.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), b"one\ntwo");
    let target =
        "/api/v1/namespaces/n/pods/p/log?container=a&timestamps=true&tailLines=10&sinceTime=2026-01-02T03%3A04%3A05Z";
    assert_eq!(fake.asked()[0].target, target);
    let error = logs::log(&fake.client(), "n", "p", "b", &wanted).await.err().unwrap();
    assert!(matches!(error, Error::BadRequest(_)), "{error:?}");
}

#[tokio::test]
async fn a_server_whose_clock_differs_is_noticed() {
    for day in ["Mon, 01 Jan 2001", "Fri, 01 Jan 2100"] {
        let date = format!("Date: {day} 00:00:00 GMT\r\n");
        let fake = Fake::start(move |_| fake::with_type(200, "application/json", &date, "{}")).await;
        let client = fake.client();
        assert_eq!(client.clock_offset_ms(), 0);
        let _ = inventory::version(&client).await;
        assert_ne!(client.clock_offset_ms(), 0, "{day}");
    }
}
