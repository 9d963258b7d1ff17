//! A Job comes to be: a dry run, one POST, and reading back when its answer was lost.

mod read_back;
mod service;
mod vanished;

use http::Method;
use serde_json::Value;

pub use self::read_back::{ReadBack, read_back};
pub use self::service::{Owner, create_service, dry_run_service};
pub use self::vanished::vanished;
use crate::call::{Call, Effect};
use crate::inventory::Object;
use crate::{Client, Error, place};

/// What the API server notes as the author of what is written here.
pub(crate) const FIELD_MANAGER: &str = "slipway";

/// Why something is tried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Somebody pressed Create.
    Press,
    /// The Check panel asks by itself.
    Check,
}

impl Purpose {
    /// As the API server notes it, so that audit logs tell one from the other.
    pub(crate) const fn manager(self) -> &'static str {
        match self {
            Self::Press => FIELD_MANAGER,
            Self::Check => "slipway-check",
        }
    }
}

/// What a dry run said.
#[derive(Clone, Debug, PartialEq)]
pub struct DryRun {
    /// The API server's warnings.
    pub warnings: Vec<String>,
    /// The object as it would be stored; compare it by [`vanished`].
    pub answer: Value,
}

/// A Job that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its uid.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// The API server's warnings; none when the answer was lost and it was read back.
    pub warnings: Vec<String>,
}

/// Has the API server judge a Job without creating it. What it cannot judge is [`Error::DryRunUnsupported`] (a
/// webhook) and [`Error::Timeout`]; both say nothing about the Job.
pub async fn dry_run(client: &Client, namespace: &str, job: &Value, why: Purpose) -> Result<DryRun, Error> {
    try_out(client, place::jobs(namespace), job, why).await
}

async fn try_out(client: &Client, path: String, object: &Value, why: Purpose) -> Result<DryRun, Error> {
    let call = post(path, object, why.manager(), client.limits().dry_run)
        .query("dryRun", "All")
        .effect(Effect::None);
    let answer = call.make(client).await?;
    Ok(DryRun {
        warnings: answer.warnings(),
        answer: answer.json()?,
    })
}

/// Creates a Job by exactly one POST. [`Error::AnswerLost`] when it may or may not have been created: then
/// [`read_back`]. Every other error says that it was not.
pub async fn create(client: &Client, namespace: &str, job: &Value) -> Result<Created, Error> {
    let answer = match post(place::jobs(namespace), job, FIELD_MANAGER, client.limits().change)
        .make(client)
        .await
    {
        Ok(answer) => answer,
        Err(error) if may_be_created(&error) => return Err(Error::AnswerLost { why: error.to_string() }),
        Err(error) => return Err(error),
    };
    let warnings = answer.warnings();
    let Object { metadata } = match answer.json() {
        Ok(object) => object,
        // 201 is said only by who created something.
        Err(error) if answer.code == http::StatusCode::CREATED => {
            return Err(Error::AnswerLost { why: error.to_string() });
        }
        Err(error) => return Err(error),
    };
    Ok(Created {
        uid: metadata.uid,
        name: metadata.name,
        namespace: namespace.to_owned(),
        warnings,
    })
}

pub(crate) fn post(path: String, object: &Value, manager: &str, limit: std::time::Duration) -> Call {
    Call::with_body(Method::POST, path, object, limit)
        .query("fieldManager", manager)
        // An unknown field is refused instead of dropped.
        .query("fieldValidation", "Strict")
}

/// Whether a server's failure leaves open what became of the Job. A 500 by a webhook or a full disk does not; a
/// gateway that lost its server (502, 503, 504) and an etcd that did not answer do.
fn may_be_created(error: &Error) -> bool {
    match error {
        Error::Internal(refusal) => {
            let unanswered = [
                "etcdserver: request timed out",
                "etcdserver: leader changed",
                "context deadline exceeded",
            ];
            let lost = unanswered.iter().any(|words| refusal.message.contains(words));
            let webhook = refusal.message.contains("failed calling webhook");
            !webhook && (refusal.code > 500 || lost)
        }
        Error::NotKubernetes { code, .. } => *code > 500,
        _ => false,
    }
}
