//! The drafts that an empty console offers are those of `examples/`, and a cluster would take them.

use std::path::Path;

use serde_json::Value;

use crate::check::run as checked;
use crate::link::run;

const OFFERED: &str = include_str!("../../../app/src/pages/examples.rs");

#[test]
fn every_example_is_offered_as_it_stands_in_its_file_and_is_taken() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.collect();
    assert_eq!(files.len(), 3);
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let title = name[..1].to_uppercase() + &name[1..];
        let path = file.to_str().unwrap();
        let link = run(&["link", "--title", &title, path], "").written();
        let (_, fragment) = link.trim().rsplit_once("/open").unwrap();
        assert!(
            OFFERED.contains(fragment),
            "{name}: app/src/pages/examples.rs wants {fragment}"
        );
        let (_, said) = checked(&["--output", "json", "--house-rules", path], b"");
        let said: Value = serde_json::from_str(&said).unwrap();
        let findings = &said["objects"][0]["findings"];
        let errors = findings
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] == "error");
        assert_eq!(errors.count(), 0, "{name}: {findings}");
    }
}
