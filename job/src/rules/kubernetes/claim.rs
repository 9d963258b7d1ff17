//! The claim that is made for a volume (`pkg/apis/core/validation/validation.go`:
//! `ValidatePersistentVolumeClaimTemplate`, `ValidatePersistentVolumeClaimSpec`).

use super::metadata::{annotations, labels};
use super::resources::amount;
use super::{Found, schema, selector};
use crate::quantity::Quantity;
use crate::rules::node::Node;
use crate::{Args, Code};

const MODES: &str = "ReadOnlyMany, ReadWriteMany, ReadWriteOnce, ReadWriteOncePod";

pub(super) fn judge(template: &Node, found: &mut Found) {
    if !template.is_set() {
        return found.require(template);
    }
    let (meta, spec) = (template.field("metadata"), template.field("spec"));
    let words = (meta.field("labels"), meta.field("annotations"));
    labels(&words.0, None, &words.0, found);
    annotations(&words.1, &words.1, found);
    // Nothing else of the metadata is used.
    for (name, value) in meta.entries() {
        if !matches!(name, "labels" | "annotations") && value.value().is_some_and(|value| *value != "") {
            let at = meta.named(name);
            found.only_with(&at, "PersistentVolumeClaim");
        }
    }
    found.fields(&spec, schema::CLAIM);
    let modes = spec.field("accessModes");
    found.needs(&modes);
    let (mut alone, mut others) = (false, false);
    for mode in modes.items() {
        found.one_of_at(&modes, mode.text(), MODES);
        alone |= mode.is("ReadWriteOncePod");
        others |= !mode.is("ReadWriteOncePod") && MODES.split(", ").any(|known| known == mode.text());
    }
    if alone && others {
        found.error(&modes, Code::NotTogether, Args::with("fields", MODES));
    }
    // Reported at `resources[storage]`.
    let resources = spec.field("resources");
    let (requests, at) = (resources.field("requests"), resources.entry("storage"));
    match amount(&requests.field("storage")).map(|text| Quantity::parse(&text)) {
        None => found.require(&at),
        Some(Ok(size)) if size.units() <= 0 => {
            found.error(&at, Code::WrongForm, Args::with("value", "0").and("example", "10Gi"));
        }
        Some(_) => {}
    }
    selector::judge(&spec.field("selector"), found);
}
