//! The practice cluster through the client that the console uses.

use futures::{AsyncBufReadExt, StreamExt, TryStreamExt};
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::Pod;
use kube::api::{Api, DeleteParams, ListParams, LogParams, PostParams};
use kube::runtime::{WatchStreamExt, wait, watcher};
use kube::{Client, Error};

use crate::cluster::{Cluster, job};

fn client(cluster: &Cluster) -> Client {
    Client::new(cluster.0.service(), "default")
}

fn typed(name: &str, image: &str) -> Job {
    serde_json::from_value(job(name, image)).expect("a Job")
}

#[tokio::test]
async fn the_kube_client_creates_awaits_and_deletes() {
    let cluster = Cluster::fast();
    let client = client(&cluster);
    assert_eq!(client.apiserver_version().await.expect("a version").minor, "37");
    let jobs: Api<Job> = Api::default_namespaced(client.clone());
    jobs.create(&PostParams::default(), &typed("typed", "busybox:quick"))
        .await
        .expect("created");
    let again = jobs
        .create(&PostParams::default(), &typed("typed", "busybox:quick"))
        .await;
    assert!(matches!(again, Err(Error::Api(status)) if status.is_already_exists()));
    let done = wait::await_condition(jobs.clone(), "typed", wait::conditions::is_job_completed());
    done.await.expect("completed");
    let pods: Api<Pod> = Api::default_namespaced(client);
    let list = pods
        .list(&ListParams::default().labels("job-name=typed"))
        .await
        .expect("a list");
    let name = list.items[0].metadata.name.clone().expect("a name");
    let mut lines = pods
        .log_stream(&name, &LogParams::default())
        .await
        .expect("a log")
        .lines();
    let first = lines.try_next().await.expect("no error");
    assert_eq!(first.as_deref(), Some("starting busybox:quick"));
    let gone = jobs
        .delete("typed", &DeleteParams::background())
        .await
        .expect("deleted");
    assert!(gone.is_right());
}

#[tokio::test]
async fn the_watcher_of_kube_follows_with_streaming_lists() {
    let cluster = Cluster::fast();
    let jobs: Api<Job> = Api::default_namespaced(client(&cluster));
    jobs.create(&PostParams::default(), &typed("before", "busybox:forever"))
        .await
        .expect("created");
    let config = watcher::Config::default().streaming_lists();
    let mut seen = watcher(jobs.clone(), config).applied_objects().boxed();
    let first = seen.try_next().await.expect("no error").expect("an object");
    assert_eq!(first.metadata.name.as_deref(), Some("before"));
    jobs.create(&PostParams::default(), &typed("after", "busybox:forever"))
        .await
        .expect("created");
    loop {
        let next = seen.try_next().await.expect("no error").expect("an object");
        if next.metadata.name.as_deref() == Some("after") {
            break;
        }
    }
}
