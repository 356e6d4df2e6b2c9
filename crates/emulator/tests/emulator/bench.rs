//! A small client of its own, so that the tests see exactly what is on the wire.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_emulator::{ClockMode, Config, Emulator, EmulatorHandle, NewMethod, NewUser};
use reqwest::header::HeaderMap;
use serde_json::Value;
use url::form_urlencoded;

pub(crate) use native_auth_emulator::{
    CONTOSO_API_SCOPE, CONTOSO_APP_DISABLED, CONTOSO_APP_MFA, CONTOSO_APP_OTP,
    CONTOSO_APP_PASSWORD, CONTOSO_TENANT_ID,
};

pub(crate) const PASSWORD: &str = "Quiet-River-41";
pub(crate) const ALL: &str = "oob password redirect";
pub(crate) const SCOPE: &str = "openid profile offline_access api://contoso-api/Read";

pub(crate) const START: &str = "signup/v1.0/start";
pub(crate) const SIGN_UP_CHALLENGE: &str = "signup/v1.0/challenge";
pub(crate) const CONTINUE: &str = "signup/v1.0/continue";
pub(crate) const INITIATE: &str = "oauth2/v2.0/initiate";
pub(crate) const CHALLENGE: &str = "oauth2/v2.0/challenge";
pub(crate) const INTROSPECT: &str = "oauth2/v2.0/introspect";
pub(crate) const TOKEN: &str = "oauth2/v2.0/token";
pub(crate) const REGISTER_INTROSPECT: &str = "register/v1.0/introspect";
pub(crate) const REGISTER_CHALLENGE: &str = "register/v1.0/challenge";
pub(crate) const REGISTER_CONTINUE: &str = "register/v1.0/continue";
pub(crate) const RESET_START: &str = "resetpassword/v1.0/start";
pub(crate) const RESET_CHALLENGE: &str = "resetpassword/v1.0/challenge";
pub(crate) const RESET_CONTINUE: &str = "resetpassword/v1.0/continue";
pub(crate) const RESET_SUBMIT: &str = "resetpassword/v1.0/submit";
pub(crate) const RESET_POLL: &str = "resetpassword/v1.0/poll_completion";

/// What a client announces that can do everything.
pub(crate) const CAPABILITIES: &str = "mfa_required registration_required";
pub(crate) const PHONE: &str = "+4790012345";

/// An emulator whose clock stands still, and a client for it.
pub(crate) struct Bench {
    pub(crate) emulator: EmulatorHandle,
    pub(crate) http: reqwest::Client,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Bench {
    pub(crate) async fn new() -> Self {
        Self::with(Config::default()).await
    }

    pub(crate) async fn with(config: Config) -> Self {
        let clock = ClockMode::Frozen(SystemTime::now());
        let emulator = Emulator::start(Config { clock, ..config }).await.unwrap();
        let http = client(emulator.ca_certificate_pem());
        Self { emulator, http }
    }

    /// Posts a form to an endpoint of the default tenant, by name. `client_id` goes first.
    pub(crate) async fn post(&self, path: &str, client: &str, fields: &[(&str, &str)]) -> Reply {
        let mut all = vec![("client_id", client)];
        all.extend_from_slice(fields);
        self.post_raw(&format!("{}/{path}", self.emulator.authority()), &all)
            .await
    }

    pub(crate) async fn post_raw(&self, url: &str, fields: &[(&str, &str)]) -> Reply {
        let request = self
            .http
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form(fields));
        Reply::of(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        let url = format!("{}{path}", self.emulator.origin());
        Reply::of(self.http.get(url)).await
    }

    pub(crate) fn code(&self, recipient: &str) -> String {
        self.emulator.last_code(recipient).unwrap()
    }

    pub(crate) fn add(&self, username: &str, password: Option<&str>) -> String {
        let user = NewUser::new("contoso", username, password);
        self.emulator.add_user(&user).unwrap()
    }

    /// A user with strong methods, each an e-mail address or a phone number.
    pub(crate) fn add_with_methods(
        &self,
        username: &str,
        password: Option<&str>,
        targets: &[&str],
    ) -> String {
        let mut user = NewUser::new("contoso", username, password);
        user.methods = targets
            .iter()
            .map(|target| NewMethod {
                channel: if target.contains('@') { "email" } else { "sms" }.to_owned(),
                target: (*target).to_owned(),
            })
            .collect();
        self.emulator.add_user(&user).unwrap()
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.emulator.advance(Duration::from_secs(seconds));
    }

    /// A sign-in up to the point where the password or the code is wanted.
    pub(crate) async fn challenged(&self, client: &str, username: &str) -> String {
        let start = [("username", username), ("challenge_type", ALL)];
        let token = self.post(INITIATE, client, &start).await.token();
        let challenge = [("continuation_token", token.as_str())];
        self.post(CHALLENGE, client, &challenge).await.token()
    }

    /// A sign-in to the app `mfa` up to the point where the password or the code is wanted, by a
    /// client that can do what it says.
    pub(crate) async fn challenged_for_mfa(&self, username: &str, capabilities: &str) -> String {
        let start = [
            ("username", username),
            ("challenge_type", ALL),
            ("capabilities", capabilities),
        ];
        let token = self.post(INITIATE, CONTOSO_APP_MFA, &start).await.token();
        let challenge = [("continuation_token", token.as_str())];
        self.post(CHALLENGE, CONTOSO_APP_MFA, &challenge)
            .await
            .token()
    }

    /// The app `mfa` cashes in a token with a password, or with a code of the first or the second
    /// factor.
    pub(crate) async fn prove(&self, token: &str, grant: &str, proof: &str) -> Reply {
        let field = if grant == "password" { grant } else { "oob" };
        let fields = [
            ("continuation_token", token),
            ("grant_type", grant),
            (field, proof),
            ("scope", SCOPE),
            ("client_info", "true"),
        ];
        self.post(TOKEN, CONTOSO_APP_MFA, &fields).await
    }

    /// An endpoint of the app `mfa` that takes a token and little else.
    pub(crate) async fn go(&self, path: &str, token: &str, more: &[(&str, &str)]) -> Reply {
        let mut fields = vec![("continuation_token", token)];
        fields.extend_from_slice(more);
        self.post(path, CONTOSO_APP_MFA, &fields).await
    }

    pub(crate) async fn with_password(&self, username: &str, password: &str) -> Reply {
        let token = self.challenged(CONTOSO_APP_PASSWORD, username).await;
        self.password_at(&token, password).await
    }

    pub(crate) async fn password_at(&self, token: &str, password: &str) -> Reply {
        let fields = [
            ("continuation_token", token),
            ("grant_type", "password"),
            ("password", password),
            ("scope", SCOPE),
            ("client_info", "1"),
        ];
        self.post(TOKEN, CONTOSO_APP_PASSWORD, &fields).await
    }

    pub(crate) async fn code_at(&self, token: &str, code: &str) -> Reply {
        let fields = [
            ("continuation_token", token),
            ("grant_type", "oob"),
            ("oob", code),
            ("scope", SCOPE),
            ("client_info", "true"),
        ];
        self.post(TOKEN, CONTOSO_APP_OTP, &fields).await
    }

    pub(crate) async fn refresh(&self, client: &str, token: &str) -> Reply {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("scope", SCOPE),
            ("client_info", "1"),
        ];
        self.post(TOKEN, client, &fields).await
    }
}

