//! The formats that many rules share (`apimachinery/pkg/util/validation/validation.go`). Lengths
//! count bytes.

/// DNS-1123 label: `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`, whatever its length.
pub(super) fn is_label(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(edge) && text.ends_with(edge) && text.chars().all(|c| edge(c) || c == '-')
}

/// DNS-1123 subdomain: labels joined by dots, whatever its length.
pub(super) fn is_subdomain(text: &str) -> bool {
    text.split('.').all(is_label)
}

/// The name part of a qualified name, and a label value that is not empty:
/// `([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`.
pub(super) fn is_qualified_name_part(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    text.starts_with(edge) && text.ends_with(edge) && text.chars().all(|c| edge(c) || "-_.".contains(c))
}

/// The key of a label or an annotation (`IsLabelKey`): `name` or `subdomain/name`.
pub(super) fn is_qualified_name(text: &str) -> bool {
    let (prefix, name) = text
        .split_once('/')
        .map_or((None, text), |(prefix, name)| (Some(prefix), name));
    prefix.is_none_or(|prefix| is_subdomain(prefix) && prefix.len() <= SUBDOMAIN)
        && is_qualified_name_part(name)
        && name.len() <= LABEL
}

/// A label value.
pub(super) fn is_label_value(text: &str) -> bool {
    text.len() <= LABEL && (text.is_empty() || is_qualified_name_part(text))
}

/// Most bytes of a label, of a label value and of the name part of a key.
pub(super) const LABEL: usize = 63;
/// Most bytes of a subdomain.
pub(super) const SUBDOMAIN: usize = 253;
