//! The table of routes.

use std::collections::BTreeSet;

use server::router::{Effect, ROUTES, Who};

use crate::bench::obedient;

#[test]
fn every_server_function_is_in_the_table_and_nothing_else_is_one() {
    let _router = obedient();
    let registered: BTreeSet<_> = server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.to_owned(), method.to_string()))
        .collect();
    let is_other = |path: &str| ["/api/stream", "/api/log"].contains(&path) || path.contains('{');
    let is_function = |path: &str| path.starts_with("/api/") && !is_other(path);
    let listed: BTreeSet<_> = ROUTES
        .iter()
        .filter(|route| is_function(route.path))
        .map(|route| (route.path.to_owned(), route.method.to_string()))
        .collect();
    assert_eq!(registered, listed);
    assert!(listed.contains(&("/api/create".to_owned(), "POST".to_owned())));
}

#[test]
fn what_changes_a_cluster_is_for_the_person_and_never_a_get() {
    for route in ROUTES.iter().filter(|route| route.effect == Effect::Changes) {
        assert_eq!(
            (route.who, route.method.as_str()),
            (Who::Person, "POST"),
            "{}",
            route.path
        );
    }
    let changing: Vec<_> = ROUTES
        .iter()
        .filter(|route| route.effect == Effect::Changes)
        .map(|route| route.path)
        .collect();
    assert_eq!(
        changing,
        [
            "/api/create",
            "/api/services",
            "/api/pull-secret",
            "/api/suspend",
            "/api/delete"
        ]
    );
}