impl Reply {
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap();
        assert_eq!(
            headers["content-type"], "application/json; charset=utf-8",
            "{status} {text}"
        );
        Self {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap(),
        }
    }

    /// The continuation token of an answer that must have one.
    pub(crate) fn token(&self) -> String {
        self.text("continuation_token")
    }

    pub(crate) fn text(&self, member: &str) -> String {
        match self.body[member].as_str() {
            Some(text) => text.to_owned(),
            None => panic!("no {member} in {} {}", self.status, self.body),
        }
    }

    /// Asserts a refusal: its error, its suberror or "", its code or 0, and every member that all
    /// refusals have.
    #[track_caller]
    pub(crate) fn refused(&self, error: &str, suberror: &str, code: u64) -> &Self {
        let body = &self.body;
        assert_eq!(self.status, 400, "{body}");
        assert_eq!(body["error"], error, "{body}");
        assert_eq!(body["suberror"].as_str().unwrap_or(""), suberror, "{body}");
        // Without a number there is no list: Microsoft's Android client takes the first of an empty one.
        let codes = (code != 0).then(|| serde_json::json!([code]));
        assert_eq!(body.get("error_codes"), codes.as_ref(), "{body}");
        self.is_whole_problem();
        self
    }

    /// Asserts what every error body has, with its types.
    #[track_caller]
    pub(crate) fn is_whole_problem(&self) {
        let body = &self.body;
        let description = body["error_description"].as_str().unwrap();
        let timestamp = body["timestamp"].as_str().unwrap();
        let shape: String = timestamp
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        assert_eq!(shape, "0000-00-00 00:00:00Z");
        for id in ["trace_id", "correlation_id"] {
            let id = body[id].as_str().unwrap();
            assert_eq!(uuid::Uuid::try_parse(id).unwrap().to_string(), id);
        }
        if let Some(code) = body["error_codes"][0].as_u64() {
            let start = format!("AADSTS{code}: ");
            let end = format!(
                " Trace ID: {} Correlation ID: {} Timestamp: {timestamp}",
                body["trace_id"].as_str().unwrap(),
                body["correlation_id"].as_str().unwrap()
            );
            assert!(description.starts_with(&start), "{description}");
            assert!(description.ends_with(&end), "{description}");
        }
        assert_eq!(
            self.headers["x-ms-request-id"],
            body["trace_id"].as_str().unwrap()
        );
        assert_eq!(
            self.headers["client-request-id"],
            body["correlation_id"].as_str().unwrap()
        );
        assert_eq!(self.headers["cache-control"], "no-store");
    }

    #[track_caller]
    pub(crate) fn is_redirect(&self) {
        assert_eq!(self.status, 200, "{}", self.body);
        assert_eq!(self.body["challenge_type"], "redirect", "{}", self.body);
        assert!(self.body.get("continuation_token").is_none());
    }

    #[track_caller]
    pub(crate) fn is_tokens(&self) -> &Self {
        assert_eq!(self.status, 200, "{}", self.body);
        assert_eq!(self.body["token_type"], "Bearer");
        self
    }
}

pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// A client that trusts only this authority, or nobody.
pub(crate) fn client(authority_pem: Option<&str>) -> reqwest::Client {
    let mut roots = rustls::RootCertStore::empty();
    if let Some(pem) = authority_pem {
        use rustls::pki_types::{CertificateDer, pem::PemObject};
        roots
            .add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
            .unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}
