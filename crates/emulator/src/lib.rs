//! A local stand-in for a Microsoft Entra External ID tenant, for development and tests.
//!
//! **It is no identity provider.** It shows everybody who reaches it every code it "sends", forgets
//! all users when it stops unless they are exported, and hashes passwords as cheaply as can be. Its tokens say so with the
//! claim `"emulator": true`.
//!
//! It speaks the native authentication API V1 (sign-up, sign-in with password or one-time code,
//! second factor and its registration, password reset, token refresh) with discovery and keys, so that a client can be tried over real HTTP with
//! nothing outside this machine. It was written from the published documentation and shares no
//! code with the client of this workspace, so that the two can disagree.
//!
//! ```no_run
//! use native_auth_emulator::{CONTOSO_APP_PASSWORD, Config, Emulator, NewUser};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start(Config::default()).await?;
//! emulator.add_user(&NewUser::new("contoso", "ada@example.com", Some("Quiet-River-41")))?;
//! let (authority, client_id) = (emulator.authority(), CONTOSO_APP_PASSWORD);
//! // … point a client at them, and read what it was "mailed":
//! let code = emulator.last_code("ada@example.com");
//! emulator.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # What it serves
//!
//! Each tenant answers under `/{name}.onmicrosoft.com` and under `/{tenant ID}`; a flow stays with
//! the one it began with. The default tenant, its apps and its scope are the `CONTOSO_…` constants.
//! Paths are taken in any case of letters, as the real service takes them.
//!
//! Under `/_emulator`, never under a tenant's path, are pages of the emulator's own:
//!
//! | Request | Answer |
//! |---|---|
//! | `GET /_emulator/messages?recipient=` | what would have been mailed, newest last |
//! | `GET /_emulator/users` | all users |
//! | `POST /_emulator/users` | makes a user ([`NewUser`] as JSON); 201 with its `id` |
//! | `PATCH /_emulator/users/{id}` | changes `enabled`, `blocked`, `password_expired` or `must_change_password` |
//! | `DELETE /_emulator/users/{id}` | deletes a user and revokes their tokens |
//! | `POST /_emulator/mfa` | an app (`client_id`; of one `tenant` or of all that have it) demands a second factor (`required`), or no longer |
//! | `POST /_emulator/reset` | forgets users, flows, tokens, messages, requests and faults |
//! | `GET /_emulator/requests` | the latest requests to tenants, secrets masked |
//! | `POST /_emulator/faults` | queues a forced answer ([`Fault`] as JSON) or a list of them; 201 |
//! | `GET`, `DELETE /_emulator/faults` | those that still wait; forgets them |
//! | `GET /_emulator/api?acr=c1` | an API that takes an access token (`Authorization: Bearer`) and challenges one that lacks the context |
//! | `GET /_emulator/clock` | what time it is for the emulator |
//! | `POST /_emulator/clock` | moves it forward: `{"advance_seconds": 600}` |
//! | `GET /_emulator/export` | the tenants as one file, secrets and all ([`EmulatorHandle::export`]) |
//! | `POST /_emulator/import` | takes such a file over ([`EmulatorHandle::import`]) |
//!
//! # Forced answers
//!
//! What a tenant's state cannot cause is asked for: a named answer, a status, a body, a delay, a
//! lost connection. It meets the next requests that fit, by endpoint, person or correlation ID.
//!
//! ```json
//! {"endpoint": "SignInToken", "username": "ada@example.com", "answer": "MFARequired", "times": 2}
//! {"endpoint": "oauth2/v2.0/token", "status": 503}
//! {"username": "ada@example.com", "retry_after": 30, "retry_after_as": "date"}
//! {"endpoint": "signup/v1.0/continue", "drop": "after"}
//! {"correlation_id": "4a6f0c5e-9b1d-4e7a-8c23-5d1f7b9e0a64", "shape": "truncated", "delay_ms": 50}
//! ```
//!
//! A forced answer comes instead of the processing: the flow stays where it is and no attempt
//! counts, so that a client may repeat the request. A continuation token in it is good for the step
//! at which the flow stands. Only after `"drop": "after"` is the step taken, and a repetition of it
//! refused with 55200.
//!
//! `Authorize` and `Logout`, which a browser asks, take faults too: the person there is the one in the form, or in
//! `login_hint` or `logout_hint`. A forced answer to them is the same JSON as elsewhere, unless a body, a content type
//! or `"shape": "html_page"` says otherwise.
//!
//! The metadata says what that of a real tenant says. Of the endpoints it names, `devicecode` is answered 404, and
//! `userinfo_endpoint` is that of Microsoft Graph, which takes no token of the emulator's. Apps are public clients, so
//! no way to authenticate one that the metadata lists is looked at.
//!
//! A request that cannot be read as HTTP, or whose line or headers are too long, is answered by hyper: 400, 414 or 431
//! with an empty body, and no line in the list of requests.
//!
//! # Who may ask
//!
//! Unless told otherwise it listens on a loopback address and there demands no token, but a request must name a loopback
//! host and the right port (else 421), and the pages under `/_emulator` refuse what a page of
//! another site sent (403). Another address must be asked for twice over
//! ([`Config::i_know_this_is_insecure`]); any `Host` will then do, since the emulator cannot know
//! what it is called there, and `/_emulator` demands a bearer token (401).
//!
//! It calls nobody but those that its configuration names: by default nobody at all. Over TLS it
//! trusts the system's roots and [`Config::trusted_roots_pem`], and checks every certificate.
//!
//! # Real mail
//!
//! With [`Config::smtp`] every code by e-mail is sent to a mail server too, such as a mail catcher, in
//! the language of the user flow that the client's `Accept-Language` wishes for, or else its first. A
//! code that cannot be delivered is refused with 50185 (as `invalid_request`, which is not
//! documented), and the flow stays where it is.
//!
//! # The app's own endpoints
//!
//! A tenant's [`extensions`](TenantConfig::extensions) are asked over HTTP at points of the flows, as
//! the service asks custom authentication extensions:
//!
//! | Event | When | What the endpoint may do |
//! |---|---|---|
//! | `attribute_collection_start` | once per sign-up, where attributes first come or would be asked for | go on; prefill (no effect in a native flow); block |
//! | `attribute_collection_submit` | whenever attributes were sent, and before an account is made for which none were | go on; change values; refuse values; block |
//! | `token_issuance_start` | at sign-in and refresh | give claims for both tokens, 3 KB at most |
//! | `otp_send` | for each code by e-mail | send it: the inbox does not get it |
//!
//! ```toml
//! [[tenants.extensions]]
//! event = "attribute_collection_submit"
//! url = "http://127.0.0.1:7071/api/submit"
//! app_id = "8c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f"
//! ```
//!
//! The bearer token is signed with the tenant's key, for `app_id`, by the caller
//! `99045fe1-7639-4a75-9d4a-577b6ca3810f`. How an answer reaches a native client is not documented:
//! here a refused value is `attribute_validation_failed` with those names that the user flow asks for, a block, or a
//! refusal of none of these, is `access_denied` with the text, and an endpoint that fails is `server_error` with the number that the service's
//! sign-in log has for it (1003001 unreachable, 1003002 status, 1003003 body, 1003005 no answer in
//! time, 1003006 content type, 1003010 and 1003012 action). An endpoint that does not answer is asked
//! once more; one that answered is not. After a failure the flow stands where it stood.
//!
//! # The browser
//!
//! `oauth2/v2.0/authorize` signs people in with plain forms, for apps whose
//! [`redirect_uris`](AppConfig::redirect_uris) are registered (the default apps have
//! `msal{client ID}://auth`): name, password or code, second factor and its registration, with the
//! same policies as natively, whether or not native authentication is on. Of several second factors the person
//! chooses. The only
//! `response_type` is `code`, with PKCE (`S256`); `state`, `nonce`, `login_hint`, `claims`, `client_info`,
//! `ui_locales`, `response_mode` (`query`, `fragment`, `form_post`) and `prompt` are heeded. The answer has a
//! `session_state`, the `sid` of the tokens. The pages are in the user flow's language that `ui_locales`, or else
//! `Accept-Language`, wishes for; refusals, and the page of `logout`, are in English. No session is kept, so
//! `prompt=none` is `login_required` and `logout` only sends the person on; there is no hosted sign-up
//! (`prompt=create` is refused) and no hosted reset. A code is good once (54005) and for ten minutes
//! (70008). Those of [`spa_redirect_uris`](AppConfig::spa_redirect_uris) are redeemed across origins
//! only, and their refresh tokens end after a day (700084).
//!
//! # Claims requests
//!
//! `claims` at the token endpoint is a JSON object. It may ask for an authentication context of the
//! tenant (`{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`), which can demand a second
//! factor whatever the app does; the access token then carries `acrs`. A sign-in need ask only at one
//! of its requests; a refresh asks anew each time. One that needs a factor its session never had is
//! refused with 50076 and `claims`, the text to sign in with. A context that the tenant does not have
//! is passed over, and so is every other claim.
//!
//! ```toml
//! [[tenants.authentication_contexts]]
//! id = "c1"
//! mfa = "required"
//! ```
//!
//! The default tenant has this one.
//!
//! # Where the documentation leaves a gap
//!
//! A refusal of too many codes is `invalid_request` with 701014; codes that are still on their way count, and a flow whose
//! code is on its way gets no second one meanwhile. Sign-up that the
//! user flow forbids is `access_denied` with 131010, or the browser ([`UserFlowConfig::sign_up_refused_with`]). A challenge type nobody knows is
//! `invalid_request` with the sentence that clients look for and no number. Five wrong codes void a
//! code. An older continuation token is refused with 55200 once a newer one was made by a step
//! taken. Attributes sent too early are kept, and answered with `verification_required`. Every
//! sign-in brings an ID token and a refresh token, whatever scopes it names, and every refresh a
//! new refresh token. A refusal of which no number is known has no list of them: Microsoft's Android
//! client takes the first of an empty one. An access token that lives two hours or more, which only a configured
//! lifetime makes it do, comes with a `refresh_in` of half.
//!
//! A second factor's code is sent only after its methods were listed (else `introspect_required`).
//! A fresh sign-up spares whoever has a second factor that factor; a reset spares nobody. What a
//! client must be able to do and did not announce, or a list of challenge types without `oob`, leads
//! to the browser at the first call that needs it. A new password is in force once a poll has said
//! so, and ends all sessions begun with the old one; the last five may not come back. The account
//! of a disabled user keeps its password: the reset ends in `failed`. A reset takes an alias
//! wherever a sign-in does.
//!
//! Limits on traffic are off unless asked for ([`Config::throttling`]). An action counts in full at
//! the request that begins it (sign-up 6, sign-in and reset 4), each code by e-mail 2 more, tokens and
//! documents 1. A text message beyond its limits is `invalid_request` with 50088. Of the names for forced answers
//! `TokenExpiredSLT` is `expired_token` with 55112, `InvalidPurposeToken` is `invalid_request` with
//! 55000, and `ServerError` has status 400, as documented for errors of the protocol.

