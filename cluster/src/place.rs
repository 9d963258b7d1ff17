//! Where things live: paths of the API, with names that cannot leave their place.

use std::fmt::Write;

/// Percent-encodes a path segment or a query value. Everything but RFC 3986's unreserved characters, so that a
/// name such as `../x` or `a?b` stays a name (and the API server says that it is none).
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => encoded.push(char::from(byte)),
            // A lone dot or two would be resolved away by servers and proxies.
            b'.' if !matches!(text, "." | "..") => encoded.push('.'),
            // Writing to a String cannot fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    encoded
}

pub(crate) fn jobs(namespace: &str) -> String {
    format!("/apis/batch/v1/namespaces/{}/jobs", encode(namespace))
}

pub(crate) fn job(namespace: &str, name: &str) -> String {
    format!("{}/{}", jobs(namespace), encode(name))
}

/// The CronJobs of a namespace.
pub(crate) fn cron_jobs(namespace: &str) -> String {
    format!("/apis/batch/v1/namespaces/{}/cronjobs", encode(namespace))
}

/// One of them.
pub(crate) fn cron_job(namespace: &str, name: &str) -> String {
    format!("{}/{}", cron_jobs(namespace), encode(name))
}

pub(crate) fn services(namespace: &str) -> String {
    format!("/api/v1/namespaces/{}/services", encode(namespace))
}

pub(crate) fn service(namespace: &str, name: &str) -> String {
    format!("{}/{}", services(namespace), encode(name))
}

pub(crate) fn pods(namespace: &str) -> String {
    format!("/api/v1/namespaces/{}/pods", encode(namespace))
}

/// The objects of the core group of that resource: `configmaps`, `limitranges`.
pub(crate) fn of_core(namespace: &str, resource: &str) -> String {
    format!("/api/v1/namespaces/{}/{}", encode(namespace), encode(resource))
}

/// One of them.
pub(crate) fn core(namespace: &str, resource: &str, name: &str) -> String {
    format!("{}/{}", of_core(namespace, resource), encode(name))
}

pub(crate) fn pod_log(namespace: &str, pod: &str) -> String {
    format!("/api/v1/namespaces/{}/pods/{}/log", encode(namespace), encode(pod))
}

pub(crate) const NAMESPACES: &str = "/api/v1/namespaces";
pub(crate) const SELF_SUBJECT_REVIEWS: &str = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
pub(crate) const NODES: &str = "/api/v1/nodes";
pub(crate) const VERSION: &str = "/version";
pub(crate) const SELF_SUBJECT_ACCESS_REVIEWS: &str = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/// Whether something can be called that. For places whose path is not made here.
pub(crate) fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    (1..=253).contains(&text.len()) && text.bytes().all(allowed) && !text.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_place() {
        assert_eq!(
            job("a/../b", "x?dryRun=All#"),
            "/apis/batch/v1/namespaces/a%2F..%2Fb/jobs/x%3FdryRun%3DAll%23"
        );
        assert_eq!(jobs(".."), "/apis/batch/v1/namespaces/%2E%2E/jobs");
        assert_eq!(jobs("größe"), "/apis/batch/v1/namespaces/gr%C3%B6%C3%9Fe/jobs");
    }
}
