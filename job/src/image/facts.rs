//! What a registry says of an image, or why it says nothing: what a page shows, and what the rules judge.

use serde::{Deserialize, Serialize};

/// An image as its registry has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// What its name stands for now: what pins it.
    pub digest: String,
    /// Its platforms, `os/architecture[/variant]`; empty where it does not say.
    pub platforms: Vec<String>,
    /// The one that the rest is about.
    pub platform: String,
    /// What a node with nothing of it loads, in bytes (compressed).
    pub size: i64,
    /// `USER`: a name, a number, either with a group; empty for root.
    pub user: String,
    /// `ENTRYPOINT`, a word each.
    pub entrypoint: Vec<String>,
    /// `CMD`, a word each.
    pub command: Vec<String>,
    /// `EXPOSE`: `8080/TCP`, the protocol as Kubernetes writes it.
    pub ports: Vec<String>,
    /// `WORKDIR`; empty for `/`.
    pub working_dir: String,
    /// When it was built, in milliseconds since 1970; 0 where it does not say.
    pub created: i64,
}

/// Who an image's process is, as far as the kubelet looks (`pkg/kubelet/kuberuntime/security_context_others.go`:
/// `verifyRunAsNonRoot`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunsAs {
    /// 0, or nobody in particular (`kuberuntime_image.go`: `getImageUser`).
    Root,
    /// Another number.
    Number,
    /// A name: the kubelet does not look into the image whether that is root, and starts none that must not be.
    Name,
}

impl Facts {
    /// Who its process is.
    pub fn runs_as(&self) -> RunsAs {
        let user = self.user.split(':').next().unwrap_or_default();
        match user.parse::<i64>() {
            Ok(0) => RunsAs::Root,
            Ok(_) => RunsAs::Number,
            Err(_) if user.is_empty() => RunsAs::Root,
            Err(_) => RunsAs::Name,
        }
    }

    /// The size as people read it: `4.2 MB`.
    pub fn size_text(&self) -> String {
        let mut size = self.size.max(0) as f64;
        let units = ["B", "kB", "MB", "GB"];
        let mut shown = units.iter();
        let mut unit = shown.next();
        while size >= 999.5 {
            let Some(next) = shown.next() else { break };
            (size, unit) = (size / 1000.0, Some(next));
        }
        let digits = usize::from(size < 9.95 && unit != units.first());
        format!("{size:.digits$} {}", unit.unwrap_or(&""))
    }
}

/// Why a registry says nothing of an image. Each has a text in every catalogue (`image.unseen.NAME`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unseen {
    /// The operator named no such registry: it is never asked.
    Unnamed,
    /// It has no such repository, tag or digest; or none that these credentials may know of.
    Missing,
    /// It wants credentials, or other ones.
    SignIn,
    /// It knows the credentials, and they do not suffice.
    Forbidden,
    /// It does not list its repositories, or not for these credentials.
    NoCatalogue,
    /// Nobody answers there.
    Unreachable,
    /// Somebody answers whose certificate is not to be trusted.
    Untrusted,
    /// No answer in time.
    Slow,
    /// It was asked too often.
    Busy,
    /// It points to a place that the operator did not name for it.
    Elsewhere,
    /// What answers is no registry, or what came is not what its digest says.
    Garbled,
    /// There is something of that name which is no image.
    NotAnImage,
    /// What was asked for cannot be a name of a repository or a tag.
    BadName,
    /// Any other refusal.
    #[default]
    Failed,
}

impl Unseen {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Unnamed,
        Self::Missing,
        Self::SignIn,
        Self::Forbidden,
        Self::NoCatalogue,
        Self::Unreachable,
        Self::Untrusted,
        Self::Slow,
        Self::Busy,
        Self::Elsewhere,
        Self::Garbled,
        Self::NotAnImage,
        Self::BadName,
        Self::Failed,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(user: &str, size: i64) -> Facts {
        let user = user.to_owned();
        Facts {
            user,
            size,
            ..Facts::default()
        }
    }

    #[test]
    fn a_user_is_judged_as_the_kubelet_judges_it() {
        let runs_as = |user| of(user, 0).runs_as();
        for user in ["", "0", "0:1000", ":1000"] {
            assert_eq!(runs_as(user), RunsAs::Root, "{user}");
        }
        for user in ["1000", "65532:65532", "1000:nogroup"] {
            assert_eq!(runs_as(user), RunsAs::Number, "{user}");
        }
        for user in ["root", "nginx", "app:app", "99999999999999999999"] {
            assert_eq!(runs_as(user), RunsAs::Name, "{user}");
        }
    }

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (size, text) in [
            (-1, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (999_600, "1.0 MB"),
            (4_240_000, "4.2 MB"),
            (31_700_000, "32 MB"),
            (1_200_000_000, "1.2 GB"),
            (3_000_000_000_000, "3000 GB"),
        ] {
            assert_eq!(of("", size).size_text(), text);
        }
    }
}
