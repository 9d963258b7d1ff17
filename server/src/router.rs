//! Every route, and who may call it. There is no route that is not in this file.

use std::sync::Arc;

use app::api;
use axum::extract::{Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{any, get, post};
use axum::{Router, middleware};
use http::{Method, StatusCode};
use server_fn::ServerFn;

use crate::{Console, download, errors, functions, health, observe, security, stream};

/// Who may call a route. Host and origin are checked for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever reaches the console: there is nothing of anybody in the answer.
    Anyone,
    /// A person: the one at this machine with the kubeconfig's credentials, or one who signed in to the cluster
    /// that the call is about. The cluster decides what they may do.
    Person,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it may be asked again.
    Reads,
    /// It changes a cluster: when its answer is lost, it may have happened.
    Changes,
}

/// A route.
#[derive(Clone, Debug)]
pub struct Route {
    /// Its path.
    pub path: &'static str,
    /// Its method.
    pub method: Method,
    /// Who may call it.
    pub who: Who,
    /// What it does.
    pub effect: Effect,
    /// Makes a server function known; `None` for what is none.
    register: Option<fn()>,
}

/// A row of the table.
const fn route(path: &'static str, method: Method, who: Who) -> Route {
    Route {
        path,
        method,
        who,
        effect: Effect::Reads,
        register: None,
    }
}

/// A row for a server function.
macro_rules! function {
    ($function:ty, $who:expr, $effect:expr) => {
        Route {
            path: <$function as ServerFn>::PATH,
            method: Method::POST,
            who: $who,
            effect: $effect,
            register: Some(server_fn::axum::register_explicit::<$function>),
        }
    };
}

/// All routes. A test fails when a server function is missing here.
pub const ROUTES: [Route; 28] = [
    function!(api::Console, Who::Person, Effect::Reads),
    function!(api::SignIn, Who::Anyone, Effect::Reads),
    function!(api::SignOut, Who::Anyone, Effect::Reads),
    function!(api::ClusterState, Who::Person, Effect::Reads),
    function!(api::Taken, Who::Person, Effect::Reads),
    function!(api::Names, Who::Person, Effect::Reads),
    function!(api::Source, Who::Person, Effect::Reads),
    function!(api::Rights, Who::Person, Effect::Reads),
    function!(api::Create, Who::Person, Effect::Changes),
    function!(api::ReadBack, Who::Person, Effect::Reads),
    function!(api::Preflight, Who::Person, Effect::Reads),
    function!(api::Services, Who::Person, Effect::Changes),
    function!(api::Registries, Who::Person, Effect::Reads),
    function!(api::Repositories, Who::Person, Effect::Reads),
    function!(api::Tags, Who::Person, Effect::Reads),
    function!(api::Image, Who::Person, Effect::Reads),
    function!(api::ImageFindings, Who::Person, Effect::Reads),
    function!(api::MakePullSecret, Who::Person, Effect::Changes),
    function!(api::Suspend, Who::Person, Effect::Changes),
    function!(api::Delete, Who::Person, Effect::Changes),
    route(security::STREAM, Method::GET, Who::Person),
    route(security::LOG, Method::GET, Who::Person),
    route("/api/{*unknown}", Method::GET, Who::Anyone),
    route("/healthz", Method::GET, Who::Anyone),
    route("/readyz", Method::GET, Who::Anyone),
    route("/version", Method::GET, Who::Anyone),
    route("/", Method::GET, Who::Anyone),
    route("/{*page_or_file}", Method::GET, Who::Anyone),
];

/// The router with everything around it. The last layer is the outermost: log, headers, panics, host, origin.
pub fn router(console: Arc<Console>) -> Router {
    let mut router = Router::new()
        .route(security::STREAM, get(stream::open))
        .route(security::LOG, get(download::answer))
        .route("/api/{*unknown}", any(no_such_call))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/version", get(health::version));
    for function in ROUTES {
        if let Some(register) = function.register {
            register();
            let call = move |console, request| functions::call(console, function.effect, request);
            router = router.route(function.path, post(call));
        }
    }
    router
        .fallback(site)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(console.clone(), security::origin))
        .layer(from_fn_with_state(console.clone(), security::host))
        .layer(from_fn(security::panics))
        .layer(middleware::from_fn(security::headers))
        .layer(from_fn(observe::log))
        .with_state(console)
}

async fn site(State(console): State<Arc<Console>>, request: Request) -> Response {
    console
        .site
        .answer(request.method(), request.uri().path(), request.headers())
}

async fn no_such_call(request: Request) -> Response {
    let sentence = "The console has no such call. The page may be of another release: reload it.";
    errors::refuse(request.uri().path(), StatusCode::NOT_FOUND, sentence)
}

async fn wrong_method(request: Request) -> Response {
    errors::refuse(
        request.uri().path(),
        StatusCode::METHOD_NOT_ALLOWED,
        "This address does not take that method.",
    )
}
