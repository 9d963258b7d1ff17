//! The program: starting, saying so, stopping, and refusing to start.

use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::bench::site_folder;

fn slipway(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway"));
    command
        .env_clear()
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

pub fn serve(arguments: &[&str]) -> Command {
    let site = site_folder();
    let mut all = vec!["serve", "--site", site.to_str().unwrap()];
    all.extend(arguments);
    slipway(&all)
}

/// The address that it prints.
pub async fn address(child: &mut Child) -> String {
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let line = lines.next_line().await.unwrap().expect("it says where it is");
    line.strip_prefix("Slipway is at http://").expect(&line).to_owned()
}

/// What it says when it does not start.
async fn refusal(command: &mut Command) -> (Option<i32>, String) {
    let ended = command.output().await.unwrap();
    (ended.status.code(), String::from_utf8(ended.stderr).unwrap())
}

#[tokio::test]
async fn it_says_where_it_is_serves_and_stops_when_told() {
    let began = Instant::now();
    let mut child = serve(&["--listen", "127.0.0.1:0"]).spawn().unwrap();
    let address = address(&mut child).await;
    assert!(
        began.elapsed() < Duration::from_secs(15),
        "it starts in {:?}",
        began.elapsed()
    );
    let mut socket = TcpStream::connect(&address).await.unwrap();
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let pid = child.id().unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .await
            .unwrap()
            .success()
    );
    let began = Instant::now();
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
    assert!(
        began.elapsed() < Duration::from_secs(15),
        "it stops in {:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused_and_the_next_caller_is_served() {
    let mut child = serve(&["--listen", "127.0.0.1:0"]).spawn().unwrap();
    let address = address(&mut child).await;
    let ask = async |padding: usize| {
        let mut socket = TcpStream::connect(&address).await.unwrap();
        let request = format!(
            "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nX-Padding: {}\r\n\r\n",
            "x".repeat(padding)
        );
        // It may be refused before all of it is sent.
        let _ = socket.write_all(request.as_bytes()).await;
        let mut answer = String::new();
        let _ = socket.read_to_string(&mut answer).await;
        answer
    };
    assert!(ask(50_000).await.starts_with("HTTP/1.1 200"));
    let refused = ask(200_000).await;
    assert!(refused.is_empty() || refused.starts_with("HTTP/1.1 431"), "{refused}");
    assert!(ask(10).await.starts_with("HTTP/1.1 200"));
    child.kill().await.unwrap();
}

#[tokio::test]
async fn probes_are_told_that_it_stops_for_as_long_as_it_does() {
    let probes = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let probed = probes.local_addr().unwrap().to_string();
    drop(probes);
    let mut child = serve(&["--listen", "127.0.0.1:0", "--operations-listen", &probed])
        .spawn()
        .unwrap();
    let address = address(&mut child).await;
    let ready = async || {
        let mut socket = TcpStream::connect(&probed).await.unwrap();
        let request = format!("GET /readyz HTTP/1.1\r\nHost: {probed}\r\nConnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        answer
    };
    assert!(ready().await.starts_with("HTTP/1.1 200"));
    // A call whose body is still on its way is waited for.
    let mut call = TcpStream::connect(&address).await.unwrap();
    let head = "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\nExpect: 100-continue";
    let request = format!("POST /api/console HTTP/1.1\r\nHost: {address}\r\n{head}\r\n\r\n");
    call.write_all(request.as_bytes()).await.unwrap();
    let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
    call.read_exact(&mut go_on).await.unwrap();
    call.write_all(b"{").await.unwrap();
    let pid = child.id().unwrap().to_string();
    Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
    let answer = loop {
        let answer = ready().await;
        if !answer.starts_with("HTTP/1.1 200") {
            break answer;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("stopping"),
        "{answer}"
    );
    call.write_all(b"}").await.unwrap();
    let mut said = String::new();
    call.read_to_string(&mut said).await.unwrap();
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
}

#[tokio::test]
async fn a_flag_comes_before_the_environment() {
    let mut by_environment = serve(&[]);
    let (code, words) = refusal(by_environment.env("SLIPWAY_LISTEN", "192.0.2.1:1")).await;
    assert_eq!(code, Some(2));
    assert!(words.contains("192.0.2.1:1"), "{words}");
    let mut by_flag = serve(&["--listen", "127.0.0.1:0"]);
    let mut child = by_flag.env("SLIPWAY_LISTEN", "192.0.2.1:1").spawn().unwrap();
    assert!(address(&mut child).await.starts_with("127.0.0.1:"));
    child.kill().await.unwrap();
}

#[tokio::test]
async fn what_keeps_it_from_starting_is_one_sentence_and_code_two() {
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    let site = site_folder();
    let site = site.to_str().unwrap();
    for (arguments, says) in [
        (&["--listen", "0.0.0.0:3000"][..], "loopback"),
        (&["--defaults", "/nonexistent.toml"], "/nonexistent.toml"),
        (&["--host", "a b"], "--host"),
        (&["--site", "/nonexistent"], "build/site"),
        (&["--site", site, "--listen", &taken], "cannot listen"),
    ] {
        let (code, words) = refusal(&mut slipway(&[&["serve"][..], arguments].concat())).await;
        assert_eq!(code, Some(2), "{words}");
        let sentence = words.strip_prefix("slipway: ").expect(&words);
        assert!(
            sentence.contains(says) && sentence.trim_end().lines().count() == 1,
            "{words}"
        );
    }
}

#[tokio::test]
async fn it_knows_its_version() {
    let said = slipway(&["--version"]).output().await.unwrap();
    assert_eq!(
        String::from_utf8(said.stdout).unwrap(),
        format!("slipway {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[tokio::test]
async fn a_broken_kubeconfig_does_not_keep_it_from_starting() {
    let file = site_folder().join("kubeconfig");
    std::fs::write(&file, "clusters: [").unwrap();
    let mut child = serve(&["--listen", "127.0.0.1:0", "--kubeconfig", file.to_str().unwrap()])
        .spawn()
        .unwrap();
    address(&mut child).await;
    child.kill().await.unwrap();
    let mut log = String::new();
    child.stderr.as_mut().unwrap().read_to_string(&mut log).await.unwrap();
    assert!(log.contains("kubeconfig"), "{log}");
}
