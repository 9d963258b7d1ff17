//! Changes in mappings and lists that are written in lines.

use serde_json::{Map, Value};

use super::super::lines;
use super::super::node::{Entry, Item};
use super::align::{Step, align};
use super::same;
use super::value::{Edit, Place, Slot};

impl Edit<'_> {
    /// Changed entries change, removed ones take their lines along, new ones stand after the one that
    /// precedes them in the alphabet.
    pub(super) fn block_map(
        &mut self,
        entries: &[Entry],
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        depth: usize,
    ) -> bool {
        let Some(indent) = self.column_of_keys(entries) else {
            return false;
        };
        if self.expand && entries.iter().any(|entry| entry.merge) {
            return false;
        }
        let stays = |entry: &&Entry| entry.merge || new.contains_key(&entry.key);
        let is_own = |key: &String| entries.iter().any(|entry| !entry.merge && entry.key == *key);
        // Nothing to stand beside, or an entry that comes from a merge and cannot go alone.
        if !entries.iter().any(|entry| stays(&entry)) || !old.keys().all(|key| new.contains_key(key) || is_own(key)) {
            return false;
        }
        for (key, value) in new {
            let (Some(entry), Some(before)) = (entries.iter().rfind(|entry| is_entry(entry, key)), old.get(key)) else {
                continue;
            };
            let slot = Slot {
                after: entry.colon.unwrap_or(entry.value.start),
                indent,
                place: Place::Entry,
            };
            if !self.value(slot, &entry.value, before, value, depth + 1) {
                return false;
            }
        }
        self.remove_entries(entries, new);
        let left: Vec<&Entry> = entries.iter().filter(stays).filter(|entry| !entry.merge).collect();
        // What a merge says already needs no entry of its own.
        let is_said = |key: &String, value: &Value| is_own(key) || old.get(key).is_some_and(|old| same(old, value));
        for (key, value) in new.iter().filter(|(key, value)| !is_said(key, value)) {
            self.insert_entry(entries, &left, key, value, indent);
        }
        true
    }

    /// Where the keys stand, when each begins a line (the first may follow dashes) and has its colon beside it.
    fn column_of_keys(&self, entries: &[Entry]) -> Option<usize> {
        let mut indent = None;
        for entry in entries {
            let line = lines::start(self.text, entry.start);
            let before = lines::between(self.text, line, entry.start);
            let blanks = if indent.is_none() { &[' ', '-'][..] } else { &[' '] };
            let is_first = before.trim_matches(blanks).is_empty() && !before.starts_with("---");
            if !is_first || entry.colon.is_none() || indent.is_some_and(|indent| indent != before.len()) {
                return None;
            }
            indent = Some(before.len());
        }
        indent
    }

    fn remove_entries(&mut self, entries: &[Entry], new: &Map<String, Value>) {
        let goes = |entry: &&Entry| !entry.merge && !new.contains_key(&entry.key);
        let head = entries.iter().take_while(goes).count();
        let mut gone = 0;
        if let (true, Some(first), Some(next)) = (head > 0, entries.first(), entries.get(head)) {
            let line = lines::start(self.text, first.start);
            let dashes = lines::between(self.text, line, first.start).trim_end();
            if !dashes.is_empty() {
                let removed = entries.iter().take(head).zip(entries.iter().skip(1));
                let is_tight = removed
                    .into_iter()
                    .all(|(entry, next)| self.is_tight(entry.value.end, next.start));
                if is_tight {
                    // The next one moves up to the dash.
                    self.splices.put(first.start, next.start, String::new());
                    gone = head;
                } else {
                    // Comments between them stay, below the dash.
                    self.splices.put(line + dashes.len(), self.last(first), String::new());
                    gone = 1;
                }
            }
        }
        for entry in entries.iter().skip(gone).filter(goes) {
            self.remove_lines(entry.start, self.last(entry));
        }
    }

    /// Whether there is nothing but blanks between the line of the one place and the other.
    fn is_tight(&self, end: usize, next: usize) -> bool {
        lines::between(self.text, lines::end(self.text, end), next)
            .trim()
            .is_empty()
    }

    /// Cuts whole lines with the break before them; at the top of the text, with the one after.
    fn remove_lines(&mut self, start: usize, end: usize) {
        match lines::start(self.text, start).checked_sub(1) {
            Some(line_feed) => {
                let before = lines::end(self.text, lines::start(self.text, line_feed));
                self.splices.put(before, end, String::new());
            }
            None => self.splices.put(0, lines::next(self.text, end), String::new()),
        }
    }

    fn insert_entry(&mut self, all: &[Entry], left: &[&Entry], key: &str, value: &Value, indent: usize) {
        let before = left
            .iter()
            .filter(|entry| entry.key.as_str() < key)
            .max_by_key(|entry| &entry.key);
        let is_sorted = left.is_sorted_by_key(|entry| &entry.key);
        match (before, left.first()) {
            (None, Some(first)) if is_sorted => {
                let mut out = self.out(first.start);
                out.entry(key, value, indent);
                out.line(indent);
                self.splices.put(first.start, first.start, out.text);
            }
            _ => {
                let Some(after) = before.or(left.last()).copied().or(all.last()) else {
                    return;
                };
                let end = self.last(after);
                let mut out = self.out(end);
                out.line(indent);
                out.entry(key, value, indent);
                self.splices.put(end, end, out.text);
            }
        }
    }

    /// The end of an entry's last line.
    fn last(&self, entry: &Entry) -> usize {
        lines::end(self.text, entry.value.end)
    }

    /// Items that are the same stay; see [`align`].
    pub(super) fn block_list(&mut self, items: &[Item], old: &[Value], new: &[Value], depth: usize) -> bool {
        let Some((indent, is_nested)) = self.column_of_dashes(items) else {
            return false;
        };
        let steps = align(old, new);
        let mut gone = 0;
        if is_nested && matches!(steps.first(), Some(Step::Remove(_))) {
            // The next one moves up to the dash of the list around, with nothing lost on the way.
            gone = steps.iter().take_while(|step| matches!(step, Step::Remove(_))).count();
            let (Some(first), Some(next), Some(Step::Keep(..))) = (items.first(), items.get(gone), steps.get(gone))
            else {
                return false;
            };
            let removed = items.iter().take(gone).zip(items.iter().skip(1));
            if !removed
                .into_iter()
                .all(|(item, next)| self.is_tight(item.value.end, next.start))
            {
                return false;
            }
            self.splices.put(first.start, next.start, String::new());
        }
        // The end of the last item so far, where the next one begins.
        let mut end = None;
        for step in steps.into_iter().skip(gone) {
            match step {
                Step::Keep(i, j) => {
                    let (Some(item), Some(before), Some(value)) = (items.get(i), old.get(i), new.get(j)) else {
                        return false;
                    };
                    let slot = Slot {
                        after: item.start + 1,
                        indent,
                        place: Place::Item,
                    };
                    if !self.value(slot, &item.value, before, value, depth + 1) {
                        return false;
                    }
                    end = Some(lines::end(self.text, item.value.end));
                }
                Step::Remove(i) => {
                    let Some(item) = items.get(i) else {
                        return false;
                    };
                    let last = lines::end(self.text, item.value.end);
                    self.remove_lines(item.start, last);
                    end = Some(last);
                }
                Step::Insert(j) => {
                    let (Some(value), Some(first)) = (new.get(j), items.first()) else {
                        return false;
                    };
                    let at = end.unwrap_or(first.start);
                    let mut out = self.out(at);
                    if end.is_some() {
                        out.line(indent);
                        out.item(value, indent);
                    } else {
                        out.item(value, indent);
                        out.line(indent);
                    }
                    self.splices.put(at, at, out.text);
                }
            }
        }
        true
    }

    /// Where the dashes stand, when each begins a line, and whether the first one follows another list's dash.
    fn column_of_dashes(&self, items: &[Item]) -> Option<(usize, bool)> {
        let mut indent = None;
        let mut is_nested = false;
        for item in items {
            let line = lines::start(self.text, item.start);
            let before = lines::between(self.text, line, item.start);
            let blanks = before.trim_matches(' ').is_empty();
            if indent.is_none() {
                is_nested = !blanks;
                if !before.trim_matches([' ', '-']).is_empty() || before.starts_with("---") {
                    return None;
                }
            } else if !blanks || indent != Some(before.len()) {
                return None;
            }
            indent = Some(before.len());
        }
        indent.map(|indent| (indent, is_nested))
    }
}

fn is_entry(entry: &Entry, key: &str) -> bool {
    !entry.merge && entry.key == key
}
