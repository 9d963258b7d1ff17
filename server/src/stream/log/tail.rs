//! The newest of what a container said, as lines: as much as a page takes, however much there is.

use std::collections::VecDeque;

/// Of a longer line only so many bytes are kept.
const LONGEST: usize = 8 << 10;
/// Bytes of all lines that wait.
const MOST_BYTES: usize = 256 << 10;

/// Lines that wait to be shown. It never holds more than so many lines and bytes: what is older goes, counted.
pub(super) struct Tail {
    lines: VecDeque<String>,
    most: usize,
    bytes: usize,
    skipped: u64,
    /// The beginning of a line whose end has not come.
    begun: Vec<u8>,
    is_within: bool,
    /// The time before the last whole line.
    newest: Vec<u8>,
}

impl Tail {
    /// At most so many lines.
    pub(super) fn new(most: usize) -> Self {
        Self {
            lines: VecDeque::new(),
            most,
            bytes: 0,
            skipped: 0,
            begun: Vec::new(),
            is_within: false,
            newest: Vec::new(),
        }
    }

    /// The time before the newest line, also one whose end has not come.
    pub(super) fn newest(&self) -> Vec<u8> {
        if self.is_within {
            time_of(&self.begun).to_vec()
        } else {
            self.newest.clone()
        }
    }

    /// The next piece, which may end within a line or a character.
    pub(super) fn push(&mut self, piece: &[u8]) {
        let mut parts = piece.split(|byte| *byte == b'\n').peekable();
        while let Some(part) = parts.next() {
            let room = LONGEST.saturating_sub(self.begun.len());
            self.begun.extend_from_slice(part.get(..room).unwrap_or(part));
            self.is_within |= !part.is_empty();
            if parts.peek().is_some() {
                self.end_line();
            }
        }
    }

    /// Nothing more comes: what was begun is a line.
    pub(super) fn end(&mut self) {
        if self.is_within {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.newest.clear();
        self.newest.extend_from_slice(time_of(&self.begun));
        let line = String::from_utf8_lossy(&self.begun).trim_end_matches('\r').to_owned();
        self.begun.clear();
        self.is_within = false;
        self.bytes += line.len();
        self.lines.push_back(line);
        while self.lines.len() > self.most || self.bytes > MOST_BYTES {
            let Some(oldest) = self.lines.pop_front() else { return };
            self.bytes -= oldest.len();
            self.skipped += 1;
        }
    }

    /// The lines that wait, their bytes, and how many before them were skipped.
    pub(super) fn take(&mut self) -> (Vec<String>, usize, u64) {
        let bytes = std::mem::take(&mut self.bytes);
        let skipped = std::mem::take(&mut self.skipped);
        (self.lines.drain(..).collect(), bytes, skipped)
    }
}

/// What stands before the first blank.
pub(super) fn time_of(line: &[u8]) -> &[u8] {
    line.split(|byte| *byte == b' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(tail: &mut Tail) -> Vec<String> {
        tail.take().0
    }

    #[test]
    fn pieces_may_end_anywhere() {
        let mut tail = Tail::new(10);
        let said = "one\r\ntwö\n\nfour".as_bytes();
        for byte in said {
            tail.push(std::slice::from_ref(byte));
        }
        assert_eq!(lines(&mut tail), ["one", "twö", ""]);
        tail.end();
        assert_eq!(lines(&mut tail), ["four"]);
        tail.end();
        assert!(lines(&mut tail).is_empty());
    }

    #[test]
    fn the_time_of_the_newest_line_is_known_before_its_end() {
        let mut tail = Tail::new(10);
        tail.push(b"1Z one\n2Z two\n");
        assert_eq!(tail.newest(), b"2Z");
        tail.take();
        assert_eq!(tail.newest(), b"2Z", "also when it is shown");
        tail.push(b"3Z thr");
        assert_eq!(tail.newest(), b"3Z");
    }

    #[test]
    fn the_newest_lines_stay_and_the_others_are_counted() {
        let mut tail = Tail::new(2);
        tail.push(b"a\nb\nc\nd\n");
        assert_eq!(tail.take(), (vec!["c".to_owned(), "d".to_owned()], 2, 2));
        tail.push(b"e\n");
        assert_eq!(
            tail.take(),
            (vec!["e".to_owned()], 1, 0),
            "what was skipped is told once"
        );
    }

    #[test]
    fn a_gigabyte_takes_no_more_memory_than_a_page_is_shown() {
        let mut tail = Tail::new(usize::MAX);
        let line = [b'x'; 1024];
        for _ in 0..3000 {
            tail.push(&line[..1023]);
            tail.push(b"\n");
        }
        let (kept, bytes, skipped) = tail.take();
        assert_eq!((kept.len() as u64 + skipped, bytes <= MOST_BYTES), (3000, true));
    }

    #[test]
    fn of_a_line_without_end_only_the_beginning_is_kept() {
        let mut tail = Tail::new(10);
        for _ in 0..10_000 {
            tail.push(&[b'x'; 1024]);
            assert!(tail.begun.capacity() <= 2 * LONGEST);
        }
        tail.push(b"\nnext\n");
        let kept = lines(&mut tail);
        assert_eq!((kept[0].len(), kept[1].as_str()), (LONGEST, "next"));
    }
}
