//! Signing in: a cluster says whose a token is, and from then on it is used there and nowhere else.

use app::api::{ApiError, Caller, ErrorKind, Signed, Token};
use cluster::access::who_am_i;
use cluster::{Bearer, Clusters, Error, Identity};
use http::StatusCode;

use super::audit;
use crate::errors;
use crate::session::{Auth, end_of};

/// Longer than any token that a browser could keep.
const LONGEST: usize = 12 * 1024;

/// Whose credentials a caller's calls to a cluster are made with.
///
/// # Errors
///
/// [`ErrorKind::SignIn`] when the caller has no token of that cluster.
pub(crate) fn identity(clusters: &Clusters, caller: &Caller, cluster: &str) -> Result<Identity, ApiError> {
    let Caller::Person(tokens) = caller else {
        return Ok(Identity::Local);
    };
    let known = clusters.info(cluster).ok_or_else(|| unknown(cluster))?;
    let token = tokens.iter().find(|token| token.cluster == known.destination);
    match token {
        Some(token) => Ok(Identity::Token(Bearer::new(
            &token.cluster,
            &token.person,
            &token.secret,
        ))),
        None => Err(ApiError {
            cluster: cluster.to_owned(),
            ..ApiError::console(ErrorKind::SignIn, 401, "nobody signed in to this cluster")
        }),
    }
}

fn unknown(cluster: &str) -> ApiError {
    let error = Error::UnknownCluster {
        name: cluster.to_owned(),
    };
    errors::of_cluster(cluster, &error)
}

/// What the cluster at that destination calls the caller; empty for nobody.
pub(super) fn name_at(caller: &Caller, destination: &str) -> String {
    match caller {
        Caller::Local => String::new(),
        Caller::Person(tokens) => tokens
            .iter()
            .find(|token| token.cluster == destination)
            .map(|token| token.name.clone())
            .unwrap_or_default(),
    }
}

/// Has the cluster say whose the token is.
pub(super) async fn sign_in(
    clusters: &Clusters,
    auth: &Auth,
    caller: &Caller,
    cluster: &str,
    token: &str,
) -> Result<Signed, ApiError> {
    let Caller::Person(held) = caller else {
        return Err(nobody_signs_in());
    };
    let known = clusters.info(cluster).ok_or_else(|| unknown(cluster))?;
    let token = token.trim();
    let token = token.strip_prefix("Bearer ").unwrap_or(token).trim();
    if token.is_empty() || token.len() > LONGEST || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        let words = "a bearer token is a line of printable letters without blanks, at most 12 kB";
        return Err(errors::refused(StatusCode::BAD_REQUEST, words));
    }
    let failed = |error: &Error| errors::of_cluster(cluster, error);
    let unchecked = Identity::Token(Bearer::new(&known.destination, "unchecked", token));
    let client = clusters
        .client_once(cluster, &unchecked)
        .await
        .map_err(|error| failed(&error))?;
    let person = who_am_i(&client).await.map_err(|error| failed(&error))?;
    if person.username.is_empty() || person.username == "system:anonymous" {
        return Err(ApiError {
            cluster: cluster.to_owned(),
            ..ApiError::console(
                ErrorKind::Unauthorized,
                401,
                "the cluster does not say whose this token is",
            )
        });
    }
    let mut tokens: Vec<Token> = held
        .iter()
        .filter(|token| token.cluster != known.destination)
        .cloned()
        .collect();
    tokens.push(Token {
        cluster: known.destination.clone(),
        person: person.key(),
        name: person.username.clone(),
        secret: token.to_owned(),
        ends: end_of(token),
    });
    signed(auth, person.username, &tokens)
}

/// Lets go of a token, or of all.
pub(super) fn sign_out(clusters: &Clusters, auth: &Auth, caller: &Caller, cluster: &str) -> Result<Signed, ApiError> {
    let Caller::Person(held) = caller else {
        return Err(nobody_signs_in());
    };
    let gone = match cluster {
        "" => None,
        name => Some(clusters.info(name).ok_or_else(|| unknown(name))?.destination.clone()),
    };
    let stays = |token: &&Token| gone.as_ref().is_some_and(|gone| token.cluster != *gone);
    let tokens: Vec<Token> = held.iter().filter(stays).cloned().collect();
    for token in held.iter().filter(|token| !stays(token)) {
        audit::session("sign-out", &token.name, cluster, "done");
    }
    signed(auth, String::new(), &tokens)
}

fn signed(auth: &Auth, name: String, tokens: &[Token]) -> Result<Signed, ApiError> {
    let too_much = |error: crate::session::TooMuch| ApiError::console(ErrorKind::TooLarge, 413, error.to_string());
    let cookies = auth.cookies(tokens).map_err(too_much)?;
    Ok(Signed { name, cookies })
}

fn nobody_signs_in() -> ApiError {
    let words = "nobody signs in to this console: it uses the kubeconfig's credentials (--auth local)";
    errors::refused(StatusCode::BAD_REQUEST, words)
}
