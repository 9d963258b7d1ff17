//! Counts for Prometheus: requests by matched route, what clusters answered, and what is open. No name of a
//! person, a namespace or a task: they would make series without end.

use std::sync::LazyLock;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::Console;

/// Bounds of the histogram, in seconds.
const SECONDS: [f64; 8] = [0.005, 0.02, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByRoute {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByCluster {
    cluster: String,
    kind: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Cluster {
    cluster: String,
}

struct Metrics {
    registry: Registry,
    requests: Family<ByRoute, Counter>,
    seconds: Family<Route, Histogram>,
    errors: Family<ByCluster, Counter>,
    calls: Family<Cluster, Histogram>,
}

static METRICS: LazyLock<Metrics> = LazyLock::new(|| {
    let requests = Family::<ByRoute, Counter>::default();
    let seconds = Family::<Route, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
    let errors = Family::<ByCluster, Counter>::default();
    let calls = Family::<Cluster, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
    let mut registry = Registry::with_prefix("slipway");
    registry.register("requests", "Requests by matched route and status", requests.clone());
    registry.register(
        "request_seconds",
        "From the head of a request to the head of its answer",
        seconds.clone(),
    );
    registry.register(
        "cluster_errors",
        "What clusters refused or did not answer, by kind",
        errors.clone(),
    );
    registry.register(
        "cluster_call_seconds",
        "Calls of pages by the cluster that they are about, whatever came of them",
        calls.clone(),
    );
    Metrics {
        registry,
        requests,
        seconds,
        errors,
        calls,
    }
});

/// A request was answered.
pub(crate) fn request(route: &str, status: u16, seconds: f64) {
    let route = route.to_owned();
    METRICS
        .seconds
        .get_or_create(&Route { route: route.clone() })
        .observe(seconds);
    METRICS.requests.get_or_create(&ByRoute { route, status }).inc();
}

/// A call about a cluster ended. Only of clusters that there are.
pub(crate) fn cluster_call(cluster: &str, seconds: f64) {
    let cluster = cluster.to_owned();
    METRICS.calls.get_or_create(&Cluster { cluster }).observe(seconds);
}

/// A cluster refused something, or did not answer. Only of clusters that there are: others are anybody's words.
pub(crate) fn cluster_error(cluster: &str, kind: &str) {
    let (cluster, kind) = (cluster.to_owned(), kind.to_owned());
    METRICS.errors.get_or_create(&ByCluster { cluster, kind }).inc();
}

/// All of it, in the text format of OpenMetrics.
pub(crate) fn text(console: &Console) -> String {
    let mut text = String::new();
    if encode(&mut text, &METRICS.registry).is_err() {
        return String::new();
    }
    let open = console
        .limits
        .streams
        .saturating_sub(console.streams.available_permits());
    let gauges = format!(
        "# HELP slipway_streams Streams that are open.\n# TYPE slipway_streams gauge\nslipway_streams {open}\n# HELP \
         slipway_places_watched Places that are watched.\n# TYPE slipway_places_watched gauge\nslipway_places_watched {}\n",
        console.hub.watched()
    );
    // The end of the text is marked, and everything stands before it.
    match text.rsplit_once("# EOF") {
        Some((counted, _)) => format!("{counted}{gauges}# EOF\n"),
        None => text,
    }
}
