//! Whose credentials a call is made with.

/// The person on whose behalf a cluster is spoken to.
///
/// Every way to a cluster takes one, so that a second kind (a person's own bearer token) is one variant more and
/// no call can forget to ask. A token belongs to the cluster that checked it: [`Identity::person`] keeps the
/// clients and watches of different people apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The one person at this machine: the kubeconfig's own credentials, exec plugins included.
    Local,
}

impl Identity {
    /// What tells this person from every other one; the key of what is kept per person. Holds no secret.
    pub fn person(&self) -> String {
        match self {
            Self::Local => "local".to_owned(),
        }
    }
}
