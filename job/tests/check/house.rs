//! The rules of the house, one test each.

use job::context::TakenName;
use job::{Code, Context, Defaults, Draft, DraftPath, Origin, check};
use serde_json::json;

use crate::support::*;

#[test]
fn a_name_that_the_document_refuses_comes_with_one_that_it_takes() {
    for (name, suggestion) in [
        ("backup_log", "backup-log"),
        ("1job", "task-1job"),
        ("Job1", "job1"),
        ("任务", ""),
    ] {
        let args = refused(
            &with(|draft| draft.set("basic.name", name)),
            DraftPath::NAME,
            Origin::Slipway,
            Code::NameForm,
        );
        assert_eq!(
            (args.get("name"), args.get("suggestion")),
            (Some(name), Some(suggestion))
        );
    }
    let container = with(|draft| draft.set("containers.1.name", "side_car"));
    assert_eq!(
        refused(&container, first("name"), Origin::Slipway, Code::NameForm).get("suggestion"),
        Some("side-car")
    );
}

#[test]
fn a_name_has_four_to_sixty_three_characters() {
    let named = |length: usize| with(|draft| draft.set("basic.name", "a".repeat(length)));
    assert_eq!((judged(&named(4)), judged(&named(63))), (vec![], vec![]));
    for length in [3, 64] {
        let args = refused(&named(length), DraftPath::NAME, Origin::Slipway, Code::NameLength);
        assert_eq!(args.get("length"), Some(&*length.to_string()));
    }
}

#[test]
fn a_name_that_is_taken_in_this_namespace_comes_with_a_free_one() {
    let taken = |namespace: &str, name: &str| TakenName {
        namespace: namespace.into(),
        name: name.into(),
        free: "nightly-2".into(),
    };
    let said = |taken| {
        check(
            &good(),
            &Context {
                taken: Some(taken),
                ..Context::default()
            },
        )
    };
    assert_eq!(
        (said(taken("other", "nightly")), said(taken("batch", "weekly"))),
        (vec![], vec![])
    );
    let found = said(taken("batch", "nightly"));
    assert_eq!(
        (found.len(), found[0].code, found[0].origin),
        (1, Code::NameTaken, Origin::Cluster)
    );
    assert_eq!(
        (&found[0].path, found[0].args.get("suggestion")),
        (&DraftPath::NAME, Some("nightly-2"))
    );
}

#[test]
fn a_namespace_that_is_not_there_is_an_error_where_namespaces_are_known() {
    let said = |names: &[&str]| {
        let namespaces = Some(names.iter().map(|name| (*name).to_owned()).collect());
        check(
            &good(),
            &Context {
                namespaces,
                ..Context::default()
            },
        )
    };
    assert_eq!(said(&["default", "batch"]), []);
    let found = said(&["default"]);
    assert_eq!(
        (found[0].code, found[0].origin),
        (Code::NamespaceMissing, Origin::Cluster)
    );
}

#[test]
fn a_description_has_at_most_512_characters() {
    let described = |text: &str, times| with(|draft| draft.set("basic.description", text.repeat(times)));
    assert_eq!(
        (judged(&described("任", 512)), judged(&described("🚢", 512))),
        (vec![], vec![])
    );
    let args = refused(
        &described("任", 513),
        DraftPath::DESCRIPTION,
        Origin::Slipway,
        Code::DescriptionLength,
    );
    assert_eq!((args.get("length"), args.get("max")), (Some("513"), Some("512")));
}

#[test]
fn the_parallel_number_is_not_above_the_number_of_instances() {
    let counts = |runs, instances: &str, parallel: &str| {
        with(|draft| {
            draft.set("basic.runs", runs);
            draft.set("basic.instances", instances);
            draft.set("advanced.parallel", parallel);
        })
    };
    let args = refused(
        &counts("fixed-count", "2", "3"),
        DraftPath::PARALLEL,
        Origin::Slipway,
        Code::ParallelAboveInstances,
    );
    assert_eq!((args.get("parallel"), args.get("instances")), (Some("3"), Some("2")));
    for runs in ["one-pod", "work-queue"] {
        assert_eq!(judged(&counts(runs, "2", "3")), [], "{runs}");
    }
    assert_eq!(judged(&counts("fixed-count", "3", "3")), []);
}

#[test]
fn a_fault_of_the_instances_is_said_there_alone() {
    for (instances, code) in [
        ("", Code::Required),
        ("-1", Code::Negative),
        ("two", Code::NotANumber),
        ("3000000000", Code::TooLarge),
    ] {
        for runs in ["fixed-count", "work-queue"] {
            let draft = with(|draft| {
                draft.set("basic.runs", runs);
                draft.set("basic.instances", instances);
            });
            let said: Vec<_> = judged(&draft)
                .into_iter()
                .map(|finding| (finding.path, finding.code))
                .collect();
            assert_eq!(said, [(DraftPath::INSTANCES, code)], "{instances} {runs}");
        }
    }
}

#[test]
fn a_task_in_which_nothing_runs_is_a_warning() {
    warned(
        &with(|draft| draft.set("basic.instances", "0")),
        DraftPath::INSTANCES,
        Code::NothingRuns,
    );
    warned(
        &with(|draft| draft.set("advanced.parallel", "0")),
        DraftPath::PARALLEL,
        Code::NothingRuns,
    );
}

