//! One line for each act: who did what to which task, and what came of it. No token, no Secret, no value that
//! somebody typed but the names.

use app::api::{ApiError, Caller, Outcome, TaskAddress};
use cluster::Clusters;
use serde_json::Value;

use super::sign_in::name_at;

/// Somebody who does something to a task. The line is written when it ends, also when whoever asked is gone by then.
pub(super) struct Act {
    person: String,
    task: TaskAddress,
    verb: &'static str,
    attempt: String,
    result: String,
}

impl Act {
    /// It begins. `verb`: `create`, `suspend`, `resume`, `delete`, `create-services`, `create-pull-secret`;
    /// `attempt`: the press of Create.
    pub(super) fn begin(
        clusters: &Clusters,
        caller: &Caller,
        task: &TaskAddress,
        verb: &'static str,
        attempt: &str,
    ) -> Self {
        let person = match (caller, clusters.info(&task.cluster)) {
            (Caller::Local, _) => "local".to_owned(),
            (Caller::Person(_), Some(known)) => name_at(caller, &known.destination),
            (Caller::Person(_), None) => String::new(),
        };
        Self {
            person,
            task: task.clone(),
            verb,
            attempt: attempt.to_owned(),
            result: "unknown".to_owned(),
        }
    }

    /// What came of it.
    pub(super) fn end(&mut self, result: &str) {
        result.clone_into(&mut self.result);
    }

    /// What came of it, on its way to whoever asked.
    pub(super) fn on<T>(&mut self, result: Result<T, ApiError>) -> Result<T, ApiError> {
        self.result = word(&result);
        result
    }
}

impl Drop for Act {
    fn drop(&mut self) {
        let Self {
            person,
            task,
            verb,
            attempt,
            result,
        } = self;
        let TaskAddress {
            cluster,
            namespace,
            name,
        } = task;
        tracing::info!(target: "audit", person, cluster, namespace, verb, name, attempt, result, "act");
    }
}

/// Somebody signed in or out, or tried to. `cluster`: one that is known, or empty.
pub(super) fn session(verb: &'static str, person: &str, cluster: &str, result: &str) {
    tracing::info!(target: "audit", person, cluster, verb, result, "session");
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
