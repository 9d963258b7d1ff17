//! An API server by hand: says what a test wants it to say, and counts what it was asked.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cluster::{Client, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A request, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// What it says.
pub(crate) enum Reply {
    /// These bytes; the connection stays.
    Bytes(String),
    /// These bytes, and the end of the connection.
    Last(String),
    /// The end of the connection without a word.
    Cut,
    /// Nothing, ever.
    Silence,
    /// A watch: lines as they come from the test, until it drops its end.
    Lines(mpsc::UnboundedReceiver<String>),
}

pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    work: tokio::task::JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.work.abort();
    }
}

impl Fake {
    pub(crate) async fn start(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (answer, noted) = (Arc::new(answer), asked.clone());
        let work = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let (answer, noted) = (answer.clone(), noted.clone());
                connections.spawn(async move { serve(socket, &*answer, &noted).await });
            }
        });
        Self { address, asked, work }
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How many requests of this method it got.
    pub(crate) fn count(&self, method: &str) -> usize {
        self.asked().iter().filter(|asked| asked.method == method).count()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn client(&self) -> Client {
        client(&self.url())
    }
}

/// A client to an address, with short limits.
pub(crate) fn client(url: &str) -> Client {
    let mut config = kube::Config::new(url.parse().unwrap());
    config.default_retry = false;
    config.connect_timeout = Some(Duration::from_secs(2));
    let client = kube::Client::try_from(config).unwrap();
    let short = Duration::from_millis(1500);
    let limits = Limits {
        connect: short,
        credentials: short,
        read: short,
        dry_run: short,
        change: short,
    };
    Client::of(client, url).with_limits(limits)
}

/// A whole answer with a JSON body.
pub(crate) fn json(code: u16, body: &str) -> Reply {
    with_type(code, "application/json", "", body)
}

/// A whole answer.
pub(crate) fn with_type(code: u16, kind: &str, more_headers: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(format!(
        "HTTP/1.1 {code} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more_headers}\r\n{body}"
    ))
}

/// A refusal as the API server makes it.
pub(crate) fn status(code: u16, reason: &str, message: &str) -> Reply {
    let body = serde_json::json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "code": code, "reason": reason, "message": message,
    });
    json(code, &body.to_string())
}

async fn serve(mut socket: TcpStream, answer: &(dyn Fn(&Asked) -> Reply + Send + Sync), noted: &Mutex<Vec<Asked>>) {
    let mut read = Vec::new();
    while let Some(asked) = request(&mut socket, &mut read).await {
        noted.lock().unwrap().push(asked.clone());
        match answer(&asked) {
            Reply::Bytes(bytes) => {
                if socket.write_all(bytes.as_bytes()).await.is_err() {
                    return;
                }
            }
            Reply::Last(bytes) => {
                let _ = socket.write_all(bytes.as_bytes()).await;
                return;
            }
            Reply::Cut => return,
            Reply::Silence => std::future::pending().await,
            Reply::Lines(mut lines) => {
                let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
                socket.write_all(head.as_bytes()).await.unwrap();
                while let Some(line) = lines.recv().await {
                    let chunk = format!("{:x}\r\n{line}\n\r\n", line.len() + 1);
                    if socket.write_all(chunk.as_bytes()).await.is_err() {
                        return;
                    }
                }
                let _ = socket.write_all(b"0\r\n\r\n").await;
            }
        }
    }
}

async fn request(socket: &mut TcpStream, read: &mut Vec<u8>) -> Option<Asked> {
    let end = loop {
        if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if socket.read_buf(read).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let length: usize = length.unwrap_or(0);
    while read.len() < end + length {
        if socket.read_buf(read).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8_lossy(&read[end..end + length]).into_owned();
    read.drain(..end + length);
    let mut words = head.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Asked {
        method,
        target,
        head,
        body,
    })
}
