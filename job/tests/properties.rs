//! What holds for every draft, every Job and every answer.

use job::rules::kubernetes;
use job::{Context, Defaults, Draft, ServerCause, bring_home, causes::bring_home_words, check, import, manifests};
use k8s_openapi::api::batch::v1::Job;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Names that the rules look for, so that what is made looks like a Job.
const NAMES: [&str; 24] = [
    "metadata",
    "spec",
    "template",
    "containers",
    "name",
    "generateName",
    "namespace",
    "labels",
    "annotations",
    "parallelism",
    "completions",
    "completionMode",
    "restartPolicy",
    "image",
    "imagePullPolicy",
    "resources",
    "requests",
    "limits",
    "cpu",
    "memory",
    "backoffLimit",
    "activeDeadlineSeconds",
    "manualSelector",
    "podFailurePolicy",
];

const RUNS: [&str; 3] = ["one-pod", "fixed-count", "work-queue"];

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-2..3i64).prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        ".{0,70}".prop_map(Value::from),
        select(vec![
            "Indexed",
            "OnFailure",
            "Never",
            "é-",
            "a-",
            "-",
            "1e99",
            "9223372036854775808",
            "--1"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(7, 60, 6, |inner| {
        let names =
            prop_oneof![4 => select(NAMES.to_vec()).prop_map(str::to_owned), 1 => ".{0,9}".prop_map(|name| name)];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names, inner), 0..6)
                .prop_map(|entries| entries.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// Any value, or one in the shape of a Job with any value at each place.
fn any_job() -> impl Strategy<Value = Value> {
    let shaped = prop::collection::vec(any_value(), 9).prop_map(|parts| {
        let of = |nth: usize| parts[nth].clone();
        let container =
            json!({"name": of(0), "image": of(1), "resources": {"requests": of(2), "limits": {"cpu": of(3)}}});
        let spec = json!({"containers": [container, of(4)], "restartPolicy": of(5)});
        let template = json!({"metadata": {"labels": of(6)}, "spec": spec});
        json!({"metadata": {"name": of(7), "generateName": of(8), "labels": of(0), "annotations": of(1)},
            "spec": {"completionMode": "Indexed", "completions": of(2), "parallelism": of(3), "template": template}})
    });
    prop_oneof![any_value(), shaped]
}

prop_compose! {
    fn well_formed()(
        (name, namespace, description) in ("[a-z][a-z0-9-]{2,20}[a-z]", "[a-z]{0,9}", ".{0,40}"),
        runs in select(RUNS.to_vec()),
        indexed in any::<bool>(),
        instances in 1..500u32,
        (parallel, timeout, retries) in ("[1-9]?", "([1-9][0-9]{0,5})?", "[0-9]?"),
        restart_policy in select(vec!["Never", "OnFailure"]),
        images in prop::collection::vec(("[a-z]{1,9}(:[a-z]{1,3})?", any::<bool>(), select(vec!["Always", "IfNotPresent", "Never"])), 1..4),
        amounts in prop::collection::vec(select(vec!["", "1", "250m", "0.5", "1e3", "512Mi", "1G"]), 16),
    ) -> Draft {
        let mut draft = Draft::new(&Defaults::safe());
        for (place, text) in [
            ("basic.name", &*name), ("basic.namespace", &namespace), ("basic.description", &description),
            ("basic.runs", runs), ("basic.instances", &instances.to_string()),
            ("advanced.parallel", &parallel), ("advanced.timeout", &timeout), ("advanced.retries", &retries),
            ("advanced.restart-policy", restart_policy),
        ] {
            draft.set(place, text);
        }
        draft.set("basic.indexed", indexed);
        let containers: Vec<_> = images.into_iter().enumerate().map(|(at, (image, privileged, pull_policy))| {
            let amount = |nth: usize| amounts[(at * 4 + nth) % amounts.len()];
            json!({
                "key": at + 3, "name": format!("container-{at}"), "image": image, "pull-policy": pull_policy,
                "privileged": privileged, "cpu-request": amount(0), "cpu-limit": amount(1),
                "memory-request": amount(2), "memory-limit": amount(3),
            })
        }).collect();
        draft.set("containers", containers);
        draft
    }
}

prop_compose! {
    fn any_draft()(
        texts in prop::collection::vec(".{0,70}", 12),
        (runs, indexed) in (select(RUNS.to_vec()), any::<bool>()),
        keys in prop::collection::vec(0..4u32, 0..4),
        kept in prop::collection::vec(("(metadata|spec)?[\\[\\].#a-z0-9]{0,40}|.{0,30}", ".{0,9}"), 0..6),
    ) -> Draft {
        let mut draft = Draft::default();
        let mut texts = texts.into_iter().cycle();
        let mut text = || texts.next().unwrap();
        for place in [
            "basic.name", "basic.namespace", "basic.description", "basic.instances",
            "advanced.parallel", "advanced.timeout", "advanced.retries",
        ] {
            draft.set(place, text());
        }
        draft.set("basic.runs", runs);
        draft.set("basic.indexed", indexed);
        let containers: Vec<_> = keys.into_iter().map(|key| {
            json!({"key": key, "name": text(), "image": text(), "cpu-request": text(), "memory-limit": text()})
        }).collect();
        draft.set("containers", containers);
        draft.kept = kept.into_iter().map(|(path, value)| (path, json!({"a": [value]}))).collect();
        draft
    }
}

proptest! {
    #[test]
    fn nothing_of_a_well_formed_draft_is_dropped_or_renamed(draft in well_formed()) {
        let job = manifests(&draft).job;
        let typed: Job = serde_json::from_value(job.clone()).unwrap();
        prop_assert_eq!(serde_json::to_value(typed).unwrap(), job);
    }

    #[test]
    fn no_draft_panics(draft in any_draft()) {
        let made = manifests(&draft);
        let _ = (check::check_manifests(&draft, &made, &Context::default()), made.map.draft_path(draft.text("basic.name")));
        prop_assert_eq!(serde_json::from_str::<Draft>(&serde_json::to_string(&draft).unwrap()).unwrap(), draft);
    }

    #[test]
    fn a_renumbered_draft_becomes_the_same_objects_and_is_renumbered_once(draft in any_draft()) {
        let made = draft.renumbered();
        let objects = |draft: &Draft| {
            let made = manifests(draft);
            (made.job, made.services.into_iter().map(|service| service.object).collect::<Vec<_>>())
        };
        prop_assert_eq!(objects(&made), objects(&draft));
        prop_assert_eq!(made.renumbered(), made);
    }

    #[test]
    fn no_job_panics_the_rules(job in any_job()) {
        for finding in kubernetes::judge(&job) {
            prop_assert!(!finding.api_path.is_empty());
        }
    }

    #[test]
    fn no_object_panics_the_import(job in any_job(), other in any_value()) {
        let mut answered = job.clone();
        if let Some(metadata) = answered.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert("uid".into(), "1".into());
        }
        let _ = manifests(&import::job(&answered));
        for kind in ["Job", "CronJob", "Service", "List"] {
            let mut object = other.clone();
            if let Some(members) = object.as_object_mut() {
                members.insert("kind".into(), kind.into());
            }
            let objects = [object, json!({"kind": "Job", "spec": job}), json!({"kind": "List", "items": job})];
            let _ = import::objects(&objects).draft.map(|draft| manifests(&draft.renumbered()));
        }
    }

    #[test]
    fn no_words_of_a_server_panic(words in ".{0,80}", field in "[\\[\\].a-z0-9]{0,40}", reason in "[A-Za-z]{0,9}") {
        let map = manifests(&Draft::new(&Defaults::safe())).map;
        prop_assert_eq!(bring_home_words(&format!("Go struct field {words}\"spec.{field}\""), &map).len(), 1);
        let message = format!("equal to {words} limit of ");
        prop_assert_eq!(bring_home(&[ServerCause { reason, message, field }], &map).len(), 1);
    }
}
