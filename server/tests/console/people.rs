//! Who may see and do what, with `--auth token`: exactly what the cluster lets each person.

use std::sync::Arc;

use app::api::{ErrorKind, FrameBody, Outcome};
use axum::Router;
use axum::body::Body;
use cluster::Clusters;
use http::header::{COOKIE, SET_COOKIE};
use job::Defaults;
use job::context::NodePorts;
use sandbox::{Options, Pace, Practice};
use serde_json::{Value, json};
use server::port::{Images, Kubernetes};
use server::router::{ROUTES, Who};
use server::session::{Auth, Keys};

use crate::bench::{Answer, console_with, no_registries, request, send};
use crate::practice::{outcome, press, task};
use crate::streams::{error_of, open_as};

/// A console to which people sign in, over the practice cluster, and a second one of another address.
pub struct People {
    router: Router,
    _practice: Practice,
}

fn people() -> People {
    people_with(no_registries())
}

/// The same, with these registries.
pub fn people_with(images: Images) -> People {
    let practice = Practice::start(Options {
        pace: Pace::faster(20.0),
    });
    let client = || kube::Client::new(practice.service(), "default");
    let other = cluster::Client::of(client(), "another");
    let clusters = Arc::new(
        Clusters::default()
            .with("other", other, "default", false)
            .with_practice(client()),
    );
    let auth = Arc::new(Auth::Token {
        keys: Box::new(Keys::random().unwrap()),
        secure: true,
    });
    let port = Kubernetes::new(
        clusters.clone(),
        Defaults::safe(),
        NodePorts::default(),
        auth.clone(),
        images,
    );
    let (router, _, _) = console_with(Arc::new(port), auth, clusters);
    People {
        router,
        _practice: practice,
    }
}

impl People {
    pub async fn call(&self, cookies: &str, path: &str, arguments: Value) -> Answer {
        let request = request("POST", path)
            .header("content-type", "application/json")
            .header(COOKIE, cookies);
        send(&self.router, request.body(Body::from(arguments.to_string())).unwrap()).await
    }

    /// Signs in to a cluster; the cookies that the browser then has.
    pub async fn sign_in(&self, cookies: &str, cluster: &str, token: &str) -> String {
        let answer = self
            .call(cookies, "/api/sign-in", json!({"cluster": cluster, "token": token}))
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        cookies_of(&answer)
    }
}

fn cookies_of(answer: &Answer) -> String {
    let set = answer.headers.get_all(SET_COOKIE).iter();
    let pairs: Vec<_> = set
        .filter_map(|cookie| cookie.to_str().unwrap().split(';').next())
        .filter(|pair| !pair.ends_with('='))
        .collect();
    pairs.join("; ")
}

const PEOPLE: [&str; 4] = ["practice-admin", "practice-editor", "practice-viewer", "practice-none"];

/// What a call came to, of all that matters here.
fn came_to(answer: &Answer) -> &'static str {
    match answer.status.as_u16() {
        200 => "done",
        401 => "who?",
        403 => "forbidden",
        _ => "else",
    }
}

