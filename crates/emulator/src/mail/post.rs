//! Sending a message over SMTP (RFC 5321).

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use rustls::pki_types::CertificateDer;
use url::{Host, Url};

use super::Letter;
use crate::config::{SmtpConfig, is_loopback};

/// How long the server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(10);
/// Where servers listen for mail in plain text that turns to TLS, and for TLS from the start (RFC
/// 8314), if the address does not say.
const PLAIN_PORT: u16 = 25;
const TLS_PORT: u16 = 465;

/// The way to one SMTP server. A connection is made for each message.
pub(crate) struct Post {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Post {
    /// `None` if the address, which was checked, or one of the certificates cannot be used.
    pub(crate) fn new(config: &SmtpConfig, roots: &[CertificateDer<'static>]) -> Option<Self> {
        let url = Url::parse(&config.url).ok()?;
        let name = match url.host()? {
            Host::Domain(name) => name.to_owned(),
            // As certificates spell it: without brackets.
            Host::Ipv4(ip) => ip.to_string(),
            Host::Ipv6(ip) => ip.to_string(),
        };
        let is_tls = url.scheme() == "smtps";
        let is_plain = !is_tls && is_loopback(&url.host()?);
        // Plain text must stay on this machine, whatever a resolver says of its name.
        let name = match name {
            name if is_plain && name.parse::<IpAddr>().is_err() => Ipv4Addr::LOCALHOST.to_string(),
            name => name,
        };
        let tls = if is_tls {
            Tls::Wrapper(parameters(&name, roots)?)
        } else if is_plain {
            Tls::None
        } else {
            Tls::Required(parameters(&name, roots)?)
        };
        let default_port = if is_tls { TLS_PORT } else { PLAIN_PORT };
        // "Dangerous" is what the library calls it to say oneself what TLS there is.
        let server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(name)
            .port(url.port().unwrap_or(default_port))
            .tls(tls)
            .hello_name(ClientId::Domain("localhost".to_owned()))
            .timeout(Some(PATIENCE))
            .build();
        let from = config.from.parse().ok()?;
        Some(Self { server, from })
    }

    /// Whether the server took the message. Why it did not is in the log, without the addresses.
    pub(crate) async fn send(&self, letter: Letter) -> bool {
        let Ok(to) = letter.to.parse::<Mailbox>() else {
            tracing::warn!("a code was not mailed: its address is none for mail");
            return false;
        };
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text);
        let Ok(message) = message else {
            tracing::warn!("a code was not mailed: its message cannot be written");
            return false;
        };
        match self.server.send(message).await {
            Ok(_) => true,
            // What the server says may repeat the address.
            Err(error) => {
                let status = error.status().map(|code| code.to_string());
                let is_timeout = error.is_timeout();
                tracing::warn!(status, is_timeout, "a code was not mailed");
                false
            }
        }
    }
}

fn parameters(name: &str, roots: &[CertificateDer<'static>]) -> Option<TlsParameters> {
    let mut builder = TlsParameters::builder(name.to_owned());
    for root in roots {
        builder = builder.add_root_certificate(Certificate::from_der(root.to_vec()).ok()?);
    }
    builder.build_rustls().ok()
}
