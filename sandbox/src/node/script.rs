//! What a container does, by the tag of its image.

use crate::default_job::tag;
use crate::object::hash;

/// The course of a container.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Script {
    /// The image is not there.
    pub(super) missing: bool,
    /// How long it runs in seconds; nothing is for ever.
    pub(super) seconds: Option<f64>,
    pub(super) exit: i64,
    pub(super) reason: &'static str,
}

impl Script {
    /// The script of an image; `who` (a Pod and container) decides by chance, but always alike.
    pub(super) fn of(image: &str, who: &str, init: bool) -> Self {
        #[allow(clippy::cast_precision_loss)] // below 5000
        let chance = (hash(who) % 5000) as f64 / 1000.0;
        let usual = Self {
            missing: false,
            // What prepares is soon done.
            seconds: Some(if init { 1.0 } else { 5.0 + chance }),
            exit: 0,
            reason: "Completed",
        };
        let failing = |exit| Self {
            exit,
            reason: if exit == 0 { "Completed" } else { "Error" },
            ..usual
        };
        match tag(image).unwrap_or("latest") {
            "fail" => failing(1),
            "slow" => Self {
                seconds: Some(60.0),
                ..usual
            },
            "forever" => Self { seconds: None, ..usual },
            "missing" => Self { missing: true, ..usual },
            "oom" => Self {
                exit: 137,
                reason: "OOMKilled",
                ..usual
            },
            "crash" => Self {
                seconds: Some(0.2),
                ..failing(1)
            },
            "quick" => Self {
                seconds: Some(1.0),
                ..usual
            },
            other => match other.strip_prefix("exit-").and_then(|code| code.parse::<u8>().ok()) {
                Some(code) => failing(code.into()),
                None => usual,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Script;

    #[test]
    fn the_tag_decides() {
        let of = |image| Script::of(image, "pod/main", false);
        assert_eq!(of("registry:5000/busybox:exit-7").exit, 7);
        assert_eq!(of("busybox:exit-700").exit, 0);
        assert_eq!(of("registry:5000/busybox").exit, 0);
        assert_eq!(of("busybox:oom").reason, "OOMKilled");
        assert_eq!(of("busybox:forever").seconds, None);
        assert!(of("busybox:missing").missing);
    }

    #[test]
    fn a_container_runs_five_to_ten_seconds_and_always_as_long() {
        let first = Script::of("busybox", "pod/main", false).seconds.expect("it ends");
        assert!((5.0..10.0).contains(&first));
        assert_eq!(Script::of("busybox", "pod/main", false).seconds, Some(first));
    }
}
