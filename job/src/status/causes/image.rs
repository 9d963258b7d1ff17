//! An image cannot be had (c1 to c10).

use super::super::clock::Clock;
use super::super::scene::Scene;
use super::super::text::{after, between, has_any};
use super::super::{Cause, ObservedContainer, ObservedPod, Phrase, Say};
use crate::Args;

/// Seconds that a registry may not answer.
const UNREACHABLE: i64 = 60;
/// Seconds that a pull may fail for a reason that is not known.
const UNKNOWN: i64 = 30;
/// Seconds after which a pull is slow.
const SLOW: i64 = 5 * 60;

pub(super) const REASONS: [&str; 7] = [
    "ErrImagePull",
    "ImagePullBackOff",
    "InvalidImageName",
    "ErrImageNeverPull",
    "RegistryUnavailable",
    "ImageInspectError",
    "SignatureValidationFailed",
];

pub(super) fn find(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    for pod in scene.live() {
        for container in &pod.containers {
            let waiting = container.state.waiting().filter(|(reason, _)| REASONS.contains(reason));
            if let Some((reason, message)) = waiting {
                found.extend(refused(scene, clock, pod, container, reason, message));
            }
        }
        found.extend(slow(scene, clock, pod));
    }
}

/// What is wrong with it, and for how many seconds it may be so.
struct Kind {
    title: Say,
    what: Say,
    advice: Say,
    mend: &'static str,
    threshold: i64,
}

fn refused(
    scene: &Scene,
    clock: &mut Clock,
    pod: &ObservedPod,
    container: &ObservedContainer,
    reason: &str,
    message: &str,
) -> Option<Cause> {
    let words = full_words(scene, pod, container, message);
    // The name of an image may hold any of the words that are looked for.
    let bare = words.replace(container.image.as_str(), "");
    let bare = if container.image.is_empty() {
        words.as_str()
    } else {
        bare.as_str()
    };
    let kind = kind(reason, bare);
    let since = pod.stage_began(container);
    if !clock.held(since, kind.threshold) {
        return None;
    }
    let args = Args::with("image", &container.image)
        .and("container", &container.name)
        .and("node", pod.node_name())
        .and("secrets", pod.pull_secrets.join(", "));
    let mut cause = Cause::blocking(kind.title, reason, Phrase::new(kind.what, args.clone())).within(pod, container);
    // Another secret is no help to somebody who has one already.
    let advice = match kind.advice {
        Say::CheckPullSecret if !pod.pull_secrets.is_empty() => Say::MendPullSecret,
        advice => advice,
    };
    cause = cause.since(since).evidence(&words).advice(Phrase::new(advice, args));
    cause = match kind.mend {
        "" => cause,
        field if field.starts_with("spec.") => cause.mend(field),
        field => cause.mend(format!("{}.{field}", pod.path_of(container))),
    };
    let no_secret = scene
        .newest(&pod.uid, &["FailedToRetrieveImagePullSecret"])
        .filter(|_| kind.title == Say::ImageDenied);
    Some(match no_secret {
        Some(event) => secret_missing(cause, &event.message),
        None => cause,
    })
}

/// `Back-off pulling image "x": ErrImagePull: …` without the back-off; older kubelets do not say
/// why, then the Event of the pull does.
fn full_words(scene: &Scene, pod: &ObservedPod, container: &ObservedContainer, message: &str) -> String {
    if let Some(why) = after(message, "ErrImagePull: ") {
        return why.to_owned();
    }
    if !message.is_empty() && !message.starts_with("Back-off pulling image") {
        return message.to_owned();
    }
    let failed = scene.newest_saying(
        &pod.uid,
        &["Failed"],
        &format!("Failed to pull image \"{}\"", container.image),
    );
    failed.map_or(message, |event| event.message.as_str()).to_owned()
}

