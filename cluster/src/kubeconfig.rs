//! Reads kubeconfig files: every context that can be used, and what is wrong with the rest.

use std::path::{Path, PathBuf};

use http::Uri;
use kube::config::{KubeConfigOptions, Kubeconfig, KubeconfigError, NamedContext};

use crate::proxy;
use crate::registry::LoadError;

/// A context that can be used.
pub(crate) struct Found {
    pub(crate) context: String,
    pub(crate) file: PathBuf,
    pub(crate) config: kube::Config,
    pub(crate) current: bool,
}

/// Every context of every file, and what is wrong with the others. A broken file does not take the others down.
///
/// As with kubectl, the first `current-context` counts, and a context may name a cluster or a user of another file.
///
/// With `addresses_only`, what they say of users is not so much as looked at.
pub(crate) async fn read(files: &[PathBuf], addresses_only: bool) -> (Vec<Found>, Vec<LoadError>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut read = Vec::new();
    for file in files {
        match Kubeconfig::read_from(file) {
            Ok(config) if config.contexts.is_empty() => {
                problems.push(LoadError::new(file, None, "there is no context in it"));
            }
            Ok(mut config) => {
                if addresses_only {
                    config.auth_infos.clear();
                    for context in config.contexts.iter_mut().filter_map(|named| named.context.as_mut()) {
                        context.user = None;
                    }
                }
                read.push((file, config));
            }
            Err(error) => problems.push(of_file(file, &error)),
        }
    }
    let mut current = read.iter().find_map(|(_, config)| config.current_context.clone());
    for (file, config) in &read {
        let others: Vec<&Kubeconfig> = std::iter::once(config)
            .chain(read.iter().map(|(_, other)| other))
            .collect();
        for named in &config.contexts {
            match usable(named, &others).await {
                Ok(usable) => {
                    let current = current.take_if(|current| *current == named.name).is_some();
                    found.push(Found {
                        context: named.name.clone(),
                        file: (*file).clone(),
                        config: usable,
                        current,
                    });
                }
                Err(error) => problems.push(of_context(file, named, &error)),
            }
        }
    }
    (found, problems)
}

/// The configuration of one context, from the first file of `files` that has each of its parts.
async fn usable(named: &NamedContext, files: &[&Kubeconfig]) -> Result<kube::Config, KubeconfigError> {
    let context = named
        .context
        .as_ref()
        .ok_or_else(|| KubeconfigError::LoadContext(named.name.clone()))?;
    let cluster = files
        .iter()
        .flat_map(|file| &file.clusters)
        .find(|cluster| cluster.name == context.cluster);
    let user = files
        .iter()
        .flat_map(|file| &file.auth_infos)
        .find(|user| Some(&user.name) == context.user.as_ref());
    let of_file = cluster
        .and_then(|cluster| cluster.cluster.as_ref())
        .and_then(|cluster| cluster.proxy_url.clone());
    let only = Kubeconfig {
        clusters: cluster.into_iter().cloned().collect(),
        auth_infos: user.into_iter().cloned().collect(),
        contexts: vec![named.clone()],
        ..Kubeconfig::default()
    };
    let options = KubeConfigOptions {
        context: Some(named.name.clone()),
        ..KubeConfigOptions::default()
    };
    let mut config = kube::Config::from_custom_kubeconfig(only, &options).await?;
    if config.cluster_url.host().is_none() || !matches!(config.cluster_url.scheme_str(), Some("http" | "https")) {
        return Err(KubeconfigError::MissingClusterUrl);
    }
    if of_file.is_none_or(|proxy| proxy.trim().is_empty()) {
        config.proxy_url = proxy::from_environment(&config.cluster_url, |name| std::env::var(name).ok());
    }
    Ok(config)
}

/// An address as it may be shown: some hold a user and a password.
pub(crate) fn shown(address: &Uri) -> String {
    let text = address.to_string();
    let shown = match (address.scheme_str(), address.authority()) {
        (Some(scheme), Some(authority)) => {
            let host = authority.as_str().rsplit('@').next().unwrap_or_default();
            format!("{scheme}://{host}{}", address.path())
        }
        _ => text,
    };
    shown.trim_end_matches('/').to_owned()
}

