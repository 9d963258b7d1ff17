//! The lines of a log.

use std::sync::Arc;

use job::Args;

use super::{Chosen, LOG};
use crate::live::{Log, Piece};
use crate::text::{self, log_key};
use crate::ui::{El, Item, el, list};

/// Where they are.
pub(super) const LINES_ID: &str = "log-lines";

pub(super) fn lines(log: Log, chosen: Chosen) -> El {
    let pieces = list(move || {
        let times = chosen.times.get();
        let item = |piece: &Arc<Piece>| {
            let shown = piece.clone();
            Item::new(format!("{} {times}", piece.number), move || said(&shown, times))
        };
        log.pieces.with(|pieces| pieces.iter().map(item).collect())
    });
    // The outer box is upside down, so that the browser itself keeps to the end while the end is in sight.
    el("div")
        .id(LINES_ID)
        .class("log")
        .attr("tabindex", "0")
        .attr("role", "log")
        .attr("aria-live", "off")
        .attr("aria-labelledby", LOG)
        .child(el("div").child(pieces))
}

fn said(piece: &Piece, times: bool) -> El {
    let skipped = (piece.skipped > 0).then(|| {
        let args = Args::with("count", piece.skipped);
        el("p")
            .class("skipped")
            .child(text::log_filled(log_key::SKIPPED, &args))
    });
    let mut text = String::new();
    for (at, line) in piece.lines.iter().enumerate() {
        let words = without_time(line);
        text.push_str(if at > 0 { "\n" } else { "" });
        text.push_str(if times { line } else { words });
    }
    el("div").child(skipped).child(el("pre").child(text))
}

/// A line without its time, where it has one: what the kubelet itself says there has none.
fn without_time(line: &str) -> &str {
    let is_time =
        |word: &str| word.ends_with('Z') && word.contains('T') && word.starts_with(|c: char| c.is_ascii_digit());
    match line.split_once(' ') {
        Some((first, words)) if is_time(first) => words,
        _ => line,
    }
}
