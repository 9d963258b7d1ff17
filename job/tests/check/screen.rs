//! What is said of a whole draft, and in which order.

use job::{Code, Defaults, Draft, DraftPath, Severity};
use serde_json::json;

use crate::support::*;

#[test]
fn of_an_untouched_draft_only_what_is_required_is_said() {
    for defaults in [
        Defaults::safe(),
        Defaults::safe().with("namespace", json!("default")).unwrap(),
        Defaults::dce(),
    ] {
        let draft = Draft::new(&defaults);
        let mut said: Vec<_> = judged(&draft)
            .into_iter()
            .map(|finding| (finding.path, finding.code))
            .collect();
        said.dedup();
        let mut required = vec![DraftPath::NAME, DraftPath::CLUSTER];
        required.extend(draft.text("basic.namespace").is_empty().then_some(DraftPath::NAMESPACE));
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
        draft.set("advanced.retries", "x");
        draft.set("advanced.timeout", "0");
        draft.set("advanced.parallel", "9");
        let broken = |key| json!({"key": key, "memory-limit": "1m", "cpu-limit": "1u"});
        draft.set("containers", json!([broken(9), broken(2)]));
        draft.set("basic.description", "x".repeat(513));
        draft.set("basic.namespace", "Batch");
        draft.set("basic.name", "Nightly");
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
    let draft = with(|draft| draft.set("basic.name", "a.b"));
    let severities: Vec<_> = judged(&draft).into_iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Error, Severity::Warning]);
}
