//! How the API server says no: Status objects, word for word.

use serde_json::{Value, json};

use crate::resource::Resource;

/// Why a request is refused, as the body of the answer tells it.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    reason: &'static str,
    pub(crate) message: String,
    details: Value,
    /// Of the list metadata: where one may go on after all.
    continue_at: Option<String>,
}

/// One thing that is wrong with an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cause {
    pub(crate) reason: &'static str,
    pub(crate) field: String,
    pub(crate) message: String,
}

impl Refusal {
    fn new(code: u16, reason: &'static str, message: impl Into<String>, details: Value) -> Self {
        Self {
            code,
            reason,
            message: message.into(),
            details,
            continue_at: None,
        }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message, Value::Null)
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(401, "Unauthorized", "Unauthorized", Value::Null)
    }

    pub(crate) fn no_such_path() -> Self {
        let message = "the server could not find the requested resource";
        Self::new(404, "NotFound", message, json!({}))
    }

    pub(crate) fn not_found(resource: &Resource, name: &str) -> Self {
        let message = format!("{} {name:?} not found", resource.qualified());
        Self::new(404, "NotFound", message, details(resource, name))
    }

    pub(crate) fn method_not_allowed() -> Self {
        let message = "the server does not allow this method on the requested resource";
        Self::new(405, "MethodNotAllowed", message, json!({}))
    }

    pub(crate) fn already_exists(resource: &Resource, name: &str, going: bool) -> Self {
        let prefix = if going { "object is being deleted: " } else { "" };
        let message = format!("{prefix}{} {name:?} already exists", resource.qualified());
        Self::new(409, "AlreadyExists", message, details(resource, name))
    }

    pub(crate) fn conflict(resource: &Resource, name: &str, why: &str) -> Self {
        let message = format!(
            "Operation cannot be fulfilled on {} {name:?}: {why}",
            resource.qualified()
        );
        Self::new(409, "Conflict", message, details(resource, name))
    }

    /// A deletion insisted on another object, or on another state of it.
    pub(crate) fn unmet(resource: &Resource, name: &str, why: &str) -> Self {
        let kind = resource.qualified_kind();
        let message = format!("Operation cannot be fulfilled on {kind} {name:?}: {why}");
        let mut details = details(resource, name);
        details["kind"] = resource.kind.into();
        Self::new(409, "Conflict", message, details)
    }

    pub(crate) fn expired(message: impl Into<String>) -> Self {
        Self::new(410, "Expired", message, Value::Null)
    }

    /// The same, with a token by which a list may go on inconsistently.
    pub(crate) fn expired_continue(token: String) -> Self {
        let message = "The provided continue parameter is too old to display a consistent list result. \
                       You can start a new list without the continue parameter, or use the continue token \
                       in this response to retrieve the remainder of the results.";
        let mut refusal = Self::expired(message);
        refusal.continue_at = Some(token);
        refusal
    }

    pub(crate) fn too_large() -> Self {
        let message = "Request entity too large: limit is 3145728";
        Self::new(413, "RequestEntityTooLarge", message, json!({}))
    }

    pub(crate) fn unsupported_media_type(accepted: &str) -> Self {
        let message =
            format!("the body of the request was in an unknown format - accepted media types include: {accepted}");
        Self::new(415, "UnsupportedMediaType", message, json!({}))
    }

    pub(crate) fn too_large_version(asked: u64, current: u64) -> Self {
        let message = format!("Timeout: Too large resource version: {asked}, current: {current}");
        let cause = json!({"reason": "ResourceVersionTooLarge", "message": "Too large resource version"});
        Self::new(
            504,
            "Timeout",
            message,
            json!({"causes": [cause], "retryAfterSeconds": 1}),
        )
    }

    /// The API server has no better answer to a version on what is to be created.
    pub(crate) fn versioned() -> Self {
        let message = "resourceVersion should not be set on objects to be created";
        Self::new(500, "", message, Value::Null)
    }

    pub(crate) fn full() -> Self {
        let message = "Internal error occurred: etcdserver: mvcc: database space exceeded";
        let cause = json!({"message": "etcdserver: mvcc: database space exceeded"});
        Self::new(500, "InternalError", message, json!({"causes": [cause]}))
    }

    pub(crate) fn forbidden(resource: &Resource, name: &str, why: &str) -> Self {
        let quoted = if name.is_empty() {
            String::new()
        } else {
            format!(" {name:?}")
        };
        let message = format!("{}{quoted} is forbidden: {why}", resource.qualified());
        Self::new(403, "Forbidden", message, details(resource, name))
    }

    /// Adds a cause to the details.
    pub(crate) fn because(mut self, cause: Cause) -> Self {
        self.details["causes"] = json!([cause.json()]);
        self
    }

    /// The 422 about an object of a resource.
    pub(crate) fn invalid(resource: &Resource, name: &str, causes: Vec<Cause>) -> Self {
        Self::invalid_kind(&resource.qualified_kind(), resource.group, resource.kind, name, causes)
    }

    /// The 422 about the options of a request.
    pub(crate) fn invalid_options(kind: &str, causes: Vec<Cause>) -> Self {
        // Those of a log are of the core group, all others of the one that all share.
        if kind == "PodLogOptions" {
            return Self::invalid_kind(kind, "", kind, "", causes);
        }
        Self::invalid_kind(&format!("{kind}.meta.k8s.io"), "meta.k8s.io", kind, "", causes)
    }

    /// The 422 about a review, whose kind the API server leaves out.
    pub(crate) fn invalid_review(causes: Vec<Cause>) -> Self {
        let group = "authorization.k8s.io";
        Self::invalid_kind(&format!(".{group}"), group, "", "", causes)
    }

    fn invalid_kind(what: &str, group: &str, kind: &str, name: &str, causes: Vec<Cause>) -> Self {
        let mut unique: Vec<Cause> = Vec::new();
        for cause in causes {
            if !unique.contains(&cause) {
                unique.push(cause);
            }
        }
        let told: Vec<String> = unique
            .iter()
            .map(|cause| format!("{}: {}", cause.field, cause.message))
            .collect();
        let told = match told.as_slice() {
            [one] => one.clone(),
            _ => format!("[{}]", told.join(", ")),
        };
        let causes: Vec<Value> = unique.iter().map(Cause::json).collect();
        let mut details = json!({"causes": causes});
        add_unless_empty(&mut details, "kind", kind);
        add_unless_empty(&mut details, "group", group);
        add_unless_empty(&mut details, "name", name);
        Self::new(422, "Invalid", format!("{what} {name:?} is invalid: {told}"), details)
    }

    pub(crate) fn json(&self) -> Value {
        let mut body = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
            "code": self.code,
        });
        add_unless_empty(&mut body, "reason", self.reason);
        if !self.details.is_null() {
            body["details"] = self.details.clone();
        }
        if let Some(token) = &self.continue_at {
            body["metadata"]["continue"] = token.as_str().into();
        }
        body
    }
}

impl Cause {
    fn json(&self) -> Value {
        json!({"reason": self.reason, "message": self.message, "field": self.field})
    }
}

fn add_unless_empty(map: &mut Value, field: &str, text: &str) {
    if !text.is_empty() {
        map[field] = text.into();
    }
}

fn details(resource: &Resource, name: &str) -> Value {
    let mut details = json!({"kind": resource.plural});
    add_unless_empty(&mut details, "group", resource.group);
    add_unless_empty(&mut details, "name", name);
    details
}

/// The answer to a deletion that is done.
pub(crate) fn deleted(resource: &Resource, name: &str, uid: &str) -> Value {
    let mut details = details(resource, name);
    details["uid"] = uid.into();
    json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details})
}
