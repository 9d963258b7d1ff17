//! One container of a Pod: its place in spec and status, and its states.

use serde_json::{Map, Value, json};

use crate::object::{hash, items, now, text, uid};

/// Which container.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slot {
    pub(super) init: bool,
    pub(super) index: usize,
}

impl Slot {
    /// All containers of one list.
    pub(super) fn all(pod: &Value, init: bool) -> Vec<Slot> {
        let list = if init {
            "/spec/initContainers"
        } else {
            "/spec/containers"
        };
        (0..items(pod, list).len()).map(|index| Slot { init, index }).collect()
    }

    fn list(self) -> &'static str {
        if self.init { "initContainers" } else { "containers" }
    }

    fn statuses(self) -> &'static str {
        if self.init {
            "initContainerStatuses"
        } else {
            "containerStatuses"
        }
    }

    pub(super) fn spec(self, pod: &Value) -> &Value {
        &pod["spec"][self.list()][self.index]
    }

    pub(super) fn status(self, pod: &Value) -> &Value {
        &pod["status"][self.statuses()][self.index]
    }

    pub(super) fn name(self, pod: &Value) -> &str {
        text(self.spec(pod), "/name")
    }

    pub(super) fn image(self, pod: &Value) -> &str {
        text(self.spec(pod), "/image")
    }

    /// An init container that runs beside the others.
    pub(super) fn sidecar(self, pod: &Value) -> bool {
        self.init && text(self.spec(pod), "/restartPolicy") == "Always"
    }

    /// How events name the container.
    pub(super) fn field(self, pod: &Value) -> String {
        format!("spec.{}{{{}}}", self.list(), self.name(pod))
    }

    pub(super) fn running(self, pod: &Value) -> bool {
        self.status(pod).pointer("/state/running").is_some()
    }

    /// The code with which it ended, if it did and does not start again.
    pub(super) fn exit(self, pod: &Value) -> Option<i64> {
        self.status(pod).pointer("/state/terminated/exitCode")?.as_i64()
    }

    /// Whether it is started again after ending with this code.
    pub(super) fn restarts(self, pod: &Value, exit: i64) -> bool {
        match text(pod, "/spec/restartPolicy") {
            _ if self.sidecar(pod) => true,
            "Always" => !(self.init && exit == 0),
            "OnFailure" => exit != 0,
            _ => false,
        }
    }

    /// The fields of the status. Nothing if someone else has removed it.
    fn fields(self, pod: &mut Value) -> Option<&mut Map<String, Value>> {
        let list = pod.get_mut("status")?.get_mut(self.statuses())?;
        list.get_mut(self.index)?.as_object_mut()
    }

    fn change(self, pod: &mut Value, state: Value, ready: bool) {
        let Some(status) = self.fields(pod) else {
            return;
        };
        status.insert("ready".into(), ready.into());
        status.insert("started".into(), state.get("running").is_some().into());
        status.insert("state".into(), state);
    }

    pub(super) fn wait(self, pod: &mut Value, reason: &str, message: &str) {
        let mut waiting = json!({"reason": reason});
        if !message.is_empty() {
            waiting["message"] = message.into();
        }
        self.change(pod, json!({"waiting": waiting}), false);
    }

    /// Starts the container, for another time if it ran before.
    pub(super) fn start(self, pod: &mut Value) {
        if self.exit(pod).is_some() {
            self.remember(pod);
        }
        let again = self.status(pod).pointer("/lastState/terminated").is_some();
        let count = self.restarts_so_far(pod) + u64::from(again);
        let id = format!("{:016x}", hash(&format!("{}{}{count}", uid(pod), self.name(pod))));
        let image = self.image(pod).to_owned();
        let digest = format!("{:016x}", hash(&image)).repeat(4);
        let repository = super::tell::familiar(&image).split(':').next().unwrap_or("").to_owned();
        self.change(pod, json!({"running": {"startedAt": now()}}), true);
        let Some(status) = self.fields(pod) else {
            return;
        };
        status.insert("restartCount".into(), count.into());
        status.insert("containerID".into(), format!("containerd://{}", id.repeat(4)).into());
        status.insert("imageID".into(), format!("{repository}@sha256:{digest}").into());
    }

    pub(super) fn restarts_so_far(self, pod: &Value) -> u64 {
        self.status(pod)["restartCount"].as_u64().unwrap_or(0)
    }

    pub(super) fn end(self, pod: &mut Value, exit: i64, reason: &str) {
        let status = self.status(pod);
        let started = text(status, "/state/running/startedAt");
        let mut terminated = json!({"exitCode": exit, "reason": reason, "finishedAt": now()});
        terminated["startedAt"] = if started.is_empty() {
            now().into()
        } else {
            started.into()
        };
        if let Some(id) = status.get("containerID") {
            terminated["containerID"] = id.clone();
        }
        self.change(pod, json!({"terminated": terminated}), false);
    }

    /// Moves how it ended to where the state before the present one stands.
    pub(super) fn remember(self, pod: &mut Value) {
        let ended = self.status(pod)["state"].clone();
        if let Some(status) = self.fields(pod) {
            status.insert("lastState".into(), ended);
        }
    }

    /// The status of a container of which nothing has happened yet.
    pub(super) fn fresh(self, pod: &Value, reason: &str) -> Value {
        json!({
            "name": self.name(pod),
            "image": self.image(pod),
            "imageID": "",
            "ready": false,
            "started": false,
            "restartCount": 0,
            "state": {"waiting": {"reason": reason}},
            "lastState": {},
        })
    }
}
