//! What is said of a whole draft, and in which order.

use job::draft::Container;
use job::{Code, Defaults, Draft, DraftPath, Severity};
use serde_json::json;

use crate::support::*;

#[test]
fn of_an_untouched_draft_only_what_is_required_is_said() {
    for defaults in [
        Defaults::safe(),
        Defaults {
            namespace: "default".into(),
            ..Defaults::safe()
        },
        Defaults::dce(),
    ] {
        let draft = Draft::new(&defaults);
        let mut said: Vec<_> = judged(&draft)
            .into_iter()
            .map(|finding| (finding.path, finding.code))
            .collect();
        said.dedup();
        let mut required = vec![DraftPath::NAME, DraftPath::CLUSTER];
        required.extend(defaults.namespace.is_empty().then_some(DraftPath::NAMESPACE));
        required.push(first("image"));
        assert_eq!(
            said,
            required
                .into_iter()
                .map(|path| (path, Code::Required))
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_name_and_an_image_are_enough() {
    assert_eq!(judged(&good()), []);
}

#[test]
fn findings_stand_in_the_order_of_the_screen() {
    let draft = with(|draft| {
        draft.fields.advanced.retries = "x".into();
        draft.fields.advanced.timeout = "0".into();
        draft.fields.advanced.parallel = "9".into();
        let broken = |key| Container {
            key,
            memory_limit: "1m".into(),
            cpu_limit: "1u".into(),
            ..Container::default()
        };
        draft.fields.containers = vec![broken(9), broken(2)];
        draft.fields.basic.description = "x".repeat(513);
        (draft.fields.basic.namespace, draft.fields.basic.name) = ("Batch".into(), "Nightly".into());
        draft.kept.insert("spec.ttlSecondsAfterFinished".into(), json!("x"));
    });
    let mut paths: Vec<_> = judged(&draft).into_iter().map(|finding| finding.path).collect();
    paths.dedup();
    let tab = |key| ["name", "image", "cpu-limit", "memory-limit"].map(|field| DraftPath::container(key, field));
    let basic = [DraftPath::NAME, DraftPath::DESCRIPTION];
    let advanced = [
        DraftPath::PARALLEL,
        DraftPath::TIMEOUT,
        DraftPath::RETRIES,
        DraftPath::KEPT,
    ];
    assert_eq!(paths, [&basic[..], &tab(9), &tab(2), &advanced].concat());
}

#[test]
fn errors_stand_before_warnings_at_the_same_field() {
    let draft = with(|draft| draft.fields.basic.name = "a.b".into());
    let severities: Vec<_> = judged(&draft).into_iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning]);
}
