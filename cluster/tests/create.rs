//! One POST, whatever happens to its answer.

mod fake;

use cluster::create::{Created, Purpose, ReadBack, create, dry_run, read_back};
use cluster::{Error, access, act, inventory};
use fake::{Fake, Reply, client, json, status, with_type};
use serde_json::{Value, json as value};

const CREATED: &str = r#"{"kind":"Job","metadata":{"name":"a","namespace":"n","uid":"u1"}}"#;

fn job() -> Value {
    value!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "a"}})
}

async fn error_of(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Error {
    let fake = Fake::start(move |_| reply()).await;
    let error = create(&fake.client(), "n", &job()).await.unwrap_err();
    assert_eq!(fake.count("POST"), 1, "exactly one POST for {error:?}");
    error
}

#[tokio::test]
async fn a_created_job_comes_with_its_uid_and_warnings() {
    let warnings = "Warning: 299 - \"one \\\"quoted\\\"\"\r\nWarning: 299 - \"two\"\r\n";
    let fake = Fake::start(move |_| with_type(201, "application/json", warnings, CREATED)).await;
    let created = create(&fake.client(), "n", &job()).await.unwrap();
    let warnings = vec!["one \"quoted\"".to_owned(), "two".to_owned()];
    assert_eq!(
        created,
        Created {
            uid: "u1".into(),
            name: "a".into(),
            namespace: "n".into(),
            warnings
        }
    );
    let asked = &fake.asked()[0];
    assert_eq!(
        asked.target,
        "/apis/batch/v1/namespaces/n/jobs?fieldManager=slipway&fieldValidation=Strict"
    );
    assert_eq!(serde_json::from_str::<Value>(&asked.body).unwrap(), job());
}

#[tokio::test]
async fn a_dry_run_says_so_and_judges_strictly() {
    let fake = Fake::start(|_| json(201, CREATED)).await;
    let answer = dry_run(&fake.client(), "n", &job(), Purpose::Press).await.unwrap();
    assert_eq!(answer.answer["metadata"]["uid"], "u1");
    let target = &fake.asked()[0].target;
    for part in ["dryRun=All", "fieldValidation=Strict", "fieldManager=slipway"] {
        assert!(target.contains(part), "{target}");
    }
}

#[tokio::test]
async fn a_dry_run_that_takes_too_long_is_a_timeout() {
    let fake = Fake::start(|_| Reply::Silence).await;
    assert_eq!(
        dry_run(&fake.client(), "n", &job(), Purpose::Press).await,
        Err(Error::Timeout { after_seconds: 1 })
    );
}

#[tokio::test]
async fn a_dry_run_that_a_webhook_cannot_judge_is_told_apart() {
    let fake = Fake::start(|_| status(400, "BadRequest", "admission webhook \"x\" does not support dry run")).await;
    let error = dry_run(&fake.client(), "n", &job(), Purpose::Press).await.unwrap_err();
    assert!(matches!(error, Error::DryRunUnsupported(_)), "{error:?}");
}

#[tokio::test]
async fn a_refused_connection_is_no_lost_answer() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = create(&client(&url), "n", &job()).await.unwrap_err();
    let Error::Unreachable { server, why } = error else {
        panic!("{error:?}")
    };
    assert_eq!(server, url);
    assert!(why.contains("refused"), "{why}");
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_unreachable() {
    let error = create(&client("http://nowhere.invalid:6443"), "n", &job())
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn tls_spoken_to_a_plain_port_is_a_tls_error() {
    let fake = Fake::start(|_| json(201, CREATED)).await;
    let plain = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", plain.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = plain.accept().await.unwrap();
            let _ = tokio::io::AsyncWriteExt::write_all(&mut socket, b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let error = create(&client(&url), "n", &job()).await.unwrap_err();
    assert!(matches!(error, Error::Tls { .. }), "{error:?}");
    assert_eq!(fake.count("POST"), 0);
}

#[tokio::test]
async fn a_connection_cut_before_the_answer_loses_it() {
    let error = error_of(|| Reply::Cut).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_cut_within_the_answers_head_loses_it() {
    let error = error_of(|| Reply::Last("HTTP/1.1 201 Created\r\nContent-Ty".into())).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_cut_within_the_answers_body_loses_it() {
    let half = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"kind\":";
    let error = error_of(move || Reply::Last(half.into())).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
}

#[tokio::test]
async fn a_connection_cut_after_the_answer_is_a_success() {
    let whole = format!(
        "HTTP/1.1 201 Created\r\nContent-Length: {}\r\n\r\n{CREATED}",
        CREATED.len()
    );
    let fake = Fake::start(move |_| Reply::Last(whole.clone())).await;
    assert_eq!(create(&fake.client(), "n", &job()).await.unwrap().uid, "u1");
    assert_eq!(fake.count("POST"), 1);
}

#[tokio::test]
async fn a_kept_connection_that_ends_is_not_asked_twice() {
    // The dry run leaves a connection; the POST on it is read and then cut.
    let fake = Fake::start(|asked| {
        if asked.target.contains("dryRun") {
            json(201, CREATED)
        } else {
            Reply::Cut
        }
    })
    .await;
    let client = fake.client();
    dry_run(&client, "n", &job(), Purpose::Press).await.unwrap();
    let error = create(&client, "n", &job()).await.unwrap_err();
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
    assert_eq!(
        fake.asked()
            .iter()
            .filter(|asked| !asked.target.contains("dryRun"))
            .count(),
        1
    );
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_lost() {
    let error = error_of(|| Reply::Silence).await;
    assert_eq!(
        error,
        Error::AnswerLost {
            why: "no answer within 1 s".into()
        }
    );
}

#[tokio::test]
async fn an_answer_that_says_created_and_nothing_else_is_lost() {
    let error = error_of(|| json(201, "{}")).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
}

#[tokio::test]
async fn a_gateway_that_lost_its_server_leaves_it_open() {
    for code in [502, 503, 504] {
        let error = error_of(move || with_type(code, "text/html", "", "<html><title>Bad Gateway</title></html>")).await;
        assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
    }
    let error = error_of(|| status(500, "InternalError", "etcdserver: request timed out")).await;
    assert!(matches!(error, Error::AnswerLost { .. }), "{error:?}");
}

#[tokio::test]
async fn every_refusal_is_told_apart_and_sent_once() {
    let words = |code, reason: &'static str| move || status(code, reason, "words");
    assert!(matches!(error_of(words(400, "BadRequest")).await, Error::BadRequest(_)));
    assert!(matches!(
        error_of(words(401, "Unauthorized")).await,
        Error::Unauthorized(_)
    ));
    assert!(matches!(error_of(words(403, "Forbidden")).await, Error::Forbidden(_)));
    assert!(matches!(error_of(words(404, "NotFound")).await, Error::NotFound(_)));
    assert!(matches!(
        error_of(words(409, "AlreadyExists")).await,
        Error::AlreadyExists(_)
    ));
    assert!(matches!(error_of(words(409, "Conflict")).await, Error::Conflict(_)));
    assert!(matches!(
        error_of(words(413, "RequestEntityTooLarge")).await,
        Error::TooLarge(_)
    ));
    assert!(matches!(
        error_of(words(415, "UnsupportedMediaType")).await,
        Error::Other(_)
    ));
    let error = error_of(words(500, "InternalError")).await;
    assert!(
        matches!(&error, Error::Internal(refusal) if refusal.message == "words"),
        "{error:?}"
    );
    let webhook = || {
        status(
            500,
            "InternalError",
            "failed calling webhook \"w\": context deadline exceeded",
        )
    };
    assert!(matches!(error_of(webhook).await, Error::Internal(_)));
}

#[tokio::test]
async fn causes_come_with_a_422() {
    let body = r#"{"kind":"Status","code":422,"reason":"Invalid","message":"Job.batch \"a\" is invalid",
        "details":{"name":"a","group":"batch","kind":"Job","causes":[
        {"reason":"FieldValueRequired","message":"Required value","field":"spec.template.spec.containers[0].image"},
        {"message":"half a cause"}]}}"#;
    let Error::Invalid(refusal) = error_of(|| json(422, body)).await else {
        panic!()
    };
    assert_eq!(
        (refusal.kind.as_str(), refusal.name.as_str(), refusal.causes.len()),
        ("Job", "a", 2)
    );
    assert_eq!(refusal.causes[0].field, "spec.template.spec.containers[0].image");
    assert_eq!(refusal.causes[1].field, "");
}

#[tokio::test]
async fn flow_control_is_plain_text_and_says_when_to_come_back() {
    let text = "Too many requests, please try again later.\n";
    let error = error_of(move || with_type(429, "text/plain; charset=utf-8", "Retry-After: 7\r\n", text)).await;
    let Error::TooManyRequests {
        refusal,
        retry_after_seconds,
    } = error
    else {
        panic!("{error:?}")
    };
    assert_eq!((refusal.message.as_str(), retry_after_seconds), (text.trim(), Some(7)));
}

#[tokio::test]
async fn a_panicking_server_is_an_internal_error() {
    let text = "This request caused apiserver to panic. Look in the logs for details.";
    let error = error_of(move || with_type(500, "text/plain", "", text)).await;
    assert!(
        matches!(&error, Error::Internal(refusal) if refusal.message == text),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_web_page_is_no_kubernetes() {
    let page = "<!doctype html><html><head><title>Sign in</title></head></html>";
    for code in [200, 401, 403] {
        let error = error_of(move || with_type(code, "text/html", "", page)).await;
        assert_eq!(
            error,
            Error::NotKubernetes {
                code,
                why: "a web page: Sign in".into()
            }
        );
    }
    let error = error_of(|| with_type(302, "text/html", "Location: https://login/x?code=s3cr3t\r\n", "")).await;
    assert_eq!(
        error,
        Error::NotKubernetes {
            code: 302,
            why: "redirects to https://login/x".into()
        }
    );
}

#[tokio::test]
async fn no_answer_makes_it_panic() {
    let odd = [
        "",
        "null",
        "[]",
        "0",
        "{\"kind\":\"Status\"}",
        "{\"kind\":7}",
        "{\"kind\":\"Status\",\"details\":[]}",
        "\u{0}",
    ];
    for body in odd {
        for code in [200, 201, 204, 299, 300, 399, 400, 418, 429, 499, 500, 599, 999] {
            let fake = Fake::start(move |_| json(code, body)).await;
            let client = fake.client();
            let _ = create(&client, "n", &job()).await;
            let _ = inventory::namespaces(&client).await;
            let _ = inventory::version(&client).await;
            let _ = inventory::name_taken(&client, "n", "a").await;
            let _ = access::can_i(&client, Some("n"), "create", "batch", "jobs").await;
        }
    }
}

#[tokio::test]
async fn a_lost_answer_is_resolved_by_reading_back() {
    let mine = r#"{"metadata":{"name":"a","namespace":"n","uid":"u1","annotations":{"slipway.dev/attempt":"t2"}}}"#;
    let fake = Fake::start(move |_| json(200, mine)).await;
    let tries = ["t1".to_owned(), "t2".to_owned()];
    let ReadBack::Ours(created) = read_back(&fake.client(), "n", "a", &tries).await.unwrap() else {
        panic!()
    };
    assert_eq!((created.uid.as_str(), created.name.as_str()), ("u1", "a"));
    let other = read_back(&fake.client(), "n", "a", &["t3".to_owned()]).await.unwrap();
    assert_eq!(
        other,
        ReadBack::Taken {
            uid: "u1".into(),
            attempt: Some("t2".into())
        }
    );

    let none = Fake::start(|_| status(404, "NotFound", "jobs.batch \"a\" not found")).await;
    assert_eq!(
        read_back(&none.client(), "n", "a", &tries).await.unwrap(),
        ReadBack::NotFound
    );
}

#[tokio::test]
async fn deleting_names_the_uid_and_the_propagation() {
    let fake = Fake::start(|_| json(200, "{}")).await;
    act::delete(&fake.client(), "n", "a", "u1").await.unwrap();
    act::suspend(&fake.client(), "n", "a", "u1", true).await.unwrap();
    let asked = fake.asked();
    let body: Value = serde_json::from_str(&asked[0].body).unwrap();
    assert_eq!(
        (&body["propagationPolicy"], &body["preconditions"]["uid"]),
        (&value!("Background"), &value!("u1"))
    );
    assert_eq!(
        (asked[0].method.as_str(), asked[1].method.as_str()),
        ("DELETE", "PATCH")
    );
    assert!(
        asked[1]
            .head
            .to_lowercase()
            .contains("content-type: application/merge-patch+json")
    );
    let body: Value = serde_json::from_str(&asked[1].body).unwrap();
    assert_eq!(body, value!({"metadata": {"uid": "u1"}, "spec": {"suspend": true}}));
}
