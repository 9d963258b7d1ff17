//! What the registries say of the images of a Job: whether they are there, and whether nodes could run them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::CONTAINERS;
use crate::image::{Facts, Reference, RunsAs, Unseen};
use crate::rules::node::Node as At;
use crate::{Args, Code, DraftPath, Finding, Origin, Severity};

/// What is known of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It is there.
    There(Facts),
    /// Its repository is there and has no such tag; these are the nearest that it has.
    NoSuchTag(Vec<String>),
    /// Nothing is known, and why.
    Not(Unseen),
}

/// Judges images by what is known of each, and by the platforms of the nodes (`linux/amd64`; none where they may not
/// be read). Never more than warnings: a node may have another way to a registry, or the image already.
pub fn judge(job: &Value, seen: &BTreeMap<String, Seen>, nodes: &[String]) -> Vec<Finding> {
    let root = At::root(job);
    let spec = root.field("spec");
    let template = spec.field("template");
    let pod = template.field("spec");
    let mut findings = Vec::new();
    for list in CONTAINERS {
        for container in pod.field(list).items() {
            let image = container.field("image");
            match seen.get(image.text()) {
                Some(Seen::There(facts)) => {
                    findings.push(there(&image, facts));
                    findings.extend(other_platform(&image, facts, nodes));
                    findings.extend(as_root(&pod, &container, facts));
                }
                Some(Seen::NoSuchTag(nearest)) => findings.push(no_such_tag(&image, nearest)),
                Some(Seen::Not(why)) => findings.extend(unseen(&image, *why)),
                None => {}
            }
        }
    }
    findings
}

fn finding(at: &At, severity: Severity, code: Code, args: Args) -> Finding {
    Finding {
        path: DraftPath::TASK,
        api_path: at.path(),
        severity,
        origin: Origin::Node,
        code,
        args,
        server_words: None,
    }
}

/// That it is there, and what it is.
fn there(image: &At, facts: &Facts) -> Finding {
    let short: String = facts.digest.chars().take("sha256:".len() + 12).collect();
    let user = if facts.user.is_empty() { "root" } else { &facts.user };
    let args = Args::with("digest", short)
        .and("platforms", facts.platforms.join(", "))
        .and("size", facts.size_text())
        .and("user", user);
    finding(image, Severity::Note, Code::ImageSeen, args)
}

/// `exec format error`, on every node.
fn other_platform(image: &At, facts: &Facts, nodes: &[String]) -> Option<Finding> {
    // `linux/arm/v7` runs where `linux/arm` does, as far as labels of nodes say.
    let runs_on = |node: &String| {
        let of_node = |platform: &String| platform == node || platform.starts_with(&format!("{node}/"));
        facts.platforms.iter().any(of_node)
    };
    if nodes.is_empty() || facts.platforms.is_empty() || nodes.iter().any(runs_on) {
        return None;
    }
    let args = Args::with("platforms", facts.platforms.join(", ")).and("nodes", nodes.join(", "));
    Some(finding(image, Severity::Warning, Code::ImagePlatform, args))
}

/// The kubelet starts nobody as root who must not be (`verifyRunAsNonRoot`); what a container says counts before what
/// its Pod says.
fn as_root(pod: &At, container: &At, facts: &Facts) -> Option<Finding> {
    let (own, of_pod) = (container.field("securityContext"), pod.field("securityContext"));
    let said = |name: &'static str| [own.field(name), of_pod.field(name)].into_iter().find(|at| at.is_set());
    let must_not = said("runAsNonRoot").filter(|at| at.value() == Some(&Value::Bool(true)))?;
    if said("runAsUser").is_some() {
        return None;
    }
    let code = match facts.runs_as() {
        RunsAs::Root => Code::ImageRunsAsRoot,
        RunsAs::Name => Code::ImageUserNamed,
        RunsAs::Number => return None,
    };
    Some(finding(
        &must_not,
        Severity::Warning,
        code,
        Args::with("user", &facts.user),
    ))
}

fn no_such_tag(image: &At, nearest: &[String]) -> Finding {
    let text = image.text();
    let mut args = Args::with("image", text);
    if let (Ok(reference), Some(first)) = (Reference::parse(text), nearest.first()) {
        let registry = reference.domain.map(|domain| format!("{domain}/")).unwrap_or_default();
        args = args
            .and("tags", nearest.join(", "))
            .and("suggestion", format!("{registry}{}:{first}", reference.path));
        return finding(image, Severity::Warning, Code::ImageTagNear, args);
    }
    finding(image, Severity::Warning, Code::ImageMissing, args)
}

