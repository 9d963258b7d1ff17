use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::cluster::Cluster;

#[tokio::test]
async fn the_same_cluster_is_served_on_a_socket() {
    let cluster = Cluster::fast();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let practice = cluster.0.clone();
    let server = tokio::spawn(async move { practice.serve(listener).await });
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let request = "GET /api/v1/namespaces/team-a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("written");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("read");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("\"name\":\"team-a\""), "{answer}");
    server.abort();
}
