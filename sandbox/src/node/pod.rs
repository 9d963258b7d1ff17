//! The life of a Pod, step by step.

use std::time::Duration;

use serde_json::Value;

use crate::object::{fields, name, namespace, text, uid};
use crate::pace::Pace;
use crate::resource::Kind;
use crate::store::{Key, Objects};

use super::script::Script;
use super::slot::Slot;
use super::{config, phase, schedule, tell};

/// What the node remembers of a Pod.
#[derive(Default)]
pub(super) struct Life {
    /// It is being stopped.
    pub(super) stopping: bool,
    /// How often an image could not be pulled.
    pulls: u32,
}

/// The next thing that happens to a Pod.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// It gets a node.
    Bind,
    /// A container starts, or fails to.
    Start(Slot),
    /// The next attempt to pull waits.
    BackOff(Slot),
    /// A container ends by itself.
    End(Slot),
    /// Everything is stopped, for the Pod is deleted.
    Stop,
}

type Next = Vec<(Duration, Step)>;

/// Takes a step, and says what follows when.
pub(super) fn act(objects: &mut Objects, key: &Key, id: &str, step: Step, life: &mut Life, pace: Pace) -> Next {
    let Some(pod) = objects.get(Kind::Pod, key).filter(|pod| uid(pod) == id) else {
        return Vec::new();
    };
    let ended = matches!(text(pod, "/status/phase"), "Succeeded" | "Failed");
    let mut pod = (**pod).clone();
    let next = match step {
        Step::Stop => {
            stop(objects, &mut pod);
            Vec::new()
        }
        _ if ended => return Vec::new(),
        Step::Bind => bind(objects, &mut pod, pace),
        Step::Start(slot) => start(objects, &mut pod, slot, life, pace),
        Step::BackOff(slot) => back_off(objects, &mut pod, slot, life, pace),
        Step::End(slot) => end(objects, &mut pod, slot, pace),
    };
    if !text(&pod, "/spec/nodeName").is_empty() {
        phase::settle(&mut pod);
    }
    objects.put(Kind::Pod, pod);
    next
}

fn bind(objects: &mut Objects, pod: &mut Value, pace: Pace) -> Next {
    // A scheduler that is not there never comes.
    if text(pod, "/spec/schedulerName") != "default-scheduler" && text(pod, "/spec/nodeName").is_empty() {
        return Vec::new();
    }
    if !schedule::bind(objects, pod) {
        return vec![(pace.span(15.0), Step::Bind)];
    }
    first(pod, pace.span(1.0))
}

/// What starts first: one init container, or else all others.
fn first(pod: &Value, delay: Duration) -> Next {
    match Slot::all(pod, true).first() {
        Some(slot) => vec![(delay, Step::Start(*slot))],
        None => mains(pod, delay),
    }
}

fn mains(pod: &Value, delay: Duration) -> Next {
    Slot::all(pod, false)
        .into_iter()
        .map(|slot| (delay, Step::Start(slot)))
        .collect()
}

/// What follows an init container.
fn following(pod: &Value, slot: Slot, pace: Pace) -> Next {
    let delay = pace.span(0.3);
    match Slot::all(pod, true).get(slot.index + 1) {
        Some(next) => vec![(delay, Step::Start(*next))],
        None => mains(pod, delay),
    }
}

fn script(pod: &Value, slot: Slot) -> Script {
    let who = format!("{}/{}", name(pod), slot.name(pod));
    Script::of(slot.image(pod), &who, slot.init)
}

fn start(objects: &mut Objects, pod: &mut Value, slot: Slot, life: &mut Life, pace: Pace) -> Next {
    let (image, container) = (slot.image(pod).to_owned(), slot.name(pod).to_owned());
    let script = script(pod, slot);
    let again = slot.exit(pod).is_some() || slot.restarts_so_far(pod) > 0;
    if script.missing {
        let why = tell::not_found(&image);
        tell::normal(objects, pod, slot, "Pulling", format!("Pulling image {image:?}"));
        tell::warning(
            objects,
            pod,
            slot,
            "Failed",
            format!("Failed to pull image {image:?}: {why}"),
        );
        tell::warning(objects, pod, slot, "Failed", "Error: ErrImagePull".into());
        slot.wait(pod, "ErrImagePull", &why);
        return vec![(pace.span(3.0), Step::BackOff(slot))];
    }
    if !again && slot.status(pod)["imageID"] == "" {
        let took = 300 + image.len() * 17;
        tell::normal(objects, pod, slot, "Pulling", format!("Pulling image {image:?}"));
        let message = format!(
            "Successfully pulled image {image:?} in {took}ms ({took}ms including waiting). Image size: 4261550 bytes."
        );
        tell::normal(objects, pod, slot, "Pulled", message);
    } else {
        let message = format!("Container image {image:?} already present on machine");
        tell::normal(objects, pod, slot, "Pulled", message);
    }
    if let Some(why) = config::missing(objects, namespace(pod), slot.spec(pod)) {
        tell::warning(objects, pod, slot, "Failed", format!("Error: {why}"));
        slot.wait(pod, "CreateContainerConfigError", &why);
        return vec![(pace.span(10.0), Step::Start(slot))];
    }
    life.pulls = 0;
    slot.start(pod);
    tell::normal(objects, pod, slot, "Created", format!("Created container: {container}"));
    tell::normal(objects, pod, slot, "Started", format!("Started container {container}"));
    if slot.sidecar(pod) {
        return following(pod, slot, pace);
    }
    let seconds = script.seconds.map(|seconds| (pace.span(seconds), Step::End(slot)));
    seconds.into_iter().collect()
}

