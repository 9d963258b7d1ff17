//! The same findings as [`check`], quicker at the next keystroke.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::check::in_the_order_of_the_screen;
use crate::draft::{Group, KEY, Key};
use crate::{Context, Draft, Finding, Origin, check, manifest, rules};

/// The field that holds the variables of a container.
const VARIABLES: &str = "env";
/// Where the first container is in the Job.
const FIRST: &str = "spec.template.spec.containers[0]";

/// Judges one draft again and again.
///
/// Most of a large draft is variables with literal values, and a key that is pressed changes one of them. Such a list
/// is judged by itself: no other rule looks at it. So what was found in it holds for as long as it stays as it was, and
/// what was found in all the rest for as long as that does.
#[derive(Default)]
pub struct Checker {
    /// The variables of each container in turn.
    lists: Vec<List>,
    /// All the rest, where it was judged, and what was found.
    rest: Option<(Draft, Arc<Context>, Vec<Finding>)>,
}

impl Checker {
    /// All findings, as [`check`] has them.
    pub fn check(&mut self, draft: &Draft, context: Arc<Context>) -> Vec<Finding> {
        let containers = draft.at("containers").and_then(Value::as_array);
        // A setting that is kept may stand within a list.
        let Some(containers) = containers.filter(|_| draft.kept.is_empty()) else {
            return check(draft, &context);
        };
        self.lists.resize_with(containers.len(), List::default);
        let mut found = Vec::new();
        let mut rest = Vec::new();
        for (at, (container, list)) in containers.iter().zip(&mut self.lists).enumerate() {
            rest.push(if list.is_judged(container) {
                found.extend(list.found_at(at));
                without_variables(container)
            } else {
                container.clone()
            });
        }
        let rest = draft.with_containers(rest);
        // What cannot be decoded is all that the API server says.
        if found.iter().any(is_of_kubernetes) && !rules::kubernetes::decodes(&manifest::job(&rest)) {
            found.retain(|finding| !is_of_kubernetes(finding));
        }
        match &self.rest {
            Some((known, of, in_rest)) if *known == rest && Arc::ptr_eq(of, &context) => {
                found.extend_from_slice(in_rest)
            }
            _ => {
                let in_rest = check(&rest, &context);
                found.extend_from_slice(&in_rest);
                self.rest = Some((rest, context, in_rest));
            }
        }
        in_the_order_of_the_screen(draft, found)
    }
}

fn is_of_kubernetes(finding: &Finding) -> bool {
    finding.origin == Origin::Kubernetes
}

/// The variables of a container, and what is to be found in them.
#[derive(Default)]
struct List {
    key: Key,
    variables: Value,
    found: Vec<Finding>,
}

impl List {
    /// Whether they can be judged by themselves, and are.
    fn is_judged(&mut self, container: &Value) -> bool {
        let Some(variables) = container.get(VARIABLES).filter(|_| imports_nothing(container)) else {
            return false;
        };
        let key = Group::of(container).key();
        if key == self.key && *variables == self.variables {
            return true;
        }
        let can_be = is_literal(variables);
        if can_be {
            *self = Self::of(key, variables.clone());
        }
        can_be
    }

    fn of(key: Key, variables: Value) -> Self {
        let mut container = Map::new();
        container.insert(KEY.into(), key.into());
        container.insert(VARIABLES.into(), variables.clone());
        let alone = Draft::default().with_containers(vec![container.into()]);
        let mut found = check(&alone, &Context::default());
        let list = format!("containers.{key}.{VARIABLES}.");
        found.retain(|finding| finding.path.as_str().starts_with(&list));
        Self { key, variables, found }
    }

    /// The same in the container at that position.
    fn found_at(&self, at: usize) -> impl Iterator<Item = Finding> {
        self.found.iter().cloned().map(move |finding| {
            let below = finding.api_path.strip_prefix(FIRST).map(str::to_owned);
            let of_container = |below| format!("spec.template.spec.containers[{at}]{below}");
            let api_path = below.map_or_else(|| finding.api_path.clone(), of_container);
            Finding { api_path, ..finding }
        })
    }
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
