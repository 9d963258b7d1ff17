//! What a cluster says of itself, once it said it.

use crate::api::{self, ApiError, ClusterInfo};
use crate::state::State;

/// The answer of a cluster; `None` until it is there.
pub(super) type Answer = State<Option<Result<ClusterInfo, ApiError>>>;

/// Asks it, once.
pub(super) fn ask(cluster: String) -> Answer {
    let answer = Answer::new(None);
    leptos::task::spawn_local(async move {
        let said = api::call(api::ClusterState { cluster }).await;
        answer.set(Some(said));
    });
    answer
}
