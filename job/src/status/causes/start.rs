//! A container cannot be made or started (d1 to d4), and waiting reasons that are new to us.

use super::super::clock::Clock;
use super::super::reading::of_container;
use super::super::scene::Scene;
use super::super::text::{after, between, has_any, quoted};
use super::super::{Cause, CauseSeverity, ObservedContainer, ObservedPod, Phrase, Say};
use super::image;
use crate::Args;

/// Seconds that a missing object may be on its way.
const MISSING: i64 = 5;
/// Seconds that the runtime may fail.
const RUNTIME: i64 = 10;

const CREATE_ERRORS: [&str; 5] = [
    "CreateContainerError",
    "RunContainerError",
    "PreCreateHookError",
    "PreStartHookError",
    "PostStartHookError",
];

/// Reasons that other families have, or that are no trouble.
const ELSEWHERE: [&str; 8] = [
    "",
    "ContainerCreating",
    "PodInitializing",
    "CrashLoopBackOff",
    "CreatePodSandboxError",
    "ConfigPodSandboxError",
    "RestartingAllContainers",
    "KillPodSandboxError",
];

pub(super) fn find(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    for pod in scene.live() {
        for container in &pod.containers {
            found.extend(of(scene, clock, pod, container));
        }
    }
}

fn of(scene: &Scene, clock: &mut Clock, pod: &ObservedPod, container: &ObservedContainer) -> Option<Cause> {
    let refused = container
        .bad_end()
        .filter(|end| matches!(end.reason, "StartError" | "ContainerCannotRun"));
    if let Some(end) = refused.filter(|_| !container.state.is_running()) {
        return Some(of_container(scene, pod, container, end, false).cause(CauseSeverity::Blocking));
    }
    let (reason, message) = container.state.waiting()?;
    if ELSEWHERE.contains(&reason) || image::REASONS.contains(&reason) {
        return None;
    }
    let since = pod.stage_began(container);
    let root = reason == "VerifyNonRootError" || has_any(message, &["runAsNonRoot", "non-root"]);
    let cause = if root {
        let args = Args::with("container", &container.name);
        let what = match between(message, "non-numeric user (", ")") {
            Some(user) => Phrase::new(Say::UserUnknownWhat, args.and("user", user)),
            None => Phrase::new(Say::RootRefusedWhat, args),
        };
        let mend = format!("{}.securityContext.runAsUser", pod.path_of(container));
        Cause::blocking(Say::RootRefused, reason, what)
            .advise(Say::RunAsNonRoot)
            .mend(mend)
    } else if reason == "CreateContainerConfigError" {
        if !clock.held(since, MISSING) {
            return None;
        }
        config(pod, container, message)
    } else {
        if !clock.held(since, RUNTIME) {
            return None;
        }
        let args = Args::with("container", &container.name).and("reason", reason);
        let what = Phrase::new(Say::ContainerNotStartedWhat, args);
        let cause = match CREATE_ERRORS.contains(&reason) {
            true => Cause::blocking(Say::ContainerNotStarted, reason, what),
            false => Cause::degraded(Say::ContainerNotStarted, reason, what),
        };
        cause.advise(Say::ReadMessage)
    };
    Some(cause.within(pod, container).since(since).evidence(message))
}

/// `secret "db" not found`, or `couldn't find key k in ConfigMap ns/name`.
fn config(pod: &ObservedPod, container: &ObservedContainer, message: &str) -> Cause {
    let missing = [("secret", "Secret"), ("configmap", "ConfigMap")]
        .into_iter()
        .find_map(|(word, kind)| {
            let name = quoted(message, word).filter(|_| message.contains("not found"))?;
            Some(Args::with("kind", kind).and("name", name))
        });
    let mend = format!("{}.env", pod.path_of(container));
    let cause =
        |title, say, args| Cause::blocking(title, "CreateContainerConfigError", Phrase::new(say, args)).mend(&mend);
    if let Some(args) = missing {
        let create = Phrase::new(Say::CreateObject, args.clone());
        return cause(Say::ConfigMissing, Say::ObjectMissing, args).advice(create);
    }
    let key = after(message, "couldn't find key ").and_then(|rest| rest.split_once(" in "));
    if let Some((key, place)) = key {
        let (kind, name) = place.split_once(' ').unwrap_or(("", place));
        let name = name.rsplit('/').next().unwrap_or(name);
        let args = Args::with("key", key).and("kind", kind).and("name", name);
        let add = Phrase::new(Say::AddKey, args.clone());
        return cause(Say::ConfigMissing, Say::KeyMissing, args).advice(add);
    }
    let args = Args::with("container", &container.name).and("reason", "CreateContainerConfigError");
    cause(Say::ContainerNotStarted, Say::ContainerNotStartedWhat, args)
        .advise(Say::ReadMessage)
        .mend("")
}
