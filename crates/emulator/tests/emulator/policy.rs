//! A tenant's policy as it is written in a file, and what is said of a wrong one.

use native_auth_emulator::{BlockedAnswer, Channel, Config, ConfigError, MfaMode};

const TENANT: &str = r#"
[[tenants]]
name = "fabrikam"
tenant_id = "0f6d4d2c-8a0e-4c39-9a3e-6a6f2b1c7d10"
extensions_app_id = "5b0a4c8e-1d5f-4a6e-8b7c-2f9d3e1a6c40"
"#;

/// The file with this after its first five lines, so that the first of these is line 6.
fn read(rest: &str) -> Result<Config, ConfigError> {
    Config::from_toml_str(&format!("{TENANT}{rest}"))
}

#[test]
fn a_whole_policy_can_be_written() {
    let config = read(
        r#"
        [tenants.password_reset]
        poll_interval_seconds = 5
        not_started_polls = 1
        in_progress_polls = 2
        delay_seconds = 30
        failures = 1

        [[tenants.blocked_methods]]
        channel = "sms"
        prefix = "+882"
        answer = "provider_blocked_by_rep"

        [[tenants.blocked_methods]]
        channel = "email"
        answer = "redirect"

        [[tenants.user_flows]]
        name = "customers"
        method = "password"

        [[tenants.apps]]
        name = "shop"
        client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b"
        user_flow = "customers"

        [[tenants.apps]]
        name = "bank"
        client_id = "7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4c"
        user_flow = "customers"
        mfa = "required"
        mfa_methods = ["sms"]
        registration = false
        "#,
    )
    .unwrap();
    let tenant = &config.tenants[0];
    let reset = &tenant.password_reset;
    assert!(reset.enabled);
    assert_eq!(
        (
            reset.poll_interval_seconds,
            reset.not_started_polls,
            reset.in_progress_polls,
            reset.delay_seconds,
            reset.failures
        ),
        (5, 1, 2, 30, 1)
    );
    let blocked = &tenant.blocked_methods;
    assert_eq!(blocked[0].answer, BlockedAnswer::ProviderBlockedByRep);
    assert_eq!(
        (blocked[0].channel, &*blocked[0].prefix),
        (Channel::Sms, "+882")
    );
    assert_eq!(
        (blocked[1].channel, &*blocked[1].prefix),
        (Channel::Email, "")
    );
    let [shop, bank] = &tenant.apps[..] else {
        panic!("two apps");
    };
    assert_eq!((shop.mfa, shop.registration), (MfaMode::Off, true));
    assert_eq!(shop.mfa_methods, [Channel::Email, Channel::Sms]);
    assert_eq!((bank.mfa, bank.registration), (MfaMode::Required, false));
    assert_eq!(bank.mfa_methods, [Channel::Sms]);
}

#[test]
fn places_to_call_are_checked_before_the_start() {
    for (text, field, line) in [
        ("[smtp]\nurl = \"http://127.0.0.1\"", "smtp.url", 2),
        (
            "[smtp]\nurl = \"smtp://127.0.0.1\"\nfrom = \"nobody\"",
            "smtp.from",
            3,
        ),
        (
            "[smtp]\nurl = \"smtp://127.0.0.1\"\nport = 25",
            "smtp.port",
            3,
        ),
        ("trusted_roots_pem = \"no PEM\"", "trusted_roots_pem", 1),
    ] {
        let error = Config::from_toml_str(text).unwrap_err();
        assert_eq!(
            (error.field(), error.line()),
            (field, Some(line)),
            "{error}"
        );
    }
    let good = "[smtp]\nurl = \"smtp://127.0.0.1:2525\"\nfrom = \"a@b.example\"";
    let config = Config::from_toml_str(good).unwrap();
    // The address is somebody's.
    assert!(!format!("{config:?}").contains("a@b.example"));
}

