//! The stream of a page.

use std::time::Duration;

use app::api::{ApiError, ErrorKind, Frame, FrameBody};
use axum::Router;
use cluster::{Client, Clusters};
use futures::{SinkExt, StreamExt};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use job::status::Word;
use serde_json::json;
use tokio::io::DuplexStream;
use tokio_tungstenite::tungstenite::{self, Message, client::IntoClientRequest};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::bench::{HOST, Obedient, call, console};
use crate::practice::{create, practice, task};

pub struct Page {
    socket: WebSocketStream<DuplexStream>,
    seq: u64,
}

/// Opens a stream over a pipe that holds so many bytes: no socket, so that time can be the test's.
async fn open_by(router: &Router, query: &str, holds: usize) -> Result<Page, tungstenite::Error> {
    open_as(router, query, holds, "").await
}

/// The same with cookies.
pub async fn open_as(router: &Router, query: &str, holds: usize, cookies: &str) -> Result<Page, tungstenite::Error> {
    let (ours, theirs) = tokio::io::duplex(holds);
    let service = TowerToHyperService::new(router.clone());
    let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(theirs), service);
    tokio::spawn(async move { connection.with_upgrades().await });
    let mut request = format!("ws://{HOST}/api/stream?{query}").into_client_request().unwrap();
    request
        .headers_mut()
        .insert("origin", format!("http://{HOST}").parse().unwrap());
    request.headers_mut().insert("cookie", cookies.parse().unwrap());
    let (socket, _) = client_async(request, ours).await?;
    Ok(Page { socket, seq: 0 })
}

pub async fn open(router: &Router, query: &str) -> Page {
    open_by(router, query, 1 << 20).await.unwrap()
}

impl Page {
    /// The next frame, whose number is the next one.
    async fn frame(&mut self) -> FrameBody {
        let message = tokio::time::timeout(Duration::from_secs(20), self.socket.next()).await;
        let message = message.expect("in time").expect("the stream goes on").unwrap();
        let frame: Frame = serde_json::from_str(message.to_text().unwrap()).unwrap();
        assert_eq!(frame.seq, self.seq, "no frame is missing");
        self.seq += 1;
        frame.body
    }

    /// The first frame of that sort; others before it are passed over.
    pub async fn find<T>(&mut self, wanted: impl Fn(&FrameBody) -> Option<T>) -> T {
        // Where the clock is the test's, a stream that is only alive would go on without end.
        for _ in 0..1_000 {
            if let Some(found) = wanted(&self.frame().await) {
                return found;
            }
        }
        panic!("a thousand frames, and none of that sort");
    }

    /// The code it is closed with.
    pub async fn closed(&mut self) -> u16 {
        match self.socket.next().await {
            Some(Ok(Message::Close(Some(close)))) => close.code.into(),
            other => panic!("not closed: {other:?}"),
        }
    }
}

pub fn error_of(body: &FrameBody) -> Option<ApiError> {
    match body {
        FrameBody::State { error, .. } => error.clone(),
        _ => None,
    }
}

pub fn is_live(body: &FrameBody) -> Option<()> {
    matches!(body, FrameBody::State { live: true, .. }).then_some(())
}

/// A cluster that never answers.
pub fn mute() -> Clusters {
    mutes(&["mute"])
}

/// Several of them.
pub fn mutes(names: &[&str]) -> Clusters {
    let never = tower::service_fn(|_: http::Request<kube::client::Body>| async {
        std::future::pending::<Result<http::Response<kube::client::Body>, std::convert::Infallible>>().await
    });
    let one = |clusters: Clusters, name: &&str| {
        let client = Client::of(kube::Client::new(never, "default"), name);
        clusters.with(name, client, "default", false)
    };
    names.iter().fold(Clusters::default(), one)
}

