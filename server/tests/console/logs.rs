//! What a container says, on a page and as a file.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use app::api::{ErrorKind, FrameBody};
use axum::Router;
use axum::body::Body as Asked;
use bytes::Bytes;
use cluster::{Client, Clusters};
use futures::StreamExt;
use http::{Request, Response};
use kube::client::Body;
use serde_json::{Value, json};
use server::session::Auth;
use tokio::time::Instant;
use tower::ServiceExt;

use crate::bench::{Obedient, console_with, get, request, send};
use crate::practice::{create, practice};
use crate::streams::{error_of, is_live, open};

const LOG: &str = "page=log&cluster=c&namespace=default&name=pod&container=main";

/// A cluster whose containers have said so many pieces of one line, and where logs may be read or not.
#[derive(Clone, Default)]
struct Talker {
    pieces: u64,
    size: usize,
    goes_on: bool,
    /// Before each piece.
    every: Duration,
    denied: Arc<AtomicBool>,
    /// The next log breaks within its second line.
    breaks: Arc<AtomicBool>,
    /// Who asks anew for the last line gets one that who follows is not told.
    turned_over: Arc<AtomicBool>,
    /// Pieces that were taken.
    taken: Arc<AtomicU64>,
}

impl Talker {
    fn router(&self) -> Router {
        self.console().0
    }

    fn console(&self) -> (Router, Arc<server::Console>) {
        let this = self.clone();
        let service = tower::service_fn(move |request: Request<Body>| {
            let this = this.clone();
            async move { Ok::<_, std::convert::Infallible>(this.answer(&request)) }
        });
        let client = Client::of(kube::Client::new(service, "default"), "the test's server");
        let clusters = Arc::new(Clusters::default().with("c", client, "default", false));
        let (router, console, stop) = console_with(Arc::new(Obedient), Arc::new(Auth::Local), clusters);
        // It lives as long as the test.
        std::mem::forget(stop);
        (router, console)
    }

    fn answer(&self, request: &Request<Body>) -> Response<Asked> {
        if request.uri().path().ends_with("selfsubjectaccessreviews") {
            let review = json!({"status": {"allowed": !self.denied.load(Ordering::SeqCst)}});
            return Response::builder()
                .status(201)
                .body(Asked::from(review.to_string()))
                .unwrap();
        }
        if self.breaks.swap(false, Ordering::SeqCst) {
            let begun = "2026-01-02T03:04:05Z one\n2026-01-02T03:04:06Z hal";
            let pieces = [Ok(Bytes::from(begun)), Err(std::io::Error::other("the way broke"))];
            return Response::new(Asked::from_stream(futures::stream::iter(pieces)));
        }
        if request
            .uri()
            .query()
            .is_some_and(|query| query.contains("tailLines=1&") || query.ends_with("tailLines=1"))
        {
            let second = if self.turned_over.load(Ordering::SeqCst) {
                "07"
            } else {
                "05"
            };
            return Response::new(Asked::from(format!("2026-01-02T03:04:{second}.000000006Z last\n")));
        }
        let mut line = b"2026-01-02T03:04:05.000000006Z ".to_vec();
        line.resize(self.size.max(line.len()), b'x');
        line.push(b'\n');
        let line = Bytes::from(line);
        let taken = self.taken.clone();
        let every = self.every;
        let said = futures::stream::iter(0..self.pieces).then(move |_| {
            let (taken, line) = (taken.clone(), line.clone());
            async move {
                if !every.is_zero() {
                    tokio::time::sleep(every).await;
                }
                taken.fetch_add(1, Ordering::SeqCst);
                Ok::<_, std::io::Error>(line)
            }
        });
        let said = match self.goes_on {
            true => said.chain(futures::stream::pending()).boxed(),
            false => said.boxed(),
        };
        Response::new(Asked::from_stream(said))
    }
}

