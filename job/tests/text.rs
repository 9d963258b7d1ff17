//! The text beside the form: it follows the draft, and what is typed into it becomes the draft.

use job::manifest::objects;
use job::yaml::{Broken, Text, read, write};
use job::{Defaults, Draft, DraftPath, import, manifests};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;

#[path = "oracle/drafts.rs"]
mod drafts;

const OWN: &str = "\
# Replays a day. Ask in #data first.
apiVersion: batch/v1
kind: Job
metadata:
  name: replay   # one a day
  namespace: default
spec:
  backoffLimit: 2
  suspend: true # by hand
  template:
    spec:
      restartPolicy: \"Never\"
      containers:
      # The worker.
      - name: main
        image: 'busybox:1.36'
        command: [sh, -c, \"echo hello\"]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
";

fn opened(text: &str) -> Draft {
    let values: Vec<Value> = read(text).unwrap().into_iter().map(|document| document.value).collect();
    import::objects(&values).draft.unwrap()
}

fn said(text: &str) -> Vec<Value> {
    read(text).unwrap().into_iter().map(|document| document.value).collect()
}

#[test]
fn without_a_text_of_its_own_it_is_the_canonical_one() {
    let mut draft = Draft::new(&Defaults::safe());
    draft.set("basic.name", "nightly");
    let mut text = Text::new(&draft, "", "");
    assert_eq!((text.text(), text.own()), (write(&objects(&draft)).as_str(), ""));
    draft.set("basic.name", "daily");
    assert!(text.follow(&draft));
    assert_eq!(text.text(), write(&objects(&draft)));
    assert!(!text.follow(&draft), "nothing changed");
}

#[test]
fn a_form_edit_changes_the_lines_concerned_and_no_others() {
    let mut draft = opened(OWN);
    let mut text = Text::new(&draft, OWN, "");
    let before: Vec<String> = text.text().lines().map(str::to_owned).collect();
    draft.set("containers.1.image", "busybox:1.37");
    assert!(text.follow(&draft));
    let after: Vec<String> = text.text().lines().map(str::to_owned).collect();
    let differ: Vec<_> = before.iter().zip(&after).filter(|(one, other)| one != other).collect();
    assert_eq!((before.len(), differ.len()), (after.len(), 1), "{}", text.text());
    assert!(text.text().contains("image: 'busybox:1.37'"));
    assert!(text.text().contains("# Replays a day.") && text.text().contains("metadata: {name: settings}"));
}

#[test]
fn what_the_form_does_not_show_survives_is_sent_and_is_listed() {
    let draft = opened(OWN);
    let mut text = Text::new(&draft, OWN, "");
    let typed = text
        .text()
        .replace("backoffLimit: 2", "backoffLimit: 2\n  managedBy: example.com/queue");
    let mut new = text.type_text(typed, &draft).unwrap();
    assert_eq!(new.kept["spec.managedBy"], "example.com/queue");
    new.set("advanced.retries", "5");
    text.follow(&new);
    assert!(
        text.text().contains("backoffLimit: 5\n  managedBy: example.com/queue"),
        "{}",
        text.text()
    );
    assert_eq!(manifests(&new).job["spec"]["managedBy"], "example.com/queue");
}

#[test]
fn a_text_edit_keeps_the_rows_of_the_form_and_what_is_hidden() {
    let mut draft = opened(OWN);
    draft.set("basic.cluster", "prod");
    let mut text = Text::new(&draft, OWN, "");
    let key = draft.rows("containers").next().unwrap().key();
    let new = text
        .type_text(text.text().replace("echo hello", "echo bye"), &draft)
        .unwrap();
    assert_eq!(new.rows("containers").next().unwrap().key(), key);
    assert_eq!(new.text("basic.cluster"), "prod");
    assert!(!text.follow(&new), "what was typed stays as it was typed");
}

#[test]
fn a_text_that_is_no_draft_marks_its_line_and_leaves_the_form_alone() {
    let draft = opened(OWN);
    let mut text = Text::new(&draft, OWN, "");
    let broken = text.text().replace("backoffLimit: 2", "backoffLimit: [2");
    assert_eq!(text.type_text(broken.clone(), &draft), None);
    assert!(
        matches!(text.broken(), Some(Broken::Unreadable(why)) if why.line > 1),
        "{:?}",
        text.broken()
    );
    assert_eq!(
        (text.text(), text.own()),
        (broken.as_str(), broken.as_str()),
        "what was typed is kept"
    );
    let again = Text::new(&draft, &broken, "");
    assert_eq!(
        (again.text(), again.broken().is_some()),
        (broken.as_str(), true),
        "also by a reload"
    );
    assert_eq!(text.type_text("kind: ConfigMap\napiVersion: v1\n".into(), &draft), None);
    assert_eq!(text.broken(), Some(&Broken::NoJob));
    assert_eq!(text.type_text(String::new(), &draft), None);
}

#[test]
fn a_form_edit_while_the_text_is_broken_counts_once_it_is_mended() {
    let mut draft = opened(OWN);
    let mut text = Text::new(&draft, OWN, "");
    let good = text.text().to_owned();
    assert_eq!(
        text.type_text(good.replace("backoffLimit: 2", "backoffLimit: [3"), &draft),
        None
    );
    draft.set("containers.1.image", "busybox:1.37");
    assert!(!text.follow(&draft) && text.is_behind());
    let new = text
        .type_text(good.replace("backoffLimit: 2", "backoffLimit: 3"), &draft)
        .unwrap();
    assert_eq!(
        (new.text("containers.1.image"), new.text("advanced.retries")),
        ("busybox:1.37", "3")
    );
    assert!(
        text.text().contains("'busybox:1.37'") && text.text().contains("# The worker."),
        "{}",
        text.text()
    );
    assert!(!text.is_behind() && text.broken().is_none());
}

#[test]
fn rows_and_services_that_the_form_added_meanwhile_are_there_once_the_text_is_mended() {
    let mut draft = opened(OWN);
    let mut text = Text::new(&draft, OWN, "");
    let good = text.text().to_owned();
    assert_eq!(
        text.type_text(good.replace("backoffLimit: 2", "backoffLimit: [3"), &draft),
        None
    );
    let variable = |name: &str| {
        serde_json::json!({"name": name, "kind": "value", "value": "1"})
            .as_object()
            .cloned()
            .unwrap()
    };
    let key = draft.rows("containers").next().unwrap().key();
    draft.add(&format!("containers.{key}.env"), variable("FORM"));
    draft.add("services", Defaults::safe().row("services"));
    text.follow(&draft);
    // Closed and opened again in between.
    let (own, before) = (text.own().to_owned(), text.said_before());
    let mut text = Text::new(&draft, &own, &before);
    assert!(text.is_behind());
    let mended = good.replace(
        "image: 'busybox:1.36'",
        "image: 'busybox:1.36'\n        env: [{name: TEXT, value: x}]",
    );
    let new = text.type_text(mended, &draft).unwrap();
    let names: Vec<_> = new
        .rows("containers")
        .flat_map(|row| row.rows("env"))
        .map(|row| row.text("name"))
        .collect();
    assert_eq!(
        (names, new.rows("services").count()),
        (vec!["TEXT", "FORM"], 1),
        "{}",
        text.text()
    );
}

#[test]
fn a_text_without_a_job_is_kept_as_it_was_typed() {
    let draft = opened(OWN);
    let mut text = Text::new(&draft, OWN, "");
    let typed = OWN.replace("batch/v1", "batch/v");
    assert_eq!(text.type_text(typed.clone(), &draft), None);
    let again = Text::new(&draft, text.own(), &text.said_before());
    assert_eq!((again.text(), again.broken()), (typed.as_str(), Some(&Broken::NoJob)));
    assert_eq!(Text::new(&draft, OWN, "").others(), ["ConfigMap settings"]);
}

#[test]
fn a_field_has_its_lines_and_a_line_its_field() {
    let draft = opened(OWN);
    let mut text = Text::new(&draft, OWN, "");
    let made = manifests(&draft);
    let key = draft.rows("containers").next().unwrap().key();
    let image = DraftPath::container(key, "image");
    let lines = text.lines_of(&made, &image, "").unwrap();
    assert!(text.text().lines().nth(lines.0 - 1).unwrap().contains("image:"));
    assert_eq!(text.path_at(&made, lines.0), Some(image));
    let lines = text.lines_of(&made, &DraftPath::TASK, "spec.suspend").unwrap();
    assert!(
        text.text()
            .lines()
            .nth(lines.0 - 1)
            .unwrap()
            .contains("suspend: true # by hand")
    );
    let last = text.text().lines().count();
    assert_eq!(text.path_at(&made, last), None, "it is of no part of the task");
}

/// Any draft, through its text, with edits of the form in between: nothing is lost.
#[test]
fn generated_drafts_and_their_texts_follow_each_other() {
    let all = drafts::any_draft();
    let mut runner = TestRunner::new(proptest::test_runner::Config::default());
    for _ in 0..400 {
        let draft = drafts::next(&all, &mut runner);
        let wanted = objects(&draft);
        let text = Text::new(&draft, "", "");
        assert_eq!(said(text.text()), wanted);
        // A comment makes it a text of its own.
        let own = format!("# ours\n{}", text.text());
        let mut text = Text::new(&draft, &own, "");
        let other = drafts::next(&all, &mut runner);
        text.follow(&other);
        assert_eq!(said(text.text()), objects(&other), "{own}\n\n{}", text.text());
        assert!(text.text().starts_with("# ours\n"));
        let back = text.type_text(format!("{}# more\n", text.text()), &other);
        let back = back.unwrap_or_else(|| panic!("{:?}\n{}", text.broken(), text.text()));
        // An import spells out how many Pods there are.
        let once = import::objects(&objects(&other)).draft.unwrap();
        assert_eq!(objects(&back), objects(&once));
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_never_panics_and_never_changes_the_form_without_a_job(typed in "(?s).{0,80}") {
        let draft = opened(OWN);
        let mut text = Text::new(&draft, OWN, "");
        let new = text.type_text(typed, &draft);
        prop_assert!(new.is_none());
        text.follow(&draft);
    }
}
