//! From what `job` derives to what pages show. On the server only.

use job::status::{Cause, CauseSeverity, Derived, Phrase};

use super::{CauseView, Sentence, Status};

impl From<&Phrase> for Sentence {
    fn from(phrase: &Phrase) -> Self {
        let name = serde_json::to_value(phrase.say)
            .ok()
            .and_then(|name| name.as_str().map(str::to_owned));
        Self {
            say: name.unwrap_or_default(),
            args: phrase.args.clone(),
        }
    }
}

impl From<&Derived> for Status {
    fn from(derived: &Derived) -> Self {
        let sentence = |phrase: &Option<Phrase>| phrase.as_ref().map(Sentence::from);
        Self {
            word: derived.word,
            headline: sentence(&derived.headline),
            detail: sentence(&derived.detail),
            advice: sentence(&derived.advice),
            badge: sentence(&derived.badge),
            progress: derived.progress.clone(),
        }
    }
}

impl From<&Cause> for CauseView {
    fn from(cause: &Cause) -> Self {
        let place = [&cause.pod, &cause.container, &cause.node];
        Self {
            what: Sentence::from(&cause.what),
            advice: cause.advice.as_ref().map(Sentence::from),
            place: place.into_iter().filter(|part| !part.is_empty()).cloned().collect(),
            pods: cause.pods,
            evidence: cause.evidence.clone(),
            blocking: cause.severity == CauseSeverity::Blocking,
        }
    }
}
