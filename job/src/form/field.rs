//! A line of the table.

/// One field of the form.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in its group of the draft.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Where its value goes, relative to the API object of its group, such as
    /// `securityContext.privileged`; empty where code says it.
    pub api: &'static str,
    /// Its name in the catalogue, after `field.`.
    pub label: &'static str,
    /// It is asked and sent only while this holds; what was typed is kept.
    pub when: Option<When>,
    /// A name, an image, a quantity: in the monospace face.
    pub mono: bool,
    /// The task cannot be made without it: it is sent even when it is empty.
    pub required: bool,
    /// Stands in one row with its neighbours of the same row, which has this name in the catalogue.
    pub row: &'static str,
    /// What it is when nothing is entered, shown in its place.
    pub unset: &'static str,
    /// What it names in the cluster.
    pub names: Option<Names>,
    /// What helps to fill it in.
    pub dialog: Option<Dialog>,
}

/// A dialog beside a field. Its button has the text `field.LABEL.dialog`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Picks an image of a registry.
    Image,
    /// Makes a pull secret.
    PullSecret,
}

/// Things of the cluster that a field may name: proposals come from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Names {
    /// Their resource: `configmaps`, `secrets`, `persistentvolumeclaims`.
    pub resource: &'static str,
    /// For keys within one of them: the field of the same row that names it; else empty.
    pub within: &'static str,
}

/// What stands in a field.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// One line of text, sent as typed.
    Text,
    /// One line of text, sent without the blanks around it; none when empty.
    Trimmed,
    /// A whole number: text that is sent as a number when it is one.
    Number,
    /// A number in base eight, as file modes are written: `0644`.
    Octal,
    /// A port by number or by name (`IntOrString`).
    Port,
    /// Texts with commas between them, sent as a list.
    Commas,
    /// Several lines of text with at most so many characters (Unicode scalar values).
    Area(usize),
    /// On or off; sent when on.
    Flag,
    /// One of a few words, each with its text `choice.LABEL.WORD`; the empty word is not sent.
    Choice(&'static [&'static str]),
    /// Not said, yes or no.
    YesNo,
    /// One of a few words that decides which object is made, even an empty one: word and API place.
    Union(&'static [(&'static str, &'static str)]),
    /// A list of texts, one a row: each row's field is called `text`.
    Words,
    /// A map: each row has a `name` and a `value`.
    Pairs,
    /// A list of objects, relative to each.
    Rows(&'static [Field]),
    /// Fields within, relative to the object at this field's place (or to the same object where it
    /// has none).
    Group(&'static [Field]),
}

/// Another field of the same group that has one of these values.
#[derive(Clone, Copy, Debug)]
pub struct When {
    /// Its name.
    pub field: &'static str,
    /// The values.
    pub is: &'static [&'static str],
}

/// The fields of a row of [`Kind::Words`].
const WORD: &[Field] = &[Field::new("text", Kind::Text, "").label("word").mono()];
/// The fields of a row of [`Kind::Pairs`].
const PAIR: &[Field] = &[
    Field::new("name", Kind::Text, "").label("pair-name").mono(),
    Field::new("value", Kind::Text, "").label("pair-value").mono(),
];
/// The words of [`Kind::YesNo`].
const YES_NO: &[&str] = &["", "true", "false"];

impl Field {
    /// A field whose value goes to that place.
    pub const fn new(name: &'static str, kind: Kind, api: &'static str) -> Self {
        Self {
            name,
            kind,
            api,
            label: name,
            when: None,
            mono: false,
            required: false,
            row: "",
            unset: "",
            names: None,
            dialog: None,
        }
    }

    /// With that dialog beside it.
    pub const fn dialog(self, dialog: Dialog) -> Self {
        Self {
            dialog: Some(dialog),
            ..self
        }
    }

    /// Names one of these in the cluster.
    pub const fn names(self, resource: &'static str) -> Self {
        self.key_of(resource, "")
    }

    /// Names a key of the one that another field of the row names.
    pub const fn key_of(self, resource: &'static str, within: &'static str) -> Self {
        Self {
            names: Some(Names { resource, within }),
            ..self
        }
    }

    /// Called otherwise in the catalogue.
    pub const fn label(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// In the monospace face.
    pub const fn mono(self) -> Self {
        Self { mono: true, ..self }
    }

    /// Needed.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// In that row.
    pub const fn row(self, row: &'static str) -> Self {
        Self { row, ..self }
    }

    /// What it is when nothing is entered.
    pub const fn unset(self, unset: &'static str) -> Self {
        Self { unset, ..self }
    }

    /// Only while another field of the group has one of these values.
    pub const fn when(self, field: &'static str, is: &'static [&'static str]) -> Self {
        Self {
            when: Some(When { field, is }),
            ..self
        }
    }

    /// The words that it may have; none where it is no choice.
    pub fn words(&self) -> Vec<&'static str> {
        match self.kind {
            Kind::Choice(words) => words.to_vec(),
            Kind::YesNo => YES_NO.to_vec(),
            Kind::Union(words) => words.iter().map(|(word, _)| *word).collect(),
            _ => Vec::new(),
        }
    }

    /// The fields of each of its rows, or within it; none where it is a single value.
    pub fn inner(&self) -> &'static [Field] {
        match self.kind {
            Kind::Words => WORD,
            Kind::Pairs => PAIR,
            Kind::Rows(fields) | Kind::Group(fields) => fields,
            _ => &[],
        }
    }

    /// Whether it is a list of rows.
    pub fn is_list(&self) -> bool {
        matches!(self.kind, Kind::Words | Kind::Pairs | Kind::Rows(_))
    }
}
