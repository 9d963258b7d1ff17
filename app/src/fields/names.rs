//! Proposals: names of the cluster, asked for when their field is entered, with the person's own rights.
//! Who may not list them types.

use job::DraftPath;
use job::form::Names;

use super::Sheet;
use crate::api::{self, TaskAddress};
use crate::state::State;
use crate::ui::{El, Item, el, list};

/// The proposals of an input, as a list that it names.
pub fn proposals(id: &str, names: impl Fn() -> Vec<String> + Send + Sync + 'static) -> El {
    let proposal = |name: String| Item::new(name.clone(), move || el("option").attr("value", &name));
    let options = list(move || names().into_iter().map(proposal).collect());
    el("datalist").id(id).child(options)
}

/// Gives an input the names that it may be; both belong into the field.
pub(super) fn proposed(sheet: Sheet, path: &DraftPath, names: Names, input: El) -> Vec<El> {
    let id = format!("{}-names", path.dom_id());
    let found = State::<Vec<String>>::default();
    let row = path.as_str().rsplit_once('.').map_or("", |(row, _)| row).to_owned();
    let ask = move || {
        let (task, within) = sheet.draft.with_untracked(|draft| {
            let within = draft.group_at(&row).text(names.within).trim();
            (Some(TaskAddress::of(draft)), within.to_owned())
        });
        let Some(task) = task.filter(|_| names.within.is_empty() || !within.is_empty()) else {
            return;
        };
        found.set(Vec::new());
        let resource = names.resource.to_owned();
        leptos::task::spawn_local(async move {
            let asked = api::Names { task, resource, within };
            if let Ok(names) = api::call(asked).await {
                found.set(names);
            }
        });
    };
    let input = input.attr("list", &id).on("focus", move |_| ask());
    vec![input, proposals(&id, move || found.get())]
}