#[tokio::test]
async fn nobody_does_more_than_the_cluster_lets_them() {
    let people = people();
    let admin = people.sign_in("", "practice", "practice-admin").await;
    let made = people.call(&admin, "/api/create", press("mine", "busybox")).await;
    let uid = match outcome(&made) {
        Outcome::Created { uid, .. } => json!(uid),
        other => panic!("not created: {other:?}"),
    };
    let draft = press("theirs", "busybox")["request"]["draft"].clone();
    // Call, and what it comes to for admin, editor, viewer and nobody.
    let whom = json!({"task": task("mine"), "secrets": ["key"], "registry": "r.example"});
    let secret = json!({"name": "key", "registry": "r.example", "user": "u", "password": "p", "anyway": true});
    let matrix: [(&str, Value, [&str; 4]); 17] = [
        ("/api/cluster", json!({"cluster": "practice"}), ["done"; 4]),
        ("/api/rights", json!({"task": task("mine")}), ["done"; 4]),
        ("/api/preflight", json!({"draft": draft}), ["done"; 4]),
        (
            "/api/taken",
            json!({"task": task("mine")}),
            ["done", "done", "done", "forbidden"],
        ),
        (
            "/api/names",
            json!({"task": task("mine"), "resource": "configmaps", "within": ""}),
            ["done", "done", "done", "forbidden"],
        ),
        (
            "/api/names",
            json!({"task": task("mine"), "resource": "secrets", "within": ""}),
            ["done", "forbidden", "forbidden", "forbidden"],
        ),
        (
            "/api/source",
            json!({"task": task("mine"), "kind": "Job"}),
            ["done", "done", "done", "forbidden"],
        ),
        (
            "/api/services",
            json!({"draft": draft, "uid": uid}),
            ["done", "done", "done", "done"],
        ),
        ("/api/registries", json!({"task": task("mine")}), ["done"; 4]),
        ("/api/repositories", json!({"of": whom}), ["done"; 4]),
        ("/api/tags", json!({"of": whom, "repository": "a"}), ["done"; 4]),
        (
            "/api/image",
            json!({"of": whom, "repository": "a", "reference": "1"}),
            ["done"; 4],
        ),
        ("/api/image-findings", json!({"draft": draft}), ["done"; 4]),
        (
            "/api/pull-secret",
            json!({"task": task("mine"), "secret": secret}),
            ["done", "forbidden", "forbidden", "forbidden"],
        ),
        (
            "/api/suspend",
            json!({"task": task("mine"), "uid": uid, "suspend": true}),
            ["done", "done", "forbidden", "forbidden"],
        ),
        (
            "/api/read-back",
            json!({"task": task("mine"), "attempts": ["attempt-mine"]}),
            ["done", "done", "done", "forbidden"],
        ),
        (
            "/api/delete",
            json!({"task": task("mine"), "uid": uid}),
            ["done", "done", "forbidden", "forbidden"],
        ),
    ];
    // Nobody forgets a function here; these two are called otherwise.
    let called: Vec<_> = matrix
        .iter()
        .map(|(path, ..)| *path)
        .chain(["/api/console", "/api/create"])
        .collect();
    let of_persons = ROUTES
        .into_iter()
        .filter(|route| route.who == Who::Person && route.method == "POST");
    assert_eq!(of_persons.filter(|route| !called.contains(&route.path)).count(), 0);
    // From the one who may least, so that the task is still there for the others.
    for (at, person) in PEOPLE.into_iter().enumerate().rev() {
        let cookies = people.sign_in("", "practice", person).await;
        for (path, arguments, wanted) in &matrix {
            if *path == "/api/delete" && wanted[at] == "done" && at > 0 {
                continue;
            }
            let answer = people.call(&cookies, path, arguments.clone()).await;
            assert_eq!(came_to(&answer), wanted[at], "{person} {path} {}", answer.body);
        }
        let name = format!("of-{}", at);
        let answer = people.call(&cookies, "/api/create", press(&name, "busybox")).await;
        let wanted = ["done", "done", "forbidden", "forbidden"][at];
        assert_eq!(came_to(&answer), wanted, "{person} creates {}", answer.body);
    }
}

#[tokio::test]
async fn the_editor_works_in_one_namespace_and_sees_no_other() {
    let people = people();
    let editor = people.sign_in("", "practice", "practice-editor").await;
    let elsewhere = json!({"cluster": "practice", "namespace": "team-a", "name": "x"});
    let answer = people.call(&editor, "/api/taken", json!({"task": elsewhere})).await;
    assert_eq!(came_to(&answer), "forbidden");
    // Who may list no namespaces can still work: they are typed.
    let answer = people
        .call(&editor, "/api/cluster", json!({"cluster": "practice"}))
        .await;
    let info: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((answer.status.as_u16(), &info["namespaces"]), (200, &Value::Null));
}

