//! Whether the person may create what the draft becomes.

use app::api::{Check, CheckState, TaskAddress};
use cluster::Client;
use cluster::access::can_i;
use job::Manifests;

use super::{check as of, unmade};

pub(super) async fn check(client: &Client, task: &TaskAddress, made: &Manifests) -> Check {
    const NAME: &str = "permission";
    let mut wanted = vec![("batch", "jobs")];
    if !made.services.is_empty() {
        wanted.push(("", "services"));
    }
    let mut missing = Vec::new();
    for (group, resource) in wanted {
        match can_i(client, Some(&task.namespace), "create", group, resource).await {
            Ok(true) => {}
            Ok(false) => missing.push(format!("create {resource} in namespace {}", task.namespace)),
            Err(error) => return unmade(NAME, &error),
        }
    }
    let state = if missing.is_empty() {
        CheckState::Passed
    } else {
        CheckState::Failed
    };
    Check {
        words: missing,
        ..of(NAME, state)
    }
}
