//! A place in the object that is judged. Its path is spelled out only when something is found
//! there: the rules run at every key that is pressed.

use serde_json::Value;

/// How one comes to a place from its parent.
#[derive(Clone, Copy)]
pub(super) enum Step<'v> {
    /// The object itself.
    Root,
    /// `.name`
    Field(&'v str),
    /// `[0]`
    Item(usize),
    /// `[key]`
    Entry(&'v str),
}

/// A place and what stands there; `None` when nothing or `null` does, which are the same to the API
/// server.
#[derive(Clone, Copy)]
pub(super) struct Node<'p, 'v> {
    value: Option<&'v Value>,
    step: Step<'v>,
    parent: Option<&'p Node<'p, 'v>>,
}

impl<'p, 'v> Node<'p, 'v> {
    pub(super) fn root(value: &'v Value) -> Self {
        Self {
            value: Some(value),
            step: Step::Root,
            parent: None,
        }
    }

    #[inline(never)]
    pub(super) fn child<'c>(&'c self, step: Step<'v>, value: Option<&'v Value>) -> Node<'c, 'v> {
        Node {
            value: value.filter(|value| !value.is_null()),
            step,
            parent: Some(self),
        }
    }

    /// A field, whether it is there or not. Of a list it is a place that the API server names
    /// without the position, as it does `volumeMounts.subPath`.
    #[inline(never)]
    pub(super) fn field<'c>(&'c self, name: &'static str) -> Node<'c, 'v> {
        self.child(Step::Field(name), self.value.and_then(|value| value.get(name)))
    }

    #[inline(never)]
    pub(super) fn item<'c>(&'c self, index: usize) -> Node<'c, 'v> {
        self.child(Step::Item(index), self.value.and_then(|value| value.get(index)))
    }

    #[inline(never)]
    pub(super) fn entry<'c>(&'c self, key: &'v str) -> Node<'c, 'v> {
        self.child(Step::Entry(key), self.value.and_then(|value| value.get(key)))
    }

    /// A field that an object has.
    #[inline(never)]
    pub(super) fn named<'c>(&'c self, name: &'v str) -> Node<'c, 'v> {
        self.child(Step::Field(name), self.value.and_then(|value| value.get(name)))
    }

    /// What stands elsewhere, reported as if it stood here.
    pub(super) fn alias(self, other: &Node<'_, 'v>) -> Self {
        Self {
            value: other.value,
            ..self
        }
    }

    /// The items of a list; none when it is none.
    pub(super) fn items<'c>(&'c self) -> impl Iterator<Item = Node<'c, 'v>> {
        let length = self.value.and_then(Value::as_array).map_or(0, Vec::len);
        (0..length).map(|index| self.item(index))
    }

    /// Keys and values of a map; none when it is none.
    pub(super) fn entries<'c>(&'c self) -> impl Iterator<Item = (&'v str, Node<'c, 'v>)> {
        let entries = self.value.and_then(Value::as_object).into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), self.child(Step::Entry(key), Some(value))))
    }

    pub(super) fn value(&self) -> Option<&'v Value> {
        self.value
    }

    /// Whether anything stands there, be it empty.
    pub(super) fn is_set(&self) -> bool {
        self.value.is_some()
    }

    /// Its text; empty when there is none.
    #[inline(never)]
    pub(super) fn text(&self) -> &'v str {
        self.value.and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether its text is this.
    #[inline(never)]
    pub(super) fn is(&self, text: &str) -> bool {
        self.text() == text
    }

    /// Whether it has a text, and not an empty one.
    pub(super) fn has_text(&self) -> bool {
        !self.is("")
    }

    /// The text at that key of a map, if the key is there.
    #[inline(never)]
    pub(super) fn text_of(&self, key: &str) -> Option<&'v str> {
        let value = self.value.and_then(|value| value.get(key))?;
        Some(value.as_str().unwrap_or_default())
    }

    #[inline(never)]
    pub(super) fn number(&self) -> Option<i64> {
        self.value.and_then(Value::as_i64)
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self.value, Some(Value::Bool(true)))
    }

    pub(super) fn is_false(&self) -> bool {
        matches!(self.value, Some(Value::Bool(false)))
    }

    /// How many items or keys there are.
    #[inline(never)]
    pub(super) fn len(&self) -> usize {
        match self.value {
            Some(Value::Array(items)) => items.len(),
            Some(Value::Object(fields)) => fields.len(),
            _ => 0,
        }
    }

    /// As the API server writes it.
    pub(super) fn path(&self) -> String {
        let mut path = self.parent.map_or_else(String::new, Node::path);
        match self.step {
            Step::Root => {}
            // A field without a name, which only an unknown one is.
            Step::Entry(key) | Step::Field(key @ "") => path.extend(["[", key, "]"]),
            Step::Field(name) if path.is_empty() => path.push_str(name),
            Step::Field(name) => path.extend([".", name]),
            Step::Item(index) => path.extend(["[", &index.to_string(), "]"]),
        }
        path
    }
}
