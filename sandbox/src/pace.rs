//! How fast the practice cluster lives.

use std::time::Duration;

/// How many times faster than life Pods are pulled, run, backed off and stopped.
///
/// What an API field says in seconds (`activeDeadlineSeconds`, `ttlSecondsAfterFinished`) is not hastened.
#[derive(Clone, Copy, Debug)]
pub struct Pace(f64);

impl Default for Pace {
    fn default() -> Self {
        Self(1.0)
    }
}

impl Pace {
    /// A pace `times` as fast as life. What is no positive number counts as 1.
    pub fn faster(times: f64) -> Self {
        if times.is_finite() && times > 0.0 {
            Self(times)
        } else {
            Self::default()
        }
    }

    /// What takes `seconds` in life, at this pace.
    pub(crate) fn span(self, seconds: f64) -> Duration {
        Duration::try_from_secs_f64(seconds / self.0).unwrap_or(Duration::MAX)
    }

    /// A back-off that starts with `first` seconds, doubles each time, and ends at `cap` seconds.
    pub(crate) fn back_off(self, first: f64, cap: f64, times: u32) -> Duration {
        self.span((first * f64::from(2_u32.saturating_pow(times.min(20)))).min(cap))
    }
}
