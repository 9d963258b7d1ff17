//! From places in the manifest, and from the words of an API server, back to the fields.

use job::causes::bring_home_words;
use job::{Code, Defaults, Draft, DraftPath, Manifests, Origin, ServerCause, bring_home, manifests};
use serde_json::json;

/// Every field of the form is set; two containers, whose keys are not their positions.
fn full() -> Draft {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "nightly");
    draft.set("basic.namespace", "batch");
    draft.set("basic.description", "why");
    draft.set("basic.indexed", true);
    draft.set("advanced.parallel", "1");
    draft.set("advanced.timeout", "60");
    let container = |key: u64| {
        let mut row = Defaults::safe().row("containers");
        row.insert("key".into(), json!(key));
        row
    };
    draft.set("containers", json!([container(7), container(3)]));
    draft.set("containers.3.privileged", true);
    draft.kept.insert(
        "spec.template.spec.containers[#3].command".into(),
        json!(["sh", "-c", "true"]),
    );
    draft
}

fn of(key: u64, field: &str) -> DraftPath {
    DraftPath::container(key, field)
}

fn at(place: &str) -> String {
    format!("spec.template.spec.containers{place}")
}

fn home(made: &Manifests, field: &str, message: &str) -> DraftPath {
    let cause = ServerCause {
        reason: "FieldValueInvalid".into(),
        message: message.into(),
        field: field.into(),
    };
    let mut findings = bring_home(&[cause], &made.map);
    let finding = findings.pop().unwrap();
    assert_eq!(
        (finding.code, finding.origin, &*finding.api_path),
        (Code::ServerRefused, Origin::Kubernetes, field)
    );
    assert_eq!(finding.server_words.as_deref(), Some(message));
    finding.path
}

fn home_of(made: &Manifests, words: &str) -> DraftPath {
    let message = format!("Job in version \"v1\" cannot be handled as a Job: {words}");
    let findings = bring_home_words(&message, &made.map);
    assert_eq!(
        (findings.len(), findings[0].server_words.as_deref()),
        (1, Some(&*message))
    );
    findings[0].path.clone()
}

#[test]
fn every_place_that_a_field_made_comes_home_to_that_field() {
    for runs in ["one-pod", "fixed-count", "work-queue"] {
        let mut draft = full();
        draft.set("basic.runs", runs);
        let made = manifests(&draft);
        assert!(made.map.iter().count() > 20);
        for (api, field) in made.map.iter() {
            assert_eq!(made.map.draft_path(&api.to_string()), *field, "{api}");
            assert!(made.map.api_paths(field).any(|path| path == api), "{api}");
        }
    }
}

#[test]
fn every_field_that_is_set_has_a_place() {
    let made = manifests(&full());
    let container = [
        "name",
        "image",
        "pull-policy",
        "cpu-request",
        "cpu-limit",
        "memory-request",
        "memory-limit",
    ];
    let basic = [
        DraftPath::NAME,
        DraftPath::NAMESPACE,
        DraftPath::INSTANCES,
        DraftPath::INDEXED,
        DraftPath::DESCRIPTION,
    ];
    let advanced = [
        DraftPath::PARALLEL,
        DraftPath::TIMEOUT,
        DraftPath::RESTART_POLICY,
        DraftPath::RETRIES,
    ];
    let tabs = container
        .iter()
        .flat_map(|field| [of(7, field), of(3, field)])
        .chain([of(3, "privileged"), DraftPath::KEPT]);
    for field in basic.into_iter().chain(advanced).chain(tabs) {
        assert!(made.map.api_paths(&field).next().is_some(), "{}", field.as_str());
    }
}

#[test]
fn what_stands_below_a_field_comes_home_to_it() {
    let made = manifests(&full());
    for (place, field) in [
        (at("[1].command[2]"), DraftPath::KEPT),
        (at("[0].name.x[1]"), of(7, "name")),
        (
            "metadata.annotations[kubernetes.io/description]".into(),
            DraftPath::DESCRIPTION,
        ),
        ("metadata.annotations".into(), DraftPath::DESCRIPTION),
        (at("[1]"), of(3, "name")),
        (at("[1].resources"), of(3, "cpu-request")),
        (at("[1].securityContext"), of(3, "privileged")),
    ] {
        assert_eq!(home(&made, &place, "no"), field, "{place}");
    }
}

#[test]
fn the_odd_spellings_of_the_api_server_come_home() {
    let mut draft = full();
    let too_long = "Invalid value: \"nightly\": must be no more than 63 bytes";
    assert_eq!(
        home(&manifests(&draft), "spec.template.labels", too_long),
        DraftPath::NAME
    );
    assert_eq!(
        home(&manifests(&draft), "spec.template.annotations", "no"),
        DraftPath::from("pod.collect-stdout".to_owned())
    );
    draft
        .kept
        .insert("spec.template.metadata.annotations[a/b/c]".into(), json!("d"));
    draft
        .kept
        .insert("spec.template.metadata.labels[team]".into(), json!("é"));
    let made = manifests(&draft);
    assert_eq!(home(&made, "spec.template.annotations", "no"), DraftPath::KEPT);
    assert_eq!(home(&made, "spec.template.annotations[a/b/c]", "no"), DraftPath::KEPT);
    assert_eq!(home(&made, "spec.template.labels[team]", "no"), DraftPath::KEPT);
    assert_eq!(home(&made, "spec.template.metadata.labels[app]", "no"), DraftPath::NAME);
}

