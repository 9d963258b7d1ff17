//! The ids of presses of Create. They become annotations and are compared, so they are of one form only.

use app::api::ApiError;
use http::StatusCode;

use crate::errors;

const LENGTH: std::ops::RangeInclusive<usize> = 8..=64;
/// Nobody presses more often and loses every answer.
const MOST: usize = 100;

pub(super) fn is_attempt(id: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    LENGTH.contains(&id.len()) && id.bytes().all(letter)
}

pub(super) fn are_attempts(ids: &[String]) -> bool {
    ids.len() <= MOST && ids.iter().all(|id| is_attempt(id))
}

pub(super) fn refused() -> ApiError {
    let words = format!("attempt ids have 8 to 64 characters of a-z 0-9 -, and there are at most {MOST}");
    errors::refused(StatusCode::BAD_REQUEST, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_is_of_one_form_only() {
        assert!(is_attempt("0123456789abcdef-0") && is_attempt(&"a".repeat(64)));
        for id in ["", "short", "UPPERCASE", "with space", "größer-als", &"a".repeat(65)] {
            assert!(!is_attempt(id), "{id}");
        }
        assert!(!are_attempts(&vec!["abcdefgh".to_owned(); 101]));
    }
}
