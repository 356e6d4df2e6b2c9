use serde::{Deserialize, Serialize};

use super::extension::ExtensionConfig;
use super::policy::{AuthenticationContextConfig, BlockedMethod, MfaMode, PasswordResetConfig};
use super::tokens::TokenConfig;
use crate::contact::Channel;

/// One External ID tenant: an emulator serves several side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenantConfig {
    /// The subdomain: letters, digits and hyphens. The tenant's path is
    /// `/{name}.onmicrosoft.com`.
    pub name: String,
    /// The tenant ID, a GUID; `/{tenant_id}` is its other path.
    pub tenant_id: String,
    /// The application ID, a GUID, that names custom attributes on the wire:
    /// `extension_{extensions_app_id without hyphens}_{name}`.
    pub extensions_app_id: String,
    /// The API scopes that apps may ask for, each `{resource}/{scope}`. Every app has consent for
    /// all of them.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Words this tenant bans from passwords, besides the built-in ones and its own name.
    #[serde(default)]
    pub banned_passwords: Vec<String>,
    /// Whether users may sign in with their alias.
    #[serde(default = "yes")]
    pub alias_sign_in: bool,
    /// Self-service password reset; it is on, unless said otherwise.
    #[serde(default)]
    pub password_reset: PasswordResetConfig,
    /// Contacts that get no codes for a second factor.
    #[serde(default)]
    pub blocked_methods: Vec<BlockedMethod>,
    /// What an API may demand of a token.
    #[serde(default)]
    pub authentication_contexts: Vec<AuthenticationContextConfig>,
    /// What the tokens say and how long they live; apps can differ.
    #[serde(default)]
    pub tokens: TokenConfig,
    /// Endpoints of the app's own that are asked at points of the flows; at most 100, and none
    /// unless named here.
    #[serde(default)]
    pub extensions: Vec<ExtensionConfig>,
    /// How people sign up and in; apps name one of these. At most 10, as in the real service.
    #[serde(default)]
    pub user_flows: Vec<UserFlowConfig>,
    /// The app registrations.
    #[serde(default)]
    pub apps: Vec<AppConfig>,
}

/// A sign-up and sign-in user flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserFlowConfig {
    /// What apps call it by.
    pub name: String,
    /// How those who sign up through it will sign in.
    pub method: SignInMethod,
    /// Whether new people may sign up at all.
    #[serde(default = "yes")]
    pub sign_up_allowed: bool,
    /// What a client is answered that begins a sign-up where that is not allowed.
    #[serde(default)]
    pub sign_up_refused_with: SignUpRefusal,
    /// The languages of what it writes to people, such as `["en", "nb"]`; the first is for whoever
    /// accepts none of them. The emulator can write `en`, `nb`, `de`, `fr` and `es`.
    #[serde(default = "english")]
    pub languages: Vec<String>,
    /// What is asked at sign-up.
    #[serde(default)]
    pub attributes: Vec<AttributeConfig>,
}

/// What is answered where sign-up is not allowed. The service's own answer is not documented (protocol,
/// section 12.2 no. 6), so a test may want either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpRefusal {
    /// `access_denied` with 131010.
    #[default]
    AccessDenied,
    /// The browser.
    Redirect,
}

/// How a user proves who they are. Users keep the one they signed up with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// E-mail address and password; the address is verified by a code at sign-up.
    Password,
    /// A one-time code by e-mail.
    Otp,
}

/// One attribute of a user flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeConfig {
    /// A built-in attribute's programmable name (`displayName`, `city` …), or a custom one's own
    /// name.
    pub name: String,
    /// Whether it is a custom attribute.
    #[serde(default)]
    pub custom: bool,
    /// Whether sign-up demands it.
    #[serde(default)]
    pub required: bool,
    /// How it is filled in, which decides the type of its value.
    #[serde(default)]
    pub input: AttributeInput,
    /// What a value must match, told to the client in `options.regex`. One that is no regular
    /// expression is told all the same and not enforced, as the real service was seen to do.
    #[serde(default)]
    pub regex: Option<String>,
    /// The values to choose from, for the two `Select` inputs that offer a choice.
    #[serde(default)]
    pub values: Vec<String>,
}

/// How an attribute is filled in; the names are Microsoft's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AttributeInput {
    /// Text.
    #[default]
    TextBox,
    /// A whole number.
    NumericTextBox,
    /// Exactly one of the values.
    RadioSingleSelect,
    /// Some of the values, joined by commas.
    CheckboxMultiSelect,
    /// `true` or `false`.
    CheckboxSingleSelect,
}

/// One app registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppConfig {
    /// What the emulator calls it in its own answers; never on the wire.
    pub name: String,
    /// The client ID, a GUID.
    pub client_id: String,
    /// The user flow it is associated with; exactly one.
    pub user_flow: String,
    /// "Enable native authentication"; if not, the app is refused with `nativeauthapi_disabled`.
    #[serde(default = "yes")]
    pub native_auth: bool,
    /// "Allow public client flows"; if not, the app is refused with 7000218.
    #[serde(default = "yes")]
    pub public_client: bool,
    /// Whether a second factor is demanded.
    #[serde(default)]
    pub mfa: MfaMode,
    /// The channels a second factor may use. Whoever signs in with a code by e-mail cannot use
    /// e-mail again, whatever this says.
    #[serde(default = "both_channels")]
    pub mfa_methods: Vec<Channel>,
    /// Whether a user without a second factor may register one in the app; if not, they are sent
    /// to the browser.
    #[serde(default = "yes")]
    pub registration: bool,
    /// Where a sign-in in the browser may send its answer, letter by letter; at most 100 with those of
    /// `spa_redirect_uris`.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// The same for single-page applications: their codes are redeemed across origins only, and their
    /// refresh tokens live 24 hours, however often they are used (700084).
    #[serde(default)]
    pub spa_redirect_uris: Vec<String>,
    /// What its tokens say and how long they live, where that differs from the tenant's.
    #[serde(default)]
    pub tokens: TokenConfig,
}

impl ExtensionConfig {
    /// Whether it is asked for this app of its tenant.
    pub(crate) fn is_for(&self, app: &AppConfig) -> bool {
        let named = |names: &[String], name: &String| names.is_empty() || names.contains(name);
        named(&self.apps, &app.name) && named(&self.user_flows, &app.user_flow)
    }
}

fn both_channels() -> Vec<Channel> {
    vec![Channel::Email, Channel::Sms]
}

fn english() -> Vec<String> {
    vec!["en".to_owned()]
}

fn yes() -> bool {
    true
}
