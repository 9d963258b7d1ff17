//! Which item of the new list is which of the old.

use serde_json::Value;

use super::same;

/// What becomes of the items, in the order of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// That old item becomes that new one.
    Keep(usize, usize),
    /// That old item goes.
    Remove(usize),
    /// That new item comes.
    Insert(usize),
}

/// More comparisons than this are not made.
const MOST: usize = 10_000;

/// Common head and tail, between them items that are the same or have the same name; what is left between
/// two of these is taken by position when it is equally many.
pub(super) fn align(old: &[Value], new: &[Value]) -> Vec<Step> {
    let equal = |(old, new): &(&Value, &Value)| same(old, new);
    let head = old.iter().zip(new).take_while(equal).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take(rest)
        .take_while(equal)
        .count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);

    let mut steps: Vec<Step> = (0..head).map(|at| Step::Keep(at, at)).collect();
    let (mut i, mut j) = (head, head);
    let middle = |items: &[Value], end: usize| items.get(head..end).unwrap_or_default().to_vec();
    for (a, b) in common(&middle(old, old_end), &middle(new, new_end)) {
        between(&mut steps, (i, a + head), (j, b + head));
        steps.push(Step::Keep(a + head, b + head));
        (i, j) = (a + head + 1, b + head + 1);
    }
    between(&mut steps, (i, old_end), (j, new_end));
    steps.extend((0..tail).map(|at| Step::Keep(old_end + at, new_end + at)));
    steps
}

fn between(steps: &mut Vec<Step>, old: (usize, usize), new: (usize, usize)) {
    if old.1 - old.0 == new.1 - new.0 {
        steps.extend((old.0..old.1).zip(new.0..new.1).map(|(i, j)| Step::Keep(i, j)));
    } else {
        steps.extend((old.0..old.1).map(Step::Remove));
        steps.extend((new.0..new.1).map(Step::Insert));
    }
}

/// The longest common subsequence.
fn common(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    if old.is_empty() || new.is_empty() || old.len() * new.len() > MOST {
        return Vec::new();
    }
    // How long it is of what follows each pair of places.
    let mut longest = vec![0_usize; (old.len() + 1) * width];
    let length = |longest: &[usize], i: usize, j: usize| longest.get(i * width + j).copied().unwrap_or_default();
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best = if is_same_item(a, b) {
                length(&longest, i + 1, j + 1) + 1
            } else {
                length(&longest, i + 1, j).max(length(&longest, i, j + 1))
            };
            if let Some(place) = longest.get_mut(i * width + j) {
                *place = best;
            }
        }
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if is_same_item(a, b) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length(&longest, i + 1, j) >= length(&longest, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

fn is_same_item(old: &Value, new: &Value) -> bool {
    match (old.get("name"), new.get("name")) {
        (Some(old), Some(new)) => old == new,
        _ => same(old, new),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn steps(old: &Value, new: &Value) -> Vec<Step> {
        align(old.as_array().unwrap(), new.as_array().unwrap())
    }

    #[test]
    fn items_are_recognised_by_themselves_their_names_and_their_places() {
        use Step::{Insert, Keep, Remove};
        for (old, new, wanted) in [
            (
                json!([1, 2, 3]),
                json!([1, 9, 3]),
                vec![Keep(0, 0), Keep(1, 1), Keep(2, 2)],
            ),
            (json!([1, 2, 3]), json!([1, 3]), vec![Keep(0, 0), Remove(1), Keep(2, 1)]),
            (json!([1, 3]), json!([1, 2, 3]), vec![Keep(0, 0), Insert(1), Keep(1, 2)]),
            (json!([]), json!([1]), vec![Insert(0)]),
            (json!([1]), json!([]), vec![Remove(0)]),
            (json!([1, 1]), json!([1]), vec![Keep(0, 0), Remove(1)]),
            (
                json!([{"name": "a", "v": 1}, {"name": "b", "v": 1}]),
                json!([{"name": "b", "v": 2}]),
                vec![Remove(0), Keep(1, 0)],
            ),
            (
                json!([{"name": "a"}, {"name": "b"}, {"name": "c"}]),
                json!([{"name": "c"}, {"name": "a"}, {"name": "b"}]),
                vec![Insert(0), Keep(0, 1), Keep(1, 2), Remove(2)],
            ),
        ] {
            assert_eq!(steps(&old, &new), wanted, "{old} {new}");
        }
    }
}