#[tokio::test]
async fn a_state_comes_first_then_all_tasks_then_what_changes() {
    let bench = practice();
    create(&bench.router, "before", "busybox:forever").await;
    let mut page = open(&bench.router, "page=tasks&cluster=practice").await;
    let first = page.frame().await;
    assert!(matches!(first, FrameBody::State { error: None, .. }), "{first:?}");
    let names = page
        .find(|body| match body {
            FrameBody::Tasks { snapshot, upsert, gone } => {
                assert!(*snapshot && gone.is_empty());
                Some(upsert.iter().map(|row| row.name.clone()).collect::<Vec<_>>())
            }
            _ => None,
        })
        .await;
    assert_eq!(names, ["before"]);

    let uid = create(&bench.router, "backup", "busybox:forever").await;
    let running = |body: &FrameBody| match body {
        FrameBody::Tasks { snapshot, upsert, .. } => {
            assert!(!snapshot);
            upsert
                .iter()
                .find(|row| row.name == "backup" && row.status.word == Word::Running)
                .cloned()
        }
        _ => None,
    };
    let row = page.find(running).await;
    assert_eq!(
        (row.uid.as_str(), row.images),
        (uid.as_str(), vec!["busybox:forever".to_owned()])
    );

    call(
        &bench.router,
        "/api/delete",
        json!({"task": task("backup"), "uid": uid}),
    )
    .await;
    page.find(|body| matches!(body, FrameBody::Tasks { gone, .. } if *gone == [uid.clone()]).then_some(()))
        .await;
}

#[tokio::test]
async fn a_tasks_page_sees_it_come_work_and_go() {
    let bench = practice();
    let mut page = open(
        &bench.router,
        "page=task&cluster=practice&namespace=default&name=backup",
    )
    .await;
    page.find(is_live).await;
    assert_eq!(page.frame().await, FrameBody::Task { task: None });
    let uid = create(&bench.router, "backup", "busybox:quick").await;
    let detail = page
        .find(|body| match body {
            FrameBody::Task { task: Some(task) } if task.row.status.word == Word::Succeeded => Some(task.clone()),
            _ => None,
        })
        .await;
    assert_eq!(
        (detail.row.uid.as_str(), detail.description.as_str()),
        (uid.as_str(), "nightly")
    );
    assert_eq!(
        detail.pods.iter().map(|pod| pod.word.as_str()).collect::<Vec<_>>(),
        ["Completed", "Completed"]
    );
    assert!(detail.pods.iter().all(|pod| !pod.bad && pod.words.is_empty()));
    assert!(detail.events.iter().any(|event| event.reason == "SuccessfulCreate"));
    assert!(
        detail
            .events
            .is_sorted_by_key(|event| std::cmp::Reverse(event.last_seen)),
        "newest first"
    );
    call(
        &bench.router,
        "/api/delete",
        json!({"task": task("backup"), "uid": uid}),
    )
    .await;
    page.find(|body| (*body == FrameBody::Task { task: None }).then_some(()))
        .await;
}

#[tokio::test]
async fn a_pod_that_cannot_start_says_why() {
    let bench = practice();
    create(&bench.router, "backup", "busybox:missing").await;
    let mut page = open(
        &bench.router,
        "page=task&cluster=practice&namespace=default&name=backup",
    )
    .await;
    let pod = page
        .find(|body| match body {
            FrameBody::Task { task: Some(task) } => task.pods.iter().find(|pod| pod.bad).cloned(),
            _ => None,
        })
        .await;
    assert!(
        ["ErrImagePull", "ImagePullBackOff"].contains(&pod.word.as_str()),
        "{pod:?}"
    );
    assert!(!pod.words.is_empty());
}

#[tokio::test]
async fn ten_pages_share_what_they_look_at() {
    let bench = practice();
    let mut pages = Vec::new();
    for _ in 0..10 {
        let mut page = open(&bench.router, "page=tasks&cluster=practice&namespace=default").await;
        page.find(is_live).await;
        pages.push(page);
    }
    assert_eq!(bench.console.hub.watched(), 1);
}

#[tokio::test]
async fn an_unknown_cluster_is_told_in_the_stream_which_then_ends() {
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), Clusters::default());
    let mut page = open(&router, "page=tasks&cluster=nope").await;
    let error = page.find(error_of).await;
    assert_eq!(
        (error.kind, error.cluster.as_str()),
        (ErrorKind::UnknownCluster, "nope")
    );
    assert_eq!(page.closed().await, 1008);
}