fn back_off(objects: &mut Objects, pod: &mut Value, slot: Slot, life: &mut Life, pace: Pace) -> Next {
    let image = slot.image(pod).to_owned();
    let why = format!(
        "Back-off pulling image {image:?}: ErrImagePull: {}",
        tell::not_found(&image)
    );
    tell::normal(
        objects,
        pod,
        slot,
        "BackOff",
        format!("Back-off pulling image {image:?}"),
    );
    tell::warning(objects, pod, slot, "Failed", "Error: ImagePullBackOff".into());
    slot.wait(pod, "ImagePullBackOff", &why);
    let delay = pace.back_off(10.0, 300.0, life.pulls);
    life.pulls += 1;
    vec![(delay, Step::Start(slot))]
}

fn end(objects: &mut Objects, pod: &mut Value, slot: Slot, pace: Pace) -> Next {
    if !slot.running(pod) {
        return Vec::new();
    }
    let script = script(pod, slot);
    slot.end(pod, script.exit, script.reason);
    if slot.restarts(pod, script.exit) {
        let restarts = u32::try_from(slot.restarts_so_far(pod)).unwrap_or(u32::MAX);
        // The first restart is at once; only from the second on there is a wait.
        let Some(times) = restarts.checked_sub(1) else {
            return vec![(pace.span(0.5), Step::Start(slot))];
        };
        let delay = pace.back_off(10.0, 300.0, times);
        let seconds = 10_u64.saturating_mul(2_u64.saturating_pow(times)).min(300);
        let container = slot.name(pod).to_owned();
        let why = format!(
            "back-off {} restarting failed container={container} pod={}_{}({})",
            if seconds < 60 {
                format!("{seconds}s")
            } else {
                format!("{}m{}s", seconds / 60, seconds % 60)
            },
            name(pod),
            namespace(pod),
            uid(pod)
        );
        let message = format!(
            "Back-off restarting failed container {container} in pod {}_{}({})",
            name(pod),
            namespace(pod),
            uid(pod)
        );
        tell::warning(objects, pod, slot, "BackOff", message);
        slot.remember(pod);
        slot.wait(pod, "CrashLoopBackOff", &why);
        return vec![(delay, Step::Start(slot))];
    }
    if slot.init {
        return if script.exit == 0 {
            following(pod, slot, pace)
        } else {
            Vec::new()
        };
    }
    if Slot::all(pod, false).iter().all(|slot| slot.exit(pod).is_some()) {
        // What runs beside the others ends with them.
        for slot in Slot::all(pod, true)
            .into_iter()
            .filter(|slot| slot.running(pod))
            .collect::<Vec<_>>()
        {
            slot.end(pod, 0, "Completed");
        }
    }
    Vec::new()
}

fn stop(objects: &mut Objects, pod: &mut Value) {
    for slot in [true, false]
        .into_iter()
        .flat_map(|init| Slot::all(pod, init))
        .collect::<Vec<_>>()
    {
        if slot.running(pod) {
            let message = format!("Stopping container {}", slot.name(pod));
            tell::normal(objects, pod, slot, "Killing", message);
            slot.end(pod, 143, "Error");
        } else if slot.exit(pod).is_none() && slot.status(pod).is_object() {
            slot.end(pod, 137, "ContainerStatusUnknown");
        }
    }
    // No grace is left: whatever would start again does not, and nothing but finalizers holds the Pod.
    fields(pod, "/metadata").insert("deletionGracePeriodSeconds".into(), 0.into());
}
