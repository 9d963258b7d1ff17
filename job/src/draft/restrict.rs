//! What Pod Security level `restricted` asks of a task, in one step.

use super::Draft;

/// Kept: the form has no field for it.
const SECCOMP: &str = "spec.template.spec.securityContext.seccompProfile.type";
/// The one capability that may be added.
const BIND: &str = "NET_BIND_SERVICE";

impl Draft {
    /// Sets what `restricted` asks for (`k8s.io/pod-security-admission/policy`). What only the person can decide
    /// stays as it is: volumes of the node, and hosts that checks and hooks call.
    pub fn restrict(&mut self) {
        let keys: Vec<_> = self.rows("containers").map(|row| row.key()).collect();
        for key in keys {
            let at = |field: &str| format!("containers.{key}.{field}");
            self.set(&at("privileged"), false);
            self.set(&at("run-as-non-root"), "true");
            self.set(&at("escalation"), "false");
            self.set(&at("cap-drop"), "ALL");
            let binds = self.text(&at("cap-add")).split(',').any(|added| added.trim() == BIND);
            self.set(&at("cap-add"), if binds { BIND } else { "" });
            if self.text(&at("run-as-user")).trim().parse() == Ok(0) {
                self.set(&at("run-as-user"), "");
            }
        }
        self.kept.insert(SECCOMP.to_owned(), "RuntimeDefault".into());
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Minor;
    use crate::rules::cluster::pod_security::{Level, judge};
    use crate::{Defaults, Draft, Severity, manifests};

    #[test]
    fn nothing_is_left_that_restricted_forbids() {
        let mut draft = Draft::new(&Defaults::dce());
        draft.add("containers", Defaults::dce().row("containers"));
        draft.set("containers.1.cap-add", "SYS_ADMIN, NET_BIND_SERVICE");
        draft.set("containers.1.run-as-user", "0");
        draft.set("containers.2.run-as-user", "1000");
        let said = |draft: &Draft| {
            let job = manifests(draft).job;
            judge(&job, Level::Restricted, Minor::NEWEST, Severity::Error).len()
        };
        assert!(said(&draft) > 8);
        draft.restrict();
        assert_eq!(said(&draft), 0);
        assert_eq!(draft.text("containers.1.cap-add"), "NET_BIND_SERVICE");
        assert_eq!(draft.text("containers.2.run-as-user"), "1000");
    }
}
