//! Names, namespaces, labels and annotations
//! (`apimachinery/pkg/api/validation/objectmeta.go`: `ValidateObjectMetaAccessor`;
//! `pkg/apis/batch/validation/validation.go`: `ValidateJobCreate`).

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::format::{LABEL, SUBDOMAIN, is_label, is_label_value, is_qualified_name, is_subdomain};
use super::{Found, text};
use crate::{Args, Code};

/// Most bytes of all annotations of an object (`TotalAnnotationSizeLimitB`).
const ANNOTATIONS: usize = 256 << 10;

pub(super) fn judge(job: &Value, found: &mut Found) {
    name(job, found);
    if let Some(namespace) = text(job, "/metadata/namespace").filter(|namespace| !namespace.is_empty())
        && (!is_label(namespace) || namespace.len() > LABEL)
    {
        found.error("metadata.namespace", Code::DnsLabel, Args::with("name", namespace));
    }
    // Rows 9 and 13: of the template they are reported at `spec.template.labels`.
    let of_job = object(job, "/metadata/labels").filter(|labels| !labels.is_empty());
    let of_template = object(job, "/spec/template/metadata/labels");
    // `generateSelector`: the name becomes the label `job-name` of the Pods.
    let is_generated = job.pointer("/spec/manualSelector").and_then(Value::as_bool) != Some(true);
    let job_name = job_name(job).filter(|_| is_generated);
    labels(of_template, job_name.as_deref(), "spec.template", found);
    match (of_job, of_template) {
        (Some(_), _) => labels(of_job, None, "metadata", found),
        // `SetDefaults_Job`: a Job without labels shares those of its template.
        (None, Some(_)) => labels(of_template, job_name.as_deref(), "metadata", found),
        (None, None) => {}
    }
    for (at, path) in [
        ("/metadata/annotations", "metadata"),
        ("/spec/template/metadata/annotations", "spec.template"),
    ] {
        annotations(object(job, at), path, found);
    }
}

fn object<'a>(job: &'a Value, pointer: &str) -> Option<&'a Map<String, Value>> {
    job.pointer(pointer).and_then(Value::as_object)
}

/// The name, or one such as would be generated (`SimpleNameGenerator`: 58 bytes and 5 characters).
pub(super) fn job_name(job: &Value) -> Option<Cow<'_, str>> {
    let given = |pointer| text(job, pointer).filter(|name| !name.is_empty());
    given("/metadata/name").map(Cow::Borrowed).or_else(|| {
        let base = given("/metadata/generateName")?;
        Some(Cow::Owned(format!("{}xxxxx", base.get(..58).unwrap_or(base))))
    })
}

fn name(job: &Value, found: &mut Found) {
    let base = text(job, "/metadata/generateName").unwrap_or_default();
    // `maskTrailingDash`: a prefix may end with a dash.
    let masked = base
        .strip_suffix('-')
        .filter(|rest| !rest.is_empty())
        .map(|rest| rest.get(..rest.len() - 1).unwrap_or(rest));
    let masked = masked.map_or(Cow::Borrowed(base), |rest| Cow::Owned(format!("{rest}a")));
    if !base.is_empty() && (!is_subdomain(&masked) || masked.len() > SUBDOMAIN) {
        found.error("metadata.generateName", Code::DnsSubdomain, Args::with("name", base));
    }
    let Some(name) = job_name(job) else {
        return found.error("metadata.name", Code::Required, Args::none());
    };
    if !is_subdomain(&name) || name.len() > SUBDOMAIN {
        found.error("metadata.name", Code::DnsSubdomain, Args::with("name", name));
    } else if !is_label(&name) {
        found.warning("metadata.name", Code::NameNotLabel, Args::with("name", name));
    }
}

/// `apimachinery/pkg/apis/meta/v1/validation/validation.go`: `ValidateLabels`. The same value is
/// reported once.
fn labels(labels: Option<&Map<String, Value>>, job_name: Option<&str>, path: &str, found: &mut Found) {
    let path = format!("{path}.labels");
    if let Some(name) = job_name.filter(|name| !is_label_value(name)) {
        // Row 1.
        let (code, args) = match name.len() > LABEL {
            true => (Code::NameTooLong, Args::with("length", name.len()).and("max", LABEL)),
            false => (Code::LabelValue, Args::with("label", "job-name").and("value", name)),
        };
        found.error(path.clone(), code, args);
    }
    for (key, value) in labels.into_iter().flatten() {
        let is_text = value.is_string() || value.is_null();
        let text = value.as_str().unwrap_or_default();
        let is_said = job_name == Some(text);
        if !is_qualified_name(key) || !is_text || !(is_said || is_label_value(text)) {
            found.error(
                path.clone(),
                Code::LabelValue,
                Args::with("label", key).and("value", value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
            );
        }
    }
}

/// `apimachinery/pkg/api/validation/objectmeta.go`: `ValidateAnnotations`.
fn annotations(annotations: Option<&Map<String, Value>>, path: &str, found: &mut Found) {
    let mut size = 0;
    for (key, value) in annotations.into_iter().flatten() {
        let text = value.as_str().unwrap_or_default();
        size += key.len() + text.len();
        if !is_qualified_name(&key.to_ascii_lowercase()) {
            found.error(
                format!("{path}.annotations"),
                Code::LabelValue,
                Args::with("label", key).and("value", text),
            );
        }
    }
    if size > ANNOTATIONS {
        found.error(
            format!("{path}.annotations"),
            Code::AnnotationsTooLong,
            Args::with("max", ANNOTATIONS),
        );
    }
}
