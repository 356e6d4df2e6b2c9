//! The same for a reset with a second factor and a registration after it: hints, contacts and new passwords.

use native_auth::{Client, CodePurpose, Error, ResetPassword, Step};
use native_auth_tests::Reply;

use crate::planted::{Diagnostics, USERNAME, planted_id_token};

const NEW_PASSWORD: &str = "Canary-New-Password-58";
const CODE: &str = "canary40718263";
const HINT: &str = "canary-hint@canary-masked.test";
const CONTACT: &str = "Canary-Spare@canary-mail.test";

/// What goes over the wire and is looked for there, to show that the search can find.
pub(crate) const SENT: [&str; 4] = [
    "Canary-New-Password-58",
    CODE,
    "Canary-Spare%40canary-mail.test",
    "canary-method",
];

pub(crate) fn script() -> Vec<Reply> {
    let refused = |error: &str| {
        let body = format!(
            r#"{{{error},"error_description":"AADSTS: {USERNAME} typed {NEW_PASSWORD} for {CONTACT}",
            "trace_id":"t {USERNAME}","timestamp":"{CONTACT}"}}"#
        );
        Reply::json(400, &body)
    };
    let methods = |token: &str| {
        let body = format!(
            r#"{{"continuation_token":"{token}","methods":[{{"id":"canary-method","challenge_type":"oob",
            "challenge_channel":"by canary post","login_hint":"{HINT}"}}]}}"#
        );
        Reply::json(200, &body)
    };
    let code = |member: &str, target: &str| {
        let body = format!(
            r#"{{"continuation_token":"canary-ct-code","challenge_type":"oob","challenge_channel":"by canary post",
            "{member}":"{target}","code_length":8}}"#
        );
        Reply::json(200, &body)
    };
    let token = |token: &str| Reply::json(200, &format!(r#"{{"continuation_token":"{token}"}}"#));
    let wrong_code = || refused(r#""error":"invalid_grant","suberror":"invalid_oob_value""#);
    let blocked = || refused(r#""error":"access_denied","suberror":"provider_blocked_by_rep""#);
    let id_token = planted_id_token();
    let tokens = &format!(
        r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"canary-at","refresh_token":"canary-rt",
        "id_token":"{id_token}"}}"#
    );
    vec![
        // The reset.
        token("canary-ct-1"),
        code("challenge_target_label", HINT),
        wrong_code(),
        token("canary-ct-2"),
        refused(r#""error":"invalid_grant","suberror":"password_banned""#),
        token("canary-ct-3"),
        Reply::json(200, r#"{"status":"in_progress"}"#),
        Reply::json(200, r#"{"status":"canary status"}"#),
        Reply::json(
            200,
            r#"{"status":"failed","continuation_token":"canary-ct-4"}"#,
        ),
        token("canary-ct-5"),
        Reply::json(
            200,
            r#"{"status":"succeeded","continuation_token":"canary-ct-6"}"#,
        ),
        // The second factor.
        refused(
            r#""error":"invalid_grant","suberror":"mfa_required","continuation_token":"canary-ct-7""#,
        ),
        methods("canary-ct-8"),
        blocked(),
        code("challenge_target_label", HINT),
        wrong_code(),
        // The registration.
        refused(
            r#""error":"invalid_grant","suberror":"registration_required","continuation_token":"canary-ct-9""#,
        ),
        methods("canary-ct-10"),
        refused(r#""error":"invalid_request","error_codes":[901001]"#),
        blocked(),
        code("challenge_target", CONTACT),
        wrong_code(),
        token("canary-ct-11"),
        Reply::json(200, tokens),
        // The browser, in a flow of its own.
        Reply::json(
            200,
            &format!(r#"{{"challenge_type":"redirect","redirect_reason":"ask {USERNAME}"}}"#),
        ),
    ]
}

pub(crate) async fn walk(client: &Client, seen: &Diagnostics) -> Result<(), Error> {
    let request = || ResetPassword {
        username: USERNAME.to_owned(),
        ..ResetPassword::default()
    };
    seen.add(&format!("{:?}", request()));
    let mut step = client.reset_password(request()).await?;
    let (mut refusals, mut steps) = (0, Vec::new());
    loop {
        seen.add(&format!("{step:?} {step:#?}"));
        steps.push(step.name());
        let action = match &step {
            Step::CodeRequired { state } => {
                let target = match state.purpose() {
                    CodePurpose::Registration => CONTACT,
                    _ => HINT,
                };
                assert_eq!(
                    state.target(),
                    Some(target),
                    "what is for the person is there"
                );
                state.submit_code(CODE)
            }
            Step::PasswordRequired { state } => state.submit_password(NEW_PASSWORD),
            Step::MethodRequired { state } => {
                assert_eq!(state.methods()[0].hint(), Some(HINT));
                seen.add(&format!("{:?}", state.methods()));
                state.choose_method("canary-method")
            }
            Step::RegistrationRequired { state } => {
                seen.add(&format!("{:?}", state.methods()));
                seen.add_error(
                    &client
                        .run(state.register(CONTACT, CONTACT))
                        .await
                        .unwrap_err(),
                );
                state.register("canary-method", CONTACT)
            }
            Step::SignedIn { .. } => break,
            other => panic!("{}", other.name()),
        };
        seen.add(&format!("{action:?}"));
        match client.run(action).await {
            Ok(next) => step = next,
            Err(error) => {
                refusals += 1;
                seen.add_error(&error);
                steps.pop();
            }
        }
    }
    assert_eq!(
        steps,
        [
            "code_required",
            "password_required",
            "method_required",
            "code_required",
            "registration_required",
            "code_required",
            "signed_in"
        ]
    );
    assert_eq!(refusals, 9, "every refusal was met");
    let step = client.reset_password(request()).await?;
    seen.add(&format!("{step:?}"));
    assert!(
        matches!(step, Step::BrowserRequired { .. }),
        "{}",
        step.name()
    );
    Ok(())
}
