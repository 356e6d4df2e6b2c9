//! The error tables of the endpoints.

use native_auth_wire::Endpoint::{
    self, Refresh, RegisterChallenge, RegisterContinue, RegisterIntrospect, ResetPasswordContinue,
    ResetPasswordPoll, ResetPasswordStart, ResetPasswordSubmit, SignInChallenge, SignInInitiate,
    SignInIntrospect, SignUpChallenge, SignUpContinue, SignUpStart, Token,
};

use super::{ALL, CHECKED, FLOW, Row, SENT, START, row};

/// Where a new password may be refused. The last of them by the enums of Microsoft's clients.
const NEW_PASSWORD: &[Endpoint] = &[
    SignUpStart,
    SignUpContinue,
    ResetPasswordSubmit,
    ResetPasswordPoll,
];
const SIGN_UP: &[Endpoint] = &[SignUpStart, SignUpContinue];
const METHOD: &[Endpoint] = &[SignInChallenge, RegisterChallenge];

#[rustfmt::skip] // A table: one row a line.
pub(super) const ROWS: &[Row] = &[
    // Any endpoint.
    row(START, "invalid_request", "", 90100, "username_invalid"),
    row(FLOW, "invalid_request", "", 90100, "parameter_invalid"),
    row(&[Refresh], "invalid_request", "", 90100, "parameter_invalid"),
    row(ALL, "invalid_request", "", 900_144, "parameter_missing"),
    row(ALL, "invalid_request", "", 90014, "parameter_missing"),
    row(ALL, "invalid_request", "", 901_007, "challenge_type_lacks_redirect"),
    row(ALL, "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),
    row(ALL, "invalid_request", "", 55200, "continuation_token_invalid"),
    row(ALL, "invalid_request", "", 55000, "continuation_token_invalid"),
    row(&[SignUpChallenge, SignInChallenge], "invalid_grant", "", 0, "continuation_token_refused"),
    row(ALL, "expired_token", "", 552_003, "continuation_token_expired"),
    row(ALL, "expired_token", "", 552_001, "continuation_token_expired"),
    row(ALL, "expired_token", "", 55112, "continuation_token_expired"),
    row(ALL, "invalid_client", "nativeauthapi_disabled", 0, "native_authentication_disabled"),
    row(ALL, "invalid_client", "", 7_000_218, "public_client_flow_off"),
    row(ALL, "unauthorized_client", "", 700_016, "client_unknown"),
    row(ALL, "invalid_request", "", 90002, "tenant_unknown"),
    row(ALL, "invalid_tenant", "", 90002, "tenant_unknown"),
    row(ALL, "server_error", "", 90006, "server_transient"),
    row(ALL, "server_error", "", 90024, "server_transient"),
    row(ALL, "server_error", "", 0, "server_error"),
    row(ALL, "temporarily_unavailable", "", 0, "server_busy"),
    // Sign-up: start and continue.
    row(SIGN_UP, "user_already_exists", "", 1_003_037, "user_exists"),
    row(SIGN_UP, "user_already_exists", "", 399_246, "user_exists"),
    row(NEW_PASSWORD, "invalid_grant", "password_too_weak", 399_246, "password_too_weak"),
    row(NEW_PASSWORD, "invalid_grant", "password_too_short", 399_246, "password_too_short"),
    row(NEW_PASSWORD, "invalid_grant", "password_too_long", 399_246, "password_too_long"),
    row(NEW_PASSWORD, "invalid_grant", "password_recently_used", 399_246, "password_recently_used"),
    row(NEW_PASSWORD, "invalid_grant", "password_banned", 399_246, "password_banned"),
    row(NEW_PASSWORD, "invalid_grant", "password_is_invalid", 399_246, "password_invalid"),
    row(NEW_PASSWORD, "invalid_grant", "password_too_short", 0, "password_too_short"), // the numbers are documented for one only
    row(SIGN_UP, "invalid_grant", "attribute_validation_failed", 0, "attributes_invalid"),
    row(&[SignUpStart], "attributes_required", "", 0, "attributes_required_early"),
    row(START, "unsupported_auth_method", "", 0, "authentication_method_unsupported"),
    row(START, "auth_not_supported", "", 0, "authentication_method_unsupported"),
    // Sign-up: continue. The steps forward are here without what is needed to take them.
    row(&[SignUpContinue], "credential_required", "", 55103, "credential_step_incomplete"),
    row(&[SignUpContinue], "attributes_required", "", 55106, "attributes_step_incomplete"),
    row(&[SignUpContinue], "attributes_required", "", 55102, "attributes_step_incomplete"),
    row(&[SignUpContinue], "verification_required", "", 0, "verification_required"),
    row(&[SignUpContinue], "invalid_grant", "", 0, "grant_refused"),
    row(&[SignUpContinue], "invalid_request", "", 0, "request_refused"), // no e-mail codes in this tenant
    row(SENT, "invalid_request", "", 701_014, "too_many_codes"), // its word is not documented
    row(SENT, "invalid_grant", "", 701_014, "too_many_codes"),
    row(CHECKED, "invalid_grant", "invalid_oob_value", 50181, "code_invalid"),
    row(CHECKED, "invalid_grant", "invalid_oob_value", 50182, "code_expired"),
    row(CHECKED, "invalid_grant", "invalid_oob_value", 50184, "code_wrong"),
    row(CHECKED, "invalid_grant", "invalid_oob_value", 501_811, "code_unknown"),
    // Sign-in.
    row(&[SignInInitiate], "user_not_found", "", 50034, "user_not_found"),
    row(METHOD, "access_denied", "provider_blocked_by_rep", 550_024, "method_blocked_by_reputation"),
    row(METHOD, "access_denied", "provider_blocked_by_admin", 0, "method_blocked_by_administrator"),
    row(&[SignInIntrospect], "invalid_request", "", 0, "request_refused"),
    row(&[SignInIntrospect], "invalid_client", "", 0, "client_refused"),
    // Tokens. The two steps forward are here without the token that they need.
    row(&[Token], "invalid_grant", "mfa_required", 50076, "second_factor_required"),
    row(&[Token], "invalid_grant", "registration_required", 50072, "registration_required"),
    row(&[Token], "invalid_grant", "registration_required", 50079, "registration_required"),
    row(&[Token], "invalid_grant", "", 50126, "credentials_invalid"),
    row(&[Token], "invalid_grant", "", 50182, "code_expired"),
    row(&[Token], "invalid_request", "", 50142, "password_change_required"),
    row(&[Token], "invalid_grant", "", 50034, "user_vanished"),
    row(&[Token], "invalid_grant", "", 50053, "account_locked"),
    row(&[Token], "invalid_grant", "", 50055, "password_expired"),
    row(&[Token], "invalid_grant", "", 50057, "account_disabled"),
    row(&[Token], "invalid_grant", "", 53003, "conditional_access_blocked"),
    row(&[Token], "access_denied", "", 53003, "conditional_access_blocked"),
    row(&[Token], "invalid_grant", "", 65001, "consent_missing"),
    row(&[Refresh], "invalid_grant", "", 70008, "refresh_token_expired"),
    row(&[Token, Refresh], "invalid_grant", "", 700_082, "refresh_token_inactive"),
    row(&[Token, Refresh], "invalid_grant", "", 700_084, "refresh_token_life_over"),
    row(&[Token, Refresh], "invalid_grant", "", 50173, "refresh_token_revoked"),
    row(&[Refresh], "invalid_grant", "bad_token", 50173, "refresh_token_revoked"),
    row(&[Token], "invalid_grant", "", 54005, "authorization_code_used"),
    row(&[Token], "invalid_request", "", 400_002, "method_not_valid_for_user"),
    row(&[Token, Refresh], "invalid_scope", "", 70011, "scope_invalid"),
    row(&[Token, Refresh], "unsupported_grant_type", "", 70003, "grant_type_unsupported"),
    // Registration.
    row(&[RegisterIntrospect], "invalid_request", "", 0, "request_refused"),
    row(&[RegisterChallenge], "invalid_request", "", 901_001, "contact_invalid"),
    row(&[RegisterContinue], "invalid_grant", "invalid_oob_value", 0, "code_invalid"),
    // Reset.
    row(&[ResetPasswordStart], "user_not_found", "", 50034, "user_not_found"),
    row(&[ResetPasswordStart], "invalid_request", "", 500_222, "password_reset_not_possible"),
    row(&[ResetPasswordContinue], "verification_required", "", 0, "verification_required"),
    row(&[ResetPasswordPoll], "user_not_found", "", 0, "user_not_found"),
    // Refresh: what the silent path says when the person is needed.
    row(&[Refresh], "invalid_grant", "basic_action", 50076, "refresh_needs_second_factor"),
    row(&[Refresh], "invalid_grant", "additional_action", 50079, "refresh_needs_registration"),
    row(&[Refresh], "invalid_grant", "", 50142, "refresh_needs_new_password"),
    row(&[Refresh], "invalid_grant", "user_password_expired", 50055, "refresh_password_expired"),
    row(&[Refresh], "invalid_grant", "message_only", 53003, "refresh_blocked"),
    row(&[Refresh], "invalid_grant", "consent_required", 65001, "consent_missing"),
    row(&[Refresh], "invalid_grant", "token_expired", 70008, "refresh_token_expired"),
    row(&[Refresh], "invalid_grant", "protection_policy_required", 0, "refresh_refused"),
    row(&[Refresh], "invalid_grant", "client_mismatch", 0, "refresh_refused"),
    row(&[Refresh], "invalid_grant", "device_authentication_failed", 0, "refresh_refused"),
    row(&[Refresh], "interaction_required", "", 0, "refresh_refused"),
];