/// Silence is no finding: a registry that is away never blocks.
fn unseen(image: &At, why: Unseen) -> Option<Finding> {
    let code = match why {
        Unseen::Missing => Code::ImageMissing,
        Unseen::SignIn | Unseen::Forbidden => Code::ImageNeedsKey,
        Unseen::NotAnImage => Code::ImageIsNone,
        _ => return None,
    };
    Some(finding(
        image,
        Severity::Warning,
        code,
        Args::with("image", image.text()),
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn facts(platforms: &[&str], user: &str) -> Seen {
        Seen::There(Facts {
            digest: format!("sha256:{}", "ab".repeat(32)),
            platforms: platforms.iter().map(|platform| (*platform).to_owned()).collect(),
            user: user.to_owned(),
            size: 2_100_000,
            ..Facts::default()
        })
    }

    fn codes(pod: Value, seen: Seen, nodes: &[&str]) -> Vec<(Code, String)> {
        let job = json!({"spec": {"template": {"spec": pod}}});
        let nodes: Vec<_> = nodes.iter().map(|node| (*node).to_owned()).collect();
        let seen = BTreeMap::from([("r.example/a:1".to_owned(), seen)]);
        let found = judge(&job, &seen, &nodes).into_iter();
        let worse = found.filter(|finding| finding.code != Code::ImageSeen);
        worse
            .map(|finding| {
                assert_eq!((finding.severity, finding.origin), (Severity::Warning, Origin::Node));
                (finding.code, finding.api_path)
            })
            .collect()
    }

    fn container(security: Value) -> Value {
        json!({"containers": [{"image": "r.example/a:1", "securityContext": security}]})
    }

    const AT: &str = "spec.template.spec.containers[0]";

    #[test]
    fn what_is_there_is_told_in_a_line() {
        let job = json!({"spec": {"template": {"spec": container(json!({}))}}});
        let seen = BTreeMap::from([("r.example/a:1".to_owned(), facts(&["linux/amd64", "linux/arm64"], ""))]);
        let found = judge(&job, &seen, &[]);
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.severity, one.code), (Severity::Note, Code::ImageSeen));
        assert_eq!(one.args.get("digest"), Some("sha256:abababababab"));
        assert_eq!(one.args.get("size"), Some("2.1 MB"));
        assert_eq!(one.args.get("user"), Some("root"));
    }

    #[test]
    fn a_platform_that_no_node_has_is_a_warning_where_nodes_are_known() {
        let on = |platforms: &[&str], nodes: &[&str]| codes(container(json!({})), facts(platforms, ""), nodes);
        let warned = vec![(Code::ImagePlatform, format!("{AT}.image"))];
        assert_eq!(on(&["linux/arm64"], &["linux/amd64"]), warned);
        assert_eq!(on(&["linux/arm64", "linux/amd64"], &["linux/amd64"]), []);
        assert_eq!(on(&["linux/arm/v7"], &["linux/amd64", "linux/arm"]), []);
        assert_eq!(
            on(&["linux/arm64"], &["linux/arm"]),
            warned,
            "arm64 is not a variant of arm"
        );
        assert_eq!(on(&["linux/arm64"], &[]), []);
        assert_eq!(on(&[], &["linux/amd64"]), []);
    }

    #[test]
    fn who_must_not_be_root_needs_an_image_that_says_who_it_is() {
        let with = |security: Value, user: &str| codes(container(security), facts(&[], user), &[]);
        let must_not = || json!({"runAsNonRoot": true});
        let at = format!("{AT}.securityContext.runAsNonRoot");
        assert_eq!(with(must_not(), ""), [(Code::ImageRunsAsRoot, at.clone())]);
        assert_eq!(with(must_not(), "nginx"), [(Code::ImageUserNamed, at)]);
        assert_eq!(with(must_not(), "1000"), []);
        assert_eq!(with(json!({"runAsNonRoot": true, "runAsUser": 1000}), ""), []);
        assert_eq!(with(json!({"runAsNonRoot": false}), ""), []);
        let of_pod = |own: Value| {
            let mut pod = container(own);
            pod["securityContext"] = must_not();
            codes(pod, facts(&[], ""), &[])
        };
        let at = "spec.template.spec.securityContext.runAsNonRoot".to_owned();
        assert_eq!(of_pod(json!({})), [(Code::ImageRunsAsRoot, at)]);
        assert_eq!(of_pod(json!({"runAsNonRoot": false})), []);
    }

    #[test]
    fn a_missing_tag_names_the_one_that_was_meant() {
        let job = json!({"spec": {"template": {"spec": {"initContainers": [{"image": "r.example/a:1"}]}}}});
        let of = |seen: Seen| judge(&job, &BTreeMap::from([("r.example/a:1".to_owned(), seen)]), &[]);
        let near = of(Seen::NoSuchTag(vec!["1.0".into(), "1.1".into()]));
        let [one] = near.as_slice() else { panic!("{near:?}") };
        assert_eq!(one.code, Code::ImageTagNear);
        assert_eq!(one.api_path, "spec.template.spec.initContainers[0].image");
        assert_eq!(one.args.get("suggestion"), Some("r.example/a:1.0"));
        assert_eq!(one.args.get("tags"), Some("1.0, 1.1"));
        assert_eq!(
            of(Seen::NoSuchTag(vec![])).first().map(|one| one.code),
            Some(Code::ImageMissing)
        );
    }

    #[test]
    fn a_registry_that_says_nothing_never_warns() {
        for why in Unseen::ALL {
            let said = codes(container(json!({})), Seen::Not(why), &["linux/amd64"]);
            let told = matches!(
                why,
                Unseen::Missing | Unseen::SignIn | Unseen::Forbidden | Unseen::NotAnImage
            );
            assert_eq!(!said.is_empty(), told, "{why:?}");
        }
    }
}
