//! Which clusters there are, and what is said of files that are broken.

mod fake;

use std::path::{Path, PathBuf};

use cluster::registry::PRACTICE;
use cluster::{Bearer, Clusters, Error, Identity, Sources, inventory};
use fake::{Fake, json};

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("cluster-registry-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn load(kubeconfigs: &[&Path]) -> Clusters {
    let kubeconfigs = kubeconfigs.iter().map(|path| (*path).to_owned()).collect();
    Clusters::load(Sources {
        kubeconfigs,
        ..Sources::default()
    })
    .await
}

fn kubeconfig(contexts: &[&str], current: &str, server: &str) -> String {
    let contexts: String = contexts
        .iter()
        .map(|name| format!("- name: {name}\n  context: {{cluster: c, user: u, namespace: ns-{name}}}\n"))
        .collect();
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: {current}\ncontexts:\n{contexts}clusters:\n- name: c\n  \
         cluster:\n    server: {server}\nusers:\n- name: u\n  user:\n    token: s3cr3t\n"
    )
}

#[tokio::test]
async fn every_context_of_every_file_is_a_cluster() {
    let folder = Folder::new("every");
    let one = folder.write("one", &kubeconfig(&["a", "b"], "b", "https://one:6443/"));
    let two = folder.write("two", &kubeconfig(&["b", "practice"], "b", "https://me:pw@two:6443"));
    let clusters = load(&[&one, &two]).await;
    assert_eq!(clusters.problems(), []);
    let list = clusters.list();
    let shown: Vec<_> = list
        .iter()
        .map(|info| (info.name.as_str(), info.server.as_str(), info.current))
        .collect();
    assert_eq!(
        shown,
        [
            ("a", "https://one:6443", false),
            ("b", "https://one:6443", true),
            ("b (two)", "https://two:6443", false),
            ("practice (two)", "https://two:6443", false),
        ]
    );
    assert_eq!(list[0].default_namespace, "ns-a");
    assert_eq!(list[0].fingerprint, list[1].fingerprint);
    assert_ne!(list[0].fingerprint, list[2].fingerprint);
    assert_eq!(list[0].fingerprint.len(), 12);
}

#[tokio::test]
async fn a_broken_file_names_its_line_and_takes_no_other_down() {
    let folder = Folder::new("broken");
    let fine = folder.write("fine", &kubeconfig(&["a"], "a", "https://one:6443"));
    let broken = folder.write(
        "broken",
        "apiVersion: v1\nkind: Config\nclusters:\n  - name: [s3cr3t\nusers: {\n",
    );
    let wrong = folder.write(
        "wrong",
        "apiVersion: v1\nkind: Config\nusers:\n- name: u\n  user: s3cr3t\n",
    );
    let empty = folder.write("empty", "");
    let missing = folder.0.join("missing");
    let clusters = load(&[&broken, &wrong, &missing, &empty, &fine]).await;
    assert_eq!(clusters.list().len(), 1);
    let problems = clusters.problems();
    let lines: Vec<_> = problems
        .iter()
        .map(|problem| (problem.file.clone(), problem.line))
        .collect();
    assert_eq!(
        lines,
        [(broken, Some(4)), (wrong, Some(5)), (missing, None), (empty, None)],
        "{problems:?}"
    );
    assert_eq!(problems[2].message, "there is no such file");
    for problem in &problems {
        assert!(!problem.message.contains("s3cr3t"), "{problem}");
        assert!(
            !problem.message.is_empty() && !problem.message.contains('\n'),
            "{problem}"
        );
    }
}

#[tokio::test]
async fn a_context_that_leads_nowhere_is_a_problem_with_its_line() {
    let folder = Folder::new("nowhere");
    let text = kubeconfig(&["a"], "a", "https://one:6443").replace(
        "clusters:\n",
        "- name: lost\n  context:\n    cluster: gone\nclusters:\n",
    );
    let path = folder.write("one", &text);
    let no_address = folder.write("two", &kubeconfig(&["x"], "x", "one-6443"));
    let clusters = load(&[&path, &no_address]).await;
    assert_eq!(
        clusters
            .list()
            .iter()
            .map(|info| info.name.as_str())
            .collect::<Vec<_>>(),
        ["a"]
    );
    let problems = clusters.problems();
    assert_eq!(problems[0].line, Some(9), "{problems:?}");
    assert_eq!(
        problems[0].message,
        "the context lost names the cluster gone, which is nowhere"
    );
    assert!(problems[1].message.contains("no server address"), "{problems:?}");
}