fn of_file(file: &Path, error: &KubeconfigError) -> LoadError {
    match error {
        KubeconfigError::ReadConfig(error, _) if error.kind() == std::io::ErrorKind::NotFound => {
            LoadError::new(file, None, "there is no such file")
        }
        KubeconfigError::ReadConfig(error, _) => LoadError::new(file, None, format!("it cannot be read: {error}")),
        KubeconfigError::Parse(error) => {
            let line = error
                .location()
                .and_then(|location| usize::try_from(location.line()).ok());
            let message = error.without_snippet().to_string();
            // The words end with their place, which has a field of its own.
            let message = message.split(" at line ").next().unwrap_or_default();
            LoadError::new(file, line.filter(|line| *line > 0), without_values(message))
        }
        other => LoadError::new(file, None, other.to_string()),
    }
}

fn of_context(file: &Path, named: &NamedContext, error: &KubeconfigError) -> LoadError {
    let context = &named.name;
    let cluster = named
        .context
        .as_ref()
        .map(|context| context.cluster.as_str())
        .unwrap_or_default();
    let (key, value, message) = match error {
        KubeconfigError::LoadContext(_) => ("name", context.as_str(), format!("the context {context} is empty")),
        KubeconfigError::LoadClusterOfContext(_) => (
            "cluster",
            cluster,
            format!("the context {context} names the cluster {cluster}, which is nowhere"),
        ),
        KubeconfigError::MissingClusterUrl | KubeconfigError::ParseClusterUrl(_) => (
            "name",
            cluster,
            format!("the cluster {cluster} has no server address such as https://host:6443"),
        ),
        KubeconfigError::ParseProxyUrl(_) => (
            "name",
            cluster,
            format!("the proxy-url of the cluster {cluster} is no address"),
        ),
        other => (
            "name",
            context.as_str(),
            format!("the context {context} cannot be used: {other}"),
        ),
    };
    LoadError::new(file, line_of(file, key, value), message)
}

/// The first line that says `key: value`. Contexts are checked after the file was read, when places are lost.
fn line_of(file: &Path, key: &str, value: &str) -> Option<usize> {
    let text = std::fs::read_to_string(file).ok()?;
    let says = |line: &str| {
        let said = line.trim().trim_start_matches("- ").split_once(':');
        said.is_some_and(|(said, of)| said.trim() == key && of.trim().trim_matches(['"', '\'']) == value)
    };
    text.lines().position(says).map(|at| at + 1)
}

/// What the parser says, without the values that it quotes: one of them may be a token.
fn without_values(message: &str) -> String {
    let mut shown = String::new();
    let mut rest = message;
    while let Some(start) = rest.find(['"', '`']) {
        let (before, quoted) = rest.split_at(start);
        let mark = quoted.chars().next().unwrap_or('"');
        let inner = quoted.get(1..).unwrap_or_default();
        let Some(end) = inner.find(mark) else {
            shown.push_str(before);
            shown.push('…');
            return shown;
        };
        let (value, after) = inner.split_at(end);
        shown.push_str(before);
        let is_ours = KEYS.contains(&value);
        shown.push_str(if is_ours { value } else { "…" });
        rest = after.get(1..).unwrap_or_default();
    }
    shown.push_str(rest);
    shown
}

/// The keys of a kubeconfig, which may be quoted.
const KEYS: [&str; 16] = [
    "apiVersion",
    "kind",
    "clusters",
    "cluster",
    "contexts",
    "context",
    "users",
    "user",
    "name",
    "server",
    "exec",
    "command",
    "args",
    "env",
    "auth-provider",
    "extensions",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_value_is_not_repeated() {
        assert_eq!(
            without_values("invalid type: string \"s3cr3t\", expected a map"),
            "invalid type: string …, expected a map"
        );
        assert_eq!(without_values("missing field `name`"), "missing field name");
        assert_eq!(without_values("unfinished \"s3cr3t"), "unfinished …");
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        assert_eq!(shown(&"https://me:pw@host:6443/".parse().unwrap()), "https://host:6443");
        assert_eq!(shown(&"http://host/prefix".parse().unwrap()), "http://host/prefix");
    }
}
