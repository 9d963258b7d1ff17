//! A line for each act: who, where, what, and what came of it; and nothing that is nobody's affair.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use app::api::Outcome;
use serde_json::{Value, json};
use tracing::instrument::WithSubscriber;

use crate::people::people_with;
use crate::practice::{outcome, press, task};

/// A log that is kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    /// The fields of the lines about acts, in their order, without what the log itself adds.
    fn acts(&self) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let acts = lines.filter(|line| line["target"] == "audit");
        acts.map(|line| line["fields"].clone()).collect()
    }
}

fn act(verb: &str, name: &str, attempt: &str, result: &str) -> Value {
    json!({
        "message": "act", "person": "practice-editor", "cluster": "practice", "namespace": "default",
        "verb": verb, "name": name, "attempt": attempt, "result": result,
    })
}

fn session(verb: &str, person: &str, cluster: &str, result: &str) -> Value {
    json!({"message": "session", "person": person, "cluster": cluster, "verb": verb, "result": result})
}

#[tokio::test]
async fn each_act_has_a_line_that_says_who_did_what_where_and_what_came_of_it() {
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt()
        .json()
        .with_writer(move || writer.clone())
        .finish();
    let acting = async {
        let people = people_with(crate::bench::no_registries());
        let refused = json!({"cluster": "practice", "token": "nobody-knows-this-token"});
        people.call("", "/api/sign-in", refused).await;
        people
            .call(
                "",
                "/api/sign-in",
                json!({"cluster": "made-up", "token": "nobody-knows-this-token"}),
            )
            .await;
        let editor = people.sign_in("", "practice", "practice-editor").await;
        let mut wanted = press("mine", "busybox");
        let variable = json!([{"key": 90, "kind": "value", "name": "PASSWORD", "value": "typed-value"}]);
        wanted["request"]["draft"]["fields"]["containers"][0]["env"] = variable;
        let made = people.call(&editor, "/api/create", wanted.clone()).await;
        let Outcome::Created { uid, .. } = outcome(&made) else {
            panic!("{}", made.body)
        };
        people.call(&editor, "/api/create", wanted.clone()).await;
        let draft = wanted["request"]["draft"].clone();
        people
            .call(&editor, "/api/services", json!({"draft": draft, "uid": uid}))
            .await;
        let secret =
            json!({"name": "key", "registry": "r.example", "user": "u", "password": "hunter2", "anyway": true});
        people
            .call(
                &editor,
                "/api/pull-secret",
                json!({"task": task("mine"), "secret": secret}),
            )
            .await;
        for suspend in [true, false] {
            let asked = json!({"task": task("mine"), "uid": uid, "suspend": suspend});
            people.call(&editor, "/api/suspend", asked).await;
        }
        for uid in ["of-another", &uid] {
            people
                .call(&editor, "/api/delete", json!({"task": task("mine"), "uid": uid}))
                .await;
        }
        // Whoever only looks has done nothing.
        people.call(&editor, "/api/taken", json!({"task": task("mine")})).await;
        people.call(&editor, "/api/sign-out", json!({"cluster": ""})).await;
    };
    // With a single subscriber in the process, tracing decides what is written by that of the thread which comes to a
    // line first, and other tests' threads have none.
    let _another = tracing::Dispatch::new(tracing_subscriber::fmt().with_writer(std::io::sink).finish());
    acting.with_subscriber(log).await;
    let expected = [
        session("sign-in", "", "practice", "unauthorized"),
        session("sign-in", "", "", "unknown-cluster"),
        session("sign-in", "practice-editor", "practice", "done"),
        act("create", "mine", "attempt-mine", "created"),
        act("create", "mine", "attempt-mine", "created"),
        act("create-services", "mine", "", "done"),
        act("create-pull-secret", "key", "", "forbidden"),
        act("suspend", "mine", "", "done"),
        act("resume", "mine", "", "done"),
        act("delete", "mine", "", "conflict"),
        act("delete", "mine", "", "done"),
        session("sign-out", "practice-editor", "", "done"),
    ];
    assert_eq!(kept.acts(), expected);
    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    for secret in ["hunter2", "typed-value", "nobody-knows-this-token"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
