//! May this person do that?

use http::Method;
use serde::Deserialize;
use serde_json::json;

use crate::call::{Call, Effect};
use crate::identity::Person;
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

/// Asks the API server who the person is.
///
/// # Errors
///
/// [`Error::Unauthorized`] when it does not know the credentials.
pub async fn who_am_i(client: &Client) -> Result<Person, Error> {
    #[derive(Deserialize)]
    struct Review {
        status: Status,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Status {
        user_info: Person,
    }
    let review = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"});
    let call = Call::with_body(Method::POST, place::SELF_SUBJECT_REVIEWS, &review, client.limits().read);
    let review: Review = call.effect(Effect::None).make(client).await?.json()?;
    Ok(review.status.user_info)
}
