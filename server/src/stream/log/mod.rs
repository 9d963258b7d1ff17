//! What a container says, as it says it.
//!
//! A page takes some hundred kilobytes in a second; a container may say a thousand times that. So what is read waits in
//! a [`Tail`] of fixed size, of which the oldest goes: the page shows the newest and says how much it left out.

mod tail;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use app::api::{ApiError, Caller, ErrorKind, FrameBody, StreamRequest};
use cluster::access::can_i;
use cluster::logs::{LogRequest, log};
use cluster::{Client, Error, Refusal};
use futures::{FutureExt, StreamExt};
use tokio::sync::Notify;
use tokio::time::Instant;

use self::tail::{Tail, time_of};
use super::line::{Line, Over};
use super::{at, ends, now, stopped, trouble};
use crate::port::sign_in::identity;
use crate::{Console, errors};

/// Lines to begin with: when nothing is said, and at most.
const LINES: (u32, u32) = (500, 5_000);
/// Between two frames, at least; and so many bytes in a second.
const PAUSE: Duration = Duration::from_millis(200);
const RATE: f64 = 400_000.0;
/// Whether the person still may is asked so often: a log that was begun goes on without.
const ASK: Duration = Duration::from_secs(30);
/// For an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// After such a silence of a followed log it is asked whether there is more; then after twice as long, to the second.
const QUIET: Duration = Duration::from_secs(30);
const LONGEST_QUIET: Duration = Duration::from_secs(480);
/// Before a log that broke is begun anew.
const AGAIN: Duration = Duration::from_secs(5);

/// What was read and waits to be shown.
struct Said {
    tail: Mutex<Tail>,
    news: Notify,
    /// The log was opened: it is read from its beginning.
    begun: Notify,
    /// The time of the line for which a silent log was begun anew last.
    seen: Mutex<Vec<u8>>,
}

