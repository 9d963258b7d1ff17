//! Why a registry said nothing, as a page is told.

use app::api::{Looked, RegistryTrouble};
use images::Error;
use job::image::Unseen;

/// Nothing, without words of anybody's.
pub(super) fn nothing<T>(why: Unseen) -> Looked<T> {
    let words = String::new();
    Looked {
        found: None,
        trouble: Some(RegistryTrouble { why, words }),
        secret: String::new(),
        unread: Vec::new(),
    }
}

/// The registry's words, or the network's.
pub(super) fn trouble(error: &Error) -> RegistryTrouble {
    RegistryTrouble {
        why: of(error),
        words: error.to_string(),
    }
}

pub(super) fn of(error: &Error) -> Unseen {
    match error {
        Error::UnknownRegistry { .. } => Unseen::Unnamed,
        Error::BadName { .. } => Unseen::BadName,
        Error::Unreachable { .. } => Unseen::Unreachable,
        Error::Tls { .. } => Unseen::Untrusted,
        Error::Timeout { .. } => Unseen::Slow,
        Error::NotAllowed { .. } | Error::Redirected { .. } => Unseen::Elsewhere,
        Error::Unauthorized { .. } => Unseen::SignIn,
        Error::Forbidden { .. } => Unseen::Forbidden,
        Error::NotFound { .. } => Unseen::Missing,
        Error::NoCatalogue { .. } => Unseen::NoCatalogue,
        Error::TooManyRequests { .. } => Unseen::Busy,
        Error::TooLarge { .. } | Error::WrongDigest { .. } | Error::NotARegistry { .. } => Unseen::Garbled,
        Error::NotAnImage { .. } => Unseen::NotAnImage,
        Error::Failed { .. } => Unseen::Failed,
    }
}
