//! One human status of a Job: a pure function over what was observed.
//!
//! ```text
//! derive ─ rows 1-9: the outcome is fixed, or the Job is held ─ failed, reading
//!    │
//!    ├─ work ─ rows 10-18: what the Pods do
//!    └─ causes ─ what keeps Pods from their work, one file a family
//! ```

mod causes;
mod clock;
mod derive;
mod failed;
mod latch;
mod look;
mod memory;
mod observed;
mod outcome;
mod pod;
mod probe;
mod progress;
mod reading;
mod say;
mod scene;
mod stage;
mod text;
mod unschedulable;
mod work;

pub use self::derive::derive;
pub use self::memory::Memory;
pub use self::observed::{
    Condition, ContainerState, Millis, ObservedContainer, ObservedEvent, ObservedJob, ObservedPod, Phase,
};
pub use self::outcome::{Cause, CauseSeverity, Derived, Failure, Phrase, Progress, Word};
pub use self::pod::{PodPhrase, PodTone, pod_phrase};
pub use self::say::Say;
