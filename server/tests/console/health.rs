//! Health and readiness.

use std::sync::Arc;

use cluster::Clusters;

use crate::bench::{Obedient, console, get};

#[tokio::test]
async fn it_is_ready_until_it_stops() {
    let (router, _console, stop) = console(Arc::new(Obedient), Clusters::default());
    assert_eq!(get(&router, "/readyz").await.status, 200);
    stop.send_replace(true);
    assert_eq!(get(&router, "/readyz").await.status, 503);
    assert_eq!(get(&router, "/healthz").await.status, 200);
}
