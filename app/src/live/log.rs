//! What a container says, live: the newest of it, in pieces as they came.

use std::sync::Arc;

use super::{Connection, connect};
use crate::api::{FrameBody, StreamPage, StreamRequest};
use crate::browser::Clock;
use crate::state::{State, follow};

/// More lines and more bytes than that are not kept, whole pieces at a time.
const MOST: (usize, usize) = (10_000, 4 << 20);

/// Lines that came together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Piece {
    /// Its number, which no other has.
    pub number: u64,
    /// So many lines before it were left out.
    pub skipped: u64,
    /// Its lines, each with its time and a blank before it.
    pub lines: Vec<String>,
}

/// What is looked at. `None` in its place: nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogAsked {
    /// Cluster.
    pub cluster: String,
    /// Namespace.
    pub namespace: String,
    /// Pod.
    pub pod: String,
    /// Container.
    pub container: String,
    /// Of the run before this one.
    pub previous: bool,
    /// It goes on.
    pub follow: bool,
    /// How many lines to begin with.
    pub lines: u32,
    /// Changes when there is another log of the same name: the container was started again.
    pub run: i32,
}

/// A log on screen.
#[derive(Clone, Copy)]
pub struct Log {
    /// What was said, oldest first.
    pub pieces: State<Vec<Arc<Piece>>>,
    /// Nothing more comes.
    pub ended: State<bool>,
    /// How the stream is doing.
    pub connection: State<Connection>,
}

/// Follows what is asked for, until something else is or the page is left. `of` is what it is the log of: of another,
/// nothing that was said stays. With nothing asked for it stands still.
pub fn follow_log(of: State<String>, asked: State<Option<LogAsked>>, clock: Clock) -> Log {
    let log = Log {
        pieces: State::default(),
        ended: State::new(false),
        connection: State::default(),
    };
    let number = State::new(0_u64);
    follow(move || {
        of.with(|_| ());
        log.pieces.set(Vec::new());
        log.ended.set(false);
    });
    follow(move || {
        let Some(asked) = asked.get() else { return };
        log.connection.set(Connection::Connecting);
        let request = StreamRequest {
            page: StreamPage::Log,
            cluster: asked.cluster,
            namespace: asked.namespace,
            name: asked.pod,
            container: asked.container,
            previous: asked.previous,
            follow: asked.follow,
            lines: asked.lines,
        };
        let link = connect(request, clock, move |body| {
            let FrameBody::Log {
                anew,
                skipped,
                lines,
                ended,
            } = body
            else {
                return;
            };
            log.ended.set(ended);
            number.update(|number| *number += 1);
            let piece = Piece {
                number: number.get_untracked(),
                skipped,
                lines,
            };
            log.pieces.update(|pieces| add(pieces, anew, Arc::new(piece)));
        });
        follow(move || log.connection.set(link.connection.get()));
    });
    log
}

fn add(pieces: &mut Vec<Arc<Piece>>, anew: bool, piece: Arc<Piece>) {
    if anew {
        pieces.clear();
    }
    if piece.lines.is_empty() && piece.skipped == 0 {
        return;
    }
    pieces.push(piece);
    let mut first = pieces.len();
    let (mut lines, mut bytes) = (0, 0);
    while let Some(piece) = first.checked_sub(1).and_then(|before| pieces.get(before)) {
        lines += piece.lines.len();
        bytes += piece.lines.iter().map(String::len).sum::<usize>();
        // The newest is shown, however large.
        if first < pieces.len() && (lines > MOST.0 || bytes > MOST.1) {
            break;
        }
        first -= 1;
    }
    pieces.drain(..first);
}