#[test]
fn a_wrong_policy_is_named_by_field_and_line() {
    let app = "[[tenants.apps]]\nname = \"shop\"\n\
               client_id = \"7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b\"\n";
    let flow = "[[tenants.user_flows]]\nname = \"f\"\nmethod = \"otp\"\n";
    let flows = |count: usize| {
        let one = |n| format!("[[tenants.user_flows]]\nname = \"f{n}\"\nmethod = \"otp\"\n");
        (0..count).map(one).collect::<String>()
    };
    assert!(read(&flows(10)).is_ok());
    let app_with = |line: &str| format!("{flow}{app}user_flow = \"f\"\n{line}\n");
    for (rest, field, line, words) in [
        (
            flows(11),
            "tenants[0].user_flows[10]",
            36,
            "at most 10 user flows",
        ),
        (
            "[tenants.password_reset]\npoll_interval_seconds = 0".to_owned(),
            "tenants[0].password_reset.poll_interval_seconds",
            7,
            "at least 1",
        ),
        (
            "[tenants.password_reset]\nenabled = \"yes\"".to_owned(),
            "tenants[0].password_reset.enabled",
            7,
            "boolean",
        ),
        (
            app_with("mfa = \"sometimes\""),
            "tenants[0].apps[0].mfa",
            13,
            "sometimes",
        ),
        (
            app_with("mfa = \"required\"\nmfa_methods = []"),
            "tenants[0].apps[0].mfa_methods",
            14,
            "email, sms or both",
        ),
        (
            app_with("mfa_methods = [\"sms\",\n\"sms\"]"),
            "tenants[0].apps[0].mfa_methods[1]",
            14,
            "twice",
        ),
        (
            app_with("mfa_methods = [\"pigeon\"]"),
            "tenants[0].apps[0].mfa_methods[0]",
            13,
            "pigeon",
        ),
        (
            format!("{flow}{app}user_flow = \"g\""),
            "tenants[0].apps[0].user_flow",
            12,
            "no user flow",
        ),
        (
            format!("{flow}{app}user_flow = [\"f\", \"f\"]"),
            "tenants[0].apps[0].user_flow",
            12,
            "string",
        ),
        // Without any, the app itself is shown.
        (format!("{flow}{app}"), "tenants[0].apps[0]", 9, "user_flow"),
        (
            "[[tenants.blocked_methods]]\nchannel = \"sms\"\nanswer = \"silence\"".to_owned(),
            "tenants[0].blocked_methods[0].answer",
            8,
            "silence",
        ),
        (
            "[[tenants.authentication_contexts]]\nid = \"c0\"".to_owned(),
            "tenants[0].authentication_contexts[0].id",
            7,
            "c1 to c99",
        ),
        (
            "[tenants.tokens]\naccess_token_max_seconds = 60".to_owned(),
            "tenants[0].tokens.access_token_max_seconds",
            7,
            "access_token_min_seconds",
        ),
        (
            app_with("[tenants.apps.tokens]\nid_token_claims = { oid = \"x\" }"),
            "tenants[0].apps[0].tokens.id_token_claims.oid",
            14,
            "take another",
        ),
        (
            format!("{flow}languages = [\"en\", \"tlh\"]"),
            "tenants[0].user_flows[0].languages[1]",
            9,
            "en, nb, de, fr, es",
        ),
        (
            app_with("redirect_uris = [\"msal1://auth\", \"https://a.example/#x\"]"),
            "tenants[0].apps[0].redirect_uris[1]",
            13,
            "without a fragment",
        ),
        (
            app_with("redirect_uris = [\"msal1://auth\"]\nspa_redirect_uris = [\"msal1://auth\"]"),
            "tenants[0].apps[0].spa_redirect_uris[0]",
            14,
            "twice",
        ),
        (
            "[[tenants.extensions]]\nevent = \"otp_send\"\nurl = \"http://example.com/\"\n\
             app_id = \"7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b\""
                .to_owned(),
            "tenants[0].extensions[0].url",
            8,
            "https address",
        ),
        (
            app_with(
                "[[tenants.extensions]]\nevent = \"otp_send\"\nurl = \"https://a.example/\"\n\
                 app_id = \"7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b\"\n\
                 [[tenants.extensions]]\nevent = \"otp_send\"\nurl = \"https://b.example/\"\n\
                 app_id = \"7e2c9f1a-3b4d-4e5f-8a6b-9c0d1e2f3a4b\"\napps = [\"shop\"]",
            ),
            "tenants[0].extensions[1].event",
            18,
            "an app has one",
        ),
    ] {
        let error = read(&rest).unwrap_err();
        let said = error.to_string();
        assert_eq!((error.field(), error.line()), (field, Some(line)), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(said.contains(&format!("line {line}")), "{said}");
    }
}