#[tokio::test]
async fn a_token_goes_to_the_cluster_that_checked_it_and_to_no_other() {
    let people = people();
    let calls = [
        ("/api/cluster", json!({"cluster": "other"})),
        ("/api/create", {
            let mut press = press("mine", "busybox");
            press["request"]["draft"]["fields"]["basic"]["cluster"] = json!("other");
            press
        }),
    ];
    let cookies = people.sign_in("", "practice", "practice-admin").await;
    for (path, arguments) in calls {
        let answer = people.call(&cookies, path, arguments).await;
        assert_eq!(answer.status, 401, "{path} {}", answer.body);
        let error = answer.error();
        assert_eq!(
            (error.kind, error.status, error.cluster.as_str()),
            (ErrorKind::SignIn, 401, "other"),
            "{path}"
        );
    }
    // Signed in there too, both are known, each as whom it was signed in.
    let both = people.sign_in(&cookies, "other", "practice-viewer").await;
    let console: Value = serde_json::from_str(&people.call(&both, "/api/console", json!({})).await.body).unwrap();
    let people_at: Vec<_> = console["clusters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cluster| cluster["person"].clone())
        .collect();
    assert_eq!(people_at, [json!("practice-admin"), json!("practice-viewer")]);
    // Out of one, the other stays; out of all, nobody is left.
    let answer = people
        .call(&both, "/api/sign-out", json!({"cluster": "practice"}))
        .await;
    let one = cookies_of(&answer);
    assert_eq!(
        came_to(&people.call(&one, "/api/cluster", json!({"cluster": "other"})).await),
        "done"
    );
    assert_eq!(
        came_to(&people.call(&one, "/api/cluster", json!({"cluster": "practice"})).await),
        "who?"
    );
    let answer = people.call(&both, "/api/sign-out", json!({"cluster": ""})).await;
    assert_eq!(cookies_of(&answer), "");
}

#[tokio::test]
async fn requests_that_interleave_keep_their_persons_apart() {
    let people = people();
    let mut cookies = Vec::new();
    for person in PEOPLE {
        cookies.push(people.sign_in("", "practice", person).await);
    }
    let secrets = json!({"task": task("x"), "resource": "secrets", "within": ""});
    let asked = (0..200).map(|round| {
        let (people, cookies, secrets) = (&people, &cookies[round % 4], secrets.clone());
        async move { (round % 4, came_to(&people.call(cookies, "/api/names", secrets).await)) }
    });
    for (person, came) in futures::future::join_all(asked).await {
        // 64 calls at once are taken, the others are told to come again.
        let wanted = if person == 0 { "done" } else { "forbidden" };
        assert!(came == wanted || came == "else", "{} {came}", PEOPLE[person]);
    }
}

#[tokio::test]
async fn a_token_that_nobody_knows_signs_nobody_in() {
    let people = people();
    for (token, kind) in [
        ("stolen", ErrorKind::Unauthorized),
        ("", ErrorKind::ConsoleRefused),
        ("two words", ErrorKind::ConsoleRefused),
        ("line\nbreak", ErrorKind::ConsoleRefused),
        ("größe", ErrorKind::ConsoleRefused),
    ] {
        let answer = people
            .call("", "/api/sign-in", json!({"cluster": "practice", "token": token}))
            .await;
        assert_eq!(answer.error().kind, kind, "{token:?}");
        assert!(answer.headers.get(SET_COOKIE).is_none());
    }
    let answer = people
        .call("", "/api/sign-in", json!({"cluster": "nowhere", "token": "x"}))
        .await;
    assert_eq!(answer.error().kind, ErrorKind::UnknownCluster);
    // As kubectl shows it, and as headers have it.
    let pasted = people.sign_in("", "practice", "  Bearer practice-viewer \n").await;
    assert_eq!(
        came_to(
            &people
                .call(&pasted, "/api/cluster", json!({"cluster": "practice"}))
                .await
        ),
        "done"
    );
}

#[tokio::test]
async fn no_answer_and_no_cookie_shows_a_token() {
    let people = people();
    let answer = people
        .call(
            "",
            "/api/sign-in",
            json!({"cluster": "practice", "token": "practice-editor"}),
        )
        .await;
    let shown = format!("{:?} {}", answer.headers, answer.body);
    // The name is the token in the practice cluster: it is in the answer once, as the name.
    assert_eq!(shown.matches("practice-editor").count(), 1, "{shown}");
}

#[tokio::test]
async fn what_a_person_lacks_is_what_the_cluster_denies() {
    let people = people();
    let lacking = [
        ("practice-admin", json!([])),
        ("practice-editor", json!(["create secrets"])),
        (
            "practice-viewer",
            json!([
                "create jobs.batch",
                "patch jobs.batch",
                "delete jobs.batch",
                "create services",
                "create secrets"
            ]),
        ),
        (
            "practice-none",
            json!([
                "create jobs.batch",
                "patch jobs.batch",
                "delete jobs.batch",
                "create services",
                "create secrets",
                "get pods/log"
            ]),
        ),
    ];
    for (person, wanted) in lacking {
        let cookies = people.sign_in("", "practice", person).await;
        let answer = people.call(&cookies, "/api/rights", json!({"task": task("x")})).await;
        assert_eq!(serde_json::from_str::<Value>(&answer.body).unwrap(), wanted, "{person}");
        // A check before Create says the same, and nothing that the person may not read.
        let draft = press("theirs", "busybox")["request"]["draft"].clone();
        let answer = people.call(&cookies, "/api/preflight", json!({"draft": draft})).await;
        let checks: Value = serde_json::from_str(&answer.body).unwrap();
        let state = |name: &str| {
            let all = checks.as_array().unwrap();
            all.iter().find(|check| check["name"] == name).unwrap()["state"].clone()
        };
        let may = !wanted.as_array().unwrap().contains(&json!("create jobs.batch"));
        assert_eq!(
            state("permission"),
            json!(if may { "passed" } else { "failed" }),
            "{person}"
        );
        let sees_nodes = matches!(person, "practice-admin" | "practice-viewer");
        assert_eq!(
            state("nodes"),
            json!(if sees_nodes { "passed" } else { "unmade" }),
            "{person}"
        );
    }
}

#[tokio::test]
async fn streams_show_each_person_what_the_cluster_lets_them_watch() {
    let people = people();
    // All namespaces, the editor's, another; a task of the editor's, of another.
    let pages = [
        "page=tasks&cluster=practice",
        "page=tasks&cluster=practice&namespace=default",
        "page=tasks&cluster=practice&namespace=team-a",
        "page=task&cluster=practice&namespace=default&name=x",
        "page=task&cluster=practice&namespace=team-a&name=x",
    ];
    let live = [
        ("practice-admin", [true, true, true, true, true]),
        ("practice-editor", [false, true, false, true, false]),
        ("practice-viewer", [true, true, true, true, true]),
        ("practice-none", [false, false, false, false, false]),
    ];
    for (person, wanted) in live {
        let cookies = people.sign_in("", "practice", person).await;
        for (page, is_live) in pages.into_iter().zip(wanted) {
            let mut stream = open_as(&people.router, page, 1 << 20, &cookies).await.unwrap();
            let state = |body: &FrameBody| match body {
                FrameBody::State { live: true, .. } => Some(None),
                FrameBody::State { error: Some(error), .. } => Some(Some(error.kind)),
                _ => None,
            };
            let wanted = if is_live { None } else { Some(ErrorKind::Forbidden) };
            assert_eq!(stream.find(state).await, wanted, "{person} {page}");
        }
    }
    let mut nobody = open_as(&people.router, pages[0], 1 << 20, "").await.unwrap();
    assert_eq!(nobody.find(error_of).await.kind, ErrorKind::SignIn);
}

#[tokio::test]
async fn logs_are_read_by_whom_the_cluster_lets_read_them() {
    let people = people();
    // Of a Pod that is not there: who may read logs is told that, and who may not is told nothing.
    let pods = ["namespace=default", "namespace=team-a"];
    let (there, forbidden) = (ErrorKind::NotFound, ErrorKind::Forbidden);
    let told = [
        ("practice-admin", [there, there]),
        ("practice-editor", [there, forbidden]),
        ("practice-viewer", [there, there]),
        ("practice-none", [forbidden, forbidden]),
    ];
    for (person, wanted) in told {
        let cookies = people.sign_in("", "practice", person).await;
        for (place, wanted) in pods.into_iter().zip(wanted) {
            let query = format!("page=log&cluster=practice&{place}&name=pod&container=main");
            let mut stream = open_as(&people.router, &query, 1 << 20, &cookies).await.unwrap();
            assert_eq!(stream.find(error_of).await.kind, wanted, "{person} {place}");
            let file = request("GET", &format!("/api/log?{query}")).header(COOKIE, &cookies);
            let file = send(&people.router, file.body(Body::empty()).unwrap()).await;
            assert_eq!(file.error().kind, wanted, "{person} {place}");
        }
    }
    let query = "page=log&cluster=practice&namespace=default&name=pod&container=main";
    let mut nobody = open_as(&people.router, query, 1 << 20, "").await.unwrap();
    assert_eq!(nobody.find(error_of).await.kind, ErrorKind::SignIn);
    let file = request("GET", &format!("/api/log?{query}"))
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(&people.router, file).await.error().kind, ErrorKind::SignIn);
}

