//! What containers print: made up from their times, kept nowhere.

use std::convert::Infallible;
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Frame;
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::watch;

use crate::object::{hash, items, name, text};
use crate::pace::Pace;
use crate::query::Query;
use crate::resource::Kind;
use crate::service::PracticeBody;
use crate::status::Refusal;
use crate::store::{Key, Store};
use crate::validate::Causes;

use super::script::Script;

/// As a node does, a log keeps only so many lines of a long run.
const MOST: u64 = 5000;

/// A container's log as it is now.
struct Log {
    image: String,
    /// Of which kind of container and Pod, so that two do not print the same.
    chance: u64,
    started: Timestamp,
    /// How and when it ended.
    ended: Option<(Timestamp, i64, String)>,
    /// The time between two lines.
    period: Duration,
    /// How many lines there are at most between the first and the last.
    most: u64,
}

impl Log {
    fn of(pod: &Value, status: &Value, previous: bool, pace: Pace) -> Option<Self> {
        let state = if previous { "/lastState" } else { "/state" };
        let state = status
            .pointer(state)
            .filter(|state| previous || state.get("waiting").is_none());
        // A container that waits for its restart shows what it printed before.
        let state = state.or_else(|| status.pointer("/lastState"))?;
        let (time, ended) = match (state.get("running"), state.get("terminated")) {
            (Some(running), _) => (text(running, "/startedAt"), None),
            (None, Some(over)) => {
                let finished = text(over, "/finishedAt").parse().ok()?;
                let exit = over["exitCode"].as_i64().unwrap_or(0);
                (
                    text(over, "/startedAt"),
                    Some((finished, exit, text(over, "/reason").to_owned())),
                )
            }
            _ => return None,
        };
        let (image, container) = (text(status, "/image"), text(status, "/name"));
        let init = items(pod, "/status/initContainerStatuses").contains(status);
        let script = Script::of(image, &format!("{}/{container}", name(pod)), init);
        Some(Self {
            image: image.into(),
            chance: hash(&format!("{}{container}", name(pod))),
            started: time.parse().ok()?,
            ended,
            period: pace.span(1.0).max(Duration::from_millis(1)),
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // seconds of a script
            most: script.seconds.map_or(86_400, |seconds| seconds as u64),
        })
    }

    /// How many lines were printed between the first and the last.
    fn middle(&self) -> u64 {
        // The times are whole seconds. Whoever followed the log has seen what came in the last of them.
        let end = self.ended.as_ref().map(|(time, _, _)| *time + Duration::from_secs(1));
        let lasted = end.unwrap_or_else(Timestamp::now).duration_since(self.started);
        let lines = u64::try_from(lasted.as_millis() / i128::try_from(self.period.as_millis()).unwrap_or(1).max(1));
        lines.unwrap_or(0).min(self.most)
    }

    fn first(&self) -> (Timestamp, String) {
        (self.started, format!("starting {}", self.image))
    }

    fn line(&self, index: u64) -> (Timestamp, String) {
        let time = self.period.saturating_mul(u32::try_from(index + 1).unwrap_or(u32::MAX));
        let done = (index + 1) * (17 + self.chance % 40);
        (
            self.started.saturating_add(time).unwrap_or(self.started),
            format!("level=info step={} records={done}", index + 1),
        )
    }

    fn last(&self) -> Option<(Timestamp, String)> {
        let (time, exit, reason) = self.ended.as_ref()?;
        let line = match (*exit, reason.as_str()) {
            (0, _) => "level=info msg=\"done\"".into(),
            // What is killed has no last word.
            (_, "OOMKilled") => return None,
            (143, _) => "level=info msg=\"received SIGTERM, stopping\"".into(),
            (code, _) => format!("level=error msg=\"giving up\" code={code}"),
        };
        Some((*time, line))
    }

    fn lines(&self) -> Vec<(Timestamp, String)> {
        let middle = self.middle();
        let mut lines = vec![self.first()];
        lines.extend((middle.saturating_sub(MOST)..middle).map(|index| self.line(index)));
        lines.extend(self.last());
        lines
    }
}

/// How a log is wanted.
struct Wish {
    container: String,
    previous: bool,
    timestamps: bool,
    since: Option<Timestamp>,
    tail: usize,
    bytes: usize,
}

impl Wish {
    fn parse(query: &Query) -> Result<Self, Refusal> {
        let mut causes = Causes::default();
        let mut number = |field: &str, least: i64, why: &str| {
            let number: Option<i64> = query.get(field).parse().ok();
            if let Some(number) = number.filter(|number| *number < least) {
                causes.invalid(field, number, why);
            }
            number.and_then(|number| usize::try_from(number).ok())
        };
        let tail = number("tailLines", 0, "must be greater than or equal to 0");
        let bytes = number("limitBytes", 1, "must be greater than 0");
        let seconds = number("sinceSeconds", 1, "must be greater than 0");
        let time: Option<Timestamp> = query.get("sinceTime").parse().ok();
        if seconds.is_some() && time.is_some() {
            causes.forbidden("", "at most one of `sinceTime` or `sinceSeconds` may be specified");
        }
        causes.settle(|causes| Refusal::invalid_options("PodLogOptions", causes))?;
        let ago = seconds.map(|seconds| Timestamp::now() - Duration::from_secs((seconds as u64).min(86_400 * 365)));
        Ok(Self {
            container: query.get("container").into(),
            previous: query.yes("previous"),
            timestamps: query.yes("timestamps"),
            since: time.or(ago),
            tail: tail.unwrap_or(usize::MAX),
            bytes: bytes.unwrap_or(usize::MAX),
        })
    }

