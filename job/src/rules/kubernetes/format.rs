//! The formats that many rules share (`apimachinery/pkg/util/validation/validation.go`). Lengths
//! count bytes.

use std::borrow::Cow;

/// DNS-1123 label: `^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`, whatever its length.
pub(super) fn is_label(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(edge) && text.ends_with(edge) && text.chars().all(|c| edge(c) || c == '-')
}

/// `IsDNS1123Label`, its length included.
pub(super) fn is_short_label(text: &str) -> bool {
    is_label(text) && text.len() <= LABEL
}

/// A label that may have underscores within: `[a-z0-9]([-_a-z0-9]*[a-z0-9])?`.
pub(super) fn is_loose_label(text: &str) -> bool {
    is_label(&text.replace('_', "-"))
}

/// `IsDNS1123Subdomain`: labels joined by dots, each of any length.
pub(super) fn is_subdomain(text: &str) -> bool {
    text.len() <= SUBDOMAIN && text.split('.').all(is_label)
}

/// The name part of a qualified name, and a label value that is not empty:
/// `([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`.
fn is_qualified_name_part(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_alphanumeric();
    text.starts_with(edge) && text.ends_with(edge) && text.chars().all(|c| edge(c) || "-_.".contains(c))
}

/// The key of a label or an annotation (`IsQualifiedName`): `name` or `subdomain/name`.
pub(super) fn is_qualified_name(text: &str) -> bool {
    let (prefix, name) = text
        .split_once('/')
        .map_or((None, text), |(prefix, name)| (Some(prefix), name));
    prefix.is_none_or(is_subdomain) && is_qualified_name_part(name) && name.len() <= LABEL
}

/// `IsValidLabelValue`
pub(super) fn is_label_value(text: &str) -> bool {
    text.len() <= LABEL && (text.is_empty() || is_qualified_name_part(text))
}

/// `maskTrailingDash` (`apimachinery/pkg/api/validation/generic.go`): a name to which more is added
/// may end with a dash.
pub(super) fn as_prefix(text: &str) -> Cow<'_, str> {
    let masked = text
        .strip_suffix('-')
        .filter(|rest| !rest.is_empty())
        .map(|rest| rest.get(..rest.len() - 1).unwrap_or(rest));
    masked.map_or(Cow::Borrowed(text), |rest| Cow::Owned(format!("{rest}a")))
}

/// `IsValidPortName`
pub(super) fn is_port_name(text: &str) -> bool {
    text.len() <= 15 && is_label(text) && !text.contains("--") && text.contains(|c: char| c.is_ascii_lowercase())
}

/// `IsRelaxedEnvVarName`
pub(super) fn is_env_name(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'=')
}

/// `IsConfigMapKey`
pub(super) fn is_config_key(text: &str) -> bool {
    let is_key = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    !text.is_empty() && text.len() <= SUBDOMAIN && text.chars().all(is_key) && text != "." && !text.starts_with("..")
}

/// `validatePathNoBacksteps` (`pkg/apis/core/validation/validation.go`)
pub(super) fn has_backsteps(path: &str) -> bool {
    path.split('/').any(|part| part == "..")
}

/// `validateLocalDescendingPath` (same file)
pub(super) fn is_descending(path: &str) -> bool {
    !path.starts_with('/') && !has_backsteps(path)
}

/// Most bytes of a label, of a label value and of the name part of a key.
pub(super) const LABEL: usize = 63;
/// Most bytes of a subdomain.
pub(super) const SUBDOMAIN: usize = 253;
