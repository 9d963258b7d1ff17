//! What a registry wants to see: `WWW-Authenticate` (RFC 9110, section 11.6.1; distribution's `spec/auth/token.md`).

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// One way to sign in that a registry offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Challenge {
    Basic,
    Bearer {
        /// Where tokens are to be had, as it was written: not checked.
        realm: String,
        service: Option<String>,
    },
}

/// All challenges, in their order. Others than these two are left out; the scope is left out too, since what is asked
/// for is known here, and a registry's word for it might ask for more.
pub(crate) fn challenges(headers: &HeaderMap) -> Vec<Challenge> {
    let values = headers.get_all(WWW_AUTHENTICATE).into_iter();
    values.filter_map(|value| value.to_str().ok()).flat_map(parse).collect()
}

fn parse(text: &str) -> Vec<Challenge> {
    let mut schemes: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',', '=']);
        let (word, after) = token(rest);
        if word.is_empty() {
            break;
        }
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        match (value, schemes.last_mut()) {
            (Some(value), Some((_, parameters))) => {
                let (value, after) = token_or_quoted(value);
                parameters.push((word.to_ascii_lowercase(), value));
                rest = after;
            }
            _ => {
                schemes.push((word.to_ascii_lowercase(), Vec::new()));
                rest = after;
            }
        }
    }
    schemes
        .into_iter()
        .filter_map(|(scheme, parameters)| known(&scheme, parameters))
        .collect()
}

fn known(scheme: &str, parameters: Vec<(String, String)>) -> Option<Challenge> {
    let find = |name: &str| {
        parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
    };
    match scheme {
        "basic" => Some(Challenge::Basic),
        "bearer" => Some(Challenge::Bearer {
            realm: find("realm")?,
            service: find("service"),
        }),
        _ => None,
    }
}

/// Up to what ends a token. What is no token at all ends everything.
fn token(text: &str) -> (&str, &str) {
    let end = text.find([' ', '\t', ',', '=', '"']).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn token_or_quoted(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        // Some leave the quotes out, and realms hold what no token may.
        let end = text.find([' ', ',']).unwrap_or(text.len());
        let (value, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => value.extend(chars.next()),
            c => value.push(c),
        }
    }
    (value, chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bearer(realm: &str, service: Option<&str>) -> Challenge {
        Challenge::Bearer {
            realm: realm.to_owned(),
            service: service.map(str::to_owned),
        }
    }

    #[test]
    fn challenges_are_read_as_registries_write_them() {
        let hub = r#"Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push",error="insufficient_scope""#;
        assert_eq!(
            parse(hub),
            [bearer("https://auth.docker.io/token", Some("registry.docker.io"))]
        );
        assert_eq!(parse(r#"Basic realm="Registry""#), [Challenge::Basic]);
        assert_eq!(parse("basic"), [Challenge::Basic]);
        assert_eq!(
            parse(r#"Negotiate YII==, BEARER realm=https://a/t?x=1 , service = "s, \"t\"" , Basic realm="x""#),
            [bearer("https://a/t?x=1", Some("s, \"t\"")), Challenge::Basic]
        );
    }

    #[test]
    fn nonsense_is_no_challenge_and_ends() {
        for text in [
            "",
            ",,,",
            "=",
            "\"",
            "Bearer",
            "Bearer service=\"x\"",
            "Bearer realm",
            "Digest realm=\"a",
            "a=b=c\"d\"e",
        ] {
            assert_eq!(parse(text), [], "{text}");
        }
        assert_eq!(parse("Bearer realm=\"open"), [bearer("open", None)]);
    }
}
