//! A real SMTP server: the conversation is the `mailin` crate's, the sockets are here.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use mailin::{Action, Handler, Response, Session, SessionBuilder, response};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Takes every message, unless it was told not to.
#[derive(Clone, Default)]
pub(crate) struct MailServer {
    mails: Arc<Mutex<Vec<Mail>>>,
    refuses: Arc<Mutex<bool>>,
}

/// One message as it came.
#[derive(Clone, Default)]
pub(crate) struct Mail {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) text: String,
}

impl MailServer {
    /// Listens on a free port of this machine; with TLS from the start if there is an acceptor.
    pub(crate) async fn start(tls: Option<TlsAcceptor>) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self::default();
        let own = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                let (own, tls) = (own.clone(), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => own.talk(stream, peer.ip()).await,
                        Some(tls) => own.talk(tls.accept(stream).await?, peer.ip()).await,
                    }
                });
            }
        });
        (server, address)
    }

    pub(crate) fn refuse(&self, refuses: bool) {
        *self.refuses.lock().unwrap() = refuses;
    }

    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.mails.lock().unwrap().clone()
    }

    async fn talk(
        self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        peer: IpAddr,
    ) -> io::Result<()> {
        let mut stream = BufStream::new(stream);
        let handler = Delivery {
            server: self,
            mail: Mail::default(),
        };
        let mut session: Session<Delivery> = SessionBuilder::new("mail.test").build(peer, handler);
        let mut reply = session.greeting();
        loop {
            if reply.action != Action::NoReply {
                stream.write_all(&reply.buffer()?).await?;
                stream.flush().await?;
            }
            if reply.action == Action::Close {
                return Ok(());
            }
            let mut line = Vec::new();
            if stream.read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            reply = session.process(&line);
        }
    }
}

struct Delivery {
    server: MailServer,
    mail: Mail,
}

impl Handler for Delivery {
    fn rcpt(&mut self, _to: &str) -> Response {
        if *self.server.refuses.lock().unwrap() {
            response::NO_MAILBOX
        } else {
            response::OK
        }
    }

    fn data_start(&mut self, _domain: &str, from: &str, _is8bit: bool, to: &[String]) -> Response {
        self.mail = Mail {
            from: from.to_owned(),
            to: to.to_vec(),
            text: String::new(),
        };
        response::OK
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.mail.text += &String::from_utf8_lossy(bytes);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.server.mails.lock().unwrap().push(self.mail.clone());
        response::OK
    }
}
