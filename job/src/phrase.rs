//! The values that a text of the catalogue is filled with.
//!
//! Texts live in the catalogues (one a language), never here: a finding or a status carries a code
//! and these values, so that every language says it in its own way.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Named values for the `{placeholders}` of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Args(Vec<(Cow<'static, str>, String)>);

impl Args {
    /// No values.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// One value; add others with [`Args::and`].
    pub fn with(name: &'static str, value: impl ToString) -> Self {
        Self::none().and(name, value)
    }

    /// One value more.
    #[must_use]
    pub fn and(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Names and values in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_ref(), v.as_str()))
    }
}

impl FromIterator<(String, String)> for Args {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(name, value)| (Cow::Owned(name), value))
                .collect(),
        )
    }
}
