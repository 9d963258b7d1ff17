//! A cause of an image stays ten seconds longer than it is seen: the kubelet says
//! `ContainerCreating` for a moment at each new try.

use super::super::clock::{Clock, SECOND};
use super::super::scene::Scene;
use super::super::{Cause, ObservedContainer, Say};

const STAY: i64 = 10;

pub(super) fn keep(scene: &Scene, clock: &mut Clock, found: &mut Vec<Cause>) {
    let before = scene.before.map(|before| before.causes.as_slice()).unwrap_or_default();
    for cause in before.iter().filter(|cause| is_of_image(cause.title)) {
        let seen = found
            .iter()
            .any(|now| now.pod == cause.pod && now.container == cause.container);
        let pod = scene.live().find(|pod| pod.name == cause.pod);
        let container = pod.and_then(|pod| {
            pod.containers
                .iter()
                .find(|container| container.name == cause.container)
        });
        if seen || !container.is_some_and(ObservedContainer::is_starting) {
            continue;
        }
        let left = cause.left.unwrap_or(clock.now);
        if !clock.reached(left.saturating_add(STAY * SECOND)) {
            let severity = super::CauseSeverity::Blocking;
            found.push(Cause {
                left: Some(left),
                severity,
                pods: 1,
                ..cause.clone()
            });
        }
    }
}

fn is_of_image(title: Say) -> bool {
    matches!(
        title,
        Say::ImageNotFound
            | Say::ImageDenied
            | Say::ImageSecretMissing
            | Say::RegistryUnreachable
            | Say::RegistryLimits
            | Say::ImagePlatform
            | Say::NodeDiskFull
            | Say::ImageFailed
    )
}
