//! Connections that end early, or never say anything.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::bench::*;

#[tokio::test]
async fn a_request_whose_sender_goes_away_is_finished_and_recorded() {
    let bench = Bench::new().await;
    bench.add("ada@example.com", Some(PASSWORD));
    let token = bench
        .challenged(CONTOSO_APP_PASSWORD, "ada@example.com")
        .await;
    let body = form(&[
        ("client_id", CONTOSO_APP_PASSWORD),
        ("continuation_token", &token),
        ("grant_type", "password"),
        ("password", PASSWORD),
        ("scope", SCOPE),
    ]);
    let before = bench.emulator.requests().len();
    let address = bench.emulator.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /contoso.onmicrosoft.com/{TOKEN} HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // Says that the request is being worked on.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).await.unwrap();
    drop(stream);

    while bench.emulator.requests().len() == before {
        tokio::task::yield_now().await;
    }
    let record = bench.emulator.requests().pop().unwrap();
    assert_eq!((record.status, record.outcome.as_str()), (200, "tokens"));
    // What was done counts: the token is spent.
    bench
        .password_at(&token, PASSWORD)
        .await
        .refused("invalid_request", "", 55200);
}
