//! Who asks, and what they may do.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::object::{now, text};
use crate::resource::Resource;
use crate::status::Refusal;
use crate::validate::Causes;

/// A person who was let in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Person {
    /// May do everything.
    Admin,
    /// May work in one namespace, as DCE's `NS Edit` does: neither Secrets nor anything of the cluster's.
    Editor,
    /// May only look, everywhere, but not at Secrets.
    Viewer,
    /// May do nothing.
    Nobody,
}

/// Where the editor may work.
const EDITED: &str = "default";

/// What the editor may do everything with there.
const OF_EDITOR: [&str; 9] = [
    "pods",
    "services",
    "configmaps",
    "persistentvolumeclaims",
    "serviceaccounts",
    "events",
    "resourcequotas",
    "limitranges",
    "jobs",
];

impl Person {
    /// Lets in whoever brings no token (the console itself, on this machine) or a known one.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let Some(header) = headers.get(AUTHORIZATION) else {
            return Ok(Self::Admin);
        };
        let token = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
        let known = [Self::Admin, Self::Editor, Self::Viewer, Self::Nobody];
        let person = known.into_iter().find(|person| Some(person.name()) == token);
        person.ok_or_else(Refusal::unauthorized)
    }

    /// The name, which is the token too: there is nothing to protect here.
    fn name(self) -> &'static str {
        match self {
            Self::Admin => "practice-admin",
            Self::Editor => "practice-editor",
            Self::Viewer => "practice-viewer",
            Self::Nobody => "practice-none",
        }
    }

    fn may(self, verb: &str, resource: &str, namespace: &str) -> bool {
        match self {
            Self::Admin => true,
            Self::Editor => namespace == EDITED && OF_EDITOR.contains(&resource),
            Self::Viewer => matches!(verb, "get" | "list" | "watch") && resource != "secrets",
            Self::Nobody => false,
        }
    }

    /// Refuses what the person may not do.
    pub(crate) fn check(
        self,
        verb: &str,
        resource: &Resource,
        sub: &str,
        namespace: &str,
        name: &str,
    ) -> Result<(), Refusal> {
        if self.may(verb, resource.plural, namespace) {
            return Ok(());
        }
        let what = if sub.is_empty() {
            resource.plural.into()
        } else {
            format!("{}/{sub}", resource.plural)
        };
        let place = if namespace.is_empty() {
            "at the cluster scope".into()
        } else {
            format!("in the namespace {namespace:?}")
        };
        let why = format!(
            "User {:?} cannot {verb} resource {what:?} in API group {:?} {place}",
            self.name(),
            resource.group
        );
        Err(Refusal::forbidden(resource, name, &why))
    }

    /// Answers one of the reviews by which people ask about themselves.
    pub(crate) fn review(self, kind: &str, review: &Value) -> Result<Value, Refusal> {
        if kind == "SelfSubjectReview" {
            let user = json!({"username": self.name(), "uid": self.name(), "groups": ["system:authenticated"]});
            return Ok(json!({
                "kind": kind,
                "apiVersion": "authentication.k8s.io/v1",
                "metadata": {"creationTimestamp": now()},
                "status": {"userInfo": user},
            }));
        }
        let spec = review.get("spec").cloned().unwrap_or(json!({}));
        let path = spec.get("nonResourceAttributes");
        if path.is_some() == spec.get("resourceAttributes").is_some() {
            let mut causes = Causes::default();
            let why = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
            causes.invalid("spec", path.cloned(), why);
            causes.settle(Refusal::invalid_review)?;
        }
        let asked = |field: &str| text(&spec, &format!("/resourceAttributes/{field}"));
        let allowed = path.is_some() || self.may(asked("verb"), asked("resource"), asked("namespace"));
        Ok(json!({
            "kind": kind,
            "apiVersion": "authorization.k8s.io/v1",
            "metadata": {},
            "spec": spec,
            "status": {"allowed": allowed},
        }))
    }
}
