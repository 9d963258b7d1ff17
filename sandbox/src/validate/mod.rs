//! What makes an object invalid: the API server's own rules, paths and words.
//!
//! Judged is what people get wrong in practice. What is not judged here is accepted.

mod container;
mod job;
mod job_update;
mod metadata;
pub(crate) mod names;
mod pod;
mod service;
mod volume;

use serde_json::Value;

use crate::resource::Kind;
use crate::status::{Cause, Refusal};

/// What was found wrong so far.
#[derive(Default)]
pub(crate) struct Causes(Vec<Cause>);

impl Causes {
    fn add(&mut self, reason: &'static str, field: impl Into<String>, message: String) {
        self.0.push(Cause {
            reason,
            field: field.into(),
            message,
        });
    }

    pub(crate) fn required(&mut self, field: impl Into<String>, detail: &str) {
        self.add("FieldValueRequired", field, with_detail("Required value", detail));
    }

    pub(crate) fn forbidden(&mut self, field: impl Into<String>, detail: &str) {
        self.add("FieldValueForbidden", field, with_detail("Forbidden", detail));
    }

    pub(crate) fn invalid(&mut self, field: impl Into<String>, value: impl Into<Value>, detail: &str) {
        let start = format!("Invalid value: {}", value.into());
        self.add("FieldValueInvalid", field, with_detail(&start, detail));
    }

    /// Several reasons for one value.
    pub(crate) fn invalid_for(&mut self, field: &str, value: &str, details: impl IntoIterator<Item = String>) {
        for detail in details {
            self.invalid(field, value, &detail);
        }
    }

    pub(crate) fn unsupported(&mut self, field: impl Into<String>, value: &str, supported: &[&str]) {
        let supported: Vec<String> = supported.iter().map(|value| format!("{value:?}")).collect();
        let message = format!(
            "Unsupported value: {value:?}: supported values: {}",
            supported.join(", ")
        );
        self.add("FieldValueNotSupported", field, message);
    }

    pub(crate) fn duplicate(&mut self, field: impl Into<String>, value: impl Into<Value>) {
        self.add(
            "FieldValueDuplicate",
            field,
            format!("Duplicate value: {}", value.into()),
        );
    }

    pub(crate) fn not_found(&mut self, field: impl Into<String>, value: &str) {
        self.add("FieldValueNotFound", field, format!("Not found: {value:?}"));
    }

    pub(crate) fn too_long(&mut self, field: impl Into<String>, limit: usize) {
        self.add(
            "FieldValueTooLong",
            field,
            format!("Too long: may not be more than {limit} bytes"),
        );
    }

    /// A number that must not be negative, if it is there.
    pub(crate) fn not_negative(&mut self, field: impl Into<String>, number: Option<i64>) {
        if let Some(number) = number.filter(|number| *number < 0) {
            self.invalid(field, number, "must be greater than or equal to 0");
        }
    }

    /// One of the words, if it is there and not empty.
    pub(crate) fn one_of(&mut self, field: impl Into<String>, value: &str, supported: &[&str]) {
        if !value.is_empty() && !supported.contains(&value) {
            self.unsupported(field, value, supported);
        }
    }

    pub(crate) fn settle(self, refuse: impl FnOnce(Vec<Cause>) -> Refusal) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(refuse(self.0)) }
    }
}

fn with_detail(start: &str, detail: &str) -> String {
    if detail.is_empty() {
        start.into()
    } else {
        format!("{start}: {detail}")
    }
}

/// Judges an object that is to be created.
pub(crate) fn creation(kind: Kind, object: &Value) -> Causes {
    let mut causes = Causes::default();
    metadata::check(kind, object, &mut causes);
    match kind {
        Kind::Job => job::check(object, &mut causes),
        Kind::Pod => pod::check(object, "spec", &mut causes),
        Kind::Service => service::check(object, &mut causes),
        _ => {}
    }
    causes
}

/// Judges an object that is to take the place of a stored one.
pub(crate) fn replacement(kind: Kind, old: &Value, new: &Value) -> Causes {
    let mut causes = Causes::default();
    metadata::check(kind, new, &mut causes);
    match kind {
        Kind::Job => {
            job::check_spec(new, &mut causes);
            job_update::check(old, new, &mut causes);
        }
        Kind::Pod => pod::check_update(old, new, &mut causes),
        Kind::Service => service::check(new, &mut causes),
        _ => {}
    }
    causes
}
