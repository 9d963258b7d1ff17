//! The document's stricter rules and our own (origin `slipway`), and what fails later than at the
//! API server (origins `pod` and `node`). Errors for what is typed here.

mod container;
mod counts;
pub mod description;
pub mod name;
mod ports;
mod variables;

pub(crate) use self::variables::looks_secret;

use crate::draft::Group;
use crate::{Args, Code, Context, Draft, DraftPath, Finding, Origin, Severity};

/// Findings about the draft.
pub fn judge(draft: &Draft, context: &Context) -> Vec<Finding> {
    let mut findings = Vec::new();
    let basic = draft.group("basic");
    name::judge(basic.text("name"), DraftPath::NAME, &mut findings);
    place(draft, context, &mut findings);
    counts::judge(draft, &mut findings);
    description::judge(basic.text("description"), &mut findings);
    for container in draft.rows("containers") {
        container::judge(container, &mut findings);
        variables::judge(container, &mut findings);
        mounts(container, &mut findings);
        liveness(draft, container, &mut findings);
    }
    ports::judge(draft, &mut findings);
    for service in draft
        .rows("services")
        .filter(|service| !service.text("name").trim().is_empty())
    {
        let path = DraftPath::within(&format!("services.{}", service.key()), "name");
        name::judge(service.text("name").trim(), path, &mut findings);
    }
    findings
}

/// What a failed check does is another thing where a container is not started again.
fn liveness(draft: &Draft, container: Group, findings: &mut Vec<Finding>) {
    let is_checked = !container.group("liveness").text("method").is_empty();
    if is_checked && draft.text(DraftPath::RESTART_POLICY.as_str()) == "Never" {
        let path = DraftPath::container(container.key(), "liveness.method");
        let (severity, code) = (Severity::Warning, Code::LivenessFailsPod);
        findings.push(Finding::house(path, severity, code, Args::none()));
    }
}

/// A path that does not begin with `/` is accepted and hangs from a folder that nobody knows.
fn mounts(container: Group, findings: &mut Vec<Finding>) {
    for list in ["mounts", "logs"] {
        for row in container.rows(list) {
            let path = row.text("path").trim();
            if !path.is_empty() && !path.starts_with('/') {
                let at = format!("containers.{}.{list}.{}.path", container.key(), row.key());
                let args = Args::with("value", path).and("suggestion", format!("/{path}"));
                findings.push(Finding::house(
                    DraftPath::from(at),
                    Severity::Error,
                    Code::PathRelative,
                    args,
                ));
            }
        }
    }
}

/// Cluster and namespace, as far as this person can see them.
fn place(draft: &Draft, context: &Context, findings: &mut Vec<Finding>) {
    let text = |path: &DraftPath| draft.text(path.as_str());
    for path in [DraftPath::CLUSTER, DraftPath::NAMESPACE] {
        if text(&path).is_empty() {
            findings.push(Finding::house(path, Severity::Error, Code::Required, Args::none()));
        }
    }
    let (namespace, name) = (text(&DraftPath::NAMESPACE), text(&DraftPath::NAME));
    let cluster = |path, code, args| Finding {
        origin: Origin::Cluster,
        ..Finding::house(path, Severity::Error, code, args)
    };
    if let Some(names) = &context.namespaces
        && !namespace.is_empty()
        && !names.iter().any(|known| known == namespace)
    {
        let args = Args::with("namespace", namespace);
        findings.push(cluster(DraftPath::NAMESPACE, Code::NamespaceMissing, args));
    }
    if let Some(taken) = &context.taken
        && taken.name == name
        && taken.namespace == namespace
    {
        let args = Args::with("name", &taken.name).and("suggestion", &taken.free);
        findings.push(cluster(DraftPath::NAME, Code::NameTaken, args));
    }
}