/// Lines and how many were skipped, to the end of the log.
async fn to_the_end(router: &Router, query: &str) -> (Vec<String>, u64) {
    let mut page = open(router, query).await;
    let (mut all, mut left_out) = (Vec::new(), 0);
    loop {
        let (lines, skipped, ended) = page
            .find(|body| match body {
                FrameBody::Log {
                    lines, skipped, ended, ..
                } => Some((lines.clone(), *skipped, *ended)),
                _ => None,
            })
            .await;
        all.extend(lines);
        left_out += skipped;
        if ended {
            return (all, left_out);
        }
    }
}

/// Name of the Pod of that task, once its log can be read.
async fn pod_of(router: &Router, name: &str) -> String {
    let mut page = open(
        router,
        &format!("page=task&cluster=practice&namespace=default&name={name}"),
    )
    .await;
    page.find(|body| match body {
        FrameBody::Task { task: Some(task) } => {
            let pod = task
                .pods
                .first()
                .filter(|pod| pod.containers.iter().any(|container| container.speaks));
            pod.map(|pod| pod.name.clone())
        }
        _ => None,
    })
    .await
}

#[tokio::test]
async fn a_log_is_shown_with_its_times_to_its_end() {
    let bench = practice();
    create(&bench.router, "speaker", "busybox:quick").await;
    let pod = pod_of(&bench.router, "speaker").await;
    let query = format!("page=log&cluster=practice&namespace=default&name={pod}&container=container-1");
    let (lines, skipped) = to_the_end(&bench.router, &query).await;
    let (time, words) = lines[0].split_once(' ').unwrap();
    assert!(time.ends_with('Z') && time.parse::<jiff::Timestamp>().is_ok(), "{time}");
    assert_eq!((words, skipped), ("starting busybox:quick", 0));
}

#[tokio::test]
async fn of_more_than_a_page_takes_the_newest_is_shown_and_the_rest_counted() {
    let talker = Talker {
        pieces: 100_000,
        size: 1024,
        ..Talker::default()
    };
    let (lines, skipped) = to_the_end(&talker.router(), &format!("{LOG}&lines=100")).await;
    assert_eq!(lines.len() as u64 + skipped, 100_000, "none is lost without a word");
    assert!(lines.len() < 2_000, "{} lines", lines.len());
}

