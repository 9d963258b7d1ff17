//! Task manifests as people write them, after the patterns of Kubernetes' documentation.

use job::import::{self, Imported};
use job::rules::kubernetes;
use job::{Draft, manifests, yaml};
use serde_json::{Value, json};

/// Every file of `patterns/`: its name, and its documents.
fn patterns() -> Vec<(String, Vec<Value>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/patterns");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let documents = yaml::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let values = documents.into_iter().map(|document| document.value).collect();
        found.push((path.file_name().unwrap().to_str().unwrap().to_owned(), values));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert!(found.len() >= 20, "{}", found.len());
    found
}

fn imported(documents: &[Value]) -> (Draft, Vec<String>) {
    let Imported { draft, left } = import::objects(documents);
    (draft.unwrap(), left.into_iter().map(|left| left.kind).collect())
}

fn objects(draft: &Draft) -> Vec<Value> {
    let made = manifests(draft);
    let services = made.services.into_iter().map(|service| service.object);
    [made.job].into_iter().chain(services).collect()
}

/// The Job and then the Services of a file, with the counts that the form spells out.
fn wanted(documents: &[Value]) -> Vec<Value> {
    let lists = documents
        .iter()
        .flat_map(|document| match document["items"].as_array() {
            Some(items) => items.clone(),
            None => vec![document.clone()],
        });
    let mut all: Vec<Value> = lists.filter(|object| object["kind"] != "ConfigMap").collect();
    all.sort_by_key(|object| object["kind"] == "Service");
    let job = &mut all[0];
    if job["kind"] == "CronJob" {
        let mut template = job["spec"]["jobTemplate"].clone();
        template["apiVersion"] = json!("batch/v1");
        template["kind"] = json!("Job");
        template["metadata"]["name"] = job["metadata"]["name"].clone();
        *job = template;
    }
    let spec = job["spec"].as_object_mut().unwrap();
    if !spec.contains_key("parallelism") {
        spec.entry("completions").or_insert(json!(1));
        spec.insert("parallelism".into(), json!(1));
    }
    all
}

#[test]
fn every_pattern_comes_back_as_it_was_and_what_is_left_is_named() {
    for (name, documents) in patterns() {
        let (draft, left) = imported(&documents);
        assert_eq!(objects(&draft), wanted(&documents), "{name}\nkept {:?}", draft.kept);
        let of_config_map = documents.iter().filter(|document| document["kind"] == "ConfigMap");
        assert_eq!(left, vec!["ConfigMap"; of_config_map.count()], "{name}");
    }
}

#[test]
fn every_pattern_is_one_that_the_rules_take() {
    for (name, documents) in patterns() {
        for object in objects(&imported(&documents).0) {
            let found = match object["kind"].as_str() {
                Some("Service") => kubernetes::judge_service(&object, job::context::NodePorts::default()),
                _ => kubernetes::judge(&object),
            };
            assert!(found.iter().all(|finding| !finding.is_error()), "{name} {found:?}");
        }
    }
}

#[test]
fn a_pattern_that_is_read_again_beside_the_form_is_the_same_draft() {
    for (name, documents) in patterns() {
        let mut draft = imported(&documents).0;
        draft.set("basic.cluster", "prod");
        let text = yaml::write(&objects(&draft));
        let again: Vec<Value> = yaml::read(&text).unwrap().into_iter().map(|read| read.value).collect();
        assert_eq!(import::onto(&draft, imported(&again).0), draft, "{name}\n{text}");
        assert_eq!(objects(&draft.renumbered()), objects(&draft), "{name}");
    }
}
