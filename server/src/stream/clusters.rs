//! The page of clusters: each is asked by itself and told as it answers, so that a dead or slow one keeps no other
//! waiting; and again from time to time.

use std::time::Duration;

use app::api::{Caller, FrameBody};
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use tokio::time::Instant;

use super::line::{Line, Over};
use super::{at, now, stopped};
use crate::{Console, errors};

/// Between two rounds.
const AGAIN: Duration = Duration::from_secs(60);

/// Shows the clusters until somebody ends it.
pub(super) async fn show(console: &Console, line: &mut Line, caller: &Caller) -> Over {
    let mut stop = console.stop.clone();
    let signs_in = matches!(caller, Caller::Person(_));
    let state = FrameBody::State {
        live: true,
        error: None,
        limits: Vec::new(),
        now: now(),
    };
    if let Err(over) = line.say(state).await {
        return over;
    }
    loop {
        // Contexts with a plugin are contacted only when they are opened.
        let known = console.clusters.list().into_iter().filter(|known| !known.on_demand);
        let mut answers: FuturesUnordered<_> = known
            .map(|known| async move {
                let answer = console.port.cluster(caller, &known.name).await;
                (known.name, answer)
            })
            .collect();
        let again = Instant::now() + AGAIN;
        loop {
            let silence = line.silence();
            let told = tokio::select! {
                () = stopped(&mut stop) => Err(Over::Stopping),
                () = line.left() => Err(Over::Left),
                Some((name, answer)) = answers.next() => {
                    let (info, error) = match answer {
                        Ok(info) => (Some(info), None),
                        Err(error) => (None, Some(errors::told(signs_in, error))),
                    };
                    line.say(FrameBody::Cluster { name, info, error }).await
                }
                () = at(Some(again)) => break,
                () = at(Some(silence)) => line.say(FrameBody::Alive).await,
            };
            if let Err(over) = told {
                return over;
            }
        }
    }
}
