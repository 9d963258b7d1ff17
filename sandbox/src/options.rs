//! The options of a request, and what is wrong with them.

use std::time::Duration;

use rand::Rng;

use crate::query::Query;
use crate::resource::Resource;
use crate::selector::{Fields, Labels};
use crate::status::Refusal;
use crate::validate::Causes;

/// What becomes of fields that are unknown or given twice.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Strictness {
    Ignore,
    Warn,
    Strict,
}

/// The options of a create, update or patch.
pub(crate) struct WriteOptions {
    pub(crate) dry: bool,
    pub(crate) strictness: Strictness,
}

impl WriteOptions {
    /// Reads them; `kind` is what a refusal calls them.
    pub(crate) fn parse(query: &Query, kind: &str) -> Result<Self, Refusal> {
        let mut causes = Causes::default();
        let dry = dry_run(query, &mut causes);
        let strictness = match query.get("fieldValidation") {
            "Ignore" => Strictness::Ignore,
            "" | "Warn" => Strictness::Warn,
            "Strict" => Strictness::Strict,
            other => {
                causes.unsupported("fieldValidation", other, &["", "Ignore", "Strict", "Warn"]);
                Strictness::Warn
            }
        };
        let manager = query.get("fieldManager");
        if manager.len() > 128 {
            causes.too_long("fieldManager", 128);
        }
        if manager.chars().any(|letter| letter.is_control()) {
            causes.invalid("fieldManager", manager, "should only contain printable characters");
        }
        causes.settle(|causes| Refusal::invalid_options(kind, causes))?;
        Ok(Self { dry, strictness })
    }
}

/// Whether the request is to be tried only.
pub(crate) fn dry_run(query: &Query, causes: &mut Causes) -> bool {
    let mut dry = false;
    for value in query.all("dryRun") {
        dry = true;
        if value != "All" {
            causes.unsupported("dryRun", value, &["All"]);
        }
    }
    dry
}

/// The options of a list or a watch.
pub(crate) struct ListOptions {
    pub(crate) labels: Labels,
    pub(crate) fields: Fields,
    pub(crate) limit: usize,
    pub(crate) continue_at: String,
    /// What was asked for: nothing, any (0), or a version.
    pub(crate) version: Option<u64>,
    pub(crate) exact: bool,
    pub(crate) bookmarks: bool,
    pub(crate) initial_events: bool,
    pub(crate) timeout: Duration,
}

impl ListOptions {
    pub(crate) fn parse(query: &Query, resource: &Resource) -> Result<Self, Refusal> {
        let watch = query.yes("watch");
        let matching = query.get("resourceVersionMatch");
        let mut causes = Causes::default();
        let initial = !query.get("sendInitialEvents").is_empty();
        match (watch, initial, matching) {
            (true, true, "NotOlderThan") | (true, false, "") => {}
            (true, true, _) => causes.forbidden(
                "resourceVersionMatch",
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
            ),
            (true, false, _) => causes.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
            ),
            (false, true, _) => {
                causes.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
            }
            (false, false, "") => {}
            (false, false, "Exact" | "NotOlderThan") => match query.get("resourceVersion") {
                "" => causes.forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch is forbidden unless resourceVersion is provided",
                ),
                "0" if matching == "Exact" => causes.forbidden(
                    "resourceVersionMatch",
                    "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
                ),
                _ => {}
            },
            (false, false, other) => {
                causes.unsupported("resourceVersionMatch", other, &["", "Exact", "NotOlderThan"]);
            }
        }
        causes.settle(|causes| Refusal::invalid_options("ListOptions", causes))?;
        let number = |key: &str| match query.get(key) {
            "" => Ok(0),
            text => text
                .parse::<u64>()
                .map_err(|_| Refusal::bad_request(format!("strconv.ParseUint: parsing {text:?}: invalid syntax"))),
        };
        // What is below nothing is nothing.
        let signed = |key: &str| {
            let below = query
                .get(key)
                .strip_prefix('-')
                .is_some_and(|rest| rest.parse::<u64>().is_ok());
            if below { Ok(0) } else { number(key) }
        };
        let asked = signed("timeoutSeconds")?;
        // Without a wish a watch is closed after 30 to 60 minutes, so that not all come back at once.
        let seconds = if asked > 0 {
            asked
        } else {
            rand::rng().random_range(1800..3600)
        };
        Ok(Self {
            labels: Labels::parse(query.get("labelSelector"))?,
            fields: Fields::parse(query.get("fieldSelector"), resource)?,
            limit: usize::try_from(signed("limit")?).unwrap_or(usize::MAX),
            continue_at: query.get("continue").into(),
            version: (!query.get("resourceVersion").is_empty())
                .then(|| number("resourceVersion"))
                .transpose()?,
            exact: matching == "Exact",
            bookmarks: query.yes("allowWatchBookmarks"),
            initial_events: query.yes("sendInitialEvents"),
            timeout: Duration::from_secs(seconds.min(86_400)),
        })
    }

    pub(crate) fn matches(&self, object: &serde_json::Value) -> bool {
        self.labels.matches(object) && self.fields.matches(object)
    }
}
