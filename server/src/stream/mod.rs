//! `GET /api/stream`: the one stream of a page.
//!
//! A WebSocket, not server-sent events: over HTTP/1.1 a browser opens six connections to an origin, and every tab's
//! events would hold one for good. WebSockets are counted apart, so ten tabs work.
//!
//! The upgrade is always accepted; what goes wrong is told in frames, because a browser shows a page neither status
//! nor body of a refused WebSocket.

mod clusters;
mod line;
mod log;
mod look;
mod rows;
mod shown;

use std::sync::Arc;
use std::time::Duration;

use app::api::{ApiError, Caller, ErrorKind, FrameBody, StreamPage, StreamRequest};
use axum::extract::rejection::QueryRejection;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Query, State};
use axum::response::Response;
use cluster::watch::{Rights, View};
use futures::FutureExt;
use http::{HeaderMap, StatusCode};
use tokio::sync::watch;
use tokio::time::Instant;

use self::line::{Line, Over};
use self::look::{Looking, rights};
use self::shown::Shown;
use crate::{Console, errors};

/// Pages say nothing; what comes in are pings and the like.
const LARGEST_INCOMING: usize = 4096;
/// Before the watches are asked for anew when they ended by themselves.
const AGAIN: Duration = Duration::from_secs(1);

/// Opens a page's stream.
pub(crate) async fn open(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
    asked: Result<Query<StreamRequest>, QueryRejection>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let Ok(upgrade) = upgrade else {
        let words = "this address speaks WebSocket only";
        return errors::answer(&errors::refused(StatusCode::UPGRADE_REQUIRED, words));
    };
    let asked = asked.map(|Query(request)| request).map_err(|error| error.body_text());
    let caller = console.auth.caller(&headers);
    upgrade
        .max_message_size(LARGEST_INCOMING)
        .max_frame_size(LARGEST_INCOMING)
        .on_upgrade(move |socket| run(console, socket, asked, caller))
}

async fn run(console: Arc<Console>, socket: WebSocket, asked: Result<StreamRequest, String>, caller: Caller) {
    let mut line = Line::new(socket);
    let ended = match asked {
        Err(words) => refuse(&mut line, errors::refused(StatusCode::BAD_REQUEST, words)).await,
        Ok(request) => {
            let permit = match request.page {
                StreamPage::Log => console.log_permit(),
                StreamPage::Clusters | StreamPage::Tasks | StreamPage::Task => console.stream_permit(),
            };
            match (permit, request.page) {
                (Err(error), _) => refuse(&mut line, error).await,
                (Ok(_permit), StreamPage::Clusters) => clusters::show(&console, &mut line, &caller).await,
                (Ok(_permit), StreamPage::Log) => log::show(&console, &mut line, &request, &caller).await,
                (Ok(_permit), _) => show(&console, &mut line, &request, &caller).await,
            }
        }
    };
    match ended {
        Over::Left => {}
        Over::Final => line.close(close_code::POLICY, "the error above is final").await,
        Over::Stopping => line.close(close_code::AWAY, "the console stops").await,
    }
}

/// Tells what is wrong with the request itself, and ends.
async fn refuse(line: &mut Line, error: ApiError) -> Over {
    match line.say(shown::trouble(error, now())).await {
        Ok(()) => Over::Final,
        Err(over) => over,
    }
}

