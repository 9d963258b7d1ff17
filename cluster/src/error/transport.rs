//! A request without an answer -> [`Error`]. The one place that reads the errors of kube, hyper and rustls.

use std::error::Error as StdError;
use std::io;

use hyper_util::client::legacy::Error as HyperError;
use kube::client::AuthError;

use super::{Error, answer};

/// A request that got no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What happened.
    pub(crate) error: Error,
    /// Whether the request may have been written. Only what surely failed before that says no.
    pub(crate) may_have_left: bool,
}

impl Failure {
    fn before(error: Error) -> Self {
        Self {
            error,
            may_have_left: false,
        }
    }
}

/// What became of a request.
pub(crate) fn of_kube(error: &kube::Error, server: &str) -> Failure {
    if let kube::Error::Api(status) = error {
        return Failure {
            error: answer::of_status(status),
            may_have_left: true,
        };
    }
    let mut connecting = false;
    let mut handshaking = false;
    let mut innermost = String::new();
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(current) = next {
        if let Some(known) = current.downcast_ref::<Error>() {
            return Failure {
                error: known.clone(),
                may_have_left: true,
            };
        }
        if let Some(auth) = current.downcast_ref::<AuthError>() {
            return Failure::before(Error::BadCredentials { why: credentials(auth) });
        }
        connecting |= current.downcast_ref::<HyperError>().is_some_and(HyperError::is_connect);
        innermost = current.to_string();
        next = match current.downcast_ref::<io::Error>() {
            // `source()` of an io::Error skips the error that it holds.
            Some(io) => {
                let held = io.get_ref();
                // The TLS connector wraps an io::Error of the handshake in another one; TCP's stand alone.
                handshaking |= held.is_some_and(|held| held.is::<io::Error>());
                if connecting && io.kind() == io::ErrorKind::TimedOut {
                    let why = "no connection came about in time".to_owned();
                    return Failure::before(Error::Unreachable {
                        server: server.to_owned(),
                        why,
                    });
                }
                held.map(|held| held as &(dyn StdError + 'static))
            }
            None => current.source(),
        };
    }
    let server = server.to_owned();
    match error {
        _ if connecting && handshaking => Failure::before(Error::Tls { server, why: innermost }),
        _ if connecting => Failure::before(Error::Unreachable { server, why: innermost }),
        kube::Error::HttpError(_) | kube::Error::BuildRequest(_) => Failure::before(Error::Unreachable {
            server,
            why: format!("no request can be made of this: {innermost}"),
        }),
        kube::Error::SerdeError(_) | kube::Error::FromUtf8(_) => {
            let why = format!("the answer cannot be read: {innermost}");
            Failure {
                error: Error::NotKubernetes { code: 200, why },
                may_have_left: true,
            }
        }
        _ => {
            let why = format!("the connection broke: {innermost}");
            Failure {
                error: Error::Unreachable { server, why },
                may_have_left: true,
            }
        }
    }
}

/// Why no client could be made of a configuration.
pub(crate) fn of_build(error: &kube::Error, server: &str) -> Error {
    match error {
        kube::Error::Auth(auth) => Error::BadCredentials { why: credentials(auth) },
        kube::Error::RustlsTls(tls) => Error::Tls {
            server: server.to_owned(),
            why: tls.to_string(),
        },
        kube::Error::ProxyProtocolUnsupported { .. } | kube::Error::ProxyProtocolDisabled { .. } => {
            // The address of a proxy may hold a password.
            let why = "the proxy speaks neither http, https nor socks5".to_owned();
            Error::Unreachable {
                server: server.to_owned(),
                why,
            }
        }
        kube::Error::InferKubeconfig(config) => Error::BadCredentials {
            why: config.to_string(),
        },
        other => of_kube(other, server).error,
    }
}

/// What is wrong with credentials, without their values: a plugin's output and the words of the parser that read
/// it may hold a token, and its command line may too.
fn credentials(error: &AuthError) -> String {
    match error {
        AuthError::AuthExecRun { out, .. } => {
            let said = String::from_utf8_lossy(&out.stderr);
            let said: String = said.trim().chars().take(300).collect();
            format!("the plugin ended with {}: {said}", out.status)
                .trim_end_matches([':', ' '])
                .to_owned()
        }
        AuthError::AuthExecStart(error) => format!("the plugin cannot be started: {error}"),
        AuthError::AuthExecParse(_) => "the plugin's output is no ExecCredential".to_owned(),
        AuthError::ParseTokenKey(_) => "the token's key cannot be read".to_owned(),
        AuthError::AuthExec(_) => "the plugin cannot be run".to_owned(),
        other => other.to_string(),
    }
}
