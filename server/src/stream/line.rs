//! One connection: numbered frames out, pings in.

use std::time::Duration;

use app::api::{Frame, FrameBody};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use tokio::time::{Instant, timeout};

/// After so much silence the page is told that the stream is alive.
const SILENCE: Duration = Duration::from_secs(15);
/// Who does not take a frame for so long has gone, or sleeps.
const PATIENCE: Duration = Duration::from_secs(30);
/// For the last word.
const FAREWELL: Duration = Duration::from_secs(2);

/// Why a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// The page left, or takes nothing any more.
    Left,
    /// The page was told why there is nothing more to come.
    Final,
    /// The console stops.
    Stopping,
}

pub(super) struct Line {
    socket: WebSocket,
    seq: u64,
    said: Instant,
}

impl Line {
    pub(super) fn new(socket: WebSocket) -> Self {
        Self {
            socket,
            seq: 0,
            said: Instant::now(),
        }
    }

    /// Sends a frame. Nothing queues: it is on its way, or the line is over.
    pub(super) async fn say(&mut self, body: FrameBody) -> Result<(), Over> {
        let frame = Frame { seq: self.seq, body };
        let text = serde_json::to_string(&frame).map_err(|_| Over::Left)?;
        self.seq += 1;
        let sent = timeout(PATIENCE, self.socket.send(Message::Text(text.into()))).await;
        self.said = Instant::now();
        match sent {
            Ok(Ok(())) => Ok(()),
            _ => Err(Over::Left),
        }
    }

    /// Waits until the page is gone. Pings are answered on the way, everything else is dropped.
    pub(super) async fn left(&mut self) {
        while !matches!(self.socket.recv().await, None | Some(Err(_) | Ok(Message::Close(_)))) {}
    }

    /// When it will have been silent for too long.
    pub(super) fn silence(&self) -> Instant {
        self.said + SILENCE
    }

    /// Says why, and hangs up.
    pub(super) async fn close(mut self, code: u16, reason: &'static str) {
        let reason = reason.into();
        let close = Message::Close(Some(CloseFrame { code, reason }));
        if timeout(FAREWELL, self.socket.send(close)).await.is_ok() {
            // The page's answer, so that the connection ends in order.
            let _ = timeout(FAREWELL, self.left()).await;
        }
    }
}
