//! What an endpoint is told.

use serde_json::{Map, Value, json};

use crate::asker::Asker;
use crate::attributes::{Attributes, is_built_in};
use crate::clock::Moment;
use crate::config::{ExtensionConfig, ExtensionEvent};
use crate::derived_id::derived_id;
use crate::tenant::{App, Tenant};
use crate::users::User;

/// The request that a question comes from.
pub(crate) struct About<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) app: &'a App,
    pub(crate) asker: &'a Asker,
    /// What messages are written in, such as `nb`.
    pub(crate) language: &'a str,
    /// The same with a region, as in `nb-no`.
    pub(crate) locale: String,
    pub(crate) now: Moment,
}

/// What the question is about.
pub(crate) enum Occasion<'a> {
    /// Somebody signs up.
    SignUp {
        username: &'a str,
        attributes: &'a Attributes,
    },
    /// Somebody is to get tokens.
    Tokens(&'a User),
    /// A code is to be sent.
    Code {
        address: &'a str,
        code: &'a str,
        request: RequestType,
    },
}

/// What a code is for, as a sending endpoint is told. Only the first is published; the others are
/// spelled after it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RequestType {
    SignUp,
    SignIn,
    PasswordReset,
}

pub(super) fn payload(
    extension: &ExtensionConfig,
    about: &About<'_>,
    occasion: &Occasion<'_>,
) -> Value {
    let event = extension.event;
    let tenant = about.tenant;
    let mut context = authentication_context(about);
    let mut data = Map::new();
    match occasion {
        Occasion::SignUp {
            username,
            attributes,
        } => {
            data.insert(
                "userSignUpInfo".to_owned(),
                json!({
                    "attributes": attribute_values(attributes),
                    "identities": [{
                        "signInType": "email",
                        "issuer": tenant.domain(),
                        "issuerAssignedId": username,
                    }],
                }),
            );
        }
        Occasion::Tokens(user) => {
            context.insert("user".to_owned(), described(user, about));
        }
        Occasion::Code {
            address,
            code,
            request,
        } => {
            context.insert("requestType".to_owned(), json!(request.word()));
            data.insert(
                "otpContext".to_owned(),
                json!({ "identifier": address, "oneTimeCode": code }),
            );
        }
    }
    let kind = data_type(event);
    let made = |what: &str| derived_id(&[&tenant.id, event.word(), &extension.app_id, what]);
    for (name, value) in [
        ("@odata.type", json!(kind)),
        ("tenantId", json!(tenant.id)),
        ("authenticationEventListenerId", json!(made("listener"))),
        ("customAuthenticationExtensionId", json!(made("extension"))),
        ("authenticationContext", Value::Object(context)),
    ] {
        data.insert(name.to_owned(), value);
    }
    json!({
        "type": format!("microsoft.graph.authenticationEvent.{}", type_word(event)),
        "source": format!("/tenants/{}/applications/{}", tenant.id, about.app.client_id),
        "data": data,
    })
}

fn authentication_context(about: &About<'_>) -> Map<String, Value> {
    let app = about.app;
    // The app and the API it asks for have a service principal each in a real tenant; which API it
    // is may not be known yet, so the app stands for both, as in the published examples.
    let principal = json!({
        "id": derived_id(&[&about.tenant.id, "principal", &app.client_id]),
        "appId": app.client_id,
        "appDisplayName": app.name,
        "displayName": app.name,
    });
    let mut client = json!({ "locale": about.locale, "market": about.locale });
    if let (Some(ip), Some(client)) = (about.asker.address, client.as_object_mut()) {
        client.insert("ip".to_owned(), json!(ip.to_string()));
    }
    let context = json!({
        "correlationId": about.asker.correlation_id,
        "client": client,
        "protocol": "OAUTH2.0",
        "clientServicePrincipal": principal.clone(),
        "resourceServicePrincipal": principal,
    });
    match context {
        Value::Object(context) => context,
        _ => Map::new(),
    }
}

fn attribute_values(attributes: &Attributes) -> Value {
    let one = |(name, value): (&String, &Value)| {
        let kind = match value {
            Value::Bool(_) => "boolean",
            Value::Number(_) => "int64",
            _ => "string",
        };
        let origin = if is_built_in(name) {
            "builtIn"
        } else {
            "directorySchemaExtension"
        };
        let described = json!({
            "@odata.type": format!("microsoft.graph.{kind}DirectoryAttributeValue"),
            "value": value,
            "attributeType": origin,
        });
        (name.clone(), described)
    };
    Value::Object(attributes.iter().map(one).collect())
}

fn described(user: &User, about: &About<'_>) -> Value {
    let mut facts = json!({
        "id": user.id,
        "displayName": user.display_name(),
        "mail": user.username,
        "userPrincipalName": format!("{}@{}", user.id, about.tenant.domain()),
        "userType": "Member",
        "createdDateTime": user.created_at,
        "preferredLanguage": about.locale,
    });
    // Every documented member is there. Nobody here comes from a directory of a company's own, and no
    // attribute of a user flow is the company's name.
    let unknown = [
        "companyName",
        "onPremisesSamAccountName",
        "onPremisesSecurityIdentifier",
        "onPremisesUserPrincipalName",
    ];
    let collected = ["givenName", "surname"];
    if let Some(facts) = facts.as_object_mut() {
        for name in collected {
            let value = user.attributes.get(name).cloned();
            facts.insert(name.to_owned(), value.unwrap_or_default());
        }
        facts.extend(unknown.map(|name| (name.to_owned(), Value::Null)));
    }
    facts
}

fn data_type(event: ExtensionEvent) -> String {
    let word = match event {
        ExtensionEvent::AttributeCollectionStart => "onAttributeCollectionStart",
        ExtensionEvent::AttributeCollectionSubmit => "onAttributeCollectionSubmit",
        ExtensionEvent::TokenIssuanceStart => "onTokenIssuanceStart",
        ExtensionEvent::OtpSend => "onOtpSend",
    };
    format!("microsoft.graph.{word}CalloutData")
}

/// The one event whose name in the type is not that of its actions.
fn type_word(event: ExtensionEvent) -> &'static str {
    match event {
        ExtensionEvent::OtpSend => "emailOtpSend",
        other => other.word(),
    }
}

impl RequestType {
    fn word(self) -> &'static str {
        match self {
            Self::SignUp => "signUp",
            Self::SignIn => "signIn",
            Self::PasswordReset => "passwordReset",
        }
    }
}
