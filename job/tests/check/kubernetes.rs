//! Every rule of Kubernetes that exists comes home to its field, with origin `kubernetes`.

use job::context::NodePorts;
use job::{Code, Context, Defaults, Draft, DraftPath, Origin, check};
use serde_json::json;

use crate::support::{good, only};

fn said(change: impl FnOnce(&mut Draft)) -> Vec<(DraftPath, Code)> {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "nightly");
    draft.set("basic.cluster", "prod");
    draft.set("basic.namespace", "batch");
    draft.set("containers.1.image", "busybox:1.37");
    change(&mut draft);
    let all = check(&draft, &Context::default());
    let ours = all.into_iter().filter(|finding| finding.origin == Origin::Kubernetes);
    ours.inspect(|finding| assert!(!finding.api_path.is_empty(), "{finding:?}"))
        .map(|finding| (finding.path, finding.code))
        .collect()
}

fn first(field: &str) -> DraftPath {
    DraftPath::container(1, field)
}

#[test]
fn names_and_labels() {
    assert_eq!(said(|d| d.set("basic.name", "")), [(DraftPath::NAME, Code::Required)]);
    assert_eq!(
        said(|d| d.set("basic.name", "a.b")),
        [(DraftPath::NAME, Code::NameNotLabel)]
    );
    assert!(said(|d| d.set("basic.name", "a_b")).contains(&(DraftPath::NAME, Code::DnsSubdomain)));
    let long = said(|d| d.set("basic.name", "a".repeat(64)));
    assert!(
        long.contains(&(DraftPath::NAME, Code::NameTooLong)) && long.iter().all(|(path, _)| *path == DraftPath::NAME)
    );
    assert_eq!(
        said(|d| d.set("basic.namespace", "Batch")),
        [(DraftPath::NAMESPACE, Code::DnsLabel)]
    );
    let bytes = "x".repeat(256 << 10);
    assert_eq!(
        said(|d| d.set("basic.description", bytes)),
        [(DraftPath::DESCRIPTION, Code::AnnotationsTooLong)]
    );
    for label in [
        json!({"a b": "c"}),
        json!({"a/b/c": "d"}),
        json!({"/x": "y"}),
        json!({"k": "bad!"}),
        json!({"k": 5}),
    ] {
        let kept = said(|d| drop(d.kept.insert("metadata.labels".into(), label)));
        assert_eq!(
            kept.iter().map(|(_, code)| *code).collect::<Vec<_>>(),
            [Code::LabelValue]
        );
    }
}

#[test]
fn counts_and_times() {
    assert_eq!(
        said(|d| d.set("basic.instances", "-1")),
        [(DraftPath::INSTANCES, Code::Negative)]
    );
    assert_eq!(
        said(|d| d.set("advanced.parallel", "-1")),
        [(DraftPath::PARALLEL, Code::Negative)]
    );
    assert_eq!(
        said(|d| d.set("advanced.retries", "-1")),
        [(DraftPath::RETRIES, Code::Negative)]
    );
    assert_eq!(
        said(|d| d.set("advanced.timeout", "-1")),
        [(DraftPath::TIMEOUT, Code::Negative)]
    );
    assert_eq!(said(|d| d.set("advanced.timeout", "3000000000")), []);
    for (text, code) in [
        ("1.5", Code::NotANumber),
        ("1h", Code::NotANumber),
        ("-", Code::NotANumber),
        ("--5", Code::NotANumber),
        ("2147483648", Code::TooLarge),
        ("99999999999999999999", Code::TooLarge),
        ("-2147483649", Code::Negative),
        ("-99999999999999999999", Code::Negative),
    ] {
        assert_eq!(
            said(|d| d.set("advanced.retries", text)),
            [(DraftPath::RETRIES, code)],
            "{text}"
        );
    }
    for (value, code) in [
        (json!(1.0), Code::NotANumber),
        (json!("5"), Code::NotANumber),
        (json!(-1), Code::Negative),
    ] {
        let kept = said(|d| drop(d.kept.insert("spec.ttlSecondsAfterFinished".into(), value)));
        assert_eq!(kept, [(DraftPath::KEPT, code)]);
    }
}

#[test]
fn indexed_tasks() {
    let indexed = |instances: &str, length: usize| {
        said(|d| {
            d.set("basic.indexed", true);
            d.set("basic.instances", instances);
            d.set("basic.name", "a".repeat(length));
        })
    };
    for (instances, longest) in [("1", 61), ("10", 61), ("11", 60), ("1000", 59), ("100000", 57)] {
        assert_eq!(indexed(instances, longest), [], "{instances}");
        assert_eq!(
            indexed(instances, longest + 1),
            [(DraftPath::NAME, Code::IndexedNameTooLong)],
            "{instances}"
        );
    }
    assert_eq!(indexed("0", 63), []);
    assert_eq!(indexed("", 9), [(DraftPath::INSTANCES, Code::IndexedNeedsCount)]);
    let many = |parallel: &str, kept: bool| {
        said(|d| {
            d.set("basic.indexed", true);
            d.set("basic.instances", "200000");
            d.set("advanced.parallel", parallel);
            if kept {
                d.kept.insert("spec.backoffLimitPerIndex".into(), json!(1));
                d.kept.insert("spec.maxFailedIndexes".into(), json!(10_000));
            }
        })
    };
    assert_eq!((many("100000", false), many("10000", true)), (vec![], vec![]));
    for (parallel, kept) in [("100001", false), ("10001", true)] {
        assert_eq!(many(parallel, kept), [(DraftPath::PARALLEL, Code::IndexedParallelism)]);
    }
    let queue = said(|d| {
        d.set("basic.indexed", true);
        d.set("basic.runs", "work-queue");
    });
    assert_eq!(queue, []);
    let unknown = said(|d| drop(d.kept.insert("spec.completionMode".into(), json!("Indexes"))));
    assert_eq!(unknown, [(DraftPath::KEPT, Code::NotSupported)]);
    let policy = said(|d| {
        d.set("advanced.restart-policy", "OnFailure");
        d.kept.insert("spec.podFailurePolicy".into(), json!({"rules": []}));
    });
    assert_eq!(policy, [(DraftPath::RESTART_POLICY, Code::NotSupported)]);
}

