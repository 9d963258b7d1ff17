//! Suspend, resume, delete: always this very Job, never one that came after it under the same name.

use http::Method;
use serde_json::json;

use crate::call::Call;
use crate::create::FIELD_MANAGER;
use crate::{Client, Error, Refusal, place};

/// Suspends a Job (its Pods are stopped) or lets it go on. [`Error::Conflict`] when the name is another Job's by now.
pub async fn suspend(client: &Client, namespace: &str, name: &str, uid: &str, suspend: bool) -> Result<(), Error> {
    // A patch that names a uid is invalid where the object has another one (`ValidateObjectMetaAccessorUpdate`).
    let patch = json!({"metadata": {"uid": uid}, "spec": {"suspend": suspend}});
    let call = Call::with_body(
        Method::PATCH,
        place::job(namespace, name),
        &patch,
        client.limits().change,
    );
    let call = Call {
        content_type: "application/merge-patch+json",
        ..call
    };
    let done = call.query("fieldManager", FIELD_MANAGER).make(client).await;
    done.map(drop).map_err(|error| match error {
        Error::Invalid(refusal) if refusal.causes.iter().any(|cause| cause.field == "metadata.uid") => {
            Error::Conflict(Box::new(Refusal { code: 409, ..*refusal }))
        }
        other => other,
    })
}

/// Deletes a Job and, in the background, its Pods. [`Error::Conflict`] when the name is another Job's by now.
pub async fn delete(client: &Client, namespace: &str, name: &str, uid: &str) -> Result<(), Error> {
    // Without a propagation policy a Job would leave its Pods behind.
    let options = json!({
        "apiVersion": "v1",
        "kind": "DeleteOptions",
        "propagationPolicy": "Background",
        "preconditions": {"uid": uid},
    });
    let call = Call::with_body(
        Method::DELETE,
        place::job(namespace, name),
        &options,
        client.limits().change,
    );
    call.make(client).await.map(drop)
}
