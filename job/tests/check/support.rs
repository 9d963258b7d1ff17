//! Drafts, and what is said about them.

use job::{Args, Code, Context, Defaults, Draft, DraftPath, Finding, Origin, Severity, check};

/// A draft about which there is nothing to say.
pub fn good() -> Draft {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "nightly");
    draft.set("basic.cluster", "prod");
    draft.set("basic.namespace", "batch");
    draft.set("containers.1.image", "busybox:1.37");
    draft
}

pub fn with(change: impl FnOnce(&mut Draft)) -> Draft {
    let mut draft = good();
    change(&mut draft);
    draft
}

pub fn judged(draft: &Draft) -> Vec<Finding> {
    check(draft, &Context::default())
}

pub fn first(field: &str) -> DraftPath {
    DraftPath::container(1, field)
}

/// The one finding of that code, which must be at that field and nowhere else.
pub fn only(draft: &Draft, path: DraftPath, code: Code) -> Finding {
    let mut found: Vec<_> = judged(draft)
        .into_iter()
        .filter(|finding| finding.code == code)
        .collect();
    assert_eq!(found.len(), 1, "{code:?}: {found:?}");
    let finding = found.remove(0);
    assert_eq!(finding.path, path);
    finding
}

pub fn warned(draft: &Draft, path: DraftPath, code: Code) -> Args {
    let all = judged(draft);
    assert_eq!(all.len(), 1, "{all:?}");
    let finding = only(draft, path, code);
    assert_eq!((finding.severity, finding.origin), (Severity::Warning, Origin::Slipway));
    finding.args
}

pub fn refused(draft: &Draft, path: DraftPath, origin: Origin, code: Code) -> Args {
    let finding = only(draft, path, code);
    assert_eq!(
        (finding.severity, finding.origin),
        (Severity::Error, origin),
        "{code:?}"
    );
    assert_eq!(finding.api_path.is_empty(), origin != Origin::Kubernetes);
    finding.args
}
