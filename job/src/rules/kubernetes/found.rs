//! The findings so far, and the rules that are about one text or one number.

use super::format::{is_descending, is_label_value, is_port_name, is_qualified_name, is_short_label, is_subdomain};
use super::schema::{Fields, Kind};
use crate::context::NodePorts;
use crate::rules::node::Node;
use crate::{Args, Code, DraftPath, Finding, Origin, Severity};

/// The findings so far, and the ports of the nodes in this place.
pub(super) struct Found(pub(super) Vec<Finding>, pub(super) NodePorts);

impl Found {
    #[inline(never)]
    pub(super) fn error(&mut self, at: &Node, code: Code, args: Args) {
        self.push(at, Severity::Error, code, args);
    }

    #[inline(never)]
    pub(super) fn push(&mut self, at: &Node, severity: Severity, code: Code, args: Args) {
        self.0.push(Finding {
            path: DraftPath::TASK,
            api_path: at.path(),
            severity,
            origin: Origin::Kubernetes,
            code,
            args,
            server_words: None,
        });
    }

    #[inline(never)]
    pub(super) fn require(&mut self, at: &Node) {
        self.error(at, Code::Required, Args::none());
    }

    /// A text, or a list, that may not be empty; whether it is there.
    #[inline(never)]
    pub(super) fn needs(&mut self, at: &Node) -> bool {
        let is_there = at.has_text() || at.len() > 0;
        if !is_there {
            self.require(at);
        }
        is_there
    }

    /// Set where it has no place.
    #[inline(never)]
    pub(super) fn only_with(&mut self, at: &Node, needs: &'static str) {
        self.error(at, Code::OnlyWith, Args::with("needs", needs));
    }

    /// The same of what may be set or not.
    #[inline(never)]
    pub(super) fn forbid(&mut self, at: &Node, needs: &'static str) {
        if at.is_set() {
            self.only_with(at, needs);
        }
    }

    #[inline(never)]
    pub(super) fn one_of(&mut self, at: &Node, allowed: &'static str) {
        self.one_of_at(at, at.text(), allowed);
    }

    /// The same, reported where the API server does.
    #[inline(never)]
    pub(super) fn one_of_at(&mut self, at: &Node, text: &str, allowed: &'static str) {
        if !allowed.split(", ").any(|known| known == text) {
            let args = Args::with("value", text).and("allowed", allowed);
            self.error(at, Code::NotSupported, args);
        }
    }

    #[inline(never)]
    pub(super) fn form(&mut self, at: &Node, is_right: bool, example: &'static str) {
        if !is_right {
            let args = Args::with("value", at.text()).and("example", example);
            self.error(at, Code::WrongForm, args);
        }
    }

    #[inline(never)]
    pub(super) fn name(&mut self, at: &Node, is_right: bool, code: Code) {
        if !is_right {
            self.error(at, code, Args::with("name", at.text()).and("value", at.text()));
        }
    }

    /// `IsDNS1123Label`
    #[inline(never)]
    pub(super) fn label(&mut self, at: &Node) {
        self.name(at, is_short_label(at.text()), Code::DnsLabel);
    }

    /// `IsDNS1123Subdomain`
    #[inline(never)]
    pub(super) fn subdomain(&mut self, at: &Node) {
        self.name(at, is_subdomain(at.text()), Code::DnsSubdomain);
    }

    /// `IsQualifiedName`
    #[inline(never)]
    pub(super) fn qualified(&mut self, at: &Node) {
        self.form(at, is_qualified_name(at.text()), "example.com/name");
    }

    /// `IsValidLabelValue`
    #[inline(never)]
    pub(super) fn label_value(&mut self, at: &Node, key: &str) {
        if !is_label_value(at.text()) {
            self.error(at, Code::LabelValue, Args::with("label", key).and("value", at.text()));
        }
    }

    /// `validateLocalDescendingPath`, reported where the API server does.
    #[inline(never)]
    pub(super) fn descending(&mut self, at: &Node, path: &str) {
        if !is_descending(path) {
            self.error(at, Code::PathForm, Args::with("value", path));
        }
    }

