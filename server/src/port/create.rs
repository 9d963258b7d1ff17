//! One press of Create: judge, try, create once, and find out what became of it.

use std::time::Duration;

use app::api::{ApiError, Caller, CreateRequest, ErrorKind, Outcome, TaskAddress};
use cluster::create::{Purpose, ReadBack, create, dry_run, read_back, vanished};
use cluster::{Client, Error};
use job::check::check_manifests;
use job::{Context, Finding, Manifests, manifests};

use super::{Kubernetes, findings, services};
use crate::errors;

/// How long before each look after a lost answer. A POST that is still under way may end meanwhile.
const LOOK_AFTER: [Duration; 3] = [
    Duration::from_millis(300),
    Duration::from_millis(1200),
    Duration::from_millis(2500),
];
/// How long a look may take.
const LOOK_WITHIN: Duration = Duration::from_secs(3);

/// A press, under way.
pub(super) struct Press<'a> {
    pub(super) port: &'a Kubernetes,
    pub(super) caller: &'a Caller,
    pub(super) request: &'a CreateRequest,
}

/// It goes on with that, or this came of it.
pub(super) type Step<T> = Result<T, Result<Outcome, ApiError>>;

impl Press<'_> {
    pub(super) async fn run(&self) -> Result<Outcome, ApiError> {
        let task = TaskAddress::of(&self.request.draft);
        let mut made = manifests(&self.request.draft);
        // Namespaces and names are left to the API server, which answers for this very moment.
        let mut findings = check_manifests(
            &self.request.draft,
            &made,
            &Context {
                node_ports: self.port.node_ports,
                ..Context::default()
            },
        );
        findings.retain(Finding::is_error);
        if !findings.is_empty() {
            return Ok(Outcome::Refused { findings });
        }
        let client = self.port.client(self.caller, &task.cluster).await?;
        let warnings = match self.try_out(&client, &task, &made).await {
            Ok(warnings) => warnings,
            Err(outcome) => return outcome,
        };
        made.set_attempt(&self.request.attempt.id);
        match create(&client, &task.namespace, &made.job).await {
            Ok(created) => Ok(Outcome::Created {
                uid: created.uid,
                warnings: created.warnings,
            }),
            Err(lost @ Error::AnswerLost { .. }) => self.find_out(&client, &task, &lost, warnings).await,
            Err(error) => self.refused(&client, &task, &made, error).await,
        }
    }

    /// The strict dry runs, and what the cluster would make of the Job. Gives the warnings.
    async fn try_out(&self, client: &Client, task: &TaskAddress, made: &Manifests) -> Step<Vec<String>> {
        if self.request.attempt.without_dry_run {
            return Ok(Vec::new());
        }
        match dry_run(client, &task.namespace, &made.job, Purpose::Press).await {
            Ok(said) => {
                let ignored = vanished(&made.job, &said.answer);
                if ignored.is_empty() {
                    return services::try_out(client, task, made, said.warnings).await;
                }
                let findings = findings::of_vanished(&ignored, &made.map);
                Err(Ok(Outcome::Refused { findings }))
            }
            Err(error @ (Error::Timeout { .. } | Error::DryRunUnsupported(_))) => {
                let error = errors::of_cluster(&task.cluster, &error);
                Err(Ok(Outcome::DryRunImpossible { error }))
            }
            Err(error) => Err(self.refused(client, task, made, error).await),
        }
    }

    /// The API server said no.
    async fn refused(
        &self,
        client: &Client,
        task: &TaskAddress,
        made: &Manifests,
        error: Error,
    ) -> Result<Outcome, ApiError> {
        if let Some(findings) = findings::of_refusal(&error, &made.map, &task.namespace) {
            return Ok(Outcome::Refused { findings });
        }
        if !matches!(error, Error::AlreadyExists(_)) {
            return Err(errors::of_cluster(&task.cluster, &error));
        }
        match self.look(client, task).await? {
            Some(outcome) => Ok(outcome),
            // It is gone again: who pressed decides whether the name is still wanted.
            None => Err(errors::of_cluster(&task.cluster, &error)),
        }
    }

    /// The answer to the one POST was lost. It is never sent again: the task is looked for.
    async fn find_out(
        &self,
        client: &Client,
        task: &TaskAddress,
        lost: &Error,
        warnings: Vec<String>,
    ) -> Result<Outcome, ApiError> {
        let lost = errors::of_cluster(&task.cluster, lost);
        let mut seen = Err(lost.clone());
        for wait in LOOK_AFTER {
            tokio::time::sleep(wait).await;
            let look = tokio::time::timeout(LOOK_WITHIN, self.look(client, task)).await;
            match look.unwrap_or_else(|_| Err(lost.clone())) {
                Ok(Some(Outcome::Created { uid, .. })) => return Ok(Outcome::Created { uid, warnings }),
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) => seen = Ok(Outcome::Lost { error: lost.clone() }),
                // Who cannot look cannot say that it was not created.
                Err(error) => {
                    let words = format!("{}; and it cannot be looked for: {}", lost.words, error.words);
                    seen = Err(ApiError {
                        kind: ErrorKind::AnswerLost,
                        words,
                        ..lost.clone()
                    });
                }
            }
        }
        seen
    }

    /// Whose the Job of that name is, if there is one: this draft's (of this press or an earlier one), or another's.
    async fn look(&self, client: &Client, task: &TaskAddress) -> Result<Option<Outcome>, ApiError> {
        let attempt = &self.request.attempt;
        let attempts: Vec<String> = attempt.earlier.iter().chain([&attempt.id]).cloned().collect();
        let found = read_back(client, &task.namespace, &task.name, &attempts).await;
        match found.map_err(|error| errors::of_cluster(&task.cluster, &error))? {
            ReadBack::Ours(made) => Ok(Some(Outcome::Created {
                uid: made.uid,
                warnings: made.warnings,
            })),
            ReadBack::Taken { .. } => self.port.name_taken(client, task).await.map(Some),
            ReadBack::NotFound => Ok(None),
        }
    }
}