mod address;
mod asker;
mod attributes;
mod claims_request;
mod clock;
mod config;
mod contact;
mod continuation;
mod derived_id;
mod discovery;
mod domain;
mod emulator;
mod encoded;
mod errands;
mod extensions;
mod facts;
mod faults;
mod flows;
mod form;
mod hosted;
mod http;
mod inbox;
mod language;
mod mail;
mod mfa;
mod negotiation;
mod one_time_code;
mod password;
mod problem;
mod randomness;
mod refusals;
mod snapshot;
mod start_error;
mod tenant;
mod tokens;
mod traffic;
mod users;

pub use clock::{ClockMode, ClockModeError};
pub use config::{
    AppConfig, AttributeConfig, AttributeInput, AuthenticationContextConfig, BlockedAnswer,
    BlockedMethod, CONTOSO_API_SCOPE, CONTOSO_APP_DISABLED, CONTOSO_APP_MFA, CONTOSO_APP_OTP,
    CONTOSO_APP_PASSWORD, CONTOSO_AUTHENTICATION_CONTEXT, CONTOSO_EXTENSIONS_APP_ID, CONTOSO_NAME,
    CONTOSO_TENANT_ID, Config, ConfigError, ExtensionConfig, ExtensionEvent, Lifetimes, Limits,
    MfaMode, PasswordResetConfig, SignInMethod, SignUpRefusal, SmtpConfig, TenantConfig,
    Throttling, TokenConfig, UserFlowConfig,
};
pub use contact::Channel;
pub use emulator::{Emulator, EmulatorHandle};
pub use facts::{AppFacts, TenantFacts};
pub use faults::{DropWhen, Fault, FaultError, RetryAfterForm, Shape};
pub use http::RequestRecord;
pub use inbox::Message;
pub use snapshot::ImportError;
pub use start_error::StartError;
pub use users::{NewMethod, NewUser, UserError, UserFacts};

/// What whoever starts an emulator should say first.
pub const WARNING: &str = "\
This is a development tool and not an identity provider.
Anybody who reaches it can read every code it sends. Use no real names, addresses or passwords.";
