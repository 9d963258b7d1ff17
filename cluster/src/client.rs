//! The way to one cluster, as one person.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Request, Response, header};
use http_body_util::{BodyExt, Limited};
use jiff::Timestamp;
use kube::client::{Body, ConfigExt};
use kube::config::ExecInteractiveMode;
use tower::{BoxError, ServiceBuilder, service_fn};

use crate::error::{Error, of_answer, of_build, of_kube};

/// How long to wait for what.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For an exec plugin and everything else that making a client takes.
    pub credentials: Duration,
    /// For the answer to a question.
    pub read: Duration,
    /// For the answer to a dry run: a person waits for it with the finger on Create.
    pub dry_run: Duration,
    /// For the answer to a change. Webhooks may take 30 s, the API server 34 s.
    pub change: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            credentials: Duration::from_secs(30),
            read: Duration::from_secs(20),
            dry_run: Duration::from_secs(10),
            change: Duration::from_secs(35),
        }
    }
}

/// The way to one cluster, as one person. Clone is cheap; all clones share their connections.
///
/// It never asks twice by itself: a 429 is the person's to see, and a repeated POST may create twice.
/// Limits are counted from the request on, not between bytes, so that an idle connection costs nothing of them.
#[derive(Clone)]
pub struct Client {
    calls: kube::Client,
    streams: kube::Client,
    server: Arc<str>,
    limits: Limits,
    offset: Arc<AtomicI64>,
}

impl Client {
    /// A client around one of kube's. `server` is what messages call the place.
    pub fn of(calls: kube::Client, server: &str) -> Self {
        let offset = Arc::new(AtomicI64::new(0));
        let server: Arc<str> = server.into();
        let streams = streams(calls.clone(), server.clone(), offset.clone());
        Self {
            calls,
            streams,
            server,
            limits: Limits::default(),
            offset,
        }
    }

    /// The same way with that bearer token on every request.
    pub(crate) fn with_token(&self, token: &str) -> Result<Self, Error> {
        let mut bearer = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| Error::BadCredentials {
            why: "a token is of printable letters".to_owned(),
        })?;
        bearer.set_sensitive(true);
        let namespace = self.calls.default_namespace().to_owned();
        let bare = self.calls.clone();
        let send = service_fn(move |mut request: Request<Body>| {
            let bare = bare.clone();
            request.headers_mut().insert(header::AUTHORIZATION, bearer.clone());
            async move { bare.send(request).await.map_err(BoxError::from) }
        });
        Ok(Self::of(kube::Client::new(send, namespace), &self.server).with_limits(self.limits))
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Connects by a configuration. Runs the exec plugin, if there is one.
    pub(crate) async fn connect(mut config: kube::Config, server: &str, limits: Limits) -> Result<Self, Error> {
        config.connect_timeout = Some(limits.connect);
        config.read_timeout = None;
        config.default_retry = false;
        if let Some(exec) = &mut config.auth_info.exec {
            // Nobody sits at this process's terminal, and what the plugin says on it belongs into the message.
            exec.interactive_mode = Some(ExecInteractiveMode::Never);
        }
        // A plugin blocks its thread for as long as it likes.
        let building = tokio::task::spawn_blocking(move || build(config));
        let calls = match tokio::time::timeout(limits.credentials, building).await {
            Ok(Ok(Ok(calls))) => calls,
            Ok(Ok(Err(error))) => return Err(of_build(&error, server)),
            Ok(Err(_)) => {
                return Err(Error::BadCredentials {
                    why: "the plugin cannot be run".to_owned(),
                });
            }
            Err(_) => {
                let why = format!("the plugin did not end within {} s", limits.credentials.as_secs());
                return Err(Error::BadCredentials { why });
            }
        };
        Ok(Self::of(calls, server).with_limits(limits))
    }

    /// What messages call the place.
    pub fn server(&self) -> &str {
        &self.server
    }

    /// How long to wait for what.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The API server's clock minus this machine's, in milliseconds; 0 while they agree to about two seconds.
    /// Times in objects are the server's, and may only be compared with the server's.
    pub fn clock_offset_ms(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// For questions and changes.
    pub(crate) fn calls(&self) -> &kube::Client {
        &self.calls
    }

    /// For watches: an answer that is no success comes as an [`Error`] of this crate, with its Retry-After.
    pub(crate) fn streams(&self) -> &kube::Client {
        &self.streams
    }

    pub(crate) fn note_date(&self, headers: &HeaderMap) {
        note_date(&self.offset, headers);
    }

    /// Whether the credentials that it was made with have ended.
    pub(crate) fn is_over(&self) -> bool {
        self.calls.valid_until().is_some_and(|until| until <= Timestamp::now())
    }
}

/// kube's own way runs an exec plugin three times over; a token's is run once here, and again when it ends.
fn build(mut config: kube::Config) -> Result<kube::Client, kube::Error> {
    let token = if config.auth_info.exec.is_some() {
        config.auth_layer()?
    } else {
        None
    };
    let Some(token) = token else {
        return kube::Client::try_from(config);
    };
    let own = &mut config.auth_info;
    (own.exec, own.auth_provider) = (None, None);
    (own.username, own.password, own.token, own.token_file) = (None, None, None, None);
    let namespace = config.default_namespace.clone();
    let bare = kube::Client::try_from(config)?;
    let send = service_fn(move |request: Request<Body>| {
        let bare = bare.clone();
        async move { bare.send(request).await.map_err(BoxError::from) }
    });
    Ok(kube::Client::new(
        ServiceBuilder::new().layer(token).service(send),
        namespace,
    ))
}

/// kube's watcher makes its own requests and keeps neither headers nor text of a refusal; this keeps them.
///
/// The rate: a broken balancer that ends every watch at once would make the watcher ask without pause.
fn streams(calls: kube::Client, server: Arc<str>, offset: Arc<AtomicI64>) -> kube::Client {
    let namespace = calls.default_namespace().to_owned();
    let ask = service_fn(move |request: Request<Body>| {
        let (calls, server, offset) = (calls.clone(), server.clone(), offset.clone());
        async move {
            let response = calls
                .send(request)
                .await
                .map_err(|error| of_kube(&error, &server).error)?;
            note_date(&offset, response.headers());
            refused(response).await
        }
    });
    kube::Client::new(
        ServiceBuilder::new()
            .rate_limit(50, Duration::from_secs(1))
            .service(ask),
        namespace,
    )
}

async fn refused(response: Response<Body>) -> Result<Response<Body>, BoxError> {
    if response.status().is_success() {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    let body = Limited::new(body, 1 << 20)
        .collect()
        .await
        .map(|body| body.to_bytes())
        .unwrap_or_default();
    Err(of_answer(head.status, &head.headers, &body).into())
}

fn note_date(offset: &AtomicI64, headers: &HeaderMap) {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let Some(date) = date.and_then(|date| jiff::fmt::rfc2822::parse(date).ok()) else {
        return;
    };
    let difference = date.timestamp().as_millisecond() - Timestamp::now().as_millisecond();
    // The header counts whole seconds, and the answer was under way for a while.
    offset.store(if difference.abs() > 2_000 { difference } else { 0 }, Ordering::Relaxed);
}
