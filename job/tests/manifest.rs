//! What a draft becomes.

use job::{ATTEMPT_ANNOTATION, Defaults, Draft, manifests};
use serde_json::{Map, Value, json};

/// A name and an image: the shortest path.
fn shortest() -> Draft {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "nightly");
    draft.set("containers.1.image", "busybox:1.37");
    draft
}

fn made(draft: &Draft) -> Value {
    manifests(draft).job
}

/// A second container, whose key is 2.
fn add(draft: &mut Draft, row: Value) {
    assert_eq!(draft.add("containers", row.as_object().unwrap().clone()), 2);
}

fn golden(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn kept(draft: &mut Draft, path: &str, value: Value) {
    draft.kept.insert(path.into(), value);
}

/// Whether all that stands in `part` stands in `whole`.
fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part
            .iter()
            .all(|(key, part)| whole.get(key).is_some_and(|whole| holds(whole, part))),
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| holds(whole, part))
        }
        _ => whole == part,
    }
}

#[test]
fn a_name_and_an_image_alone_make_a_task() {
    assert_eq!(made(&shortest()), golden(include_str!("golden/shortest.json")));
}

#[test]
fn every_field_of_the_form_stands_in_the_manifest() {
    let mut draft = shortest();
    for (place, text) in [
        ("basic.namespace", "batch"),
        ("basic.description", "Every night, \"quotes\" and all.\n第二行"),
        ("basic.instances", "10"),
        ("advanced.parallel", "3"),
        ("advanced.timeout", "3600"),
        ("advanced.retries", "0"),
        ("advanced.restart-policy", "OnFailure"),
        ("containers.1.pull-policy", "IfNotPresent"),
    ] {
        draft.set(place, text);
    }
    draft.set("basic.indexed", true);
    draft.set("containers.1.privileged", true);
    add(
        &mut draft,
        json!({"name": "side-car", "image": "team/app@sha256:0", "pull-policy": "Always"}),
    );
    assert_eq!(made(&draft), golden(include_str!("golden/full.json")));
}

#[test]
fn each_way_of_running_has_its_counts() {
    let counts = |runs, instances: &str, parallel: &str| {
        let mut draft = shortest();
        draft.set("basic.runs", runs);
        draft.set("basic.instances", instances);
        draft.set("advanced.parallel", parallel);
        let job = made(&draft);
        (job["spec"]["completions"].as_i64(), job["spec"]["parallelism"].as_i64())
    };
    assert_eq!(counts("one-pod", "9", "4"), (Some(1), Some(1)));
    assert_eq!(counts("fixed-count", "9", "4"), (Some(9), Some(4)));
    assert_eq!(counts("work-queue", "9", "4"), (None, Some(9)));
}

#[test]
fn the_parallel_number_is_the_smaller_of_two_and_the_instances_until_edited() {
    for (instances, parallel) in [("0", 0), ("1", 1), ("2", 2), ("9", 2), (" 9 ", 2)] {
        let mut draft = shortest();
        draft.set("basic.instances", instances);
        assert_eq!(made(&draft)["spec"]["parallelism"], json!(parallel), "{instances}");
    }
}

#[test]
fn indexed_is_sent_where_there_is_a_count() {
    for (runs, mode) in [
        ("one-pod", json!("Indexed")),
        ("fixed-count", json!("Indexed")),
        ("work-queue", Value::Null),
    ] {
        let mut draft = shortest();
        draft.set("basic.runs", runs);
        draft.set("basic.indexed", true);
        assert_eq!(made(&draft)["spec"]["completionMode"], mode, "{runs}");
    }
}

#[test]
fn what_is_empty_is_left_out_and_what_is_no_number_stays_as_typed() {
    let mut draft = shortest();
    draft.set("basic.instances", "");
    draft.set("advanced.timeout", " 1h ");
    draft.set("advanced.retries", "99999999999999999999");
    draft.set("advanced.parallel", "1.5");
    let spec = &made(&draft)["spec"];
    assert_eq!(spec.get("completions"), None);
    assert_eq!(
        (&spec["activeDeadlineSeconds"], &spec["parallelism"]),
        (&json!("1h"), &json!("1.5"))
    );
    assert_eq!(spec["backoffLimit"], json!("99999999999999999999"));
}

