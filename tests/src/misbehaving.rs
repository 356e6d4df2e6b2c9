//! A server that answers by script, well or badly, and writes down what it was asked.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use serde_json::Value;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::token_maker::{self, TokenMaker};

/// What the server does with the next request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Answers properly.
    Answer {
        /// The status.
        status: u16,
        /// Headers besides the length.
        headers: Vec<(&'static str, String)>,
        /// The body.
        body: String,
    },
    /// Sends these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Closes the connection without a word.
    Close,
    /// Sends bytes below TLS that are none of it, and closes the connection. On plain HTTP it just closes.
    BreakTls,
    /// Never answers.
    Silence,
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// The number of the connection that it came over, from 1.
    pub connection: usize,
    /// The method.
    pub method: String,
    /// The path and query.
    pub path: String,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// The running server. It ends with the runtime.
#[derive(Debug)]
pub struct Misbehaving {
    port: u16,
    seen: Arc<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    script: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Request>>,
    documents: Mutex<Vec<Request>>,
    connections: Mutex<usize>,
}

impl Reply {
    /// A JSON answer.
    #[must_use]
    pub fn json(status: u16, body: &str) -> Self {
        Self::Answer {
            status,
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.to_owned(),
        }
    }
}

impl Request {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }
}

impl Misbehaving {
    /// Serves the script over plain HTTP; requests beyond it are met with a closed connection. The tenant's documents
    /// ([`documents`](Self::documents)) are no part of it.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    pub async fn start(script: impl IntoIterator<Item = Reply>) -> std::io::Result<Self> {
        Self::serve(script, None).await
    }

    /// The same over TLS.
    ///
    /// # Errors
    ///
    /// If no port can be bound.
    pub async fn start_tls(
        script: impl IntoIterator<Item = Reply>,
        tls: Arc<rustls::ServerConfig>,
    ) -> std::io::Result<Self> {
        Self::serve(script, Some(tls.into())).await
    }

    async fn serve(
        script: impl IntoIterator<Item = Reply>,
        tls: Option<TlsAcceptor>,
    ) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let port = listener.local_addr()?.port();
        let seen = Arc::new(Seen {
            script: Mutex::new(script.into_iter().collect()),
            ..Seen::default()
        });
        let server = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let number = {
                    let mut connections = lock(&server.connections);
                    *connections += 1;
                    *connections
                };
                let (mut stream, server, tls) = (stream, Arc::clone(&server), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => {
                            let _ended = converse(&mut stream, number, &server).await;
                        }
                        Some(tls) => {
                            if let Ok(mut stream) = tls.accept(stream).await
                                && converse(&mut stream, number, &server).await
                                    == Some(End::BreakTls)
                            {
                                let (mut below, _) = stream.into_inner();
                                drop(below.write_all(b"this is no record of TLS at all").await);
                            }
                        }
                    }
                });
            }
        });
        Ok(Self { port, seen })
    }

    /// The authority to give to a client: plain HTTP.
    #[must_use]
    pub fn authority(&self) -> String {
        format!("http://127.0.0.1:{}/contoso.onmicrosoft.com", self.port)
    }

    /// The authority to give to a client: TLS, by name.
    #[must_use]
    pub fn tls_authority(&self) -> String {
        format!("https://localhost:{}/contoso.onmicrosoft.com", self.port)
    }

    /// What was asked so far.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.seen.requests).clone()
    }

    /// Which of the tenant's documents were asked for so far: its metadata and its keys. The script is not about them:
    /// clients fetch them in the background, and always get them.
    #[must_use]
    pub fn documents(&self) -> Vec<Request> {
        lock(&self.seen.documents).clone()
    }

    /// How many connections were made so far, those for the documents among them.
    #[must_use]
    pub fn connections(&self) -> usize {
        *lock(&self.seen.connections)
    }
}

/// A token for somebody (`oid` is `o`), good for this app for an hour, signed by the tenant that these servers play.
#[must_use]
pub fn id_token(client_id: &str, more: &Value) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |since| since.as_secs());
    let mut claims = token_maker::claims(client_id, now);
    if let (Value::Object(claims), Value::Object(more)) = (&mut claims, more) {
        claims.insert("oid".to_owned(), "o".into());
        claims.extend(more.clone());
    }
    TokenMaker::tenant().map_or_else(String::new, |key| key.token(&claims))
}

/// The metadata or the keys, whichever is asked for.
fn document(request: &Request) -> String {
    let host = request.header("host").unwrap_or_default();
    let tenant = request.path.split('/').nth(1).unwrap_or_default();
    if request.path.ends_with("/keys") {
        let keys: Vec<Value> = TokenMaker::tenant().iter().map(TokenMaker::jwk).collect();
        return token_maker::key_set(&keys).to_string();
    }
    let scheme = if host.starts_with("localhost") {
        "https"
    } else {
        "http"
    };
    token_maker::metadata(&format!("{scheme}://{host}/{tenant}")).to_string()
}

/// How a conversation ended, where more is to be done.
#[derive(Debug, PartialEq, Eq)]
enum End {
    BreakTls,
}

/// Answers request after request on one connection; ends when either side has had enough.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    connection: usize,
    seen: &Seen,
) -> Option<End> {
    loop {
        let Some(request) = read_request(stream, connection).await else {
            // What a web server says to somebody who begins with a TLS greeting.
            stream.write_all(b"HTTP/1.1 400 x\r\n\r\n").await.ok()?;
            return None;
        };
        if request.method == "GET" {
            let body = document(&request);
            lock(&seen.documents).push(request);
            let head = format!("HTTP/1.1 200 x\r\ncontent-length: {}\r\n\r\n", body.len());
            stream
                .write_all(format!("{head}{body}").as_bytes())
                .await
                .ok()?;
            continue;
        }
        lock(&seen.requests).push(request);
        let reply = lock(&seen.script).pop_front();
        match reply? {
            Reply::Answer {
                status,
                headers,
                body,
            } => {
                let mut head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n", body.len());
                for (name, value) in headers {
                    head.push_str(&format!("{name}: {value}\r\n"));
                }
                stream
                    .write_all(format!("{head}\r\n{body}").as_bytes())
                    .await
                    .ok()?;
            }
            Reply::Bytes(bytes) => {
                stream.write_all(&bytes).await.ok()?;
                stream.shutdown().await.ok()?;
                return None;
            }
            Reply::Close => return None,
            Reply::BreakTls => return Some(End::BreakTls),
            Reply::Silence => std::future::pending().await,
        }
    }
}

async fn read_request<S: AsyncRead + Unpin>(stream: &mut S, connection: usize) -> Option<Request> {
    let mut bytes = Vec::new();
    let head_end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        more(stream, &mut bytes).await?;
        const TLS_HANDSHAKE: u8 = 0x16;
        if bytes.first() == Some(&TLS_HANDSHAKE) {
            return None;
        }
    };
    let head = String::from_utf8(bytes.get(..head_end)?.to_vec()).ok()?;
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .and_then(|(_, value)| value.parse::<usize>().ok())
        .unwrap_or_default();
    while bytes.len() < head_end + 4 + length {
        more(stream, &mut bytes).await?;
    }
    let body = String::from_utf8(bytes.get(head_end + 4..)?.to_vec()).ok()?;
    Some(Request {
        connection,
        method,
        path,
        headers,
        body,
    })
}

async fn more<S: AsyncRead + Unpin>(stream: &mut S, bytes: &mut Vec<u8>) -> Option<()> {
    match stream.read_buf(bytes).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(()),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