#[test]
fn containers() {
    assert_eq!(
        said(|d| d.set("containers", json!([]))),
        [(DraftPath::CONTAINERS, Code::NoContainer)]
    );
    assert_eq!(
        said(|d| d.set("containers.1.image", "")),
        [(first("image"), Code::Required)]
    );
    assert_eq!(
        said(|d| d.set("containers.1.name", "")),
        [(first("name"), Code::Required)]
    );
    assert_eq!(
        said(|d| d.set("containers.1.name", "a.b")),
        [(first("name"), Code::DnsLabel)]
    );
    let twice = said(|d| {
        let mut row = Defaults::safe().row("containers");
        row.insert("image".into(), json!("busybox:1.37"));
        d.add("containers", row);
    });
    assert_eq!(twice, [(DraftPath::container(2, "name"), Code::DuplicateName)]);
}

#[test]
fn a_request_above_its_limit_is_said_at_that_request() {
    let cpu = said(|d| d.set("containers.1.cpu-request", "1"));
    assert_eq!(cpu, [(first("cpu-request"), Code::RequestAboveLimit)]);
    let memory = said(|d| d.set("containers.1.memory-request", "1Gi"));
    assert_eq!(memory, [(first("memory-request"), Code::RequestAboveLimit)]);
    let both = said(|d| {
        d.set("containers.1.cpu-request", "250.1m");
        d.set("containers.1.memory-request", "513Mi");
    });
    assert_eq!(
        both,
        [
            (first("cpu-request"), Code::RequestAboveLimit),
            (first("memory-request"), Code::RequestAboveLimit)
        ]
    );
    let storage = said(|d| {
        let kept = json!({"requests": {"ephemeral-storage": "2Gi"}, "limits": {"ephemeral-storage": "1Gi"}});
        d.kept
            .insert("spec.template.spec.containers[#1].resources".into(), kept);
    });
    assert_eq!(storage, [(DraftPath::KEPT, Code::RequestAboveLimit)]);
}

#[test]
fn quantities() {
    for (text, code) in [
        ("abc", Code::Quantity),
        ("1.2.3MB", Code::Quantity),
        ("1K", Code::QuantitySuffix),
        ("512MB", Code::QuantitySuffix),
        ("-1", Code::Negative),
    ] {
        let limit = |d: &mut Draft| {
            d.set("containers.1.memory-limit", text);
            d.set("containers.1.memory-request", "");
        };
        assert_eq!(said(limit), [(first("memory-limit"), code)], "{text}");
    }
}

#[test]
fn a_misspelt_suffix_comes_with_the_one_that_was_meant() {
    for (text, meant) in [
        ("512MB", "512Mi"),
        ("1K", "1Ki"),
        ("1.5gb", "1.5Gi"),
        ("2ki", "2Ki"),
        ("1e", ""),
    ] {
        let mut draft = Draft::new(&Defaults::safe());
        draft.set("containers.1.memory-limit", text);
        let all = check(&draft, &Context::default());
        let finding = all.iter().find(|finding| finding.code == Code::QuantitySuffix).unwrap();
        assert_eq!(finding.args.get("suggestion"), Some(meant), "{text}");
    }
}

#[test]
fn a_service_without_ports_is_told_at_its_list_of_ports() {
    let mut draft = good();
    let service = draft.add("services", json!({"name": "web"}).as_object().unwrap().clone());
    let at = DraftPath::from(format!("services.{service}.ports"));
    assert_eq!(only(&draft, at, Code::Required).origin, Origin::Kubernetes);
}

#[test]
fn a_node_port_stands_in_the_range_of_its_cluster() {
    let mut draft = good();
    let service = draft.add("services", json!({"type": "NodePort"}).as_object().unwrap().clone());
    let list = format!("services.{service}.ports");
    let port = draft.add(
        &list,
        json!({"port": "80", "node-port": "20001"}).as_object().unwrap().clone(),
    );
    let said = |context: &Context| {
        let at = format!("{list}.{port}.node-port");
        check(&draft, context)
            .into_iter()
            .filter(|finding| finding.path.as_str() == at)
            .map(|finding| finding.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(said(&Context::default()), [Code::OutOfRange]);
    let elsewhere = Context {
        node_ports: "20000-20100".parse().unwrap(),
        ..Context::default()
    };
    assert_eq!(said(&elsewhere), []);
    for wrong in ["", "30000", "2-1", "0-5", "1-70000", "a-b"] {
        assert!(wrong.parse::<NodePorts>().is_err(), "{wrong}");
    }
}
