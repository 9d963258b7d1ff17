//! Probes and lifecycle hooks (`pkg/apis/core/validation/validation.go`: `validateProbe`,
//! `validateLifecycle`, `validateHandler`).

use super::{Found, schema};
use crate::rules::node::Node;
use crate::{Args, Code};

/// `validateLivenessProbe`, `validateReadinessProbe`, `validateStartupProbe`
pub(super) fn probes(container: &Node, found: &mut Found) {
    for name in ["livenessProbe", "readinessProbe", "startupProbe"] {
        let probe = container.field(name);
        if !probe.is_set() {
            continue;
        }
        handler(&probe, &["exec", "httpGet", "tcpSocket", "grpc"], 0, found);
        found.fields(&probe, schema::PROBE);
        let (grace, successes) = (
            probe.field("terminationGracePeriodSeconds"),
            probe.field("successThreshold"),
        );
        if name == "readinessProbe" {
            found.forbid(&grace, "livenessProbe");
            continue;
        }
        // `SetDefaults_Probe`: zero is one.
        if successes.number().is_some_and(|number| number > 1) {
            found.error(&successes, Code::TooLarge, Args::with("max", 1));
        }
        found.range(&grace, 1, i64::MAX);
    }
}

/// `validateLifecycle`
pub(super) fn lifecycle(lifecycle: &Node, grace: i64, found: &mut Found) {
    for name in ["postStart", "preStop"] {
        let hook = lifecycle.field(name);
        if hook.is_set() {
            handler(&hook, &["exec", "httpGet", "tcpSocket", "sleep"], grace, found);
        }
    }
}

/// `validateHandler`: only the first kind is looked into.
fn handler(at: &Node, kinds: &[&'static str], grace: i64, found: &mut Found) {
    let Some(kind) = found.one_at_most(at, kinds) else {
        let args = Args::with("fields", kinds.join(", "));
        return found.error(at, Code::OneNeeded, args);
    };
    let action = at.field(kind);
    match kind {
        "exec" => drop(found.needs(&action.field("command"))),
        "sleep" => {
            let seconds = action.field("seconds").number().unwrap_or(0);
            if seconds < 0 || seconds > grace {
                let args = Args::with("min", 0).and("max", grace);
                found.error(&action, Code::OutOfRange, args);
            }
        }
        "grpc" => found.port_number(&action.field("port")),
        _ => {
            found.port(&action.field("port"));
            found.fields(&action, schema::HTTP);
            for header in action.field("httpHeaders").items() {
                let name = header.field("name").text();
                let is_known = |c: char| c.is_ascii_alphanumeric() || c == '-';
                if name.is_empty() || !name.chars().all(is_known) {
                    let args = Args::with("value", name).and("example", "X-Header-Name");
                    found.error(&action.field("httpHeaders"), Code::WrongForm, args);
                }
            }
        }
    }
}
