//! What registries say of the images, a moment after they are typed. No answer is no finding.

use job::{Draft, DraftPath};

use super::form::Form;
use crate::api::{self, TaskAddress};
use crate::browser::sleep;
use crate::state::{State, follow};

/// Asked this long after the last key, in milliseconds.
const PAUSE: i32 = 600;

/// All that the answer depends on: the place, the images, the pull secrets, and who may not be root.
fn asked(draft: &Draft) -> Vec<String> {
    let TaskAddress { cluster, namespace, .. } = TaskAddress::of(draft);
    let mut asked = vec![cluster, namespace];
    for container in draft.rows("containers") {
        let of_image = ["image", "run-as-non-root", "run-as-user"];
        asked.extend(of_image.map(|field| container.text(field).to_owned()));
    }
    asked.extend(
        draft
            .rows_at("pod.pull-secrets")
            .map(|secret| secret.text("name").to_owned()),
    );
    asked
}

pub(super) fn watch_images(form: Form) {
    let wanted = State::of(move || form.sheet.draft.with(asked));
    let is_named = State::of(move || {
        form.sheet
            .draft
            .with(|draft| !draft.text(DraftPath::NAME.as_str()).is_empty())
    });
    let opened = wanted.get_untracked();
    follow(move || {
        let asked = wanted.get();
        // As with the checks, of what was opened nothing is asked before somebody names or changes it.
        let is_untouched = !is_named.get() && asked.get(2..) == opened.get(2..);
        let images = form.sheet.findings.images;
        if images.with_untracked(|said| !said.is_empty()) {
            images.set(Vec::new());
        }
        if is_untouched || asked.iter().take(2).any(String::is_empty) {
            return;
        }
        leptos::task::spawn_local(async move {
            sleep(PAUSE).await;
            let is_so = || wanted.try_get_untracked().as_ref() == Some(&asked);
            let Some(draft) = form.sheet.draft.try_get_untracked().filter(|_| is_so()) else {
                return;
            };
            if let Ok(findings) = api::call(api::ImageFindings { draft }).await
                && is_so()
            {
                images.set(findings);
            }
        });
    });
}
