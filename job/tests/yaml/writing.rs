//! The canonical text.

use job::yaml::{read, write};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::made::{TRICKY, any_object, any_value};

fn values(text: &str) -> Vec<Value> {
    let documents = read(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    documents.into_iter().map(|document| document.value).collect()
}

#[test]
fn a_job_is_written_as_kubectl_writes_it() {
    let job = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "nightly", "labels": {}}, "spec": {
        "parallelism": 2, "suspend": false, "template": {"spec": {"containers": [
            {"name": "main", "image": "busybox:1.36", "args": ["--flag", "-c", "echo a\necho b\n", "x\ny"],
             "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "yes"}, {"name": "C", "value": ""}],
             "resources": {"limits": {"cpu": "500m", "memory": "10Gi"}}, "ports": []},
        ], "matrix": [[1, [2]], []]}}}});
    let service = json!({"kind": "Service"});
    assert_eq!(
        write(&[job, service]),
        "\
apiVersion: batch/v1
kind: Job
metadata:
  labels: {}
  name: nightly
spec:
  parallelism: 2
  suspend: false
  template:
    spec:
      containers:
      - args:
        - --flag
        - -c
        - |
          echo a
          echo b
        - |-
          x
          y
        env:
        - name: A
          value: \"1\"
        - name: B
          value: \"yes\"
        - name: C
          value: \"\"
        image: busybox:1.36
        name: main
        ports: []
        resources:
          limits:
            cpu: 500m
            memory: 10Gi
      matrix:
      - - 1
        - - 2
      - []
---
kind: Service
"
    );
}

#[test]
fn whatever_is_hard_to_write_is_read_back() {
    for text in TRICKY {
        let value = json!({"a": text, *text: 1, "list": [text, [text], {*text: text}]});
        let written = write(std::slice::from_ref(&value));
        assert_eq!(values(&written), [value], "{text:?}\n{written}");
    }
    let long = "k".repeat(3000);
    let value = json!({"a": {(long): {"b": [1]}}});
    assert_eq!(values(&write(std::slice::from_ref(&value))), [value]);
}

#[test]
fn nothing_is_nothing() {
    assert_eq!(write(&[]), "");
    assert_eq!(write(&[json!({})]), "{}\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_written_is_read_back(objects in prop::collection::vec(any_object(), 1..3)) {
        let written = write(&objects);
        prop_assert_eq!(values(&written), objects, "{}", written);
    }

    #[test]
    fn any_value_is_read_back(value in any_value().prop_filter("an empty document is none", |value| !value.is_null())) {
        let written = write(std::slice::from_ref(&value));
        prop_assert_eq!(values(&written), [value], "{}", written);
    }
}