#[tokio::test]
async fn what_the_person_may_not_watch_ends_the_stream() {
    let refused = tower::service_fn(|_: http::Request<kube::client::Body>| async {
        let status = json!({"kind": "Status", "code": 403, "reason": "Forbidden", "message": "no jobs for you"});
        let body = kube::client::Body::from(status.to_string().into_bytes());
        Ok::<_, std::convert::Infallible>(http::Response::builder().status(403).body(body).unwrap())
    });
    let client = Client::of(kube::Client::new(refused, "default"), "c");
    let clusters = Clusters::default().with("c", client, "default", false);
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), clusters);
    let mut page = open(&router, "page=tasks&cluster=c&namespace=default").await;
    let error = page
        .find(|body| match body {
            FrameBody::State { error, .. } => error.clone(),
            _ => None,
        })
        .await;
    assert_eq!(
        (error.kind, error.words.as_str()),
        (ErrorKind::Forbidden, "no jobs for you")
    );
    assert_eq!(page.closed().await, 1008);
}

#[tokio::test]
async fn a_request_that_cannot_be_read_is_told_in_the_stream() {
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), Clusters::default());
    for query in ["", "page=nope&cluster=a", "cluster=a"] {
        let mut page = open(&router, query).await;
        let FrameBody::State { error: Some(error), .. } = page.frame().await else {
            panic!()
        };
        assert_eq!(error.kind, ErrorKind::ConsoleRefused);
        assert_eq!(page.closed().await, 1008);
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_says_that_it_is_alive() {
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), mute());
    let began = tokio::time::Instant::now();
    let mut page = open(&router, "page=tasks&cluster=mute").await;
    assert!(matches!(
        page.frame().await,
        FrameBody::State {
            live: false,
            error: None,
            ..
        }
    ));
    assert_eq!(page.frame().await, FrameBody::Alive);
    assert_eq!(began.elapsed().as_secs(), 15);
}

#[tokio::test(start_paused = true)]
async fn a_namespace_that_cannot_be_stays_told_and_does_not_make_the_page_ask_again() {
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), mute());
    let mut page = open(&router, "page=tasks&cluster=mute&namespace=No/Name").await;
    let error = page.find(error_of).await;
    assert_eq!(error.kind, ErrorKind::Refused);
    assert_eq!(page.frame().await, FrameBody::Alive);
}

#[tokio::test]
async fn pings_are_answered() {
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), mute());
    let mut page = open(&router, "page=tasks&cluster=mute").await;
    page.frame().await;
    page.socket.send(Message::Ping("hello".into())).await.unwrap();
    assert_eq!(
        page.socket.next().await.unwrap().unwrap(),
        Message::Pong("hello".into())
    );
}

#[tokio::test]
async fn a_page_that_says_too_much_is_let_go() {
    let (router, _console, _stop) = console(std::sync::Arc::new(Obedient), mute());
    let mut page = open(&router, "page=tasks&cluster=mute").await;
    page.frame().await;
    page.socket.send(Message::Text("x".repeat(5000).into())).await.unwrap();
    assert!(!matches!(page.socket.next().await, Some(Ok(Message::Text(_)))));
}

#[tokio::test(start_paused = true)]
async fn a_page_that_takes_nothing_is_let_go_after_half_a_minute() {
    let (router, console, _stop) = console(std::sync::Arc::new(Obedient), mute());
    let free = console.streams.available_permits();
    let _page = open_by(&router, "page=tasks&cluster=mute", 16).await.unwrap();
    tokio::time::sleep(Duration::from_secs(29)).await;
    assert_eq!(console.streams.available_permits(), free - 1);
    tokio::time::sleep(Duration::from_secs(7)).await;
    assert_eq!(console.streams.available_permits(), free);
}

#[tokio::test]
async fn a_page_that_leaves_is_forgotten() {
    let (router, console, _stop) = console(std::sync::Arc::new(Obedient), mute());
    let free = console.streams.available_permits();
    let mut page = open(&router, "page=tasks&cluster=mute").await;
    page.frame().await;
    assert_eq!(console.streams.available_permits(), free - 1);
    drop(page);
    while console.streams.available_permits() < free {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_console_that_stops_closes_streams_at_once() {
    let bench = practice();
    let mut page = open(&bench.router, "page=tasks&cluster=practice").await;
    page.find(is_live).await;
    page.frame().await;
    bench.stop.send_replace(true);
    assert_eq!(page.closed().await, 1001);
}