#[tokio::test]
async fn an_act_is_logged_with_who_and_what_came_of_it_and_nothing_that_was_typed() {
    let written = Log::default();
    let log = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(written.clone())
        .finish();
    // With a single subscriber in the process, tracing decides what is written by that of the thread which comes to a
    // line first, and other tests' threads have none.
    let _another = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish());
    let _guard = tracing::subscriber::set_default(log);
    tracing::callsite::rebuild_interest_cache();
    let people = people();
    let cookies = people.sign_in("", "practice", "practice-editor").await;
    let mut press = press("logged", "busybox");
    let containers = &mut press["request"]["draft"]["fields"]["containers"][0];
    containers["env"] = json!([{"key": 77, "kind": "value", "name": "DB_PASSWORD", "value": "s3cr3t-value"}]);
    people.call(&cookies, "/api/create", press).await;
    let viewer = people.sign_in("", "practice", "practice-viewer").await;
    people
        .call(&viewer, "/api/delete", json!({"task": task("logged"), "uid": "u"}))
        .await;
    let admin = people.sign_in("", "practice", "practice-admin").await;
    let secret =
        json!({"name": "key", "registry": "r.example", "user": "u", "password": "s3cr3t-value", "anyway": true});
    people
        .call(
            &admin,
            "/api/pull-secret",
            json!({"task": task("mine"), "secret": secret}),
        )
        .await;
    let text = written.text();
    let acts: Vec<_> = text.lines().filter(|line| line.contains(" act ")).collect();
    assert_eq!(acts.len(), 3, "{text}");
    assert!(
        acts[2].contains("\"create-pull-secret\"") && acts[2].contains("\"key\""),
        "{}",
        acts[2]
    );
    for part in [
        "practice-editor",
        "\"create\"",
        "\"logged\"",
        "\"default\"",
        "attempt-logged",
        "created",
        "request{id=",
    ] {
        assert!(acts[0].contains(part), "{part}: {}", acts[0]);
    }
    assert!(
        acts[1].contains("practice-viewer") && acts[1].contains("forbidden"),
        "{}",
        acts[1]
    );
    assert!(
        !text.contains("s3cr3t-value") && !text.contains("DB_PASSWORD"),
        "{text}"
    );
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<std::sync::Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl tracing_subscriber::fmt::MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
