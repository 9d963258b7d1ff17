//! Who calls: the tokens that a person signed in with, in a cookie that only this console can read.
//!
//! Nothing is kept here: the cookie is the session, so that any replica with the same key knows it. It holds,
//! for each cluster that was signed in to, the token that this cluster checked; it is sent to that cluster and to
//! no other.

mod cookie;
mod key;
mod seal;

use std::fmt;

use app::api::{Caller, Token};
use http::HeaderMap;
use serde::{Deserialize, Serialize};

pub use self::key::{BadKeys, Keys};

/// How long a session lasts whose token does not say how long it does, in seconds.
const USUAL_LIFE: i64 = 12 * 3600;

/// Whose credentials clusters are spoken to with.
pub enum Auth {
    /// The kubeconfig's own: whoever calls is the person at this machine.
    Local,
    /// Each person's own bearer tokens.
    Token {
        /// What cookies are sealed with.
        keys: Box<Keys>,
        /// Cookies are sent over TLS only.
        secure: bool,
    },
}

impl Auth {
    /// Who calls, by the cookies of a request. What cannot be read is nobody's: the person signs in again.
    pub fn caller(&self, headers: &HeaderMap) -> Caller {
        match self {
            Self::Local => Caller::Local,
            Self::Token { keys, secure } => Session::read(keys, headers, *secure, now()).caller(),
        }
    }

    /// The cookies of a person who signs in with one token more, or out of all.
    ///
    /// # Errors
    ///
    /// When a browser would not keep so much.
    pub fn cookies(&self, tokens: &[Token]) -> Result<Vec<String>, TooMuch> {
        match self {
            Self::Local => Ok(Vec::new()),
            Self::Token { keys, secure } => Session::of(tokens, now()).cookies(keys, *secure, now()),
        }
    }
}

/// More than 12 kB of cookies.
#[derive(Debug, thiserror::Error)]
#[error("a browser does not keep so much: the tokens together are above 12 kB; sign out and in to fewer clusters")]
pub struct TooMuch;

/// The tokens of a person.
#[derive(Default, Serialize, Deserialize)]
struct Session {
    held: Vec<Held>,
}

/// A token, and the cluster that checked it. Short names: every byte goes with every request.
#[derive(Serialize, Deserialize)]
struct Held {
    /// Destination of the cluster.
    c: String,
    /// Key of the person.
    p: String,
    /// Name of the person.
    n: String,
    /// The token.
    t: String,
    /// When it ends, in seconds since 1970.
    e: i64,
}

impl Session {
    fn of(tokens: &[Token], now: i64) -> Self {
        let held = tokens.iter().map(|token| Held {
            c: token.cluster.clone(),
            p: token.person.clone(),
            n: token.name.clone(),
            t: token.secret.clone(),
            e: token.ends.unwrap_or(now + USUAL_LIFE),
        });
        Self { held: held.collect() }
    }

    /// What has ended is left out.
    fn read(keys: &Keys, headers: &HeaderMap, secure: bool, now: i64) -> Self {
        let sealed = cookie::read(headers, secure);
        let opened = sealed.and_then(|sealed| seal::open(keys, &sealed));
        let mut session: Self = opened
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default();
        session.held.retain(|held| held.e > now);
        session
    }

    fn caller(self) -> Caller {
        let token = |held: Held| Token {
            cluster: held.c,
            person: held.p,
            name: held.n,
            secret: held.t,
            ends: Some(held.e),
        };
        Caller::Person(self.held.into_iter().map(token).collect())
    }

    fn cookies(&self, keys: &Keys, secure: bool, now: i64) -> Result<Vec<String>, TooMuch> {
        if self.held.is_empty() {
            return Ok(cookie::none(secure));
        }
        let json = serde_json::to_vec(self).map_err(|_| TooMuch)?;
        let sealed = seal::seal(keys, json).ok_or(TooMuch)?;
        let life = self.held.iter().map(|held| held.e - now).max().unwrap_or_default();
        cookie::write(&sealed, life, secure).ok_or(TooMuch)
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Local => "Local",
            Self::Token { .. } => "Token",
        })
    }
}

