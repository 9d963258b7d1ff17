//! What a pull secret holds: Docker's configuration, read as the kubelet does (Kubernetes'
//! `pkg/credentialprovider/config.go`) and written as `kubectl create secret docker-registry` does.

use std::collections::BTreeMap;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{Credentials, registry};

/// The largest Secret, in bytes (Kubernetes' `pkg/apis/core/types.go`: `MaxSecretSize`).
const LARGEST: usize = 1 << 20;
/// Docker Hub, as `docker login` and kubectl write it.
const DOCKER_KEY: &str = "https://index.docker.io/v1/";
/// Base64 as the kubelet takes it (`decodeDockerConfigFieldAuth`): padded or not, whatever the bits left over are.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// How a pull secret is written. It follows from the Secret's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `kubernetes.io/dockerconfigjson`, whose key is `.dockerconfigjson`: the entries are in `auths`.
    Config,
    /// `kubernetes.io/dockercfg`, whose key is `.dockercfg`: the entries and nothing around them.
    Legacy,
}

/// Why a pull secret cannot be used. It quotes nothing of what is in there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadConfig {
    /// No Secret is that large.
    #[error("it is larger than a Secret may be, which is {LARGEST} bytes")]
    TooLarge,
    /// It cannot be read at all.
    #[error("it is no JSON (line {line}, column {column})")]
    NoJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1; 0 is the end of the line before.
        column: usize,
    },
    /// JSON, and no configuration of Docker's.
    #[error("it is JSON of another kind than a pull secret holds (line {line}, column {column})")]
    OtherKind {
        /// Counted from 1.
        line: usize,
        /// Counted from 1; 0 is the end of the line before.
        column: usize,
    },
    /// The kubelet takes nothing of a Secret where one entry is like that.
    #[error("an `auth` in it is not the base64 of USER:PASSWORD")]
    Auth,
    /// Only of the entries for an image: `echo user:password | base64` makes such a one.
    #[error(
        "a user name or password in it cannot be sent: it holds a line break, another control character or a colon"
    )]
    Unsendable,
}

/// What one entry signs in with.
pub(crate) type Held = Result<Credentials, BadConfig>;

#[derive(Deserialize)]
struct File {
    auths: Option<Entries>,
}

type Entries = BTreeMap<String, Option<Entry>>;

#[derive(Deserialize)]
struct Entry {
    username: Option<String>,
    password: Option<String>,
    auth: Option<String>,
}

/// All entries by their keys, as they are written. None is an entry that signs nobody in, such as one with an
/// `identitytoken` alone.
pub(crate) fn read(config: &[u8], form: Form) -> Result<Vec<(String, Option<Held>)>, BadConfig> {
    if config.len() > LARGEST {
        return Err(BadConfig::TooLarge);
    }
    let entries = match form {
        Form::Config => parse::<Option<File>>(config)?.and_then(|file| file.auths),
        Form::Legacy => parse::<Option<Entries>>(config)?,
    };
    let entries = entries.unwrap_or_default().into_iter();
    entries
        .map(|(key, entry)| match entry {
            Some(entry) => Ok((key, entry.held()?)),
            None => Ok((key, None)),
        })
        .collect()
}

fn parse<T: DeserializeOwned>(config: &[u8]) -> Result<T, BadConfig> {
    // The error's own words quote what it came upon.
    serde_json::from_slice(config).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.is_data() {
            true => BadConfig::OtherKind { line, column },
            false => BadConfig::NoJson { line, column },
        }
    })
}

impl Entry {
    /// `auth` goes before the other two (`DockerConfigEntry.UnmarshalJSON`).
    fn held(self) -> Result<Option<Held>, BadConfig> {
        let (user, password) = match self.auth.filter(|auth| !auth.is_empty()) {
            Some(auth) => decode(&auth)?,
            None => (self.username.unwrap_or_default(), self.password.unwrap_or_default()),
        };
        if user.is_empty() || password.is_empty() {
            return Ok(None);
        }
        Ok(Some(Credentials::new(&user, &password).ok_or(BadConfig::Unsendable)))
    }
}

