//! The tenant served when nobody asks for another. Its identifiers are fixed, so that an app
//! configured for it once keeps working.

use super::policy::{AuthenticationContextConfig, MfaMode, PasswordResetConfig};
use super::tenant::{
    AppConfig, AttributeConfig, SignInMethod, SignUpRefusal, TenantConfig, UserFlowConfig,
};
use super::tokens::TokenConfig;
use crate::contact::Channel;

/// The default tenant's name; its authority is `{origin}/contoso.onmicrosoft.com`.
pub const CONTOSO_NAME: &str = "contoso";
/// The default tenant's ID.
pub const CONTOSO_TENANT_ID: &str = "2fed249b-d823-4ccb-aaf7-a5f79ccbe5e4";
/// The default tenant's extensions app ID, with hyphens; custom attributes carry it without.
pub const CONTOSO_EXTENSIONS_APP_ID: &str = "7122c8c9-385e-4a99-9003-fe073e326955";
/// The client ID of the app `password`: e-mail and password, `displayName` and `city` required.
pub const CONTOSO_APP_PASSWORD: &str = "9f8002af-97cd-4991-9108-7fe4a40bb9f4";
/// The client ID of the app `otp`: one-time code by e-mail, no attribute required.
pub const CONTOSO_APP_OTP: &str = "99de7e1f-4922-43b8-bfed-e6044e488ecd";
/// The client ID of the app `mfa`: as `password`, and a second factor by e-mail or text message is
/// required; whoever has none must register one first.
pub const CONTOSO_APP_MFA: &str = "5ac0d3f7-6b1e-4d28-9f44-c1e2a7b93d60";
/// The client ID of the app `disabled`: native authentication is off.
pub const CONTOSO_APP_DISABLED: &str = "ff92c42f-9526-4038-ba93-27db9de0f6f4";
/// The one API scope of the default tenant.
pub const CONTOSO_API_SCOPE: &str = "api://contoso-api/Read";

/// The one authentication context of the default tenant; it demands a second factor.
pub const CONTOSO_AUTHENTICATION_CONTEXT: &str = "c1";

pub(super) fn tenant() -> TenantConfig {
    TenantConfig {
        name: CONTOSO_NAME.to_owned(),
        tenant_id: CONTOSO_TENANT_ID.to_owned(),
        extensions_app_id: CONTOSO_EXTENSIONS_APP_ID.to_owned(),
        scopes: vec![CONTOSO_API_SCOPE.to_owned()],
        banned_passwords: Vec::new(),
        alias_sign_in: true,
        password_reset: PasswordResetConfig::default(),
        blocked_methods: Vec::new(),
        authentication_contexts: vec![AuthenticationContextConfig {
            id: CONTOSO_AUTHENTICATION_CONTEXT.to_owned(),
            mfa: MfaMode::Required,
        }],
        tokens: TokenConfig::default(),
        extensions: Vec::new(),
        user_flows: vec![
            UserFlowConfig {
                name: "password".to_owned(),
                method: SignInMethod::Password,
                sign_up_allowed: true,
                sign_up_refused_with: SignUpRefusal::default(),
                languages: vec!["en".to_owned()],
                attributes: vec![
                    // Something that is not blank.
                    required("displayName", r"^.*\S.*$"),
                    // No digits, so that there is a value to refuse.
                    required("city", "^[^0-9]+$"),
                ],
            },
            UserFlowConfig {
                name: "otp".to_owned(),
                method: SignInMethod::Otp,
                sign_up_allowed: true,
                sign_up_refused_with: SignUpRefusal::default(),
                languages: vec!["en".to_owned()],
                attributes: Vec::new(),
            },
        ],
        apps: vec![
            app("password", CONTOSO_APP_PASSWORD, "password", true),
            app("otp", CONTOSO_APP_OTP, "otp", true),
            AppConfig {
                mfa: MfaMode::Required,
                ..app("mfa", CONTOSO_APP_MFA, "password", true)
            },
            app("disabled", CONTOSO_APP_DISABLED, "password", false),
        ],
    }
}

fn required(name: &str, regex: &str) -> AttributeConfig {
    AttributeConfig {
        name: name.to_owned(),
        custom: false,
        required: true,
        input: super::AttributeInput::TextBox,
        regex: Some(regex.to_owned()),
        values: Vec::new(),
    }
}

fn app(name: &str, client_id: &str, user_flow: &str, native_auth: bool) -> AppConfig {
    AppConfig {
        name: name.to_owned(),
        client_id: client_id.to_owned(),
        user_flow: user_flow.to_owned(),
        native_auth,
        public_client: true,
        mfa: MfaMode::Off,
        mfa_methods: vec![Channel::Email, Channel::Sms],
        registration: true,
        // What Microsoft's libraries use where nothing else is registered.
        redirect_uris: vec![format!("msal{client_id}://auth")],
        spa_redirect_uris: Vec::new(),
        tokens: TokenConfig::default(),
    }
}
