//! A Pod on its node that gets no volumes or no network (e1 to e3).

use super::super::clock::Clock;
use super::super::scene::Scene;
use super::super::text::quoted;
use super::super::{Cause, ObservedEvent, ObservedPod, Phrase, Say};
use crate::Args;

/// Seconds that a missing object may be on its way.
const MISSING: i64 = 20;
/// Seconds that mounting may fail.
const FAILING: i64 = 60;
/// Seconds that the network may not be ready.
const NETWORK: i64 = 30;
/// An older Event says nothing about now.
const FRESH: i64 = 3 * 60;

const VOLUMES: &str = "spec.template.spec.volumes";

pub(super) fn find(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    for pod in scene.live() {
        if pod.is_unstarted() {
            found.extend(volume(scene, clock, pod));
        }
        found.extend(network(scene, clock, pod));
    }
}

fn volume(scene: &Scene, clock: &mut Clock, pod: &ObservedPod) -> Option<Cause> {
    let since = pod.placed();
    let missing = scene
        .newest_saying(&pod.uid, &["FailedMount"], "not found")
        .and_then(|event| {
            let kinds = [
                ("secret", "Secret"),
                ("configmap", "ConfigMap"),
                ("persistentvolumeclaim", "PersistentVolumeClaim"),
            ];
            kinds
                .into_iter()
                .find_map(|(word, kind)| Some((event, kind, quoted(&event.message, word)?)))
        });
    if let Some((event, kind, name)) = missing.filter(|(event, ..)| is_fresh(clock, event)) {
        if !clock.held(since, MISSING) {
            return None;
        }
        let args = Args::with("kind", kind).and("name", name);
        let create = Phrase::new(Say::CreateObject, args.clone());
        let cause = Cause::blocking(Say::VolumeMissing, &event.reason, Phrase::new(Say::ObjectMissing, args));
        return Some(
            cause
                .on(pod)
                .since(since)
                .advice(create)
                .evidence(&event.message)
                .mend(VOLUMES),
        );
    }
    let reasons = ["FailedMount", "FailedAttachVolume", "FailedMapVolume"];
    let event = scene
        .newest(&pod.uid, &reasons)
        .filter(|event| is_fresh(clock, event))?;
    if !clock.held(since, FAILING) {
        return None;
    }
    let args = Args::with("pod", &pod.name).and("node", pod.node_name());
    let cause = Cause::blocking(
        Say::VolumeFailing,
        &event.reason,
        Phrase::new(Say::VolumeFailingWhat, args),
    );
    Some(
        cause
            .on(pod)
            .since(since)
            .advise(Say::CheckVolume)
            .evidence(&event.message)
            .mend(VOLUMES),
    )
}

fn network(scene: &Scene, clock: &mut Clock, pod: &ObservedPod) -> Option<Cause> {
    let waiting = pod.containers.iter().find_map(|container| {
        container
            .state
            .waiting()
            .filter(|(reason, _)| matches!(*reason, "CreatePodSandboxError" | "ConfigPodSandboxError"))
    });
    let mut event = || {
        let event = scene.newest(&pod.uid, &["FailedCreatePodSandBox", "NetworkNotReady"]);
        event
            .filter(|_| pod.is_unstarted())
            .filter(|event| is_fresh(clock, event))
    };
    let (reason, message) = match waiting {
        Some(told) => told,
        None => event().map(|event| (event.reason.as_str(), event.message.as_str()))?,
    };
    let since = pod.placed();
    if !clock.held(since, NETWORK) {
        return None;
    }
    let args = Args::with("pod", &pod.name).and("node", pod.node_name());
    let cause = Cause::blocking(Say::NetworkFailing, reason, Phrase::new(Say::NetworkFailingWhat, args));
    Some(cause.on(pod).since(since).advise(Say::CheckNetwork).evidence(message))
}

/// Whether that Event still says something about now.
fn is_fresh(clock: &mut Clock, event: &ObservedEvent) -> bool {
    !clock.held(event.last_seen, FRESH)
}