#[test]
fn what_is_kept_survives_beside_the_form() {
    let mut draft = shortest();
    add(&mut draft, json!({"image": "b"}));
    let gpu = "spec.template.spec.containers[#1].resources.limits[nvidia.com/gpu]";
    kept(&mut draft, gpu, json!("1"));
    kept(
        &mut draft,
        "spec.template.spec.containers[#2].env",
        json!([{"name": "A", "value": "b"}]),
    );
    kept(
        &mut draft,
        "spec.template.spec.containers[#1].ports[10].containerPort",
        json!(110),
    );
    for port in 0..10 {
        kept(
            &mut draft,
            &format!("spec.template.spec.containers[#1].ports[{port}].containerPort"),
            json!(100 + port),
        );
    }
    kept(&mut draft, "metadata.labels", json!({"team": "x", "app": "other"}));
    kept(&mut draft, "metadata.labels[2026]", json!("year"));
    kept(&mut draft, "spec.suspend", json!(true));
    let job = made(&draft);
    let containers = &job["spec"]["template"]["spec"]["containers"];
    assert_eq!(
        containers[0]["resources"]["limits"],
        json!({"cpu": "250m", "memory": "512Mi", "nvidia.com/gpu": "1"})
    );
    assert_eq!(containers[1]["env"][0]["name"], "A");
    let ports: Vec<_> = (100..=110).map(|port| json!({"containerPort": port})).collect();
    assert_eq!(containers[0]["ports"], json!(ports));
    assert_eq!(
        job["metadata"]["labels"],
        json!({"app": "nightly", "team": "x", "2026": "year"})
    );
    assert_eq!(job["spec"]["suspend"], true);
}

#[test]
fn an_item_that_is_kept_beyond_the_end_of_its_list_is_left_out() {
    let mut draft = shortest();
    for place in ["volumes[1].name", "volumes[1].emptyDir", "containers[7].name"] {
        kept(&mut draft, &format!("spec.template.spec.{place}"), json!("x"));
    }
    assert_eq!(made(&draft), made(&shortest()));
}

#[test]
fn what_is_kept_follows_its_container_and_goes_with_it() {
    let mut draft = shortest();
    kept(&mut draft, "spec.template.spec.containers[#1].tty", json!(true));
    kept(&mut draft, "spec.template.spec.containers[#9].tty", json!(true));
    draft.insert("containers", 0, Map::new());
    let containers = &made(&draft)["spec"]["template"]["spec"]["containers"];
    assert_eq!(
        (containers.as_array().unwrap().len(), &containers[1]["tty"]),
        (2, &json!(true))
    );
    assert_eq!(containers[0].get("tty"), None);
}

#[test]
fn what_is_kept_never_overrides_the_form() {
    let form = made(&shortest());
    let places = [
        "",
        "apiVersion",
        "metadata.name",
        "metadata.name.first",
        "metadata[0]",
        "metadata.labels.app",
        "spec",
        "spec.completions",
        "spec.template.spec.containers",
        "spec.template.spec.containers.name",
        "spec.template.spec.containers[x]",
        "spec.template.spec.containers[#1].image",
        "spec.template.spec.containers[#1].image[0]",
        "spec.template.spec.containers[0].name",
        "spec.template.spec.containers[7].name",
        "spec.template.spec.containers[#1].resources.limits[cpu]",
    ];
    for place in places {
        for value in [
            json!("other"),
            json!({"kind": "Pod", "name": 5, "completions": 9}),
            json!([1]),
            Value::Null,
        ] {
            let mut draft = shortest();
            kept(&mut draft, place, value.clone());
            assert!(holds(&made(&draft), &form), "{place} = {value}");
        }
    }
}

#[test]
fn the_attempt_is_marked_only_when_it_is_set() {
    let mut draft = shortest();
    let mut made = manifests(&draft);
    assert!(!made.job.to_string().contains(ATTEMPT_ANNOTATION));
    made.set_attempt("a1");
    assert_eq!(made.job["metadata"]["annotations"], json!({ATTEMPT_ANNOTATION: "a1"}));
    draft.set("basic.description", "why");
    let mut made = manifests(&draft);
    made.set_attempt("a2");
    let annotations = json!({"kubernetes.io/description": "why", ATTEMPT_ANNOTATION: "a2"});
    assert_eq!(made.job["metadata"]["annotations"], annotations);
}

#[test]
fn a_path_of_many_levels_is_not_walked() {
    let mut draft = shortest();
    kept(&mut draft, &"a.".repeat(100_000), json!(1));
    assert_eq!(made(&draft), made(&shortest()));
}
