//! Step 3, Service configuration. A task needs no Service.

use job::Draft;
use job::draft::{Group, Key, Row};
use job::form::SERVICE;
use leptos::prelude::*;

use super::actions::place;
use super::form::Form;
use crate::browser::focus_soon;
use crate::fields::fields;
use crate::shell::Rights;
use crate::state::State;
use crate::text::{key, t};
use crate::ui::{El, Item, all, button, el, list, nothing, part, part_if, words};

/// What making them needs.
const CREATE_SERVICES: &str = "create services";
/// The id of the button that makes one.
const CREATE: &str = "create-service";

/// The step.
pub fn service_step(form: Form) -> AnyView {
    let keys = State::of(move || {
        let of = |draft: &Draft| draft.rows("services").map(|row| row.key()).collect::<Vec<_>>();
        form.sheet.look(of)
    });
    let none = part_if(move || {
        let none = || el("p").class("empty").child(t(key::SERVICE_NONE));
        keys.with(Vec::is_empty).then(none)
    });
    let services = list(move || {
        let item = |key: Key| Item::new(key.to_string(), move || service(form, key));
        keys.get().into_iter().map(item).collect()
    });
    let create = button("", move || create(form))
        .id(CREATE)
        .child(t(key::CREATE_SERVICE));
    let rights = Rights::ask(&[CREATE_SERVICES], move || place(form));
    let missing = part(move || {
        if keys.with(Vec::is_empty) {
            nothing()
        } else {
            rights.missing(&[CREATE_SERVICES])
        }
    });
    all(vec![none, services, missing, create.into_any()])
}

/// A new Service has a port for each port of the containers.
fn create(form: Form) {
    let (service, port) = form
        .sheet
        .defaults
        .with_value(|defaults| (defaults.row("services"), defaults.row("services.ports")));
    let mut added = 0;
    form.sheet.change(|draft| {
        let ports = ports_of(draft);
        added = draft.insert("services", usize::MAX, service);
        let list = format!("services.{added}.ports");
        for found in ports {
            let mut row = port.clone();
            row.extend(found);
            draft.add(&list, row);
        }
    });
    focus_soon(format!("field-services-{added}-name"));
}

fn ports_of(draft: &Draft) -> Vec<Row> {
    let row = |port: Group| {
        let mut row = Row::new();
        for (name, value) in [
            ("name", "name"),
            ("port", "port"),
            ("target", "port"),
            ("protocol", "protocol"),
        ] {
            row.insert(name.to_owned(), port.text(value).into());
        }
        row
    };
    let ports = draft.rows("containers").flat_map(|container| container.rows("ports"));
    ports.map(row).collect()
}

fn service(form: Form, key: Key) -> El {
    let path = format!("services.{key}");
    let (named, gone) = (path.clone(), path.clone());
    let title = words(move || {
        form.sheet.draft.with(|draft| {
            let service = draft.group_at(&named);
            let name = service.text("name").trim();
            let name = if name.is_empty() { t(key::UNNAMED) } else { name };
            format!("{name} · {}", service.text("type"))
        })
    });
    let shown = el("details").class("section card").attr("open", "");
    let section = send_wrapper::SendWrapper::new(shown.element::<web_sys::Element>());
    let done = move || {
        let _ = section.remove_attribute("open");
        focus_soon(CREATE.to_owned());
    };
    let remove = move || {
        form.sheet.change(|draft| drop(draft.remove(&gone)));
        focus_soon(CREATE.to_owned());
    };
    let actions = el("div")
        .class("actions")
        .child(button("", done).child(t(key::OK)))
        .child(button("quiet", remove).child(t(key::REMOVE_SERVICE)));
    let inner = SERVICE.iter().flat_map(|tab| fields(form.sheet, &path, tab.fields));
    let body = el("div")
        .class("section-body")
        .child(inner.collect::<Vec<_>>())
        .child(actions);
    shown
        .child(el("summary").class("section-title").child(title))
        .child(body)
}
