//! May this person do that?

use http::Method;
use serde::Deserialize;
use serde_json::json;

use crate::call::{Call, Effect};
use crate::{Client, Error, place};

/// Asks the API server whether the person may, say, `create` `jobs` of the group `batch`. A subresource is written
/// as `pods/log`; no namespace means all of them.
pub async fn can_i(
    client: &Client,
    namespace: Option<&str>,
    verb: &str,
    group: &str,
    resource: &str,
) -> Result<bool, Error> {
    let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    let review = json!({
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SelfSubjectAccessReview",
        "spec": {"resourceAttributes": {
            "namespace": namespace.unwrap_or_default(),
            "verb": verb,
            "group": group,
            "resource": resource,
            "subresource": subresource,
        }},
    });
    // A review is created and never stored.
    let call = Call::with_body(
        Method::POST,
        place::SELF_SUBJECT_ACCESS_REVIEWS,
        &review,
        client.limits().read,
    );
    let review: Review = call.effect(Effect::None).make(client).await?.json()?;
    Ok(review.status.allowed)
}

#[derive(Deserialize)]
struct Review {
    #[serde(default)]
    status: Verdict,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Verdict {
    allowed: bool,
}
