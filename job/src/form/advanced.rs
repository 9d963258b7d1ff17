//! Step 4, Advanced configuration, relative to the Job.

use super::scheduling::SCHEDULING;
use super::{Field, Kind, Tab};

const RESTART: &[&str] = &["Never", "OnFailure"];

/// Its tabs.
pub const ADVANCED: &[Tab] = &[
    Tab {
        name: "settings",
        fields: &[
            Field::new("parallel", Kind::Number, ""),
            Field::new("timeout", Kind::Number, "spec.activeDeadlineSeconds"),
            Field::new(
                "restart-policy",
                Kind::Choice(RESTART),
                "spec.template.spec.restartPolicy",
            ),
            Field::new("retries", Kind::Number, "spec.backoffLimit"),
        ],
    },
    Tab {
        name: "upgrade",
        fields: &[Field::new(
            "grace",
            Kind::Number,
            "spec.template.spec.terminationGracePeriodSeconds",
        )],
    },
    Tab {
        name: "scheduling",
        fields: SCHEDULING,
    },
    Tab {
        name: "labels",
        fields: &[
            Field::new("pod-labels", Kind::Pairs, "spec.template.metadata.labels"),
            Field::new("pod-annotations", Kind::Pairs, "spec.template.metadata.annotations"),
        ],
    },
];
