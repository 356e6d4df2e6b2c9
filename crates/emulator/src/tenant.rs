//! Tenants as they are served: looked up by path, with their apps, user flows and keys.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::attributes::Attribute;
use crate::config::{
    BlockedAnswer, BlockedMethod, ExtensionConfig, ExtensionEvent, Lifetimes, MfaMode,
    PasswordResetConfig, SignInMethod, SignUpRefusal, TenantConfig, TokenConfig,
};
use crate::contact::Contact;
use crate::derived_id::derived_id;
use crate::mfa::MfaPolicy;
use crate::problem::Problem;
use crate::refusals;
use crate::tokens::SigningKey;

/// One tenant, unchanging while the emulator runs.
pub(crate) struct Tenant {
    /// What it was made of.
    pub(crate) config: TenantConfig,
    pub(crate) name: String,
    /// Lower case, with hyphens.
    pub(crate) id: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) banned_passwords: Vec<String>,
    pub(crate) alias_sign_in: bool,
    pub(crate) password_reset: PasswordResetConfig,
    pub(crate) signing_key: SigningKey,
    /// Makes `sub` differ from app to app and from run to run.
    pub(crate) pairwise_salt: [u8; 32],
    blocked_methods: Vec<BlockedMethod>,
    flows: Vec<UserFlow>,
    apps: Vec<App>,
}

/// One app registration.
pub(crate) struct App {
    pub(crate) name: String,
    pub(crate) client_id: String,
    pub(crate) native_auth: bool,
    pub(crate) mfa: MfaPolicy,
    pub(crate) tokens: TokenConfig,
    /// What the service would call the policy that demands a second factor.
    pub(crate) policy_id: String,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) spa_redirect_uris: Vec<String>,
    public_client: bool,
    user_flow: String,
}

/// One user flow.
pub(crate) struct UserFlow {
    name: String,
    pub(crate) method: SignInMethod,
    /// What a sign-up is answered, if none is allowed.
    pub(crate) sign_up_refusal: Option<SignUpRefusal>,
    /// The first is the default.
    pub(crate) languages: Vec<String>,
    pub(crate) attributes: Vec<Attribute>,
}

/// Which of its two names a tenant was addressed by. A flow stays with the one it began with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TenantForm {
    ByName,
    ById,
}

impl Tenant {
    pub(crate) fn new(config: &TenantConfig, signing_key: SigningKey, salt: [u8; 32]) -> Self {
        let mut banned_passwords = config.banned_passwords.clone();
        banned_passwords.push(config.name.clone());
        Self {
            config: config.clone(),
            name: config.name.to_lowercase(),
            id: config.tenant_id.to_lowercase(),
            scopes: config.scopes.clone(),
            banned_passwords,
            alias_sign_in: config.alias_sign_in,
            password_reset: config.password_reset.clone(),
            blocked_methods: config.blocked_methods.clone(),
            signing_key,
            pairwise_salt: salt,
            flows: config
                .user_flows
                .iter()
                .map(|flow| UserFlow {
                    name: flow.name.clone(),
                    method: flow.method,
                    sign_up_refusal: (!flow.sign_up_allowed).then_some(flow.sign_up_refused_with),
                    languages: flow.languages.clone(),
                    attributes: flow
                        .attributes
                        .iter()
                        .map(|a| Attribute::new(a, &config.extensions_app_id))
                        .collect(),
                })
                .collect(),
            apps: config
                .apps
                .iter()
                .map(|app| App {
                    name: app.name.clone(),
                    client_id: app.client_id.to_lowercase(),
                    native_auth: app.native_auth,
                    mfa: MfaPolicy::new(app),
                    tokens: app.tokens.or(&config.tokens),
                    redirect_uris: app.redirect_uris.clone(),
                    spa_redirect_uris: app.spa_redirect_uris.clone(),
                    policy_id: derived_id(&[&config.tenant_id, "policy", &app.client_id]),
                    public_client: app.public_client,
                    user_flow: app.user_flow.clone(),
                })
                .collect(),
        }
    }

