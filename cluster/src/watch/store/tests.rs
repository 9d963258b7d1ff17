//! The store, without cluster and clock.

use super::*;

fn job(uid: &str) -> Object {
    Object::Job(ObservedJob {
        uid: uid.to_owned(),
        name: uid.to_owned(),
        ..ObservedJob::default()
    })
}

fn pod(uid: &str, job: &str) -> Object {
    let (uid, job_uid) = (uid.to_owned(), job.to_owned());
    Object::Pod(ObservedPod {
        name: uid.clone(),
        uid,
        job_uid,
        ..ObservedPod::default()
    })
}

fn event(uid: &str, about_kind: &str, about: &str) -> Object {
    let (uid, about_kind, about) = (uid.to_owned(), about_kind.to_owned(), about.to_owned());
    Object::Event(ObservedEvent {
        uid,
        about_kind,
        about,
        ..ObservedEvent::default()
    })
}

/// What a view says, without revisions.
fn said(store: &mut Store) -> Vec<String> {
    store.settle(0, true);
    let tasks = store.view.tasks.iter();
    tasks
        .map(|(uid, task)| format!("{uid} {:?} {:?} {:?}", task.pods, task.events, task.derived))
        .collect()
}

#[test]
fn the_order_of_news_makes_no_difference() {
    let news = || {
        [
            News::Seen(Kind::Jobs, job("a")),
            News::Seen(Kind::Jobs, job("b")),
            News::Seen(Kind::Pods, pod("a-1", "a")),
            News::Seen(Kind::Pods, pod("b-1", "b")),
            News::Seen(Kind::JobEvents, event("e1", "Job", "a")),
            News::Seen(Kind::PodEvents, event("e2", "Pod", "b-1")),
        ]
    };
    let mut expected = None;
    // Every order of six: the k-th by factorial digits.
    for order in 0..720_usize {
        let mut left: Vec<News> = news().into();
        let (mut store, mut rest) = (Store::new(), order);
        for size in (1..=6).rev() {
            store.apply(left.swap_remove(rest % size), 0);
            rest /= size;
            // Statuses made in between must not change the outcome either.
            if order % 2 == 0 {
                store.settle(0, true);
            }
        }
        let said = said(&mut store);
        assert_eq!(said, *expected.get_or_insert_with(|| said.clone()), "order {order}");
        assert_eq!(said.len(), 2);
    }
}

#[test]
fn what_is_not_listed_again_is_gone() {
    let mut store = Store::new();
    for news in [
        News::Seen(Kind::Jobs, job("a")),
        News::Seen(Kind::Jobs, job("b")),
        News::Seen(Kind::Pods, pod("a-1", "a")),
        News::Seen(Kind::Pods, pod("a-2", "a")),
        News::Seen(Kind::PodEvents, event("e1", "Pod", "a-1")),
        News::Beginning(Kind::Jobs),
        News::Seen(Kind::Jobs, job("a")),
        // It broke off, and began once more.
        News::Beginning(Kind::Jobs),
        News::Seen(Kind::Jobs, job("a")),
        News::Complete(Kind::Jobs),
        News::Beginning(Kind::Pods),
        News::Seen(Kind::Pods, pod("a-2", "a")),
        News::Complete(Kind::Pods),
    ] {
        store.apply(news, 0);
    }
    store.settle(0, true);
    let task = &store.view.tasks["a"];
    assert_eq!(
        (store.view.tasks.len(), task.pods.len(), task.pods[0].uid.as_str()),
        (1, 1, "a-2")
    );
    assert_eq!(task.events.len(), 1, "the event says why its Pod is gone");
    store.apply(News::Beginning(Kind::PodEvents), 0);
    store.apply(News::Complete(Kind::PodEvents), 0);
    store.settle(0, true);
    assert!(store.view.tasks["a"].events.is_empty());
}

#[test]
fn a_pod_that_its_job_let_go_is_not_its_pod_any_more() {
    let mut store = Store::new();
    store.apply(News::Seen(Kind::Jobs, job("a")), 0);
    store.apply(News::Seen(Kind::Pods, pod("p", "a")), 0);
    store.apply(News::Seen(Kind::Pods, pod("p", "")), 0);
    store.settle(0, true);
    assert!(store.view.tasks["a"].pods.is_empty() && store.pods.is_empty() && store.owners.is_empty());
}

#[test]
fn a_status_is_looked_at_again_when_its_time_has_come() {
    let mut store = Store::new();
    store.apply(News::Seen(Kind::Jobs, job("a")), 0);
    store.settle(0, true);
    // A Job that nothing was made for wants to be looked at before it is called abnormal.
    let at = store.next_look().expect("a status of a new Job changes with time");
    store.look(at - 1);
    assert!(!store.is_dirty());
    store.look(at);
    assert!(store.is_dirty());
    store.settle(at, true);
    assert!(
        store.next_look().is_none_or(|next| next > at),
        "never twice for the same moment"
    );
}

#[test]
fn nothing_is_left_of_what_is_gone() {
    let mut store = Store::new();
    for round in 0..200 {
        let (task, of_task) = (format!("j{round}"), format!("j{round}-1"));
        store.apply(News::Seen(Kind::Jobs, job(&task)), 0);
        store.apply(News::Seen(Kind::Pods, pod(&of_task, &task)), 0);
        store.apply(News::Seen(Kind::PodEvents, event(&of_task, "Pod", &of_task)), 0);
        store.settle(0, true);
        store.apply(News::Gone(job(&task)), 0);
        store.apply(News::Gone(pod(&of_task, &task)), 0);
        store.apply(News::Gone(event(&of_task, "Pod", &of_task)), 0);
        store.settle(0, true);
    }
    let kept = [
        store.jobs.len(),
        store.pods.len(),
        store.owners.len(),
        store.looks.len(),
        store.look_of.len(),
    ];
    assert_eq!(kept, [0; 5]);
    assert_eq!((store.view.tasks.len(), store.view.gone.len()), (0, MOST_GONE));
}
