//! The same findings as [`check`], quicker at the next keystroke.

use serde_json::{Map, Value};

use crate::draft::{Group, KEY};
use crate::manifest::job;
use crate::{Context, Draft, Finding, check, rules};

/// The field that holds the variables of a container.
const VARIABLES: &str = "env";
/// Where those of the first container are in the Job.
const VARIABLES_OF_FIRST: &str = "spec.template.spec.containers[0].env";

/// Judges one draft again and again.
///
/// Most of a large draft is variables with literal values, and a key that is pressed changes one of them. Such a list
/// is judged by itself: no other rule looks at it. So one in which nothing was found is left out of the draft that
/// is judged, for as long as it stays as it was; and while what is left is as it was, so are the findings.
#[derive(Default)]
pub struct Checker {
    /// For each container in turn, its variables when nothing was found in them; else `null`.
    clean: Vec<Value>,
    /// What was judged last, where, and what was found.
    last: Option<(Draft, Context, Vec<Finding>)>,
}

impl Checker {
    /// All findings, as [`check`] has them.
    pub fn check(&mut self, draft: &Draft, context: &Context) -> Vec<Finding> {
        let containers = draft.at("containers").and_then(Value::as_array);
        // A setting that is kept may stand within a list.
        let Some(containers) = containers.filter(|_| draft.kept.is_empty()) else {
            return check(draft, context);
        };
        self.clean.resize(containers.len(), Value::Null);
        let judged = containers.iter().zip(&mut self.clean).map(|(container, clean)| {
            if is_clean(container, clean, context) {
                without_variables(container)
            } else {
                container.clone()
            }
        });
        let judged = draft.with_containers(judged.collect());
        match &self.last {
            Some((last, of, found)) if *last == judged && of == context => found.clone(),
            _ => {
                let found = check(&judged, context);
                self.last = Some((judged, context.clone(), found.clone()));
                found
            }
        }
    }
}

/// Whether nothing is to be found in its variables: they are those in which nothing was found, or are judged now.
fn is_clean(container: &Value, clean: &mut Value, context: &Context) -> bool {
    let variables = container.get(VARIABLES).filter(|_| imports_nothing(container));
    if variables != Some(clean) {
        let found_clean =
            variables.filter(|variables| is_literal(variables) && is_right(container, variables, context));
        *clean = found_clean.cloned().unwrap_or_default();
    }
    !clean.is_null()
}

/// Whether nothing is found in these variables of a container, judged alone.
fn is_right(container: &Value, variables: &Value, context: &Context) -> bool {
    let key = Group::of(container).key();
    let mut alone = Map::new();
    alone.insert(KEY.into(), key.into());
    alone.insert(VARIABLES.into(), variables.clone());
    let alone = Draft::default().with_containers(vec![alone.into()]);
    let list = format!("containers.{key}.{VARIABLES}");
    let is_in_list = |finding: &Finding| {
        finding.path.as_str().starts_with(&list) || finding.api_path.starts_with(VARIABLES_OF_FIRST)
    };
    let found = [
        rules::house::judge(&alone, context),
        rules::kubernetes::judge(&job(&alone)),
    ];
    !found.iter().flatten().any(is_in_list)
}

fn without_variables(container: &Value) -> Value {
    let mut others = Map::new();
    for (name, value) in container.as_object().into_iter().flatten() {
        if name != VARIABLES {
            others.insert(name.clone(), value.clone());
        }
    }
    others.into()
}

/// Whether its variables are all that there are: a literal may refer to one that is imported.
fn imports_nothing(container: &Value) -> bool {
    Group::of(container).rows("env-from").next().is_none()
}

/// Whether nothing else has a say in what they mean.
fn is_literal(variables: &Value) -> bool {
    let mut rows = variables.as_array().into_iter().flatten().map(Group::of);
    rows.all(|variable| matches!(variable.word("kind"), "" | "value"))
}
