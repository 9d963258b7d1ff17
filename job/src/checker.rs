//! The same findings as [`check`], quicker at the next keystroke.

use serde_json::{Map, Value};

use crate::draft::Group;
use crate::{Context, Draft, Finding, check};

/// The field that holds the variables of a container.
const VARIABLES: &str = "env";

/// Judges one draft again and again.
///
/// Most of a large draft is variables with literal values, and a key that is pressed changes one of them. Such a list
/// is judged by itself: no other rule looks at it. So one in which nothing was found is left out of the draft that
/// is judged, for as long as it stays as it was.
#[derive(Default)]
pub struct Checker {
    /// For each container in turn, its variables when nothing was found in them; else `null`.
    clean: Vec<Value>,
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
        let mut judged = Vec::new();
        let mut unknown = Vec::new();
        for (at, (container, clean)) in containers.iter().zip(&self.clean).enumerate() {
            let is_known = container.get(VARIABLES) == Some(clean) && imports_nothing(container);
            judged.push(if is_known {
                without_variables(container)
            } else {
                container.clone()
            });
            if !is_known {
                unknown.push(at);
            }
        }
        let findings = check(&draft.with_containers(judged), context);
        for at in unknown {
            let Some((container, clean)) = containers.get(at).zip(self.clean.get_mut(at)) else {
                continue;
            };
            let list = format!("containers.{}.{VARIABLES}", Group::of(container).key());
            let is_found = |finding: &Finding| finding.path.as_str().starts_with(&list);
            let is_clean = is_literal(container) && !findings.iter().any(is_found);
            let variables = container.get(VARIABLES).filter(|_| is_clean);
            *clean = variables.cloned().unwrap_or_default();
        }
        findings
    }
}

fn without_variables(container: &Value) -> Value {
    let mut others = Map::new();
    for (name, value) in container.as_object().into_iter().flatten() {
        if name != VARIABLES {
            others.insert(name.clone(), value.clone());
        }
    }
    Value::Object(others)
}

/// Whether its variables are all that there are: a literal may refer to one that is imported.
fn imports_nothing(container: &Value) -> bool {
    Group::of(container).rows("env-from").next().is_none()
}

/// Whether nothing else has a say in what its variables mean.
fn is_literal(container: &Value) -> bool {
    let refers = |variable: Group| !matches!(variable.word("kind"), "" | "value");
    imports_nothing(container) && !Group::of(container).rows(VARIABLES).any(refers)
}
