//! The answer to the POST was lost: whose is the Job of that name?

use super::Created;
use crate::inventory::name_taken;
use crate::{Client, Error};

/// What reading back found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadBack {
    /// The Job that was sent.
    Ours(Created),
    /// Another one: the name was taken.
    Taken {
        /// Its uid.
        uid: String,
        /// The press of Create that made it, if it was made here.
        attempt: Option<String>,
    },
    /// None. It was not created, or its POST is still under way; only the person may press again.
    NotFound,
}

/// Looks whose the Job of that name is. `attempts` are the ids of the presses of Create whose answers were lost.
pub async fn read_back(client: &Client, namespace: &str, name: &str, attempts: &[String]) -> Result<ReadBack, Error> {
    let Some(taken) = name_taken(client, namespace, name).await? else {
        return Ok(ReadBack::NotFound);
    };
    if taken.attempt.as_ref().is_some_and(|attempt| attempts.contains(attempt)) {
        let (name, namespace) = (name.to_owned(), namespace.to_owned());
        return Ok(ReadBack::Ours(Created {
            uid: taken.uid,
            name,
            namespace,
            warnings: Vec::new(),
        }));
    }
    Ok(ReadBack::Taken {
        uid: taken.uid,
        attempt: taken.attempt,
    })
}