#[tokio::test]
async fn a_container_that_is_not_there_is_said_in_the_servers_words_and_the_line_stays_open() {
    let bench = practice();
    create(&bench.router, "speaker", "busybox:forever").await;
    let pod = pod_of(&bench.router, "speaker").await;
    for (name, container, kind) in [
        (pod.as_str(), "x", ErrorKind::Refused),
        ("nobody", "x", ErrorKind::NotFound),
    ] {
        let query = format!("page=log&cluster=practice&namespace=default&name={name}&container={container}");
        let mut page = open(&bench.router, &query).await;
        let error = page.find(error_of).await;
        assert_eq!(error.kind, kind, "{error:?}");
        assert!(error.words.contains(name), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_may_not_read_logs_any_more_sees_no_more_of_one_within_a_minute() {
    let talker = Talker {
        pieces: 3,
        goes_on: true,
        ..Talker::default()
    };
    let mut page = open(&talker.router(), LOG).await;
    page.find(|body| matches!(body, FrameBody::Log { .. }).then_some(()))
        .await;
    talker.denied.store(true, Ordering::SeqCst);
    let began = Instant::now();
    assert_eq!(page.find(error_of).await.kind, ErrorKind::Forbidden);
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    assert_eq!(page.closed().await, 1008);
}

#[tokio::test]
async fn a_file_is_the_whole_log_as_it_was_said() {
    let bench = practice();
    create(&bench.router, "speaker", "busybox:quick").await;
    let pod = pod_of(&bench.router, "speaker").await;
    to_the_end(
        &bench.router,
        &format!("page=log&cluster=practice&namespace=default&name={pod}&container=container-1"),
    )
    .await;
    let path = format!("/api/log?page=log&cluster=practice&namespace=default&name={pod}&container=container-1");
    let answer = get(&bench.router, &path).await;
    assert!(answer.body.starts_with("starting busybox:quick\n"), "{}", answer.body);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    let named = format!("attachment; filename=\"{pod}-container-1.log\"");
    assert_eq!(answer.header("content-disposition"), named);
    let missing = get(
        &bench.router,
        "/api/log?page=log&cluster=practice&namespace=default&name=x&container=y",
    )
    .await;
    assert_eq!(
        (missing.status.as_u16(), missing.error().kind),
        (404, ErrorKind::NotFound)
    );
}

#[tokio::test]
async fn a_file_of_a_gigabyte_passes_through_no_faster_than_it_is_taken() {
    const PIECE: usize = 1 << 20;
    let talker = Talker {
        pieces: 1 << 10,
        size: PIECE - 1,
        ..Talker::default()
    };
    let asked = request("GET", &format!("/api/log?{LOG}")).body(Asked::empty()).unwrap();
    let answer = talker.router().oneshot(asked).await.unwrap();
    let mut body = answer.into_body().into_data_stream();
    let mut bytes = body.next().await.unwrap().unwrap().len();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let ahead = talker.taken.load(Ordering::SeqCst) as usize * PIECE - bytes;
    assert!(ahead <= 8 * PIECE, "{ahead} bytes were read that nobody had asked for");
    while let Some(piece) = body.next().await {
        bytes += piece.unwrap().len();
    }
    assert_eq!(bytes, 1 << 30);
}

#[tokio::test(start_paused = true)]
async fn a_log_that_breaks_is_said_and_begun_anew_from_its_beginning() {
    let talker = Talker {
        pieces: 2,
        ..Talker::default()
    };
    talker.breaks.store(true, Ordering::SeqCst);
    let mut page = open(&talker.router(), LOG).await;
    page.find(error_of).await;
    page.find(is_live).await;
    let shown = page.find(|body| match body {
        FrameBody::Log { anew, lines, ended, .. } => Some((*anew, lines.clone(), *ended)),
        _ => None,
    });
    let line = "2026-01-02T03:04:05.000000006Z ".to_owned();
    assert_eq!(shown.await, (true, vec![line.clone(), line], true));
}

#[tokio::test(start_paused = true)]
async fn a_followed_log_that_ends_is_asked_for_again_until_the_container_is_known_to_have_ended() {
    let talker = Talker {
        pieces: 1,
        ..Talker::default()
    };
    let mut page = open(&talker.router(), &format!("{LOG}&follow=true")).await;
    for _ in 0..3 {
        let shown = page.find(|body| match body {
            FrameBody::Log { anew, lines, ended, .. } => Some((*anew, lines.len(), *ended)),
            _ => None,
        });
        assert_eq!(shown.await, (true, 1, false));
    }
}

#[tokio::test(start_paused = true)]
async fn a_followed_log_that_fell_silent_is_begun_anew_when_the_container_went_on() {
    let talker = Talker {
        pieces: 2,
        goes_on: true,
        ..Talker::default()
    };
    let said = |body: &FrameBody| match body {
        FrameBody::Log { anew, lines, .. } => Some((*anew, lines.len())),
        _ => None,
    };
    let mut page = open(&talker.router(), &format!("{LOG}&follow=true")).await;
    assert_eq!(page.find(said).await, (true, 2));
    // It says nothing more, as it says nothing more to who asks.
    let silence = tokio::time::timeout(Duration::from_secs(600), page.find(said));
    assert!(
        silence.await.is_err(),
        "a silent container is not asked for its log again"
    );
    talker.turned_over.store(true, Ordering::SeqCst);
    let began = Instant::now();
    assert_eq!(page.find(said).await, (true, 2));
    assert!(began.elapsed() < Duration::from_secs(600), "{:?}", began.elapsed());
    // What is told differently for good is taken once.
    let silence = tokio::time::timeout(Duration::from_secs(3_600), page.find(said));
    assert!(silence.await.is_err(), "once is enough");
}

#[tokio::test(start_paused = true)]
async fn a_followed_log_that_says_something_now_and_then_is_not_begun_anew() {
    // Who asks is told of the line first; it comes to who follows a moment later.
    let talker = Talker {
        pieces: 4,
        goes_on: true,
        every: Duration::from_millis(30_500),
        turned_over: Arc::new(AtomicBool::new(true)),
        ..Talker::default()
    };
    let mut page = open(&talker.router(), &format!("{LOG}&follow=true")).await;
    for is_first in [true, false, false, false] {
        let said = page.find(|body| match body {
            FrameBody::Log { anew, lines, .. } => Some((*anew, lines.len())),
            _ => None,
        });
        assert_eq!(said.await, (is_first, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_not_taken_is_broken_off_and_looks_so() {
    let talker = Talker {
        pieces: 100,
        size: 1 << 20,
        ..Talker::default()
    };
    let (router, console) = talker.console();
    let asked = request("GET", &format!("/api/log?{LOG}")).body(Asked::empty()).unwrap();
    let mut body = router.oneshot(asked).await.unwrap().into_body().into_data_stream();
    assert!(body.next().await.unwrap().is_ok());
    assert_eq!(console.logs.available_permits(), console.limits.logs - 1);
    tokio::time::sleep(Duration::from_secs(70)).await;
    assert_eq!(
        console.logs.available_permits(),
        console.limits.logs,
        "its place is another's"
    );
    let mut last = None;
    while let Some(piece) = body.next().await {
        last = Some(piece.is_ok());
    }
    assert_eq!(last, Some(false), "a file that is cut must not look whole");
}

#[tokio::test]
async fn logs_take_no_place_of_pages() {
    let talker = Talker {
        pieces: 1,
        goes_on: true,
        ..Talker::default()
    };
    let (router, console) = talker.console();
    let mut pages = Vec::new();
    for _ in 0..console.limits.logs {
        pages.push(open(&router, LOG).await);
    }
    let mut one_more = open(&router, LOG).await;
    assert_eq!(one_more.find(error_of).await.kind, ErrorKind::TooManyRequests);
    assert_eq!(console.streams.available_permits(), console.limits.streams);
}

#[tokio::test]
async fn a_file_is_named_by_letters_and_digits_only() {
    let talker = Talker {
        pieces: 1,
        ..Talker::default()
    };
    let path = "/api/log?page=log&cluster=c&namespace=a&name=a%22%3B%20filename%3D%22b.exe&container=%0d%0aX%3A1";
    let answer = get(&talker.router(), path).await;
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"afilenameb.exe-X1.log\""
    );
}

#[tokio::test]
async fn a_hostile_name_ends_in_the_servers_words_and_in_no_other_place() {
    let bench = practice();
    for name in ["..", "a%2Fb", "%2e%2e%2f%2e%2e", "pod%0d%0aX-Evil:%201", "%E4%BB%BB"] {
        let path = format!("/api/log?page=log&cluster=practice&namespace=default&name={name}&container={name}");
        let answer = get(&bench.router, &path).await;
        assert!(
            (400..500).contains(&answer.status.as_u16()),
            "{name}: {}",
            answer.status
        );
        assert!(answer.headers.get("x-evil").is_none());
    }
}

#[tokio::test]
async fn another_sites_page_gets_no_log() {
    let bench = practice();
    let asked = request("GET", &format!("/api/log?{LOG}")).header("sec-fetch-site", "cross-site");
    let answer = send(&bench.router, asked.body(Asked::empty()).unwrap()).await;
    assert_eq!(answer.status.as_u16(), 403);
    let _: Value = serde_json::from_str(&answer.body).unwrap();
}
