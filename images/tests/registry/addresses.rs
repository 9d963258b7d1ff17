//! Names that resolve to where no registry is.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use images::{Client, Limits, Place, Registries, Registry, Resolver};

use crate::fake::{App, Fake, answer};
use crate::tricks::{ann, elsewhere, not_allowed};

/// Says what a test wants, and remembers what it was asked.
struct Names(Vec<&'static str>, Mutex<Vec<String>>);

#[async_trait::async_trait]
impl Resolver for Names {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        self.1.lock().unwrap().push(host.to_owned());
        Ok(self.0.iter().map(|address| address.parse().unwrap()).collect())
    }
}

fn resolving(registry: Registry, to: &[&'static str]) -> (Client, Registry, Arc<Names>) {
    let names = Arc::new(Names(to.to_vec(), Mutex::default()));
    let registries = Registries::new(vec![registry.clone()]).unwrap();
    let client = Client::with_resolver(registries, Limits::default(), names.clone()).unwrap();
    (client, registry, names)
}

#[tokio::test]
async fn a_name_that_resolves_to_this_machine_is_refused() {
    let fake = elsewhere().await;
    let port = fake.address.port();
    for address in [
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "fd00:ec2::254",
        "10.0.0.1",
        "fe80::1",
        "224.0.0.1",
        "64:ff9b::7f00:1",
    ] {
        let registry = Registry::short(&format!("http://registry.example:{port}")).unwrap();
        let (client, registry, names) = resolving(registry, &[address]);
        not_allowed(client.tags(&registry, "team/app", Some(&ann())).await, address);
        assert_eq!(*names.1.lock().unwrap(), ["registry.example"]);
    }
    assert!(fake.asked().is_empty());
}

#[tokio::test]
async fn allow_private_does_not_allow_metadata_services() {
    for address in ["169.254.169.254", "::ffff:10.0.0.1", "fd00:ec2::254", "0.0.0.0"] {
        let mut registry = Registry::short("http://registry.example").unwrap();
        registry.allow_private = true;
        let (client, registry, _) = resolving(registry, &[address]);
        not_allowed(client.tags(&registry, "team/app", None).await, address);
    }
}

#[tokio::test]
async fn it_connects_to_the_address_that_was_checked_and_asks_for_it_once() {
    let app = App::new();
    let fake = Fake::start(move |seen| app.answer(seen)).await;
    let mut registry = Registry::short(&format!("http://registry.example:{}", fake.address.port())).unwrap();
    registry.allow_private = true;
    // Of several addresses the forbidden ones are passed over.
    let (client, registry, names) = resolving(registry, &["169.254.169.254", "127.0.0.1"]);
    client.tags(&registry, "team/app", None).await.unwrap();
    assert_eq!(*names.1.lock().unwrap(), ["registry.example"]);
    assert_eq!(fake.seen()[0].headers["host"], registry.name.as_str());
}

#[tokio::test]
async fn localhost_is_this_machine_or_nothing() {
    let app = App::new();
    let fake = Fake::start(move |seen| app.answer(seen)).await;
    let local = || Registry::short(&format!("http://localhost:{}", fake.address.port())).unwrap();
    let (client, registry, _) = resolving(local(), &["127.0.0.1"]);
    client.tags(&registry, "team/app", None).await.unwrap();
    let (client, registry, _) = resolving(local(), &["93.184.216.34"]);
    not_allowed(client.tags(&registry, "team/app", None).await, "93.184.216.34");
}

#[tokio::test]
async fn an_auth_host_that_resolves_to_this_machine_is_refused() {
    let other = elsewhere().await;
    let place = format!("http://login.example:{}", other.address.port());
    let challenge = format!("Bearer realm=\"{place}/token\"");
    let fake = Fake::start(move |_| answer(401, &[("www-authenticate", &challenge)], "")).await;
    let mut registry = fake.registry();
    registry.auth_hosts.push(Place::parse(&place).unwrap());
    let (client, registry, _) = resolving(registry, &["127.0.0.1"]);
    not_allowed(
        client.tags(&registry, "team/app", Some(&ann())).await,
        "login.example (127.0.0.1)",
    );
    assert!(other.asked().is_empty());
}
