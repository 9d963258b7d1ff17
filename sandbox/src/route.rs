//! From a path to what is meant by it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::discovery;
use crate::resource::{Kind, Resource};

/// What a path leads to.
pub(crate) enum Route {
    /// Something fixed about the server.
    Fixed(Value),
    /// `ok`.
    Health,
    /// A review of this kind.
    Review(&'static str),
    /// Objects.
    Objects(Target),
}

/// Which objects.
pub(crate) struct Target {
    pub(crate) kind: Kind,
    /// Empty for all namespaces, or none.
    pub(crate) namespace: String,
    /// Empty for all.
    pub(crate) name: String,
    /// Empty for the object itself.
    pub(crate) sub: String,
}

/// Finds the way, if there is one.
pub(crate) fn route(path: &str) -> Option<Route> {
    let path = path.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(path);
    if let Some(value) = discovery::answer(path) {
        return Some(Route::Fixed(value));
    }
    let decoded = |step| percent_decode_str(step).decode_utf8_lossy();
    let steps: Vec<Cow<str>> = path.split('/').skip(1).map(decoded).collect();
    let steps: Vec<&str> = steps.iter().map(AsRef::as_ref).collect();
    match steps.as_slice() {
        ["healthz" | "livez" | "readyz", ..] => Some(Route::Health),
        ["apis", "authentication.k8s.io", "v1", "selfsubjectreviews"] => Some(Route::Review("SelfSubjectReview")),
        ["apis", "authorization.k8s.io", "v1", "selfsubjectaccessreviews"] => {
            Some(Route::Review("SelfSubjectAccessReview"))
        }
        ["api", "v1", rest @ ..] => objects("", rest),
        ["apis", group, "v1", rest @ ..] if !group.is_empty() => objects(group, rest),
        _ => None,
    }
}

fn objects(group: &str, steps: &[&str]) -> Option<Route> {
    // `namespaces/N` alone is a namespace; followed by a plural it is where its objects are.
    let (namespace, rest) = match steps {
        ["namespaces", namespace, plural, rest @ ..]
            if Resource::find(group, plural).is_some_and(|found| found.namespaced) =>
        {
            (*namespace, [&[*plural], rest].concat())
        }
        _ => ("", steps.to_vec()),
    };
    let (plural, name, sub) = match rest.as_slice() {
        [plural] => (*plural, "", ""),
        [plural, name] => (*plural, *name, ""),
        [plural, name, sub] => (*plural, *name, *sub),
        _ => return None,
    };
    let resource = Resource::find(group, plural)?;
    let alone = resource.namespaced && namespace.is_empty() && !name.is_empty();
    let known = matches!((resource.which, sub), (_, "") | (Kind::Pod, "log"));
    (known && !alone).then(|| {
        Route::Objects(Target {
            kind: resource.which,
            namespace: namespace.into(),
            name: name.into(),
            sub: sub.into(),
        })
    })
}
