//! What several objects become, and that they come back.

use job::import::{self, Imported, Left};
use job::{Context, Draft, check, manifests};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

#[path = "oracle/drafts.rs"]
mod drafts;

/// What Kubernetes 1.37.2 said of these objects.
const CASES: &str = include_str!("cases/api-server-1.37.2.jsonl");

fn job(name: &str) -> Value {
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name, "labels": {"app": name}},
        "spec": {"completions": 1, "parallelism": 1, "template": {"metadata": {"labels": {"app": name}},
            "spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox:1.37"}]}}}})
}

fn service(name: &str, spec: Value) -> Value {
    json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec})
}

fn imported(documents: &[Value]) -> (Draft, Vec<Left>) {
    let Imported { draft, left } = import::objects(documents);
    (draft.unwrap(), left)
}

/// All objects that a draft becomes.
fn made(draft: &Draft) -> Vec<Value> {
    let made = manifests(draft);
    let services = made.services.into_iter().map(|service| service.object);
    [made.job].into_iter().chain(services).collect()
}

fn names(left: &[Left]) -> Vec<(&str, &str)> {
    left.iter().map(|left| (&*left.kind, &*left.name)).collect()
}

#[test]
fn every_service_comes_back_as_it_was_also_one_that_an_api_server_refuses() {
    let mut seen = 0;
    for line in CASES.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let object = &case["object"];
        let is_named = object["metadata"]["name"].is_string();
        if object["kind"] != "Service" || !is_named {
            continue;
        }
        let mut task = job("abcd");
        if let Some(namespace) = object["metadata"].get("namespace") {
            task["metadata"]["namespace"] = namespace.clone();
        }
        let all = [task, object.clone()];
        let (draft, left) = imported(&all);
        assert_eq!(
            (made(&draft), left),
            (all.to_vec(), vec![]),
            "{}\nkept {:?}",
            case["title"],
            draft.kept
        );
        seen += 1;
    }
    assert!(seen > 25, "{seen}");
}

#[test]
fn what_the_form_made_of_several_objects_becomes_the_same_again() {
    let all = drafts::any_draft();
    let mut runner = TestRunner::deterministic();
    for _ in 0..300 {
        let objects = made(&drafts::next(&all, &mut runner));
        let (draft, left) = imported(&objects);
        assert!(left.is_empty());
        let again = made(&draft);
        assert_eq!(again.get(1..), objects.get(1..), "kept {:?}", draft.kept);
        assert_eq!(made(&imported(&again).0), again);
    }
}

#[test]
fn a_job_and_its_services_are_one_task_and_all_else_is_named() {
    let elsewhere = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "far", "namespace": "other"}});
    let documents = [
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}}),
        service("web", json!({"ports": [{"port": 80}]})),
        Value::Null,
        json!({"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "hourly"}}),
        json!({"apiVersion": "batch.volcano.sh/v1alpha1", "kind": "Job", "metadata": {"name": "volcano"}}),
        json!({"apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": {"name": "knative"}}),
        job("nightly"),
        elsewhere,
        job("second"),
        json!({"metadata": {"generateName": "odd-"}}),
        json!("text"),
    ];
    let (draft, left) = imported(&documents);
    assert_eq!(
        names(&left),
        [
            ("ConfigMap", "settings"),
            ("CronJob", "hourly"),
            ("Job", "volcano"),
            ("Service", "knative"),
            ("Service", "far"),
            ("Job", "second"),
            ("", "odd-"),
            ("", ""),
        ]
    );
    assert_eq!(draft.text("basic.name"), "nightly");
    assert_eq!(made(&draft), [documents[6].clone(), documents[1].clone()]);
}

#[test]
fn without_a_job_there_is_no_draft_and_everything_is_named() {
    let Imported { draft, left } = import::objects(&[service("web", json!({}))]);
    assert_eq!((draft, names(&left)), (None, vec![("Service", "web")]));
    assert_eq!(import::objects(&[]), Imported::default());
}

#[test]
fn lists_are_opened_also_those_whose_items_say_no_kind() {
    let bare = |mut object: Value| {
        object
            .as_object_mut()
            .unwrap()
            .retain(|name, _| name != "kind" && name != "apiVersion");
        object
    };
    let web = service("web", json!({"selector": {"app": "nightly"}, "ports": [{"port": 80}]}));
    let documents = [
        json!({"apiVersion": "v1", "kind": "ServiceList", "items": [bare(web.clone())]}),
        json!({"apiVersion": "v1", "kind": "List", "items": [
            {"apiVersion": "batch/v1", "kind": "JobList", "items": [bare(job("nightly")), bare(job("second"))]}]}),
        json!({"apiVersion": "v1", "kind": "List"}),
    ];
    let (draft, left) = imported(&documents);
    assert_eq!(made(&draft), [job("nightly"), web]);
    assert_eq!(names(&left), [("Job", "second"), ("List", "")]);
}

#[test]
fn the_template_of_a_cron_job_becomes_the_job_that_it_would_start() {
    let template = job("of-template");
    let cron = json!({"apiVersion": "batch/v1", "kind": "CronJob",
        "metadata": {"name": "hourly", "namespace": "batch", "labels": {"team": "data"}},
        "spec": {"schedule": "0 * * * *", "jobTemplate":
            {"metadata": {"labels": {"app": "hourly"}, "annotations": {"a": "b"}}, "spec": template["spec"]}}});
    let (draft, left) = imported(&[cron.clone(), json!({"kind": "CronJob", "metadata": {"name": "daily"}})]);
    assert_eq!(names(&left), [("CronJob", "daily")]);
    let wanted = json!({"apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": "hourly", "namespace": "batch", "labels": {"app": "hourly"}, "annotations": {"a": "b"}},
        "spec": template["spec"]});
    assert_eq!(made(&draft), [wanted]);
    for odd in [
        json!(1),
        json!({"jobTemplate": 1}),
        json!({"jobTemplate": {"metadata": 1}}),
    ] {
        let mut broken = cron.clone();
        broken["spec"] = odd;
        assert_eq!(imported(&[broken]).0.text("basic.name"), "hourly");
    }
}

