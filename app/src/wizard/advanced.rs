//! Step 4, Advanced configuration: task settings.

use job::DraftPath;
use job::draft::{
    Advanced, AdvancedStoreFields, BasicStoreFields, DraftStoreFields, Fields, FieldsStoreFields, RestartPolicy, Runs,
};
use leptos::prelude::*;
use reactive_stores::Field;

use super::form::Form;
use crate::fields::{Line, choice_field, fixed_field, text_field};
use crate::text::{Key, key};
use crate::ui::part;

pub(super) fn advanced_step(form: Form) -> AnyView {
    let fields: Field<Fields> = form.draft.fields().into();
    let advanced: Field<Advanced> = fields.advanced().into();
    let parallel: Field<String> = advanced.parallel().into();
    let runs = Memo::new(move |_| fields.basic().runs().get());
    let effective = Signal::derive(move || fields.read().effective_parallel());
    let policies = [
        (RestartPolicy::Never, RestartPolicy::Never.as_str(), key::RESTART_NEVER),
        (
            RestartPolicy::OnFailure,
            RestartPolicy::OnFailure.as_str(),
            key::RESTART_ON_FAILURE,
        ),
    ];
    let number = |help: Key| Line {
        help: Some(help),
        digits: true,
        ..Line::default()
    };
    let at_once = Line {
        placeholder: Some(effective),
        ..number(key::FIELD_PARALLEL_HELP)
    };
    // Where the way of running fixes the number it is shown, not editable; what was typed is kept.
    let at_once = part(move || match runs.get() {
        Runs::FixedCount => text_field(DraftPath::PARALLEL, key::FIELD_PARALLEL, parallel, at_once),
        Runs::OnePod => fixed_field(
            &DraftPath::PARALLEL,
            key::FIELD_PARALLEL,
            effective,
            key::PARALLEL_ONE_POD,
        ),
        Runs::WorkQueue => fixed_field(
            &DraftPath::PARALLEL,
            key::FIELD_PARALLEL,
            effective,
            key::PARALLEL_WORK_QUEUE,
        ),
    });
    view! {
        {at_once}
        {text_field(DraftPath::TIMEOUT, key::FIELD_TIMEOUT, advanced.timeout(), number(key::FIELD_TIMEOUT_HELP))}
        {choice_field(DraftPath::RESTART_POLICY, key::FIELD_RESTART_POLICY, advanced.restart_policy(), &policies, Some(key::FIELD_RESTART_POLICY_HELP))}
        {text_field(DraftPath::RETRIES, key::FIELD_RETRIES, advanced.retries(), number(key::FIELD_RETRIES_HELP))}
    }
    .into_any()
}