    fn write(&self, lines: &[(Timestamp, String)]) -> String {
        let wanted = |time: &Timestamp| self.since.is_none_or(|since| *time >= since);
        let kept: Vec<_> = lines.iter().filter(|(time, _)| wanted(time)).collect();
        kept[kept.len().saturating_sub(self.tail)..]
            .iter()
            .map(|(time, line)| {
                if self.timestamps {
                    format!("{time:.9} {line}\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect()
    }
}

/// Answers a request for a log.
///
/// Nothing where there is no container yet, for the Pod has no node.
pub(crate) fn read(store: &Store, pace: Pace, key: &Key, query: &Query) -> Result<Option<PracticeBody>, Refusal> {
    let mut wish = Wish::parse(query)?;
    let bell = store.listen();
    let pod = store.read(|objects| objects.get(Kind::Pod, key).cloned());
    let pod = pod.ok_or_else(|| Refusal::not_found(Kind::Pod.resource(), &key.name))?;
    wish.container = container(&pod, &wish.container)?;
    if text(&pod, "/spec/nodeName").is_empty() {
        return Ok(None);
    }
    let status = status(&pod, &wish.container);
    let Some(log) = status.and_then(|status| Log::of(&pod, status, wish.previous, pace)) else {
        return Err(Refusal::bad_request(why_not(&pod, status, &wish)));
    };
    let mut start = wish.write(&log.lines()).into_bytes();
    start.truncate(wish.bytes);
    if !query.yes("follow") || log.ended.is_some() {
        return Ok(Some(Full::from(start).boxed_unsync()));
    }
    wish.tail = usize::MAX;
    let follow = Follow {
        store: store.clone(),
        bell,
        pace,
        key: key.clone(),
        sent: log.middle(),
        wish,
        start: Some(start.into()),
        over: false,
        period: log.period,
    };
    let frames = stream::unfold(follow, |mut follow| async move {
        let part = follow.next().await?;
        Some((Ok::<_, Infallible>(Frame::data(part)), follow))
    });
    Ok(Some(StreamBody::new(frames).boxed_unsync()))
}

fn container(pod: &Value, asked: &str) -> Result<String, Refusal> {
    let names = |list: &str| -> Vec<&str> {
        items(pod, &format!("/spec/{list}"))
            .iter()
            .map(|container| text(container, "/name"))
            .collect()
    };
    let (main, init) = (names("containers"), names("initContainers"));
    match (asked, main.as_slice()) {
        ("", [only]) if init.is_empty() => Ok((*only).into()),
        ("", _) => {
            let mut why = format!(
                "a container name must be specified for pod {}, choose one of: [{}]",
                name(pod),
                main.join(" ")
            );
            if !init.is_empty() {
                why.push_str(&format!(" or one of the init containers: [{}]", init.join(" ")));
            }
            Err(Refusal::bad_request(why))
        }
        _ if main.contains(&asked) || init.contains(&asked) => Ok(asked.into()),
        _ => Err(Refusal::bad_request(format!(
            "container {asked} is not valid for pod {}",
            name(pod)
        ))),
    }
}

fn status<'a>(pod: &'a Value, container: &str) -> Option<&'a Value> {
    ["containerStatuses", "initContainerStatuses"]
        .iter()
        .flat_map(|list| items(pod, &format!("/status/{list}")))
        .find(|status| status["name"] == container)
}

fn why_not(pod: &Value, status: Option<&Value>, wish: &Wish) -> String {
    let (container, pod) = (&wish.container, name(pod));
    if wish.previous {
        return format!("previous terminated container {container:?} in pod {pod:?} not found");
    }
    let reason = match status.map_or("", |status| text(status, "/state/waiting/reason")) {
        "" => "ContainerCreating",
        "ErrImagePull" => "image can't be pulled",
        "ImagePullBackOff" => "trying and failing to pull image",
        reason => reason,
    };
    format!("container {container:?} in pod {pod:?} is waiting to start: {reason}")
}

/// A log that is followed until its container ends.
struct Follow {
    store: Store,
    bell: watch::Receiver<u64>,
    pace: Pace,
    key: Key,
    wish: Wish,
    start: Option<Bytes>,
    sent: u64,
    over: bool,
    period: Duration,
}

impl Follow {
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(start) = self.start.take().filter(|start| !start.is_empty()) {
            return Some(start);
        }
        while !self.over {
            tokio::select! {
                rung = self.bell.changed() => self.over = rung.is_err(),
                () = tokio::time::sleep(self.period) => {}
            }
            let pod = self.store.read(|objects| objects.get(Kind::Pod, &self.key).cloned());
            let log = pod
                .as_ref()
                .and_then(|pod| Log::of(pod, status(pod, &self.wish.container)?, false, self.pace));
            let log = log?;
            let until = log.middle().max(self.sent);
            let mut lines: Vec<_> = (self.sent..until).map(|index| log.line(index)).collect();
            self.sent = until;
            self.over = log.ended.is_some();
            lines.extend(log.last());
            let part = self.wish.write(&lines);
            if !part.is_empty() {
                return Some(part.into());
            }
        }
        None
    }
}
