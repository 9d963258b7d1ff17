//! What becomes of an error on its way to the page.

use app::api::ErrorKind;
use cluster::{Error, Refusal};
use serde_json::json;
use server::errors::of_cluster;

use crate::bench::{call, obedient};

fn refusal(code: u16) -> Box<Refusal> {
    Box::new(Refusal {
        code,
        message: "the server's words".into(),
        ..Refusal::default()
    })
}

#[test]
fn every_error_of_a_cluster_has_its_kind_and_status() {
    let text = String::new;
    let cases = [
        (Error::UnknownCluster { name: text() }, ErrorKind::UnknownCluster, 404),
        (
            Error::Unreachable {
                server: text(),
                why: text(),
            },
            ErrorKind::ClusterUnreachable,
            502,
        ),
        (
            Error::Tls {
                server: text(),
                why: text(),
            },
            ErrorKind::ClusterTls,
            502,
        ),
        (
            Error::BadCredentials { why: text() },
            ErrorKind::ClusterCredentials,
            502,
        ),
        (Error::Unauthorized(refusal(401)), ErrorKind::Unauthorized, 401),
        (Error::Forbidden(refusal(403)), ErrorKind::Forbidden, 403),
        (Error::NotFound(refusal(404)), ErrorKind::NotFound, 404),
        (Error::AlreadyExists(refusal(409)), ErrorKind::Conflict, 409),
        (Error::Conflict(refusal(409)), ErrorKind::Conflict, 409),
        (Error::TooLarge(refusal(413)), ErrorKind::TooLarge, 413),
        (Error::Invalid(refusal(422)), ErrorKind::Refused, 422),
        (Error::BadRequest(refusal(400)), ErrorKind::Refused, 400),
        (Error::DryRunUnsupported(refusal(400)), ErrorKind::Refused, 400),
        (
            Error::TooManyRequests {
                refusal: refusal(429),
                retry_after_seconds: Some(3),
            },
            ErrorKind::TooManyRequests,
            429,
        ),
        (Error::Timeout { after_seconds: 10 }, ErrorKind::Timeout, 504),
        (Error::AnswerLost { why: text() }, ErrorKind::AnswerLost, 504),
        (Error::Internal(refusal(503)), ErrorKind::ClusterFailed, 503),
        (Error::Other(refusal(410)), ErrorKind::Refused, 410),
        (
            Error::NotKubernetes { code: 200, why: text() },
            ErrorKind::NotKubernetes,
            502,
        ),
    ];
    for (error, kind, status) in cases {
        let told = of_cluster("prod", &error);
        assert_eq!(
            (told.kind, told.status, told.cluster.as_str()),
            (kind, status, "prod"),
            "{error:?}"
        );
        assert_eq!(told.retry_after, error.retry_after_seconds());
        if error.refusal().is_some() {
            assert_eq!(told.words, "the server's words", "verbatim");
        }
    }
}

#[test]
fn credentials_stay_out_of_the_words() {
    let why = "failed to read /home/me/.kube/client.key; got eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.e30.c2ln".to_owned();
    let words = of_cluster("prod", &Error::BadCredentials { why }).words;
    assert!(!words.contains("/home") && !words.contains("eyJ"), "{words}");
    assert!(words.contains("failed to read"), "{words}");
}

#[tokio::test]
async fn an_error_of_a_function_goes_out_with_its_status_whatever_its_kind() {
    let router = obedient();
    let kinds = [
        "console-unreachable",
        "console-refused",
        "console-failed",
        "unknown-cluster",
        "cluster-unreachable",
        "cluster-tls",
        "cluster-credentials",
        "unauthorized",
        "forbidden",
        "not-found",
        "conflict",
        "too-large",
        "refused",
        "too-many-requests",
        "timeout",
        "answer-lost",
        "cluster-failed",
        "not-kubernetes",
    ];
    for kind in kinds {
        let answer = call(&router, "/api/cluster", json!({"cluster": kind})).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("retry-after")),
            (418, "7"),
            "{kind}"
        );
        let error = answer.error();
        assert_eq!(serde_json::to_value(error.kind).unwrap(), kind);
        assert_eq!((error.words.as_str(), error.cluster.as_str()), ("as told", kind));
    }
}