/// Shows the page until somebody ends it. Nothing is sent inside the `select!`: a frame that was begun is finished.
async fn show(console: &Console, line: &mut Line, request: &StreamRequest, caller: &Caller) -> Over {
    let mut stop = console.stop.clone();
    let mut shown = Shown::new(request, matches!(caller, Caller::Person(_)));
    let mut looking: Option<Looking> = None;
    let mut asking = Some(rights(console, request, caller).boxed());
    let mut ask_at = None;
    let ends = ends(console, request, caller);
    // Before anybody was asked: the page is heard.
    for frame in shown.frames(&View::default(), now()) {
        if let Err(over) = line.say(frame).await {
            return over;
        }
    }
    loop {
        let silence = line.silence();
        let happened = tokio::select! {
            () = stopped(&mut stop) => Happened::Stop,
            () = line.left() => Happened::Left,
            is_news = news(&mut looking) => if is_news { Happened::News } else { Happened::WatchesEnded },
            found = answer(&mut asking) => Happened::Rights(found),
            () = at(ask_at) => Happened::Ask,
            () = at(ends) => Happened::TokenEnds,
            () = at(Some(silence)) => Happened::Silence,
        };
        let told = match happened {
            Happened::TokenEnds => {
                let ended = ApiError {
                    cluster: request.cluster.clone(),
                    ..ApiError::console(ErrorKind::SignIn, 401, "the session ended")
                };
                trouble(line, ended).await
            }
            Happened::Stop => Err(Over::Stopping),
            Happened::Left => Err(Over::Left),
            Happened::Silence => line.say(FrameBody::Alive).await,
            Happened::News => tell(line, &mut shown, &mut looking).await,
            Happened::Ask => {
                (asking, ask_at) = (Some(rights(console, request, caller).boxed()), None);
                Ok(())
            }
            Happened::Rights(found) => {
                asking = None;
                match found.and_then(|found| Looking::on(looking.take(), console, request, caller, found)) {
                    Ok((now, is_another)) => {
                        ask_at = Some(Instant::now() + now.again());
                        looking = Some(now);
                        if is_another {
                            // Another view counts anew, so everything is told anew.
                            shown.forget();
                            tell(line, &mut shown, &mut looking).await
                        } else {
                            Ok(())
                        }
                    }
                    Err(error) => trouble(line, shown.told(error)).await,
                }
            }
            Happened::WatchesEnded => {
                (looking, asking) = (None, None);
                ask_at = Some(Instant::now() + AGAIN);
                Ok(())
            }
        };
        if let Err(over) = told {
            return over;
        }
    }
}

/// Why a stream does something.
enum Happened {
    Stop,
    Left,
    Silence,
    TokenEnds,
    News,
    Ask,
    Rights(Result<Option<Rights>, ApiError>),
    WatchesEnded,
}

/// Tells what is new. While it is sent, views go by: the next one is then the newest.
async fn tell(line: &mut Line, shown: &mut Shown, looking: &mut Option<Looking>) -> Result<(), Over> {
    let Some(view) = looking.as_mut().map(Looking::view) else {
        return Ok(());
    };
    for frame in shown.frames(&view, now()) {
        line.say(frame).await?;
    }
    if shown.is_over() { Err(Over::Final) } else { Ok(()) }
}

/// Tells what can never be watched. If that is not the end, the line stays open and quiet, lest the page ask anew
/// without end.
async fn trouble(line: &mut Line, error: ApiError) -> Result<(), Over> {
    let is_final = error.kind.ends_stream();
    line.say(shown::trouble(error, now())).await?;
    if is_final { Err(Over::Final) } else { Ok(()) }
}

/// Whether there is something new to see, once there is; `false` when the watches ended by themselves.
async fn news(looking: &mut Option<Looking>) -> bool {
    match looking {
        Some(looking) => looking.changed().await,
        None => std::future::pending().await,
    }
}

/// When the token ends with which the cluster is watched.
fn ends(console: &Console, request: &StreamRequest, caller: &Caller) -> Option<Instant> {
    let Caller::Person(tokens) = caller else { return None };
    let known = console.clusters.info(&request.cluster)?;
    let token = tokens.iter().find(|token| token.cluster == known.destination)?;
    let left = token.ends?.saturating_sub(jiff::Timestamp::now().as_second());
    // Not beyond a month: the sum must not overflow.
    Some(Instant::now() + Duration::from_secs(u64::try_from(left).unwrap_or(0).min(2_592_000)))
}

type Asking<'a> = futures::future::BoxFuture<'a, Result<Option<Rights>, ApiError>>;

async fn answer(asking: &mut Option<Asking<'_>>) -> Result<Option<Rights>, ApiError> {
    match asking {
        Some(asking) => asking.await,
        None => std::future::pending().await,
    }
}

async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        // Whoever could stop us is gone without doing so.
        std::future::pending::<()>().await;
    }
}

fn now() -> job::status::Millis {
    jiff::Timestamp::now().as_millisecond()
}