/// Line breaks are skipped, as Go's decoder does; the password may hold a `:`.
fn decode(auth: &str) -> Result<(String, String), BadConfig> {
    let decoded = BASE64.decode(auth.replace(['\r', '\n'], ""));
    let text = decoded.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let pair = text.as_deref().and_then(|text| text.split_once(':'));
    let (user, password) = pair.ok_or(BadConfig::Auth)?;
    Ok((user.to_owned(), password.to_owned()))
}

/// What `.dockerconfigjson` holds for one registry, by its name in image names (kubectl's
/// `create_secret_docker.go`: `handleDockerCfgJSONContent`). All names of Docker Hub become the one under which every
/// tool finds it. What [`Credentials::new`] refuses has no place in it: who reads it could not send it.
pub fn docker_config(registry: &str, user: &str, password: &str) -> String {
    let key = match registry::is_docker(registry) {
        true => DOCKER_KEY,
        false => registry,
    };
    let auth = STANDARD.encode(format!("{user}:{password}"));
    json!({"auths": {key: {"username": user, "password": password, "auth": auth}}}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(config: &str) -> Result<Option<Held>, BadConfig> {
        let mut entries = read(config.as_bytes(), Form::Legacy)?;
        assert_eq!(entries.len(), 1, "{config}");
        Ok(entries.remove(0).1)
    }

    fn ann(password: &str) -> Result<Option<Held>, BadConfig> {
        Ok(Some(Ok(Credentials::new("ann", password).unwrap())))
    }

    #[test]
    fn an_entry_is_read_as_the_kubelet_reads_it() {
        for (entry, held) in [
            (r#"{"username": "ann", "password": "s3cret"}"#, ann("s3cret")),
            (r#"{"auth": "YW5uOnMzY3JldA=="}"#, ann("s3cret")),
            (r#"{"auth": "YW5uOnMzY3JldA"}"#, ann("s3cret")),
            (r#"{"auth": "YW5uOnMz\r\nY3JldA==\n"}"#, ann("s3cret")),
            // The bits that are left over are not all 0.
            (r#"{"auth": "YW5uOnMzY3JldB=="}"#, ann("s3cret")),
            (r#"{"auth": "YW5uOmE6Yjo="}"#, ann("a:b:")),
            // `auth` goes first; an empty one is none.
            (
                r#"{"username": "bob", "password": "x", "auth": "YW5uOnMzY3JldA=="}"#,
                ann("s3cret"),
            ),
            (
                r#"{"username": "ann", "password": "s3cret", "auth": "", "email": 1}"#,
                ann("s3cret"),
            ),
            (
                r#"{"username": "ann", "password": "s3cret", "auth": null, "identitytoken": "x"}"#,
                ann("s3cret"),
            ),
            // Nothing to sign in with.
            ("null", Ok(None)),
            ("{}", Ok(None)),
            (r#"{"identitytoken": "x"}"#, Ok(None)),
            (r#"{"username": "ann", "identitytoken": "x"}"#, Ok(None)),
            (r#"{"auth": "MDAwMDo=", "identitytoken": "x"}"#, Ok(None)),
            (r#"{"password": "s3cret"}"#, Ok(None)),
            // `ann:s3cret` and a line break, as `echo` makes it; and what no `Authorization` can hold.
            (r#"{"auth": "YW5uOnMzY3JldAo="}"#, Ok(Some(Err(BadConfig::Unsendable)))),
            (
                r#"{"username": "a:b", "password": "s3cret"}"#,
                Ok(Some(Err(BadConfig::Unsendable))),
            ),
        ] {
            assert_eq!(only(&format!(r#"{{"r.example": {entry}}}"#)), held, "{entry}");
        }
    }

    #[test]
    fn a_configuration_has_its_entries_in_auths_and_a_legacy_one_at_the_top() {
        let count = |config: &str, form| read(config.as_bytes(), form).map(|entries| entries.len());
        let config = r#"{"auths": {"a.example": {}, "b.example": null}, "credsStore": "x", "HttpHeaders": {"a": "b"}}"#;
        assert_eq!(count(config, Form::Config), Ok(2));
        assert_eq!(
            count(r#"{"a.example": {}, "b.example": {}, "c.example": {}}"#, Form::Legacy),
            Ok(3)
        );
        for empty in [
            "{}",
            "null",
            r#"{"auths": null}"#,
            r#"{"auths": {}}"#,
            r#"{"a.example": {}}"#,
        ] {
            assert_eq!(count(empty, Form::Config), Ok(0), "{empty}");
        }
        assert_eq!(count("null", Form::Legacy), Ok(0));
    }

    #[test]
    fn what_is_wrong_is_said_without_what_is_in_there() {
        let nested = format!(r#"{{"auths": {{"r.example": {}}}}}"#, "[".repeat(100_000));
        for (config, why) in [
            ("", "no JSON"),
            ("s3cret", "no JSON"),
            (r#"{"auths": {"r.example": {"password": "s3cret"}"#, "no JSON"),
            ("{\"auths\": {\"r.example\": {\"password\": \"s3cret\n\"}}}", "line 2"),
            (r#"{"auths": {"r.example": {"password": "s3cret\ud800"}}}"#, "no JSON"),
            (r#"["s3cret"]"#, "another kind"),
            (r#""s3cret""#, "another kind"),
            ("7", "another kind"),
            (r#"{"auths": "s3cret"}"#, "another kind"),
            (r#"{"auths": [{"password": "s3cret"}]}"#, "another kind"),
            (r#"{"auths": {"r.example": "s3cret"}}"#, "another kind"),
            (r#"{"auths": {"r.example": ["s3cret"]}}"#, "another kind"),
            (
                r#"{"auths": {"r.example": {"username": {"s3cret": 1}}}}"#,
                "another kind",
            ),
            (r#"{"auths": {"r.example": {"auth": 42}}}"#, "another kind"),
            (r#"{"auths": {"r.example": {"auth": "s3cret!"}}}"#, "base64"),
            (r#"{"auths": {"r.example": {"auth": "YW5u OnMz"}}}"#, "base64"),
            (r#"{"auths": {"r.example": {"auth": "="}}}"#, "base64"),
            // `ann`, without a password; and no text.
            (r#"{"auths": {"r.example": {"auth": "YW5u"}}}"#, "base64"),
            (r#"{"auths": {"r.example": {"auth": "/zr/"}}}"#, "base64"),
            // One bad entry spoils all.
            (
                r#"{"auths": {"a.example": {"auth": "YW5uOng="}, "b.example": {"auth": "s3cret"}}}"#,
                "base64",
            ),
            (&nested, "JSON"),
        ] {
            let error = read(config.as_bytes(), Form::Config).unwrap_err();
            for words in [error.to_string(), format!("{error:?}")] {
                assert!(!words.contains("s3cret") && !words.contains("example"), "{words}");
            }
            assert!(error.to_string().contains(why), "{config:.80}: {error}");
        }
        assert!(matches!(
            read(b"{\"\xff\": {}}", Form::Legacy),
            Err(BadConfig::NoJson { .. })
        ));
    }

    #[test]
    fn a_secret_is_as_large_as_kubernetes_lets_it_be() {
        let entry = |number| format!(r#""r{number}.example": {{"auth": "YW5uOnMzY3JldA=="}}"#);
        let entries: Vec<_> = (0..10_000).map(entry).collect();
        let mut config = format!(r#"{{"auths": {{{}}}}}"#, entries.join(",")).into_bytes();
        config.resize(LARGEST, b' ');
        assert_eq!(read(&config, Form::Config).map(|entries| entries.len()), Ok(10_000));
        config.push(b' ');
        assert_eq!(read(&config, Form::Config), Err(BadConfig::TooLarge));
    }

    #[test]
    fn what_is_written_is_what_kubectl_writes() {
        let written =
            |registry| serde_json::from_str::<serde_json::Value>(&docker_config(registry, "ann", "s3\"c:t")).unwrap();
        let entry = json!({"username": "ann", "password": "s3\"c:t", "auth": "YW5uOnMzImM6dA=="});
        assert_eq!(
            written("harbor.example:8443"),
            json!({"auths": {"harbor.example:8443": entry}})
        );
        for hub in ["docker.io", "index.docker.io", "registry-1.docker.io", "Docker.io", ""] {
            assert_eq!(
                written(hub),
                json!({"auths": {"https://index.docker.io/v1/": entry}}),
                "{hub}"
            );
        }
    }
}
