//! Volumes (`pkg/apis/core/validation/validation.go`: `ValidateVolumes`, `validateVolumeSource`).
//! What is in a volume of an old kind (`iscsi`, `rbd` ...) no rule here knows.

use super::env::{field_ref, resource_ref};
use super::format::has_backsteps;
use super::resources::amount;
use super::{Found, WHOLE, claim, projected, schema};
use crate::quantity::Quantity;
use crate::rules::node::Node;
use crate::rules::seen::Seen;
use crate::{Args, Code};

/// The kinds in the order in which the API server looks at them.
const SOURCES: [&str; 30] = [
    "emptyDir",
    "hostPath",
    "gitRepo",
    "gcePersistentDisk",
    "awsElasticBlockStore",
    "secret",
    "nfs",
    "iscsi",
    "glusterfs",
    "flocker",
    "persistentVolumeClaim",
    "rbd",
    "cinder",
    "cephfs",
    "quobyte",
    "downwardAPI",
    "fc",
    "flexVolume",
    "configMap",
    "azureFile",
    "vsphereVolume",
    "photonPersistentDisk",
    "portworxVolume",
    "azureDisk",
    "storageos",
    "projected",
    "scaleIO",
    "csi",
    "ephemeral",
    "image",
];

/// The names and kinds of the volumes that have no mistake; only those can be mounted.
pub(super) struct Volumes<'v>(Vec<(&'v str, &'static str)>);

impl Volumes<'_> {
    /// The kind of the volume of that name.
    pub(super) fn source(&self, name: &str) -> Option<&'static str> {
        let mut named = self.0.iter().filter(|(known, _)| *known == name);
        named.next().map(|(_, source)| *source)
    }
}

/// The first kind that is set.
pub(super) fn source_of(volume: &Node) -> Option<&'static str> {
    SOURCES.into_iter().find(|name| volume.field(name).is_set())
}

pub(super) fn judge<'v>(volumes: &Node<'_, 'v>, found: &mut Found) -> Volumes<'v> {
    let (mut seen, mut right) = (Seen::default(), Vec::new());
    for volume in volumes.items() {
        let before = found.0.len();
        // `SetDefaults_Volume`
        let mut kinds = SOURCES.into_iter().filter(|name| volume.field(name).is_set());
        let kind = kinds.next().unwrap_or("emptyDir");
        for more in kinds {
            // As the API server spells them there.
            let at = match more {
                "cephfs" => "cephFS",
                "downwardAPI" => "downwarAPI",
                other => other,
            };
            found.together(&volume.field(at), kind, more);
        }
        source(kind, &volume.field(kind), found);
        let name = volume.field("name");
        if found.needs(&name) {
            found.label(&name);
        }
        if seen.has(name.text()) {
            found.duplicate(&name, name.text());
        }
        if found.0.len() == before {
            seen.add(name.text());
            right.push((name.text(), kind));
        }
    }
    Volumes(right)
}

fn source(kind: &str, source: &Node, found: &mut Found) {
    match kind {
        "emptyDir" => {
            let limit = source.field("sizeLimit");
            let is_negative = |text: &str| Quantity::parse(text).is_ok_and(Quantity::is_negative);
            if amount(&limit).is_some_and(|text| is_negative(&text)) {
                found.error(&limit, Code::Negative, Args::none());
            }
        }
        "hostPath" => {
            let path = source.field("path");
            if found.needs(&path) {
                if has_backsteps(path.text()) {
                    found.error(&path, Code::PathForm, Args::with("value", path.text()));
                }
                found.fields(source, schema::HOST_PATH);
            }
        }
        "gitRepo" => {
            found.needs(&source.field("repository"));
            let directory = source.field("directory");
            found.descending(&directory, directory.text());
        }
        "secret" => {
            found.needs(&source.field("secretName"));
            found.fields(source, schema::SECRET);
            key_paths(source, None, found);
        }
        "configMap" => {
            found.needs(&source.field("name"));
            found.fields(source, schema::CONFIG_MAP);
            key_paths(source, None, found);
        }
        "nfs" => {
            found.needs(&source.field("server"));
            let path = source.field("path");
            if found.needs(&path) {
                found.form(&path, path.text().starts_with('/'), "/exports");
            }
        }
        "persistentVolumeClaim" => drop(found.needs(&source.field("claimName"))),
        "downwardAPI" => {
            found.fields(source, schema::DOWNWARD);
            downward(source, None, found);
        }
        "projected" if WHOLE => projected::judge(source, found),
        "csi" => csi(source, found),
        "ephemeral" if WHOLE => claim::judge(&source.field("volumeClaimTemplate"), found),
        "image" => {
            found.needs(&source.field("reference"));
            found.fields(source, schema::IMAGE);
        }
        _ => {}
    }
}

/// Where files appear, each path once in a projected volume.
pub(super) type Paths<'p, 'n, 'v> = Option<(&'p mut Seen<'v>, &'n Node<'n, 'v>)>;

/// A path that is there already is reported at the volume.
pub(super) fn add_path<'v>(paths: &mut Paths<'_, '_, 'v>, path: &'v str, found: &mut Found) {
    if let Some((seen, at)) = paths
        && !seen.add(path)
    {
        found.duplicate(at, path);
    }
}

/// `validateKeyToPath`
pub(super) fn key_paths<'v>(source: &Node<'_, 'v>, mut paths: Paths<'_, '_, 'v>, found: &mut Found) {
    for item in source.field("items").items() {
        found.needs(&item.field("key"));
        found.fields(&item, schema::KEY_TO_PATH);
        let path = item.field("path");
        if found.needs(&path) {
            found.local(&path, path.text());
            add_path(&mut paths, path.text(), found);
        }
    }
}

/// `validateDownwardAPIVolumeFile`, which reports every file at the source.
pub(super) fn downward<'v>(source: &Node<'_, 'v>, mut paths: Paths<'_, '_, 'v>, found: &mut Found) {
    const FIELDS: &str = "metadata.annotations, metadata.labels, metadata.name, metadata.namespace, metadata.uid";
    let list = source.field("items");
    for file in list.items() {
        // The same file, said to be the source itself.
        let file = source.alias(&file);
        let path = file.field("path");
        if found.needs(&path) {
            found.local(&path, path.text());
            add_path(&mut paths, path.text(), found);
        }
        let (field, resource) = (file.field("fieldRef"), file.field("resourceFieldRef"));
        if field.is_set() {
            field_ref(&field, FIELDS, found);
        } else if resource.is_set() {
            resource_ref(&resource, true, found);
        }
        let count = usize::from(field.is_set()) + usize::from(resource.is_set());
        found.exactly_one(&file, count, "fieldRef, resourceFieldRef");
        found.fields(&file, schema::DOWNWARD_FILE);
    }
}

/// `validateCSIVolumeSource`
fn csi(source: &Node, found: &mut Found) {
    let driver = source.field("driver");
    if found.needs(&driver) {
        found.too_long(&driver, super::format::LABEL);
        let is_right = super::format::is_subdomain(&driver.text().to_ascii_lowercase());
        found.name(&driver, is_right, Code::DnsSubdomain);
    }
    let secret = source.field("nodePublishSecretRef");
    let name = secret.field("name");
    // A wrong name is reported at `csi.name`.
    if secret.is_set() && found.needs(&name) && !super::format::is_subdomain(name.text()) {
        found.error(
            &source.field("name"),
            Code::DnsSubdomain,
            Args::with("name", name.text()),
        );
    }
}
