//! Many who connect and say nothing.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::program::{address, serve};

/// As many as an operator must expect.
const WANTED: usize = 10_000;
/// Files that this process and the program need besides.
const SPARE: usize = 500;
/// Kilobytes of memory that the program may take with all of them, built for tests: 13 kB each, and its own.
const MOST_MEMORY: u64 = 200_000;

/// How many files a process may have open here.
async fn open_files() -> usize {
    let shell = Command::new("sh")
        .args(["-c", "ulimit -n"])
        .stdout(Stdio::piped())
        .output()
        .await
        .unwrap();
    String::from_utf8(shell.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap_or(WANTED + SPARE)
}

async fn is_ready(address: &str) -> bool {
    let mut socket = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    answer.starts_with("HTTP/1.1 200")
}

#[tokio::test]
async fn ten_thousand_idle_connections_at_once_keep_nobody_waiting_and_are_ended() {
    // Where a process may have fewer files, as many as there can be.
    let many = WANTED.min(open_files().await.saturating_sub(SPARE));
    assert!(
        many >= WANTED / 2,
        "a process may open too few files here: ulimit -n 20000"
    );
    let mut child = serve(&["--listen", "127.0.0.1:0", "--auth", "token", "--insecure-cookies"])
        .spawn()
        .unwrap();
    let address = address(&mut child).await;
    let mut idle = Vec::new();
    for at in 0..many {
        let mut socket = TcpStream::connect(&address).await.unwrap();
        // Every other begins a request and never ends it.
        if at % 2 == 0 {
            socket.write_all(b"GET / HTTP/1.1\r\nHost: ").await.unwrap();
        }
        idle.push(socket);
    }
    assert!(is_ready(&address).await);
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id().unwrap())).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let resident: u64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
    println!("{many} connections: {resident} kB");
    assert!(resident < MOST_MEMORY, "{resident} kB with {many} connections");
    // Each is ended by the console, with or without a word.
    for mut socket in idle {
        let mut said = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(30), socket.read_to_end(&mut said)).await;
        assert!(ended.is_ok(), "a connection that says nothing is open still");
    }
    assert!(is_ready(&address).await);
    child.kill().await.unwrap();
}