    /// `ValidateLocalNonReservedPath`
    #[inline(never)]
    pub(super) fn local(&mut self, at: &Node, path: &str) {
        if !is_descending(path) || path.starts_with("..") {
            self.error(at, Code::PathForm, Args::with("value", path));
        }
    }

    /// A number that is there stands in this range.
    #[inline(never)]
    pub(super) fn range(&mut self, at: &Node, min: i64, max: i64) {
        match at.number() {
            Some(number) if number < 0 && min == 0 => self.error(at, Code::Negative, Args::none()),
            Some(number) if number < min || number > max => {
                self.error(at, Code::OutOfRange, Args::with("min", min).and("max", max));
            }
            _ => {}
        }
    }

    /// `IsValidPortNum`, of a number that may be left out where `0` is meant by that.
    #[inline(never)]
    pub(super) fn port_number(&mut self, at: &Node) {
        if !matches!(at.number(), Some(1..=65535)) {
            self.error(at, Code::OutOfRange, Args::with("min", 1).and("max", 65535));
        }
    }

    /// `ValidatePortNumOrName` (`pkg/apis/core/validation/validation.go`)
    #[inline(never)]
    pub(super) fn port(&mut self, at: &Node) {
        match at.value().is_some_and(serde_json::Value::is_string) {
            true => self.name(at, is_port_name(at.text()), Code::PortName),
            false => self.port_number(at),
        }
    }

    #[inline(never)]
    pub(super) fn too_many(&mut self, at: &Node, max: usize) {
        if at.len() > max {
            self.error(at, Code::TooMany, Args::with("count", at.len()).and("max", max));
        }
    }

    #[inline(never)]
    pub(super) fn too_long(&mut self, at: &Node, max: usize) {
        let length = at.text().len();
        if length > max {
            self.error(at, Code::TooLong, Args::with("length", length).and("max", max));
        }
    }

    #[inline(never)]
    pub(super) fn duplicate(&mut self, at: &Node, name: &str) {
        self.error(at, Code::DuplicateName, Args::with("name", name));
    }

    #[inline(never)]
    pub(super) fn unknown(&mut self, at: &Node) {
        self.name(at, false, Code::UnknownName);
    }

    /// At most one of these fields, of which the later ones are reported; the first that is set.
    #[inline(never)]
    pub(super) fn one_at_most(&mut self, object: &Node, names: &[&'static str]) -> Option<&'static str> {
        let mut set = names.iter().copied().filter(|name| object.field(name).is_set());
        let first = set.next()?;
        for more in set {
            self.together(&object.field(more), first, more);
        }
        Some(first)
    }

    /// Two fields of which only one may be set.
    #[inline(never)]
    pub(super) fn together(&mut self, at: &Node, one: &str, other: &str) {
        let args = Args::with("fields", format!("{one}, {other}"));
        self.error(at, Code::NotTogether, args);
    }

    /// One of these fields must be set, and only one; `count` of them are.
    #[inline(never)]
    pub(super) fn exactly_one(&mut self, at: &Node, count: usize, fields: &'static str) {
        let code = match count {
            0 => Code::OneNeeded,
            1 => return,
            _ => Code::NotTogether,
        };
        self.error(at, code, Args::with("fields", fields));
    }

    /// The rules of a table that are about one field alone; not of what is within.
    #[inline(never)]
    pub(super) fn fields(&mut self, object: &Node, fields: Fields) {
        for (names, kind) in fields {
            for name in names.split(' ') {
                let at = object.field(name);
                let is_empty = !at.has_text();
                match kind {
                    Kind::Pulled(allowed) if at.is_set() => self.one_of(&at, allowed),
                    Kind::OneOf(allowed) if !is_empty => self.one_of(&at, allowed),
                    Kind::Label if !is_empty => self.label(&at),
                    Kind::Subdomain if !is_empty => self.subdomain(&at),
                    Kind::Natural | Kind::Natural64 => self.range(&at, 0, i64::MAX),
                    Kind::Id => self.range(&at, 0, i32::MAX.into()),
                    Kind::Mode => self.range(&at, 0, 0o777),
                    _ => {}
                }
            }
        }
    }
}
