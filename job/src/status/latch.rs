//! An outcome that was seen stays: watches and lists may bring older states later.

use super::{Derived, Say, Word};

/// The newer of two looks at the same uid, unless it would lead back from an outcome.
pub(super) fn keep(before: Option<&Derived>, new: Derived) -> Derived {
    match before.filter(|before| before.is_final()) {
        Some(before) if leads_back(before, &new) => Derived {
            failure: new.failure,
            memory: new.memory,
            next_look: new.next_look,
            ..before.clone()
        },
        _ => new,
    }
}

fn leads_back(before: &Derived, new: &Derived) -> bool {
    match before.word {
        Word::Gone => new.word != Word::Gone,
        word => (new.word != word && new.word != Word::Gone) || (new.word == word && steps(new) < steps(before)),
    }
}

/// How far the outcome has come: decided, written, being deleted.
fn steps(derived: &Derived) -> u8 {
    match derived.badge.as_ref().map(|badge| badge.say) {
        Some(Say::StoppingPods | Say::Finishing) => 0,
        Some(Say::Deleting) => 2,
        _ => 1,
    }
}
