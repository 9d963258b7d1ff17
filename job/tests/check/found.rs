//! Disagreements with the API server's own code that mutation found, each by its name.

use job::context::{Minor, NodePorts};
use job::rules::cluster::pod_security;
use job::rules::kubernetes::{judge, judge_service};
use job::{Finding, Severity};
use serde_json::{Value, json};

fn job(pod: Value) -> Value {
    let mut spec = json!({"restartPolicy": "Never", "containers": [{"name": "main", "image": "busybox"}]});
    for (name, value) in pod.as_object().unwrap() {
        spec[name] = value.clone();
    }
    json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "nightly"}, "spec": {"template": {"spec": spec}}})
}

fn refused(job: &Value) -> Vec<String> {
    let errors = judge(job).into_iter().filter(Finding::is_error);
    errors.map(|finding| finding.api_path).collect()
}

#[test]
fn a_null_quantity_counts_as_zero() {
    let with = |cpu: Value| {
        let container = json!({"name": "main", "image": "busybox", "resources": {"limits": {"cpu": cpu}}});
        refused(&job(json!({"containers": [container]})))
    };
    assert_eq!(with(json!(null)), Vec::<String>::new());
    assert_eq!(with(json!("x")).len(), 1);
}

#[test]
fn identical_owner_references_are_one() {
    let owner = |controller: bool| json!({"apiVersion": "v1", "kind": "Pod", "name": "a", "uid": "u", "controller": controller});
    let with = |owners: Value| {
        let mut job = job(json!({}));
        job["metadata"]["ownerReferences"] = owners;
        refused(&job)
    };
    assert_eq!(with(json!([owner(true), owner(true)])), Vec::<String>::new());
    let mut other = owner(true);
    other["uid"] = json!("v");
    assert_eq!(
        with(json!([owner(true), other])).len(),
        1,
        "two controllers are too many"
    );
}

#[test]
fn an_apparmor_annotation_and_its_field_say_the_same() {
    let with = |annotation: &str| {
        let container = json!({"name": "main", "image": "busybox", "securityContext": {"appArmorProfile": {"type": "RuntimeDefault"}}});
        let mut job = job(json!({"containers": [container]}));
        job["spec"]["template"]["metadata"]["annotations"] =
            json!({"container.apparmor.security.beta.kubernetes.io/main": annotation});
        refused(&job)
    };
    assert_eq!(with("runtime/default"), Vec::<String>::new());
    assert_eq!(with("unconfined").len(), 1);
}

#[test]
fn a_cluster_trust_bundle_has_a_name_or_a_signer() {
    let with = |bundle: Value| {
        let volume = json!({"name": "v", "projected": {"sources": [{"clusterTrustBundle": bundle}]}});
        refused(&job(json!({"volumes": [volume]})))
    };
    let path = "ca.pem";
    assert_eq!(with(json!({"name": "a", "path": path})), Vec::<String>::new());
    assert!(!with(json!({"name": "a", "signerName": "example.com/b", "path": path})).is_empty());
}

#[test]
fn a_volume_whose_only_source_is_null_is_an_empty_directory() {
    let forbidden = |source: Value| {
        let mut volume = json!({"name": "v"});
        for (name, value) in source.as_object().unwrap() {
            volume[name] = value.clone();
        }
        let job = job(json!({"volumes": [volume]}));
        let level = pod_security::Level::of_label("restricted").unwrap();
        let found = pod_security::judge(&job, level, Minor::NEWEST, Severity::Error);
        found
            .iter()
            .filter(|finding| finding.args.get("reason") == Some("restricted volume types"))
            .count()
    };
    assert_eq!(forbidden(json!({"emptyDir": null})), 0);
    assert_eq!(forbidden(json!({})), 0);
    assert_eq!(forbidden(json!({"nfs": {"server": "a", "path": "/"}})), 1);
}

#[test]
fn restart_rules_need_a_policy_also_of_an_init_container() {
    let rules = json!([{"action": "Restart", "exitCodes": {"operator": "In", "values": [42]}}]);
    let with = |policy: Value| {
        let first = json!({"name": "first", "image": "busybox", "restartPolicyRules": rules, "restartPolicy": policy});
        refused(&job(json!({"initContainers": [first]})))
    };
    assert_eq!(with(json!("Never")), Vec::<String>::new());
    assert_eq!(
        with(json!(null)),
        ["spec.template.spec.initContainers[0].restartPolicy"]
    );
}

#[test]
fn an_empty_first_address_of_a_service_is_refused_twice_as_it_stands_for_no_address() {
    let with = |spec: Value| {
        let mut service = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec});
        service["spec"]["ports"] = json!([{"port": 80}]);
        let errors = judge_service(&service, NodePorts::default()).into_iter();
        let places: Vec<String> = errors.filter(Finding::is_error).map(|found| found.api_path).collect();
        places
    };
    assert_eq!(
        with(json!({"clusterIPs": [""]})),
        ["spec.clusterIPs", "spec.clusterIPs[0]"]
    );
    assert_eq!(
        with(json!({"clusterIP": "10.9.8.7", "clusterIPs": ["10.9.8.7"]})),
        Vec::<String>::new()
    );
}
