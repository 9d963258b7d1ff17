//! One line for each act: who did what to which task, and what came of it. No token, no Secret, no value that
//! somebody typed but the names.

use app::api::{ApiError, Caller, Outcome, TaskAddress};
use cluster::Clusters;
use serde_json::Value;

use super::sign_in::name_at;

/// Somebody who does something to a task.
pub(super) struct Act<'a> {
    pub(super) caller: &'a Caller,
    pub(super) task: &'a TaskAddress,
    /// `create`, `suspend`, `resume`, `delete`, `create-services`.
    pub(super) verb: &'static str,
    /// The press of Create.
    pub(super) attempt: &'a str,
}

impl Act<'_> {
    /// Writes the line.
    pub(super) fn log(&self, clusters: &Clusters, result: &str) {
        let Self {
            caller,
            task,
            verb,
            attempt,
        } = self;
        let fingerprint = clusters.info(&task.cluster).map(|known| known.fingerprint);
        let person = match caller {
            Caller::Local => "local".to_owned(),
            Caller::Person(_) => name_at(caller, &fingerprint.unwrap_or_default()),
        };
        let TaskAddress {
            cluster,
            namespace,
            name,
        } = task;
        tracing::info!(target: "audit", person, cluster, namespace, verb, name, attempt, result, "act");
    }
}

/// The word for what came of it.
pub(super) fn word<T>(result: &Result<T, ApiError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(error) => name_of(serde_json::to_value(error.kind)),
    }
}

/// The same for a press of Create.
pub(super) fn outcome(result: &Result<Outcome, ApiError>) -> String {
    match result {
        Ok(Outcome::Created { .. }) => "created",
        Ok(Outcome::Refused { .. }) => "refused",
        Ok(Outcome::NameTaken { .. }) => "name-taken",
        Ok(Outcome::DryRunImpossible { .. }) => "dry-run-impossible",
        Ok(Outcome::Lost { .. }) => "lost",
        Err(_) => return word(result),
    }
    .to_owned()
}

fn name_of(kind: Result<Value, serde_json::Error>) -> String {
    match kind {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}
