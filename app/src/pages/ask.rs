//! What a cluster says of itself, once it said it.

use leptos::prelude::*;

use crate::api::{self, ApiError, ClusterInfo};

/// The answer of a cluster; `None` until it is there.
pub(super) type Answer = RwSignal<Option<Result<ClusterInfo, ApiError>>>;

/// Asks it, once.
pub(super) fn ask(cluster: String) -> Answer {
    let answer = Answer::new(None);
    leptos::task::spawn_local(async move {
        let said = api::call(api::ClusterState { cluster }).await;
        let _ = answer.try_set(Some(said));
    });
    answer
}
