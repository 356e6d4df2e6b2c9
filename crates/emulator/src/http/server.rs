//! Takes connections, up to a limit, and speaks HTTP/1.1 or HTTP/2 on each.

use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::{http1, http2};
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::Shared;
use super::activity::Activity;
use super::caller::Caller;
use super::router::{busy_router, router};

/// The longest a TLS handshake may take.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// How long a connection too many has to take its answer.
const BUSY_TIME: Duration = Duration::from_secs(5);
/// How many connections too many are answered at once; beyond that they are just closed.
const BUSY_CONNECTIONS: usize = 32;

/// Serves until the task is aborted, which closes every connection.
pub(crate) async fn serve(listener: TcpListener, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    let domain = shared.domain();
    let limits = &domain.limits;
    let most = limits.connections;
    let speaker = |router, keep_alive| Speaker {
        tls: tls.clone(),
        router,
        header_time: Duration::from_secs(limits.header_seconds),
        keep_alive,
    };
    let speaker_for_all = speaker(router(Arc::clone(&shared)), true);
    let speaker_for_too_many = speaker(busy_router(Arc::clone(&shared)), false);
    let mut connections = JoinSet::new();
    let mut busy = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) if connections.len() < most => {
                    let speaker = speaker_for_all.clone();
                    connections.spawn(speaker.connection(stream, Caller::new(peer.ip())));
                }
                Ok((stream, peer)) if busy.len() < BUSY_CONNECTIONS => {
                    let speaker = speaker_for_too_many.clone();
                    let answer = speaker.connection(stream, Caller::new(peer.ip()));
                    busy.spawn(tokio::time::timeout(BUSY_TIME, answer));
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

/// How connections are spoken on.
#[derive(Clone)]
struct Speaker {
    tls: Option<TlsAcceptor>,
    router: Router,
    header_time: Duration,
    keep_alive: bool,
}

impl Speaker {
    async fn connection(mut self, stream: TcpStream, caller: Caller) {
        // A flow is many small exchanges, and each would wait for the last one's acknowledgement.
        let _ = stream.set_nodelay(true);
        self.router = self.router.layer(Extension(caller.clone()));
        tokio::select! {
            () = self.speak(stream) => {}
            // What is not served any more is closed, without a word.
            () = caller.hung_up() => {}
        }
    }

    async fn speak(self, stream: TcpStream) {
        let Some(tls) = &self.tls else {
            return self.http1(stream).await;
        };
        let limit = HANDSHAKE_TIME.min(self.header_time);
        match tokio::time::timeout(limit, tls.accept(stream)).await {
            Ok(Ok(stream)) if stream.get_ref().1.alpn_protocol() == Some(b"h2") => {
                self.http2(stream).await;
            }
            Ok(Ok(stream)) => self.http1(stream).await,
            _ => tracing::debug!("a TLS handshake failed"),
        }
    }

    async fn http1(self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        // A connection that breaks is the client's business.
        let _ = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.header_time)
            .keep_alive(self.keep_alive)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(self.router))
            .await;
    }

    async fn http2(self, stream: impl AsyncRead + AsyncWrite + Unpin) {
        let activity = Activity::default();
        let router = TowerToHyperService::new(self.router);
        let service = service_fn(|request| {
            let under_way = activity.begin();
            let answer = router.call(request);
            async move {
                let answer = answer.await;
                drop(under_way);
                answer
            }
        });
        let connection = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), service);
        tokio::select! {
            _ = connection => {}
            () = activity.none_for(self.header_time) => {}
        }
    }
}
