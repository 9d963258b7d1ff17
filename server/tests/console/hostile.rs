//! Names and cookies of who means no good.

use app::api::{Caller, ErrorKind, Port, TaskAddress};
use serde_json::{Value, json};

use crate::api_server::{Server, missing};
use crate::bench::call;
use crate::people::people_with;
use crate::practice::{practice, task};

const NAMES: [&str; 9] = [
    "..",
    ".",
    "../../../api/v1/secrets",
    "a/b",
    "%2e%2e%2fsecrets",
    "a?dryRun=All",
    "a#b",
    "größe\u{202e}",
    "a\r\nX-Remote-User: admin",
];

/// A segment of a path that is a name and no way out: encoded, or of letters that need none.
fn is_segment(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~' | b'.' | b'%');
    !matches!(text, "" | "." | "..") && text.bytes().all(plain)
}

#[tokio::test]
async fn a_name_cannot_lead_a_call_to_another_place() {
    for hostile in NAMES {
        for (namespace, name) in [(hostile, "nightly"), ("default", hostile)] {
            let server = Server::new(|_, _| missing());
            let of = TaskAddress {
                cluster: "c".to_owned(),
                namespace: namespace.to_owned(),
                name: name.to_owned(),
            };
            let (port, who) = (&server.port, &Caller::Local);
            let _ = port.taken(who, &of).await;
            let _ = port.suspend(who, &of, "u", true).await;
            let _ = port.delete(who, &of, "u").await;
            let _ = port.names(who, &of, "secrets", name).await;
            let _ = port.source(who, &of, "Job").await;
            let _ = port.read_back(who, &of, &["attempt-now".to_owned()]).await;
            let asked = server.asked.lock().unwrap().clone();
            assert!(asked.len() >= 5, "{hostile:?}: {asked:?}");
            for one in asked {
                let parts: Vec<_> = one.path.trim_start_matches('/').split('/').collect();
                let (at, list) = match parts.as_slice() {
                    ["apis", "batch", "v1", "namespaces", at, "jobs", rest @ ..] => (at, rest),
                    ["api", "v1", "namespaces", at, "secrets", rest @ ..] => (at, rest),
                    other => panic!("{hostile:?} led to {other:?}"),
                };
                assert!(
                    is_segment(at) && list.len() <= 1 && list.iter().all(|name| is_segment(name)),
                    "{}",
                    one.path
                );
            }
        }
    }
}

#[tokio::test]
async fn a_cluster_of_a_made_up_name_is_none() {
    let bench = practice();
    for hostile in NAMES {
        let address = json!({"cluster": hostile, "namespace": "default", "name": "nightly"});
        let of = json!({"task": address, "secrets": [], "registry": "r.example"});
        for (path, arguments) in [
            ("/api/cluster", json!({"cluster": hostile})),
            ("/api/taken", json!({"task": address})),
            ("/api/rights", json!({"task": address})),
            ("/api/delete", json!({"task": address, "uid": "u"})),
            (
                "/api/names",
                json!({"task": address, "resource": "secrets", "within": ""}),
            ),
            ("/api/tags", json!({"of": of, "repository": "a"})),
        ] {
            let error = call(&bench.router, path, arguments).await.error();
            assert_eq!(
                (error.kind, error.status),
                (ErrorKind::UnknownCluster, 404),
                "{path} {hostile:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_cookie_that_was_forged_cut_or_put_elsewhere_is_nobodys() {
    let people = people_with(crate::bench::no_registries());
    let cookies = people.sign_in("", "practice", "practice-editor").await;
    let rights = json!({"task": task("mine")});
    assert_eq!(people.call(&cookies, "/api/rights", rights.clone()).await.status, 200);
    let (name, value) = cookies.split_once('=').unwrap();
    let mut forged = value.to_owned();
    let last = forged.pop().unwrap();
    forged.push(if last == 'A' { 'B' } else { 'A' });
    let middle = value.len() / 2;
    let flipped: String = value
        .char_indices()
        .map(|(at, letter)| match (at == middle, letter) {
            (false, letter) => letter,
            (true, 'x') => 'y',
            (true, _) => 'x',
        })
        .collect();
    for (what, cookie) in [
        ("its end", format!("{name}={forged}")),
        ("its middle", format!("{name}={flipped}")),
        ("cut", format!("{name}={}", &value[..middle])),
        ("none", format!("{name}=")),
        (
            "under another part's name",
            format!("{}={value}", name.replace('0', "1")),
        ),
        ("made up", format!("{name}=eyJhbGciOiJub25lIn0")),
    ] {
        let answer = people.call(&cookie, "/api/rights", rights.clone()).await;
        let error: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(
            (answer.status.as_u16(), &error["kind"]),
            (401, &json!("sign-in")),
            "{what}"
        );
    }
}
