//! Takes connections, up to a limit, and speaks HTTP/1.1 or HTTP/2 on each.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::{Extension, Router};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::caller::Caller;

/// How long a client may take to send its headers, which is also how long a connection may stay
/// idle. Longer than the 90 seconds for which common clients keep one for later: a connection must
/// not be closed just as it is used again.
const HEADER_TIME: Duration = Duration::from_secs(120);
/// How long a TLS handshake may take.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// How long a connection too many has to take its answer.
const BUSY_TIME: Duration = Duration::from_secs(5);
/// How many connections too many are answered at once; beyond that they are just closed.
const BUSY_CONNECTIONS: usize = 32;
/// What a connection too many is told, whatever it asks.
const BUSY: &str = r#"{"error":"temporarily_unavailable","error_description":"Too many connections are open.","error_codes":[]}"#;

/// Serves until the task is aborted, which closes every connection.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    most: usize,
) {
    let mut connections = JoinSet::new();
    let mut busy = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) if connections.len() < most => {
                    let caller = Caller::new(peer.ip());
                    connections.spawn(connection(stream, caller, tls.clone(), router.clone()));
                }
                Ok((stream, _)) if busy.len() < BUSY_CONNECTIONS => {
                    busy.spawn(tokio::time::timeout(BUSY_TIME, turn_away(stream, tls.clone())));
                }
                Ok(_) => tracing::warn!("a connection was closed: there are too many"),
                Err(error) => {
                    // Out of file descriptors, for one: wait, or this would spin.
                    tracing::warn!(kind = ?error.kind(), "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
            Some(_) = connections.join_next() => {}
            Some(_) = busy.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, caller: Caller, tls: Option<TlsAcceptor>, router: Router) {
    // A flow is many small exchanges, and each would wait for the last one's acknowledgement.
    let _ = stream.set_nodelay(true);
    match handshake(stream, tls).await {
        Some(Stream::Plain(stream)) => speak(stream, caller, router).await,
        Some(Stream::Tls(stream)) => speak(stream, caller, router).await,
        None => {}
    }
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    caller: Caller,
    router: Router,
) {
    let service = TowerToHyperService::new(router.layer(Extension(caller.clone())));
    let builder = builder();
    tokio::select! {
        // A connection that breaks is the client's business.
        _ = builder.serve_connection(TokioIo::new(stream), service) => {}
        // What is not served any more is closed, without a word.
        () = caller.hung_up() => {}
    }
}

async fn turn_away(stream: TcpStream, tls: Option<TlsAcceptor>) {
    let answer = service_fn(busy);
    let builder = builder();
    let _ = match handshake(stream, tls).await {
        Some(Stream::Plain(s)) => builder.serve_connection(TokioIo::new(s), answer).await,
        Some(Stream::Tls(s)) => builder.serve_connection(TokioIo::new(s), answer).await,
        None => Ok(()),
    };
}

async fn busy(_: hyper::Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let mut response = Response::new(Body::from(BUSY));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "application/json; charset=utf-8"),
        (CONNECTION, "close"),
        (RETRY_AFTER, "1"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<tokio_rustls::server::TlsStream<TcpStream>>),
}

async fn handshake(stream: TcpStream, tls: Option<TlsAcceptor>) -> Option<Stream> {
    let Some(tls) = tls else {
        return Some(Stream::Plain(stream));
    };
    match tokio::time::timeout(HANDSHAKE_TIME, tls.accept(stream)).await {
        Ok(Ok(stream)) => Some(Stream::Tls(Box::new(stream))),
        _ => {
            tracing::debug!("a TLS handshake failed");
            None
        }
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME);
    builder.http2().timer(TokioTimer::new());
    builder
}
