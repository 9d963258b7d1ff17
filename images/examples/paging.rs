//! Prints how long 10,000 repositories take, and how many requests, with pages of the largest size and of 100 names.
//!
//! ```sh
//! cargo run -p images --example paging                                   # a registry in this process, on loopback
//! cargo run -p images --example paging -- http://127.0.0.1:5000 [REPOSITORY TAG]  # a real one: what it has
//! cargo run -p images --example paging -- registries.toml [REPOSITORY TAG]         # the first of a file
//! ```

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use images::{Client, Credentials, Limits, Registries, Registry};
use tokio::net::TcpListener;

const REPOSITORIES: usize = 10_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(address) = arguments.first() {
        return real(address, &arguments).await;
    }
    for most in [1_000, 100] {
        let requests = Arc::new(AtomicUsize::new(0));
        let address = serve(most, requests.clone()).await?;
        let registry = Registry::short(&format!("http://{address}"))?;
        let client = Client::new(Registries::new(vec![registry.clone()])?, Limits::default())?;
        let start = Instant::now();
        let all = client.all_repositories(&registry, None).await?;
        let (names, requests) = (all.names.len(), requests.load(Ordering::SeqCst));
        println!(
            "pages of {most}: {names} names, {requests} requests, {:?}",
            start.elapsed()
        );
    }
    Ok(())
}

/// Whatever a real registry has; credentials come from `REGISTRY_USER` and `REGISTRY_PASSWORD`.
async fn real(address: &str, arguments: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let (user, password) = (std::env::var("REGISTRY_USER"), std::env::var("REGISTRY_PASSWORD"));
    let credentials = user
        .ok()
        .zip(password.ok())
        .and_then(|(user, password)| Credentials::new(&user, &password));
    let registry = match address.ends_with(".toml") {
        true => Registries::read(address.as_ref())?
            .into_iter()
            .next()
            .ok_or("no registry in the file")?,
        false => Registry::short(address)?,
    };
    let client = Client::new(Registries::new(vec![registry.clone()])?, Limits::default())?;
    let start = Instant::now();
    match client.all_repositories(&registry, credentials.as_ref()).await {
        Ok(all) => println!(
            "{} repositories (all: {}) in {:?}",
            all.names.len(),
            all.complete,
            start.elapsed()
        ),
        Err(error) => println!("repositories: {error}"),
    }
    let [_, repository, tag] = arguments else {
        return Ok(());
    };
    println!("{:?}", client.tags(&registry, repository, credentials.as_ref()).await);
    println!(
        "{:?}",
        client.digest(&registry, repository, tag, credentials.as_ref()).await
    );
    println!(
        "{:#?}",
        client.inspect(&registry, repository, tag, credentials.as_ref()).await
    );
    Ok(())
}

/// A catalogue of `REPOSITORIES` names in pages of at most `most`.
async fn serve(most: usize, requests: Arc<AtomicUsize>) -> std::io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let requests = requests.clone();
            let service = service_fn(move |request: Request<Incoming>| {
                requests.fetch_add(1, Ordering::SeqCst);
                let query = request.uri().query().unwrap_or_default();
                let last = query
                    .split('&')
                    .find_map(|pair| pair.strip_prefix("last=")?.parse::<usize>().ok());
                let answer = page(last.map_or(0, |last| last + 1), most);
                async move { Ok::<_, Infallible>(answer) }
            });
            let connection = hyper::server::conn::http1::Builder::new();
            tokio::spawn(connection.serve_connection(TokioIo::new(stream), service));
        }
    });
    Ok(address)
}

fn page(first: usize, most: usize) -> Response<Full<bytes::Bytes>> {
    let end = (first + most).min(REPOSITORIES);
    let names: Vec<String> = (first..end)
        .map(|number| format!("team-{}/service-{number:05}", number % 50))
        .collect();
    let mut answer = Response::new(Full::new(
        serde_json::json!({ "repositories": names }).to_string().into(),
    ));
    let next = format!("</v2/_catalog?last={}&n={most}>; rel=\"next\"", end - 1);
    if let (true, Ok(next)) = (end < REPOSITORIES, next.parse()) {
        answer.headers_mut().insert("link", next);
    }
    answer
}
