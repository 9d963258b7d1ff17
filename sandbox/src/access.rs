//! Who asks, and what they may do.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use serde_json::{Value, json};

use crate::object::{new_uid, text};
use crate::resource::Resource;
use crate::status::Refusal;

/// A person who was let in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Person {
    /// May do everything.
    Practice,
    /// May only look.
    Viewer,
}

impl Person {
    /// Lets in whoever brings no token or a known one.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let Some(header) = headers.get(AUTHORIZATION) else {
            return Ok(Self::Practice);
        };
        match header.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")) {
            Some("practice") => Ok(Self::Practice),
            Some("practice-viewer") => Ok(Self::Viewer),
            _ => Err(Refusal::unauthorized()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Viewer => "practice-viewer",
        }
    }

    fn may(self, verb: &str, resource: &str) -> bool {
        self == Self::Practice || matches!(verb, "get" | "list" | "watch") && resource != "secrets"
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
        if self.may(verb, resource.plural) {
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
        let group = if kind == "SelfSubjectReview" {
            "authentication"
        } else {
            "authorization"
        };
        let spec = review.get("spec").cloned().unwrap_or(json!({}));
        let status = match kind {
            "SelfSubjectReview" => json!({"userInfo": {
                "username": self.name(),
                "uid": self.name(),
                "groups": ["system:authenticated"],
            }}),
            "SelfSubjectAccessReview" => {
                let verb = text(&spec, "/resourceAttributes/verb");
                let resource = text(&spec, "/resourceAttributes/resource");
                let path = text(&spec, "/nonResourceAttributes/path");
                if path.is_empty() && spec.get("resourceAttributes").is_none() {
                    return Err(Refusal::bad_request(
                        "exactly one of nonResourceAttributes or resourceAttributes must be specified",
                    ));
                }
                let allowed = !path.is_empty() || self.may(verb, resource);
                json!({"allowed": allowed, "reason": if allowed { "practice: allowed" } else { "" }})
            }
            _ => {
                if text(&spec, "/namespace").is_empty() {
                    return Err(Refusal::bad_request("no namespace on request"));
                }
                let verbs = if self == Self::Practice {
                    json!(["*"])
                } else {
                    json!(["get", "list", "watch"])
                };
                json!({
                    "resourceRules": [{"verbs": verbs, "apiGroups": ["*"], "resources": ["*"]}],
                    "nonResourceRules": [{"verbs": ["get"], "nonResourceURLs": ["*"]}],
                    "incomplete": false,
                })
            }
        };
        Ok(json!({
            "kind": kind,
            "apiVersion": format!("{group}.k8s.io/v1"),
            "metadata": {"uid": new_uid(), "creationTimestamp": null},
            "spec": spec,
            "status": status,
        }))
    }
}
