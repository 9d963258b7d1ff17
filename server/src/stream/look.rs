//! What a stream looks at, and whether its person still may: an API server lets a watch go on that it would not
//! let begin any more, and people share watches. So each stream asks with its own person's credentials, before it
//! shows anything and then again and again.

use std::sync::Arc;
use std::time::Duration;

use app::api::{ApiError, Caller, StreamPage, StreamRequest};
use cluster::watch::{Rights, Subscription, View};
use cluster::{Error, Refusal};

use crate::port::sign_in::identity;
use crate::{Console, errors};

/// So often. What was taken away is not seen any more after this and an answer's time.
const AGAIN: Duration = Duration::from_secs(30);
/// For an answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// After so many without one, what was allowed before is not shown any more.
const MOST_UNANSWERED: u32 = 3;
/// When there was none.
const SOON: Duration = Duration::from_secs(5);

/// A subscription, and the rights that it was made with; none where the cluster did not say.
pub(super) struct Looking {
    subscription: Subscription,
    rights: Option<Rights>,
    /// Of the cluster that has the name: the files may give it to another.
    destination: String,
    /// How many questions in a row had no answer.
    unanswered: u32,
}

impl Looking {
    /// Looks on with the rights that were found: at the same where they are as before or nobody could say, else at
    /// what is looked at with these. Says whether it is another.
    pub(super) fn on(
        before: Option<Self>,
        console: &Console,
        request: &StreamRequest,
        caller: &Caller,
        rights: Option<Rights>,
    ) -> Result<(Self, bool), ApiError> {
        let known = console.clusters.info(&request.cluster);
        let destination = known.map(|known| known.destination).unwrap_or_default();
        if let Some(mut before) = before
            && before.destination == destination
        {
            before.unanswered = if rights.is_some() { 0 } else { before.unanswered + 1 };
            let goes_on = rights.is_none() && (before.rights.is_none() || before.unanswered < MOST_UNANSWERED);
            if goes_on || before.rights == rights {
                return Ok((before, false));
            }
        }
        let identity = identity(&console.clusters, caller, &request.cluster)?;
        // What nobody could say anything about is looked at apart from everything that was allowed.
        let asked = rights.unwrap_or_default();
        let subscription = console
            .hub
            .subscribe(&identity, &request.cluster, namespace(request), asked)
            .map_err(|error| errors::of_cluster(&request.cluster, &error))?;
        let looking = Self {
            subscription,
            rights,
            destination,
            unanswered: 0,
        };
        Ok((looking, true))
    }

    pub(super) fn view(&mut self) -> Arc<View> {
        self.subscription.view()
    }

    /// Whether there is another view, once there is; `false` when the watches ended.
    pub(super) async fn changed(&mut self) -> bool {
        self.subscription.changed().await.is_some()
    }

    /// When to ask again.
    pub(super) fn again(&self) -> Duration {
        if self.rights.is_some() && self.unanswered == 0 {
            AGAIN
        } else {
            SOON
        }
    }
}

fn namespace(request: &StreamRequest) -> Option<String> {
    let is_all = request.page == StreamPage::Tasks && request.namespace.is_empty();
    (!is_all).then(|| request.namespace.clone())
}

/// What the person may watch there. `None` where the cluster does not answer in time: the watches will say why.
pub(super) async fn rights(
    console: &Console,
    request: &StreamRequest,
    caller: &Caller,
) -> Result<Option<Rights>, ApiError> {
    let identity = identity(&console.clusters, caller, &request.cluster)?;
    let failed = |error: &Error| errors::of_cluster(&request.cluster, error);
    // A plugin takes its time, and is bounded by itself.
    let client = match console.clusters.client(&request.cluster, &identity).await {
        Ok(client) => client,
        Err(error @ (Error::Unauthorized(_) | Error::UnknownCluster { .. })) => return Err(failed(&error)),
        Err(_) => return Ok(None),
    };
    match tokio::time::timeout(PATIENCE, Rights::of(&client, namespace(request).as_deref())).await {
        Ok(Ok(rights)) if !rights.jobs => {
            let place = namespace(request).map_or_else(
                || "in all namespaces".to_owned(),
                |namespace| format!("in the namespace {namespace:?}"),
            );
            let refusal = Refusal {
                code: 403,
                message: format!("cannot watch resource \"jobs\" in API group \"batch\" {place}"),
                ..Refusal::default()
            };
            Err(failed(&Error::Forbidden(Box::new(refusal))))
        }
        Ok(Ok(rights)) => Ok(Some(rights)),
        Ok(Err(error @ (Error::Unauthorized(_) | Error::Forbidden(_)))) => Err(failed(&error)),
        Ok(Err(_)) | Err(_) => Ok(None),
    }
}