#[test]
fn a_time_limit_of_zero_is_a_warning() {
    warned(
        &with(|draft| draft.set("advanced.timeout", " 0 ")),
        DraftPath::TIMEOUT,
        Code::TimeoutZero,
    );
}

#[test]
fn an_image_that_no_registry_serves_fails_on_the_node() {
    for (image, origin, code, suggestion) in [
        ("BusyBox", Origin::Node, Code::ImageUpperCase, Some("busybox")),
        // Nothing that would be refused as well is proposed.
        ("http://x/y", Origin::Node, Code::ImageForm, None),
        (" busybox", Origin::Pod, Code::ImagePadding, Some("busybox")),
    ] {
        let args = refused(
            &with(|draft| draft.set("containers.1.image", image)),
            first("image"),
            origin,
            code,
        );
        assert_eq!((args.get("image"), args.get("suggestion")), (Some(image), suggestion));
    }
}

#[test]
fn amounts_that_are_accepted_and_surprise_are_warnings() {
    let amounts = |change: fn(&mut Draft)| {
        with(|draft| {
            draft.set("containers.1.cpu-request", "");
            draft.set("containers.1.memory-request", "");
            change(draft);
        })
    };
    warned(
        &amounts(|d| d.set("containers.1.cpu-limit", "0.0001")),
        first("cpu-limit"),
        Code::CpuFine,
    );
    warned(
        &amounts(|d| d.set("containers.1.cpu-request", "100u")),
        first("cpu-request"),
        Code::CpuFine,
    );
    warned(
        &amounts(|d| d.set("containers.1.memory-limit", "5Mi")),
        first("memory-limit"),
        Code::MemoryTiny,
    );
    let args = warned(
        &amounts(|d| d.set("containers.1.memory-limit", "512m")),
        first("memory-limit"),
        Code::MemoryMilli,
    );
    assert_eq!(args.get("suggestion"), Some("512Mi"));
    assert_eq!(judged(&amounts(|d| d.set("containers.1.memory-limit", "6Mi"))), []);
}

#[test]
fn two_containers_cannot_listen_on_the_same_port() {
    let both = |change: fn(&mut Draft)| {
        with(|draft| {
            draft.set("containers.1.ports", json!([{"key": 5, "port": "80", "name": "web"}]));
            let mut row = Defaults::safe().row("containers");
            row.extend([
                ("name".to_owned(), json!("container-2")),
                ("image".to_owned(), json!("busybox")),
            ]);
            let key = draft.add("containers", row);
            assert_eq!(key, 2);
            draft.set(
                "containers.2.ports",
                json!([{"key": 6, "port": "80", "protocol": "TCP", "name": "admin"}]),
            );
            change(draft);
        })
    };
    let path = DraftPath::from("containers.2.ports.6.port".to_owned());
    let args = refused(&both(|_| {}), path, Origin::Slipway, Code::PortTwice);
    assert_eq!(
        (args.get("one"), args.get("other")),
        (Some("container-1"), Some("container-2"))
    );
    assert_eq!(
        judged(&both(|draft| draft.set("containers.2.ports.6.protocol", "UDP"))),
        []
    );
    let path = DraftPath::from("containers.2.ports.6.name".to_owned());
    let named = both(|draft| {
        draft.set("containers.2.ports.6.port", "81");
        draft.set("containers.2.ports.6.name", "web");
    });
    refused(&named, path, Origin::Slipway, Code::PortNameTwice);
}

#[test]
fn variables_that_surprise_are_warnings() {
    let of = |rows: serde_json::Value| with(|draft| draft.set("containers.1.env", rows));
    let path = |field: &str| DraftPath::from(format!("containers.1.env.5.{field}"));
    let twice = of(json!([{"key": 4, "name": "A", "value": "x"}, {"key": 5, "name": "A", "value": "y"}]));
    warned(&twice, path("name"), Code::VariableTwice);
    let secret = of(json!([{"key": 5, "name": "db_password", "value": "x"}]));
    warned(&secret, path("value"), Code::LooksSecret);
    let unknown = of(json!([{"key": 5, "name": "A", "value": "$(B)"}]));
    warned(&unknown, path("value"), Code::UnknownReference);
    assert_eq!(
        judged(&of(
            json!([{"key": 4, "name": "B", "value": "x"}, {"key": 5, "name": "A", "value": "$(B)"}])
        )),
        []
    );
}

#[test]
fn a_path_in_the_container_begins_with_a_slash() {
    let mounted = with(|draft| {
        draft.set("pod.volumes", json!([{"key": 4, "kind": "empty-dir", "name": "data"}]));
        draft.set(
            "containers.1.mounts",
            json!([{"key": 5, "volume": "data", "path": "data"}]),
        );
    });
    let path = DraftPath::from("containers.1.mounts.5.path".to_owned());
    let args = refused(&mounted, path, Origin::Slipway, Code::PathRelative);
    assert_eq!(args.get("suggestion"), Some("/data"));
}