fn kind(reason: &str, words: &str) -> Kind {
    let kind = |title, what, advice, mend, threshold| Kind {
        title,
        what,
        advice,
        mend,
        threshold,
    };
    let has = |list: &[&str]| has_any(words, list);
    let unreachable = || {
        kind(
            Say::RegistryUnreachable,
            Say::RegistryUnreachableWhat,
            Say::CheckRegistry,
            "",
            UNREACHABLE,
        )
    };
    match reason {
        "InvalidImageName" => {
            return kind(
                Say::ImageNameInvalid,
                Say::ImageNameInvalidWhat,
                Say::CheckImageName,
                "image",
                0,
            );
        }
        "ErrImageNeverPull" => {
            return kind(
                Say::ImageNeverPulled,
                Say::ImageNeverPulledWhat,
                Say::ChangePullPolicy,
                "imagePullPolicy",
                0,
            );
        }
        "RegistryUnavailable" => return unreachable(),
        "ErrImagePull" | "ImagePullBackOff" => {}
        _ => return kind(Say::ImageFailed, Say::ImageFailedWhat, Say::ReadMessage, "", UNKNOWN),
    }
    if has(&["no match for platform", "no matching manifest"]) {
        return kind(
            Say::ImagePlatform,
            Say::ImagePlatformWhat,
            Say::ChoosePlatform,
            "image",
            0,
        );
    }
    if has(&["no space left on device"]) {
        return kind(Say::NodeDiskFull, Say::NodeDiskFullWhat, Say::FreeNodeDisk, "", 0);
    }
    if has(&["toomanyrequests", "429 ", "Too Many Requests"]) {
        return kind(
            Say::RegistryLimits,
            Say::RegistryLimitsWhat,
            Say::SignIn,
            "spec.template.spec.imagePullSecrets",
            UNREACHABLE,
        );
    }
    if has(&["may require authorization", "insufficient_scope"]) {
        return kind(
            Say::ImageDenied,
            Say::ImageDeniedOrMissing,
            Say::CheckPullSecretOrName,
            "image",
            0,
        );
    }
    if has(&[
        "unauthorized",
        "Unauthorized",
        "authentication required",
        "denied",
        "403 Forbidden",
        "code 401",
        ": 401",
    ]) {
        return kind(
            Say::ImageDenied,
            Say::ImageDeniedWhat,
            Say::CheckPullSecret,
            "spec.template.spec.imagePullSecrets",
            0,
        );
    }
    if has(&[
        "no such host",
        "server misbehaving",
        "i/o timeout",
        "connection refused",
        "connection reset",
        "network is unreachable",
        "no route to host",
        "deadline exceeded",
        "EOF",
        "TLS",
        "tls:",
        "x509",
    ]) {
        return unreachable();
    }
    if has(&[
        "not found",
        "manifest unknown",
        "name unknown",
        "NAME_UNKNOWN",
        "MANIFEST_UNKNOWN",
    ]) {
        return kind(
            Say::ImageNotFound,
            Say::ImageNotFoundWhat,
            Say::CheckImageName,
            "image",
            0,
        );
    }
    kind(Say::ImageFailed, Say::ImageFailedWhat, Say::ReadMessage, "", UNKNOWN)
}

/// `Unable to retrieve some image pull secrets (regcred); attempting to pull …`
fn secret_missing(cause: Cause, message: &str) -> Cause {
    let secret = between(message, "secrets (", ")").unwrap_or_default();
    let args = cause.what.args.clone().and("secret", secret);
    let what = Phrase::new(Say::ImageSecretMissingWhat, args);
    let create = Phrase::new(Say::CreateObject, Args::with("kind", "Secret").and("name", secret));
    let mended = cause.advice(create).mend("spec.template.spec.imagePullSecrets");
    Cause {
        title: Say::ImageSecretMissing,
        what,
        ..mended
    }
}

/// A pull that takes long: an Event that it began, and none that it ended.
fn slow(scene: &Scene, clock: &mut Clock, pod: &ObservedPod) -> Option<Cause> {
    let newest = scene.newest(&pod.uid, &["Pulling", "Pulled", "Failed", "BackOff"])?;
    let starting = pod.containers.iter().find(|container| container.is_starting())?;
    if newest.reason != "Pulling" || !clock.held(newest.last_seen, SLOW) {
        return None;
    }
    let image = between(&newest.message, "\"", "\"").unwrap_or(&starting.image);
    let what = Phrase::new(
        Say::ImageSlowWhat,
        Args::with("image", image).and("node", pod.node_name()),
    );
    let cause = Cause::degraded(Say::ImageSlow, "Pulling", what)
        .on(pod)
        .since(newest.last_seen);
    Some(cause.evidence(&newest.message).advise(Say::CheckImageSize))
}