#[test]
fn a_service_says_in_the_form_only_what_the_task_does_not() {
    let of_task = json!({"batch.kubernetes.io/job-name": "nightly"});
    let own = service(
        "nightly",
        json!({"selector": of_task, "ports": [{"port": 80}], "sessionAffinity": "ClientIP"}),
    );
    let (draft, _) = imported(&[job("nightly"), own.clone()]);
    let row = draft.rows("services").next().unwrap();
    assert_eq!(
        (row.text("name"), row.rows("selector").count(), row.flag("session")),
        ("", 0, true)
    );
    assert!(draft.kept.is_empty(), "{:?}", draft.kept);
    assert_eq!(made(&draft), [job("nightly"), own]);
}

#[test]
fn a_service_without_a_selector_gets_none() {
    for spec in [
        json!({"ports": [{"port": 80}]}),
        json!({"selector": {}}),
        json!({"selector": {"a": 1}}),
    ] {
        let all = [job("nightly"), service("web", spec)];
        assert_eq!(made(&imported(&all).0), all);
    }
}

#[test]
fn what_is_kept_of_a_service_goes_with_it_and_overrides_nothing() {
    let one = service(
        "one",
        json!({"selector": {"app": "x"}, "ports": [{"port": 80, "appProtocol": "http"}]}),
    );
    let two = service(
        "two",
        json!({"externalIPs": ["192.0.2.1"], "selector": {"app": "x"}, "ports": [{"port": 81}]}),
    );
    let (mut draft, _) = imported(&[job("nightly"), one.clone(), two.clone()]);
    let keys: Vec<_> = draft.rows("services").map(|row| row.key()).collect();
    assert!(
        draft
            .kept
            .contains_key(&format!("services[#{}].spec.externalIPs", keys[1]))
    );
    draft
        .kept
        .insert(format!("services[#{}].metadata.name", keys[1]), json!("three"));
    draft.kept.insert(
        format!("services[#{}].metadata.labels", keys[1]),
        json!({"team": "data"}),
    );
    draft.remove(&format!("services.{}", keys[0]));
    let mut labelled = two;
    labelled["metadata"]["labels"] = json!({"team": "data"});
    assert_eq!(made(&draft), [job("nightly"), labelled]);
    let kept: Vec<_> = draft
        .kept
        .keys()
        .filter(|path| !path.starts_with("services[#"))
        .collect();
    assert_eq!(kept, [""; 0]);
}

#[test]
fn what_is_wrong_with_a_setting_that_is_kept_of_a_service_is_found() {
    let web = service("web", json!({"externalIPs": ["nowhere"], "ports": [{"port": 80}]}));
    let (draft, _) = imported(&[job("nightly"), web]);
    let found = check(&draft, &Context::default());
    let at = found.iter().find(|finding| finding.api_path == "spec.externalIPs[0]");
    assert_eq!(at.map(|finding| finding.path.as_str()), Some("kept"), "{found:?}");
}

#[test]
fn what_a_server_made_of_a_service_is_left_behind() {
    let live = json!({"apiVersion": "v1", "kind": "Service",
        "metadata": {"name": "web", "uid": "1", "resourceVersion": "7", "creationTimestamp": "2026-01-01T00:00:00Z",
            "ownerReferences": [{"kind": "Job"}], "managedFields": [{}], "finalizers": ["service.kubernetes.io/load-balancer-cleanup"]},
        "spec": {"type": "LoadBalancer", "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"], "ipFamilies": ["IPv4"],
            "ipFamilyPolicy": "SingleStack", "sessionAffinity": "ClientIP",
            "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10800}},
            "internalTrafficPolicy": "Cluster", "externalTrafficPolicy": "Local", "healthCheckNodePort": 31000,
            "allocateLoadBalancerNodePorts": true, "selector": {"batch.kubernetes.io/job-name": "nightly"},
            "ports": [{"name": "web", "protocol": "TCP", "port": 80, "targetPort": 80, "nodePort": 30080}]},
        "status": {"loadBalancer": {}}});
    let (draft, _) = imported(&[job("nightly"), live.clone()]);
    let left = service(
        "web",
        json!({"type": "LoadBalancer", "sessionAffinity": "ClientIP",
        "externalTrafficPolicy": "Local", "selector": {"batch.kubernetes.io/job-name": "nightly"},
        "ports": [{"name": "web", "port": 80}]}),
    );
    assert_eq!(made(&draft), [job("nightly"), left]);
    assert!(draft.kept.is_empty(), "{:?}", draft.kept);
    let mut headless = live;
    headless["spec"] = json!({"clusterIP": "None", "clusterIPs": ["None"], "type": "ClusterIP"});
    let (draft, _) = imported(&[job("nightly"), headless]);
    assert_eq!(made(&draft)[1]["spec"], json!({"clusterIP": "None"}));
}

#[test]
fn a_service_that_somebody_wrote_stays_as_it_was_written() {
    let written = service(
        "web",
        json!({"type": "ClusterIP", "clusterIP": "10.0.0.9", "sessionAffinity": "None",
        "internalTrafficPolicy": "Cluster", "selector": {"app": "nightly"},
        "ports": [{"protocol": "TCP", "port": 80, "targetPort": 80, "nodePort": 30080}]}),
    );
    let all = [job("nightly"), written];
    assert_eq!(made(&imported(&all).0), all);
}