impl Said {
    fn tail(&self) -> std::sync::MutexGuard<'_, Tail> {
        self.tail.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why something is done.
enum Happened {
    Stop,
    Left,
    Silence,
    TokenEnds,
    Due,
    Said,
    Begun,
    Read(Result<(), ApiError>),
    May(Result<(), ApiError>),
}

/// Shows a log until somebody ends it.
pub(super) async fn show(console: &Console, line: &mut Line, request: &StreamRequest, caller: &Caller) -> Over {
    let mut stop = console.stop.clone();
    let signs_in = matches!(caller, Caller::Person(_));
    let most = if request.lines == 0 {
        LINES.0
    } else {
        request.lines.min(LINES.1)
    };
    let said = Said {
        tail: Mutex::new(Tail::new(most as usize)),
        news: Notify::new(),
        begun: Notify::new(),
        seen: Mutex::default(),
    };
    let token_ends = ends(console, request, caller);
    let begin = |after| read(console, request, caller, most, &said, after).boxed();
    let mut reading = Some(begin(Duration::ZERO));
    let mut asking = may_still(console, request, caller).boxed();
    let (mut anew, mut ended, mut was_broken) = (true, false, false);
    // When the next frame may be sent, and whether there is something for one.
    let (mut next, mut is_due) = (Instant::now(), false);
    if let Err(over) = line.say(live()).await {
        return over;
    }
    loop {
        let silence = line.silence();
        let happened = tokio::select! {
            // In this order: that a log was begun anew is known before its first lines are told.
            biased;
            () = stopped(&mut stop) => Happened::Stop,
            () = line.left() => Happened::Left,
            () = said.begun.notified() => Happened::Begun,
            () = at(is_due.then_some(next)) => Happened::Due,
            () = said.news.notified(), if !is_due => Happened::Said,
            read = done(&mut reading) => Happened::Read(read),
            may = &mut asking => Happened::May(may),
            () = at(token_ends) => Happened::TokenEnds,
            () = at(Some(silence)) => Happened::Silence,
        };
        let told = match happened {
            Happened::Stop => Err(Over::Stopping),
            Happened::Left => Err(Over::Left),
            Happened::Silence => line.say(FrameBody::Alive).await,
            Happened::TokenEnds => {
                let words = "the session ended";
                let error = ApiError::console(ErrorKind::SignIn, 401, words);
                trouble(line, of(request, error)).await
            }
            Happened::Said => {
                is_due = true;
                Ok(())
            }
            Happened::Due => {
                is_due = false;
                let (lines, bytes, skipped) = said.tail().take();
                next = Instant::now() + PAUSE.max(Duration::from_secs_f64(bytes as f64 / RATE));
                if lines.is_empty() && skipped == 0 && !ended {
                    // A piece without a whole line.
                    continue;
                }
                if std::mem::take(&mut was_broken)
                    && let Err(over) = line.say(live()).await
                {
                    return over;
                }
                let body = FrameBody::Log {
                    anew: std::mem::take(&mut anew),
                    skipped,
                    lines,
                    ended,
                };
                line.say(body).await
            }
            // Of a container that runs, the way to it ended (a kubelet that starts anew, a proxy), not the log.
            Happened::Read(Ok(())) if request.follow => {
                reading = Some(begin(AGAIN));
                Ok(())
            }
            Happened::Read(Ok(())) => {
                said.tail().end();
                (reading, ended, is_due) = (None, true, true);
                Ok(())
            }
            Happened::Read(Err(error)) => {
                // What the cluster refused it would refuse again; what broke may be whole by then.
                let is_broken = !matches!(error.kind, ErrorKind::Refused | ErrorKind::NotFound);
                reading = is_broken.then(|| begin(AGAIN));
                // What waits comes again.
                *said.tail() = Tail::new(most as usize);
                (was_broken, is_due) = (true, false);
                trouble(line, errors::told(signs_in, error)).await
            }
            Happened::Begun => {
                // From its beginning: what waits of the reading before is part of it.
                (anew, is_due) = (true, false);
                Ok(())
            }
            Happened::May(Ok(())) => {
                asking = may_still(console, request, caller).boxed();
                Ok(())
            }
            Happened::May(Err(error)) => trouble(line, errors::told(signs_in, error)).await.and(Err(Over::Final)),
        };
        if let Err(over) = told {
            return over;
        }
    }
}

/// Reads to the end of the log. Its lines go into the tail as they come.
async fn read(
    console: &Console,
    request: &StreamRequest,
    caller: &Caller,
    lines: u32,
    said: &Said,
    after: Duration,
) -> Result<(), ApiError> {
    tokio::time::sleep(after).await;
    let failed = |error: Error| errors::of_cluster(&request.cluster, &error);
    let client = console.client(caller, &request.cluster).await?;
    let asked = LogRequest {
        follow: request.follow && !request.previous,
        tail_lines: Some(lines),
        previous: request.previous,
        timestamps: true,
        since: None,
    };
    let pieces = log(&client, &request.namespace, &request.name, &request.container, &asked);
    let mut pieces = pieces.await.map_err(failed)?;
    *said.tail() = Tail::new(lines as usize);
    said.begun.notify_one();
    let mut patience = QUIET;
    let mut is_left_behind = false;
    loop {
        match tokio::time::timeout(if is_left_behind { PATIENCE } else { patience }, pieces.next()).await {
            Ok(Some(piece)) => {
                said.tail().push(&piece.map_err(failed)?);
                said.news.notify_one();
                (patience, is_left_behind) = (QUIET, false);
            }
            Ok(None) => return Ok(()),
            // What went on did not come here either.
            Err(_) if is_left_behind => return Ok(()),
            Err(_) => {
                is_left_behind = request.follow && went_on(&client, request, said).await;
                patience = (patience * 2).min(LONGEST_QUIET);
            }
        }
    }
}

/// Whether a silent log went on elsewhere: a kubelet that turns the file over may leave who follows it at the old one
/// for good (<https://github.com/kubernetes/kubernetes/issues/115701>).
async fn went_on(client: &Client, request: &StreamRequest, said: &Said) -> bool {
    let asked = LogRequest {
        tail_lines: Some(1),
        timestamps: true,
        ..LogRequest::default()
    };
    let last = async {
        let pieces = log(client, &request.namespace, &request.name, &request.container, &asked);
        // The line may be long; its time is in the first piece of it.
        let piece = pieces.await.ok()?.next().await?.ok()?;
        Some(time_of(&piece).to_vec())
    };
    let Ok(Some(last)) = tokio::time::timeout(PATIENCE, last).await else {
        return false;
    };
    let is_new = !last.is_empty() && last != said.tail().newest();
    // Once for the same line: a way of telling times that differs must not begin it again and again.
    is_new
        && std::mem::replace(
            &mut *said.seen.lock().unwrap_or_else(PoisonError::into_inner),
            last.clone(),
        ) != last
}

/// Fails when the person may not read logs there any more; a cluster that does not say so in time changes nothing.
async fn may_still(console: &Console, request: &StreamRequest, caller: &Caller) -> Result<(), ApiError> {
    tokio::time::sleep(ASK).await;
    let failed = |error: &Error| errors::of_cluster(&request.cluster, error);
    let identity = identity(&console.clusters, caller, &request.cluster)?;
    let Ok(client) = console.clusters.client(&request.cluster, &identity).await else {
        return Ok(());
    };
    let namespace = request.namespace.as_str();
    let may = can_i(&client, Some(namespace), "get", "", "pods/log");
    match tokio::time::timeout(PATIENCE, may).await {
        Ok(Ok(false)) => {
            let refusal = Refusal {
                code: 403,
                message: format!("cannot get resource \"pods/log\" in API group \"\" in the namespace {namespace:?}"),
                ..Refusal::default()
            };
            Err(failed(&Error::Forbidden(Box::new(refusal))))
        }
        Ok(Err(error @ Error::Unauthorized(_))) => Err(failed(&error)),
        _ => Ok(()),
    }
}

fn of(request: &StreamRequest, error: ApiError) -> ApiError {
    ApiError {
        cluster: request.cluster.clone(),
        ..error
    }
}

fn live() -> FrameBody {
    FrameBody::State {
        live: true,
        error: None,
        limits: Vec::new(),
        now: now(),
    }
}

type Reading<'a> = futures::future::BoxFuture<'a, Result<(), ApiError>>;

async fn done(reading: &mut Option<Reading<'_>>) -> Result<(), ApiError> {
    match reading {
        Some(reading) => reading.await,
        None => std::future::pending().await,
    }
}