    /// `contoso.onmicrosoft.com`.
    pub(crate) fn domain(&self) -> String {
        format!("{}.onmicrosoft.com", self.name)
    }

    /// What every token of this tenant names as its issuer. As on the real service, the host is
    /// made of the tenant ID whatever host was asked.
    pub(crate) fn issuer(&self) -> String {
        format!("https://{id}.ciamlogin.com/{id}/v2.0", id = self.id)
    }

    /// The form in which this path segment names the tenant, if it does.
    pub(crate) fn named_by(&self, segment: &str) -> Option<TenantForm> {
        if segment.eq_ignore_ascii_case(&self.domain()) {
            Some(TenantForm::ByName)
        } else if segment.eq_ignore_ascii_case(&self.id) {
            Some(TenantForm::ById)
        } else {
            None
        }
    }

    /// The app with this client ID: 90100 when it is no GUID, 700016 when there is none, 7000218
    /// when it is not a public client.
    pub(crate) fn app(&self, client_id: &str) -> Result<&App, Problem> {
        if uuid::Uuid::try_parse(client_id).is_err() || client_id.len() != 36 {
            return Err(refusals::not_valid("client_id"));
        }
        let app = self
            .find_app(client_id)
            .ok_or_else(refusals::app_not_found)?;
        if app.public_client {
            Ok(app)
        } else {
            Err(refusals::app_not_public())
        }
    }

    pub(crate) fn find_app(&self, client_id: &str) -> Option<&App> {
        self.apps
            .iter()
            .find(|app| app.client_id.eq_ignore_ascii_case(client_id))
    }

    pub(crate) fn apps(&self) -> &[App] {
        &self.apps
    }

    /// The user flow the app is associated with. Every app has one: the configuration was checked.
    pub(crate) fn user_flow(&self, app: &App) -> Result<&UserFlow, Problem> {
        self.flows
            .iter()
            .find(|flow| flow.name == app.user_flow)
            .ok_or_else(refusals::server_error)
    }

    /// What this authentication context demands, if the tenant has it.
    pub(crate) fn authentication_context(&self, id: &str) -> Option<MfaMode> {
        let mut contexts = self.config.authentication_contexts.iter();
        let context = contexts.find(|context| context.id == id)?;
        Some(context.mfa)
    }

    /// The extension that is asked at this event for this app; the configuration was checked to have
    /// one at most.
    pub(crate) fn extension(&self, event: ExtensionEvent, app: &App) -> Option<&ExtensionConfig> {
        let mut apps = self.config.apps.iter();
        let app = apps.find(|config| config.client_id.eq_ignore_ascii_case(&app.client_id))?;
        let mut extensions = self.config.extensions.iter();
        extensions.find(|extension| extension.event == event && extension.is_for(app))
    }

    /// What a client is answered that asks for a second factor's code to this contact; `None` when
    /// it may have one.
    pub(crate) fn blocked(&self, contact: &Contact) -> Option<BlockedAnswer> {
        let target = contact.target.to_lowercase();
        self.blocked_methods
            .iter()
            .find(|blocked| {
                blocked.channel == contact.channel
                    && target.starts_with(&blocked.prefix.to_lowercase())
            })
            .map(|blocked| blocked.answer)
    }

    /// Every attribute any of the user flows asks for.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.flows.iter().flat_map(|flow| &flow.attributes)
    }
}

impl App {
    /// Whether a sign-in in the browser may send its answer there.
    pub(crate) fn takes_answers_at(&self, redirect_uri: &str) -> bool {
        let mut all = self.redirect_uris.iter().chain(&self.spa_redirect_uris);
        all.any(|registered| registered == redirect_uri)
    }
}

/// The lives of [`Lifetimes`] as durations.
impl Lifetimes {
    pub(crate) fn continuation_token(&self) -> Duration {
        Duration::from_secs(self.continuation_token_seconds)
    }

    pub(crate) fn code(&self) -> Duration {
        Duration::from_secs(self.code_seconds)
    }

    pub(crate) fn refresh_token(&self) -> Duration {
        Duration::from_secs(self.refresh_token_seconds)
    }
}
