//! What a Job refers to: ConfigMaps, Secrets and their keys, claims, pull secrets, its service account.

use serde_json::Value;

/// The kind of what is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A ConfigMap.
    ConfigMap,
    /// A Secret.
    Secret,
    /// A PersistentVolumeClaim.
    Claim,
    /// A ServiceAccount.
    ServiceAccount,
}

impl Kind {
    /// Its name in addresses of the API.
    pub const fn resource(self) -> &'static str {
        match self {
            Self::ConfigMap => "configmaps",
            Self::Secret => "secrets",
            Self::Claim => "persistentvolumeclaims",
            Self::ServiceAccount => "serviceaccounts",
        }
    }

    /// Its name for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ConfigMap => "ConfigMap",
            Self::Secret => "Secret",
            Self::Claim => "PersistentVolumeClaim",
            Self::ServiceAccount => "ServiceAccount",
        }
    }
}

/// A reference without which a Pod does not start. What may be missing is not listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What it refers to.
    pub kind: Kind,
    /// The name.
    pub name: String,
    /// The key that must be there.
    pub key: Option<String>,
    /// Where the name stands in the Job.
    pub api_path: String,
}

/// All references of a Job, each name and key once.
pub fn references(job: &Value) -> Vec<Reference> {
    let mut found = Found(Vec::new());
    let spec = "spec.template.spec";
    let Some(pod) = job.pointer("/spec/template/spec") else {
        return found.0;
    };
    found.add(Kind::ServiceAccount, pod, "serviceAccountName", None, spec);
    for (index, secret) in items(pod, "imagePullSecrets") {
        // A pull secret that is missing is passed over by the kubelet, and the pull is refused.
        found.add(
            Kind::Secret,
            secret,
            "name",
            None,
            &format!("{spec}.imagePullSecrets[{index}]"),
        );
    }
    for (index, volume) in items(pod, "volumes") {
        let at = format!("{spec}.volumes[{index}]");
        for (source, name, kind) in [
            ("configMap", "name", Kind::ConfigMap),
            ("secret", "secretName", Kind::Secret),
            ("persistentVolumeClaim", "claimName", Kind::Claim),
        ] {
            if let Some(named) = volume.get(source) {
                found.of_volume(kind, named, name, &format!("{at}.{source}"));
            }
        }
        for (part, projected) in volume
            .get("projected")
            .into_iter()
            .flat_map(|projected| items(projected, "sources"))
        {
            for (source, kind) in [("configMap", Kind::ConfigMap), ("secret", Kind::Secret)] {
                if let Some(named) = projected.get(source) {
                    found.of_volume(kind, named, "name", &format!("{at}.projected.sources[{part}].{source}"));
                }
            }
        }
    }
    for list in ["containers", "initContainers"] {
        for (index, container) in items(pod, list) {
            found.of_container(container, &format!("{spec}.{list}[{index}]"));
        }
    }
    found.0
}

struct Found(Vec<Reference>);

impl Found {
    /// What a volume is filled with: the keys that it picks, else the whole.
    fn of_volume(&mut self, kind: Kind, source: &Value, name: &str, at: &str) {
        let mut keys: Vec<_> = items(source, "items")
            .filter_map(|(_, item)| text(item, "key"))
            .collect();
        keys.dedup();
        if keys.is_empty() {
            self.add(kind, source, name, None, at);
        }
        for key in keys {
            self.add(kind, source, name, Some(key), at);
        }
    }

    fn of_container(&mut self, container: &Value, at: &str) {
        for (index, variable) in items(container, "env") {
            for (source, kind) in [("configMapKeyRef", Kind::ConfigMap), ("secretKeyRef", Kind::Secret)] {
                let at = format!("{at}.env[{index}].valueFrom.{source}");
                if let Some(source) = variable.get("valueFrom").and_then(|from| from.get(source)) {
                    self.add(kind, source, "name", text(source, "key"), &at);
                }
            }
        }
        for (index, all) in items(container, "envFrom") {
            for (source, kind) in [("configMapRef", Kind::ConfigMap), ("secretRef", Kind::Secret)] {
                let at = format!("{at}.envFrom[{index}].{source}");
                if let Some(source) = all.get(source) {
                    self.add(kind, source, "name", None, &at);
                }
            }
        }
    }

    fn add(&mut self, kind: Kind, source: &Value, name: &str, key: Option<&str>, at: &str) {
        let is_optional = source.get("optional") == Some(&Value::Bool(true));
        let Some(referred) = text(source, name).filter(|name| !name.is_empty() && !is_optional) else {
            return;
        };
        let key = key.map(str::to_owned);
        let known = self
            .0
            .iter()
            .any(|other| other.kind == kind && other.name == referred && other.key == key);
        if !known {
            self.0.push(Reference {
                kind,
                name: referred.to_owned(),
                key,
                api_path: format!("{at}.{name}"),
            });
        }
    }
}

fn items<'a>(value: &'a Value, list: &str) -> impl Iterator<Item = (usize, &'a Value)> + use<'a> {
    value
        .get(list)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_must_be_there_is_found_once_and_what_may_be_missing_is_not() {
        let job = json!({"spec": {"template": {"spec": {
            "serviceAccountName": "robot",
            "imagePullSecrets": [{"name": "pull"}],
            "volumes": [
                {"name": "a", "configMap": {"name": "files", "items": [{"key": "k", "path": "p"}]}},
                {"name": "b", "secret": {"secretName": "keys", "optional": true}},
                {"name": "c", "persistentVolumeClaim": {"claimName": "data"}},
                {"name": "d", "projected": {"sources": [
                    {"configMap": {"name": "more", "items": [{"key": "m", "path": "p"}]}},
                    {"secret": {"name": "gone", "optional": true}},
                    {"secret": {"name": "both"}},
                ]}},
            ],
            "containers": [{
                "env": [
                    {"name": "A", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "x"}}},
                    {"name": "B", "valueFrom": {"secretKeyRef": {"name": "keys", "key": "x"}}},
                ],
                "envFrom": [{"configMapRef": {"name": "all"}}],
            }],
        }}}});
        let found: Vec<_> = references(&job)
            .into_iter()
            .map(|found| (found.kind.word(), found.name, found.key.unwrap_or_default()))
            .collect();
        let of = |kind, name: &str, key: &str| (kind, name.to_owned(), key.to_owned());
        assert_eq!(
            found,
            [
                of("ServiceAccount", "robot", ""),
                of("Secret", "pull", ""),
                of("ConfigMap", "files", "k"),
                of("PersistentVolumeClaim", "data", ""),
                of("ConfigMap", "more", "m"),
                of("Secret", "both", ""),
                of("Secret", "keys", "x"),
                of("ConfigMap", "all", ""),
            ]
        );
    }
}