/// When a token ends, if it is a JSON Web Token that says so (RFC 7519, `exp`). It is the cluster that checks it;
/// this only bounds how long it is kept.
pub(crate) fn end_of(token: &str) -> Option<i64> {
    use base64::Engine as _;
    #[derive(Deserialize)]
    struct Claims {
        exp: f64,
    }
    let claims = token.split('.').nth(1)?;
    let json = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?;
    let Claims { exp } = serde_json::from_slice(&json).ok()?;
    (exp.is_finite() && (0.0..1e12).contains(&exp)).then_some(exp as i64)
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn token(cluster: &str, secret: &str, ends: Option<i64>) -> Token {
        Token {
            cluster: cluster.into(),
            person: "p".into(),
            name: "annabel.lee".into(),
            secret: secret.into(),
            ends,
        }
    }

    /// What a browser sends back.
    fn sent(cookies: &[String]) -> HeaderMap {
        let pairs: Vec<_> = cookies.iter().filter_map(|cookie| cookie.split(';').next()).collect();
        let mut headers = HeaderMap::new();
        headers.insert(http::header::COOKIE, HeaderValue::from_str(&pairs.join("; ")).unwrap());
        headers
    }

    fn auth(keys: Keys) -> Auth {
        Auth::Token {
            keys: Box::new(keys),
            secure: true,
        }
    }

    fn tokens(auth: &Auth, headers: &HeaderMap) -> Vec<Token> {
        match auth.caller(headers) {
            Caller::Person(tokens) => tokens,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn who_signed_in_is_known_at_the_next_request() {
        let auth = auth(Keys::random().unwrap());
        let held = [
            token("a", "one", Some(now() + 60)),
            token("b", &"x".repeat(6_000), None),
        ];
        let cookies = auth.cookies(&held).unwrap();
        assert!(cookies.len() > 1, "a large token takes several cookies");
        let back = tokens(&auth, &sent(&cookies));
        assert_eq!(
            back.iter().map(|token| token.secret.as_str()).collect::<Vec<_>>(),
            ["one", &"x".repeat(6_000)]
        );
        let text = cookies.join("");
        for wanted in [
            "__Host-slipway-0=",
            "HttpOnly",
            "SameSite=Strict",
            "Secure",
            "Path=/",
            "Max-Age=",
        ] {
            assert!(text.contains(wanted), "{text}");
        }
        assert!(
            !text.contains("xxxxxxxx") && !text.contains("annabel.lee"),
            "nobody else can read it"
        );
    }

    #[test]
    fn what_was_forged_truncated_or_swapped_is_nobodys() {
        let auth = auth(Keys::random().unwrap());
        let cookies = auth.cookies(&[token("a", &"s".repeat(9_000), None)]).unwrap();
        let nobody = |cookies: &[String]| assert!(tokens(&auth, &sent(cookies)).is_empty());
        for at in [20, 48, 900, 3_000] {
            let mut forged = cookies.clone();
            let was = forged[0].remove(at);
            forged[0].insert(at, if was == 'A' { 'B' } else { 'A' });
            nobody(&forged);
        }
        nobody(&cookies[..cookies.len() - 1]);
        nobody(&cookies[1..]);
        let mut swapped = cookies.clone();
        let (one, other) = (
            cookies[0].split('=').nth(1).unwrap(),
            cookies[1].split('=').nth(1).unwrap(),
        );
        swapped[0] = cookies[0].replace(one, other);
        swapped[1] = cookies[1].replace(other, one);
        nobody(&swapped);
        for text in [
            "",
            "__Host-slipway-0=",
            "__Host-slipway-0=.",
            "__Host-slipway-0=9.AAAA",
            "__Host-slipway-0=1.%%%",
            "__Host-slipway-0=1.AAAA",
        ] {
            nobody(&[text.to_owned()]);
        }
        let another = Auth::Token {
            keys: Box::new(Keys::random().unwrap()),
            secure: true,
        };
        assert!(tokens(&another, &sent(&cookies)).is_empty(), "another console's");
    }

    #[test]
    fn a_session_outlives_a_change_of_keys_once_and_its_token_never() {
        let (old, new, newest) = ([1_u8; 32], [2; 32], [3; 32]);
        let keys = |current, previous| Keys::of(&current, previous).unwrap();
        let cookies = auth(keys(old, None))
            .cookies(&[token("a", "s", Some(now() + 60))])
            .unwrap();
        let held = |keys| tokens(&auth(keys), &sent(&cookies)).len();
        assert_eq!(held(keys(new, Some(old))), 1);
        assert_eq!(held(keys(newest, Some(new))), 0);
        let ended = auth(keys(old, None))
            .cookies(&[token("a", "s", Some(now() - 1))])
            .unwrap();
        assert!(tokens(&auth(keys(old, None)), &sent(&ended)).is_empty());
    }

    #[test]
    fn more_than_a_browser_keeps_is_said() {
        let auth = auth(Keys::random().unwrap());
        assert!(auth.cookies(&[token("a", &"x".repeat(13_000), None)]).is_err());
        let out = auth.cookies(&[]).unwrap();
        assert!(out.iter().all(|cookie| cookie.contains("Max-Age=0")), "{out:?}");
    }

    #[test]
    fn the_end_of_a_token_is_read_where_it_is_said() {
        use base64::Engine as _;
        let jwt = |claims: &str| format!("e30.{}.sig", base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(end_of(&jwt(r#"{"exp":1700000000}"#)), Some(1_700_000_000));
        for other in [
            jwt("{}"),
            jwt(r#"{"exp":"x"}"#),
            jwt(r#"{"exp":1e300}"#),
            "opaque".into(),
            "a.%.c".into(),
        ] {
            assert_eq!(end_of(&other), None, "{other}");
        }
    }
}