#[test]
fn requests_above_their_limit_come_home_to_the_right_request() {
    let mut draft = full();
    draft.kept.insert(
        "spec.template.spec.containers[#3].resources.requests[nvidia.com/gpu]".into(),
        json!("1"),
    );
    let made = manifests(&draft);
    let place = at("[1].resources.requests");
    for (words, field) in [
        (
            "Invalid value: \"2\": must be less than or equal to cpu limit of 1",
            of(3, "cpu-request"),
        ),
        (
            "Invalid value: \"2Gi\": must be less than or equal to memory limit of 1Gi",
            of(3, "memory-request"),
        ),
        (
            "Invalid value: \"1\": must be equal to nvidia.com/gpu limit of 2",
            DraftPath::KEPT,
        ),
        (
            "Invalid value: \"1\": must be equal to example.com/fpga limit of 2",
            of(3, "cpu-request"),
        ),
        ("something else altogether", of(3, "cpu-request")),
    ] {
        assert_eq!(home(&made, &place, words), field, "{words}");
    }
}

#[test]
fn causes_of_fields_that_were_left_empty_come_home_to_them() {
    let mut draft = Draft::default();
    draft.set("basic.runs", "work-queue");
    draft.set("containers", json!([{"key": 5}]));
    let made = manifests(&draft);
    for (place, field) in [
        ("metadata.name", DraftPath::NAME),
        ("metadata.namespace", DraftPath::NAMESPACE),
        ("spec.completions", DraftPath::INSTANCES),
        ("spec.completionMode", DraftPath::INDEXED),
        ("spec.activeDeadlineSeconds", DraftPath::TIMEOUT),
        ("spec.backoffLimit", DraftPath::RETRIES),
        (
            "spec.template.spec.containers[0].resources.requests[cpu]",
            of(5, "cpu-request"),
        ),
        (
            "spec.template.spec.containers[0].resources.requests[memory]",
            of(5, "memory-request"),
        ),
        (
            "spec.template.spec.containers[0].resources.limits[cpu]",
            of(5, "cpu-limit"),
        ),
        (
            "spec.template.spec.containers[0].resources.limits[memory]",
            of(5, "memory-limit"),
        ),
        (
            "spec.template.spec.containers[0].securityContext.privileged",
            of(5, "privileged"),
        ),
        ("spec.template.spec.containers[0].livenessProbe.exec", of(5, "name")),
    ] {
        assert_eq!(home(&made, place, "Required value"), field, "{place}");
    }
    draft.set("containers", json!([]));
    let made = manifests(&draft);
    assert_eq!(
        home(&made, "spec.template.spec.containers", "Required value"),
        DraftPath::CONTAINERS
    );
}

#[test]
fn what_belongs_to_no_field_comes_home_to_the_task_as_a_whole() {
    let made = manifests(&full());
    let places = [
        "",
        "metadata",
        "spec",
        "spec.template",
        "spec.managedBy",
        "spec.template.spec.volumes[0].name",
        "spec.template.spec.containers[9].image",
        "metadata.labels[team]",
        "[0]",
        "status.active",
    ];
    for place in places {
        assert_eq!(home(&made, place, "no"), DraftPath::TASK, "{place}");
    }
}

#[test]
fn a_container_is_found_by_its_key_wherever_it_stands() {
    let mut draft = full();
    let (_, first) = draft.remove("containers.7").unwrap();
    let moved = draft.insert("containers", 1, first);
    let made = manifests(&draft);
    assert_eq!(home(&made, &at("[0].image"), "Required value"), of(3, "image"));
    assert_eq!(home(&made, &at("[0].command"), "no"), DraftPath::KEPT);
    assert_eq!(home(&made, &at("[1].image"), "Required value"), of(moved, "image"));
}

#[test]
fn what_could_not_be_decoded_is_looked_for_in_the_words() {
    let made = manifests(&full());
    for (words, field) in [
        (
            "strict decoding error: unknown field \"spec.template.spec.containers[1].command[0].x\"",
            DraftPath::KEPT,
        ),
        (
            "strict decoding error: unknown field \"spec.foo\", duplicate field \"spec.bar\"",
            DraftPath::TASK,
        ),
        (
            "json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32",
            DraftPath::PARALLEL,
        ),
        (
            "json: cannot unmarshal number 1.5 into Go struct field JobSpec.spec.completions of type int32",
            DraftPath::INSTANCES,
        ),
        (
            "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string",
            DraftPath::NAME,
        ),
        (
            "json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.image of type string",
            of(7, "image"),
        ),
        ("Go struct field Job.status.active of type string", DraftPath::TASK),
        (
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
            DraftPath::TASK,
        ),
        ("unable to parse quantity's suffix", DraftPath::TASK),
        ("Go struct field ", DraftPath::TASK),
    ] {
        assert_eq!(home_of(&made, words), field, "{words}");
    }
}