#[tokio::test]
async fn a_context_may_name_a_cluster_of_another_file() {
    let folder = Folder::new("merge");
    let one = folder.write("one", "contexts:\n- name: a\n  context: {cluster: c, user: u}\n");
    let two = folder.write("two", &kubeconfig(&["b"], "b", "https://two:6443"));
    let clusters = load(&[&one, &two]).await;
    assert_eq!(
        clusters.info("a").unwrap().server,
        "https://two:6443",
        "{:?}",
        clusters.problems()
    );
}

#[tokio::test]
async fn the_token_of_the_context_is_sent_and_plain_http_works() {
    let server = Fake::start(|_| json(200, r#"{"gitVersion":"v1.37.2"}"#)).await;
    let folder = Folder::new("token");
    let path = folder.write("one", &kubeconfig(&["a"], "a", &server.url()));
    let clusters = load(&[&path]).await;
    let client = clusters.client("a", &Identity::Local).await.unwrap();
    let version = inventory::version(&client).await.unwrap();
    assert_eq!(version.minor, Some(job::context::Minor(37)));
    let asked = &server.asked()[0];
    assert_eq!(asked.target, "/version");
    assert!(asked.head.to_lowercase().contains("authorization: bearer s3cr3t"));
}

#[tokio::test]
async fn a_failing_plugin_is_run_when_opened_and_its_output_is_not_repeated() {
    let folder = Folder::new("plugin");
    let marker = folder.0.join("ran");
    let exec = format!(
        "    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: sh\n      args: [\"-c\", \
         \"touch {}; echo s3cr3t; echo please sign in >&2; exit 3\"]\n      env:\n      - {{name: SECRET, value: s3cr3t}}\n",
        marker.display()
    );
    let text = kubeconfig(&["a"], "a", "https://127.0.0.1:1").replace("    token: s3cr3t\n", &exec);
    let path = folder.write("one", &text);
    let clusters = load(&[&path]).await;
    assert_eq!(clusters.problems(), []);
    assert!(!marker.exists(), "only opening runs it");
    let error = clusters.client("a", &Identity::Local).await.err().unwrap();
    assert!(marker.exists());
    let Error::BadCredentials { why } = &error else {
        panic!("{error:?}")
    };
    assert!(
        why.contains("please sign in") && !format!("{error:?}").contains("s3cr3t"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_plugins_token_is_sent_and_the_plugin_is_run_once() {
    let server = Fake::start(|_| json(200, r#"{"gitVersion":"v1.36.0"}"#)).await;
    let folder = Folder::new("once");
    let runs = folder.0.join("runs");
    let credential = r#"{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",
        "status":{"token":"t0k3n","expirationTimestamp":"2100-01-01T00:00:00Z"}}"#;
    let script = folder.write(
        "plugin",
        &format!("echo run >> {}\ncat <<'END'\n{credential}\nEND\n", runs.display()),
    );
    let exec = format!(
        "    exec: {{apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['{}']}}\n",
        script.display()
    );
    let text = kubeconfig(&["a"], "a", &server.url()).replace("    token: s3cr3t\n", &exec);
    let clusters = load(&[&folder.write("one", &text)]).await;
    for _ in 0..2 {
        let client = clusters.client("a", &Identity::Local).await.unwrap();
        inventory::version(&client).await.unwrap();
    }
    assert_eq!(std::fs::read_to_string(runs).unwrap(), "run\n");
    assert!(
        server
            .asked()
            .iter()
            .all(|asked| asked.head.to_lowercase().contains("authorization: bearer t0k3n"))
    );
}

#[tokio::test]
async fn an_unreadable_key_is_said_when_opened() {
    let folder = Folder::new("key");
    let key = "    client-certificate: /nowhere/c.pem\n    client-key: /nowhere/k.pem\n";
    let text = kubeconfig(&["a"], "a", "https://127.0.0.1:1").replace("    token: s3cr3t\n", key);
    let clusters = load(&[&folder.write("one", &text)]).await;
    let error = clusters.client("a", &Identity::Local).await.err().unwrap();
    assert!(matches!(error, Error::BadCredentials { .. }), "{error:?}");
}

#[tokio::test]
async fn an_unknown_cluster_is_said() {
    let error = Clusters::default().client("x", &Identity::Local).await.err().unwrap();
    assert_eq!(error, Error::UnknownCluster { name: "x".into() });
}

#[tokio::test]
async fn the_practice_cluster_comes_first() {
    let folder = Folder::new("practice");
    let path = folder.write("one", &kubeconfig(&["a"], "a", "https://one:6443"));
    let anywhere = kube::Client::try_from(kube::Config::new("http://127.0.0.1:1".parse().unwrap())).unwrap();
    let list = load(&[&path]).await.with_practice(anywhere).list();
    assert_eq!(
        (list[0].name.as_str(), list[0].practice, list[0].current),
        (PRACTICE, true, false)
    );
    assert!(list[1].current);
}

#[tokio::test]
async fn with_addresses_only_a_file_gives_no_credentials_and_runs_nothing() {
    let server = Fake::start(|_| json(200, r#"{"gitVersion":"v1.37.2"}"#)).await;
    let folder = Folder::new("addresses");
    let marker = folder.0.join("ran");
    let exec = format!(
        "    token: s3cr3t\n    client-certificate: /nowhere/c.pem\n    client-key: /nowhere/k.pem\n    exec: {{apiVersion: \
         client.authentication.k8s.io/v1, command: touch, args: ['{}']}}\n",
        marker.display()
    );
    let text = kubeconfig(&["a"], "a", &server.url()).replace("    token: s3cr3t\n", &exec);
    let kubeconfigs = vec![folder.write("one", &text)];
    let clusters = Clusters::load(Sources {
        kubeconfigs,
        addresses_only: true,
        ..Sources::default()
    })
    .await;
    assert_eq!(clusters.problems(), []);
    assert!(!clusters.info("a").unwrap().on_demand);
    let nobody = clusters.client("a", &Identity::Local).await.unwrap();
    inventory::version(&nobody).await.unwrap();
    let someone = Identity::Token(Bearer::new(clusters.info("a").unwrap().destination, "ann", "anns-own"));
    inventory::version(&clusters.client("a", &someone).await.unwrap())
        .await
        .unwrap();
    let heads: Vec<_> = server.asked().iter().map(|asked| asked.head.to_lowercase()).collect();
    assert!(!heads[0].contains("authorization"), "{}", heads[0]);
    assert!(heads[1].contains("authorization: bearer anns-own"), "{}", heads[1]);
    let elsewhere = Identity::Token(Bearer::new("another", "ann", "anns-own"));
    assert!(matches!(
        clusters.client("a", &elsewhere).await,
        Err(Error::UnknownCluster { .. })
    ));
    assert!(!marker.exists() && !heads.concat().contains("s3cr3t"));
}

#[tokio::test]
async fn a_file_that_was_written_is_read_again() {
    let server = Fake::start(|_| json(200, r#"{"gitVersion":"v1.37.2"}"#)).await;
    let folder = Folder::new("reload");
    let path = folder.write("one", &kubeconfig(&["a"], "a", &server.url()));
    let clusters = load(&[&path]).await;
    assert!(!clusters.reload().await, "nothing was written");
    let version = async |token: &str| {
        let client = clusters.client("b", &Identity::Local).await.unwrap();
        inventory::version(&client).await.unwrap();
        let asked = server.asked();
        assert!(asked.last().unwrap().head.to_lowercase().contains(token));
    };
    let later = |seconds| std::time::SystemTime::now() + std::time::Duration::from_secs(seconds);
    let write = |text: &str, seconds| {
        folder.write("one", text);
        std::fs::File::open(&path)
            .unwrap()
            .set_modified(later(seconds))
            .unwrap();
    };
    let text = kubeconfig(&["a", "b"], "b", &server.url());
    write(&text, 5);
    assert!(clusters.reload().await);
    let names: Vec<_> = clusters.list().into_iter().map(|known| known.name).collect();
    assert_eq!(names, ["a", "b"]);
    version("s3cr3t").await;
    // A token that was changed is used from then on.
    write(&text.replace("s3cr3t", "n3w"), 9);
    assert!(clusters.reload().await);
    version("bearer n3w").await;
}
