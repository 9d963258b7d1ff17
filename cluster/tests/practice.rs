//! From Create to gone, on the practice cluster.

use std::sync::Arc;
use std::time::Duration;

use cluster::create::{Purpose, ReadBack, create, dry_run, read_back, vanished};
use cluster::watch::{Rights, State, Subscription, View};
use cluster::{Client, Clusters, Error, Hub, Identity, access, act, inventory, logs};
use futures::TryStreamExt;
use job::status::Word;
use sandbox::{Options, Pace, Practice};
use serde_json::{Value, json};

async fn practice() -> (Practice, Arc<Clusters>, Client) {
    let practice = Practice::start(Options {
        pace: Pace::faster(20.0),
    });
    let client = kube::Client::new(practice.service(), "default");
    let clusters = Arc::new(Clusters::default().with_practice(client));
    let client = clusters.client("practice", &Identity::Local).await.unwrap();
    (practice, clusters, client)
}

fn job(name: &str, image: &str) -> Value {
    json!({
        "apiVersion": "batch/v1", "kind": "Job",
        "metadata": {"name": name, "namespace": "default", "annotations": {"slipway.dev/attempt": "t1"}},
        "spec": {"backoffLimit": 1, "completions": 1, "template": {"spec": {
            "restartPolicy": "Never",
            "containers": [{"name": "main", "image": image, "resources": {"limits": {"cpu": "1000m"}}}],
        }}},
    })
}

async fn wait(looking: &mut Subscription, wanted: impl Fn(&View) -> bool) -> Arc<View> {
    let mut view = looking.view();
    let found = tokio::time::timeout(Duration::from_secs(20), async {
        while !wanted(&view) {
            view = looking.changed().await.expect("the hub goes on");
        }
    });
    let in_time = found.await.is_ok();
    assert!(in_time, "not in time: {view:#?}");
    view
}

#[tokio::test]
async fn a_task_is_created_runs_and_is_deleted() {
    let (_practice, clusters, client) = practice().await;
    let mut looking = Hub::new(clusters)
        .subscribe(&Identity::Local, "practice", Some("default".into()), Rights::ALL)
        .unwrap();
    wait(&mut looking, |view| view.state == State::Live).await;

    let sent = job("backup", "busybox:quick");
    let judged = dry_run(&client, "default", &sent, Purpose::Press).await.unwrap();
    assert_eq!(vanished(&sent, &judged.answer), Vec::<String>::new());
    assert_eq!(inventory::name_taken(&client, "default", "backup").await.unwrap(), None);
    let created = create(&client, "default", &sent).await.unwrap();
    assert_eq!(
        (created.name.as_str(), created.namespace.as_str()),
        ("backup", "default")
    );

    let uid = created.uid.as_str();
    let view = wait(&mut looking, |view| {
        view.tasks.get(uid).is_some_and(|task| !task.pods.is_empty())
    })
    .await;
    assert_eq!(view.tasks[uid].job.attempt.as_deref(), Some("t1"));
    let view = wait(&mut looking, |view| {
        view.tasks.get(uid).is_some_and(|task| task.job.succeeded == 1)
    })
    .await;
    let pod = view.tasks[uid].pods[0].name.clone();
    let log = logs::log(&client, "default", &pod, "main", &logs::LogRequest::default())
        .await
        .unwrap();
    let _: Vec<_> = log.try_collect().await.unwrap();
    wait(&mut looking, |view| {
        view.tasks
            .get(uid)
            .is_some_and(|task| task.derived.word == Word::Succeeded)
    })
    .await;

    let error = act::delete(&client, "default", "backup", "another").await.unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error:?}");
    act::delete(&client, "default", "backup", uid).await.unwrap();
    let view = wait(&mut looking, |view| !view.tasks.contains_key(uid)).await;
    assert_eq!(view.gone.last().unwrap().job.uid, uid);
}

#[tokio::test]
async fn a_taken_name_is_told_and_another_one_found() {
    let (_practice, _, client) = practice().await;
    let created = create(&client, "default", &job("taken", "busybox:forever"))
        .await
        .unwrap();
    let error = create(&client, "default", &job("taken", "busybox")).await.unwrap_err();
    assert!(matches!(error, Error::AlreadyExists(_)), "{error:?}");
    assert_eq!(
        inventory::free_name(&client, "default", "taken").await.unwrap(),
        "taken-2"
    );
    let ReadBack::Ours(found) = read_back(&client, "default", "taken", &["t1".into()]).await.unwrap() else {
        panic!()
    };
    assert_eq!(found.uid, created.uid);
}

#[tokio::test]
async fn a_refusal_comes_with_its_causes() {
    let (_practice, _, client) = practice().await;
    let mut wrong = job("wrong", "");
    wrong["spec"]["parallelism"] = json!(-1);
    let Error::Invalid(refusal) = dry_run(&client, "default", &wrong, Purpose::Press).await.unwrap_err() else {
        panic!()
    };
    let mut fields: Vec<_> = refusal.causes.iter().map(|cause| cause.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["spec.parallelism", "spec.template.spec.containers[0].image"]);
    let mut unknown = job("unknown", "busybox");
    unknown["spec"]["foo"] = json!(1);
    let error = dry_run(&client, "default", &unknown, Purpose::Press).await.unwrap_err();
    assert!(
        matches!(&error, Error::BadRequest(refusal) if refusal.message.contains("spec.foo")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_task_is_suspended_and_goes_on() {
    let (_practice, clusters, client) = practice().await;
    let mut looking = Hub::new(clusters)
        .subscribe(&Identity::Local, "practice", None, Rights::ALL)
        .unwrap();
    let uid = create(&client, "default", &job("held", "busybox:forever"))
        .await
        .unwrap()
        .uid;
    let uid = uid.as_str();
    wait(&mut looking, |view| {
        view.tasks.get(uid).is_some_and(|task| task.job.active == 1)
    })
    .await;
    act::suspend(&client, "default", "held", uid, true).await.unwrap();
    wait(&mut looking, |view| {
        view.tasks[uid].job.suspend && view.tasks[uid].job.active == 0
    })
    .await;
    act::suspend(&client, "default", "held", uid, false).await.unwrap();
    wait(&mut looking, |view| {
        !view.tasks[uid].job.suspend && view.tasks[uid].job.active == 1
    })
    .await;
    let error = act::suspend(&client, "default", "held", "another", true)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Conflict(_)), "{error:?}");
}

#[tokio::test]
async fn the_place_is_known() {
    let (_practice, _, client) = practice().await;
    assert_eq!(
        inventory::version(&client).await.unwrap().minor,
        Some(job::context::Minor::NEWEST)
    );
    let namespaces = inventory::namespaces(&client).await.unwrap().names;
    assert!(namespaces.contains(&"default".to_owned()), "{namespaces:?}");
    assert!(
        access::can_i(&client, Some("default"), "create", "batch", "jobs")
            .await
            .unwrap()
    );
}
