//! The words that Microsoft's own clients know at each endpoint, without any refinement.

use native_auth_wire::Endpoint::{
    Refresh, RegisterChallenge, RegisterContinue, ResetPasswordChallenge, ResetPasswordContinue,
    ResetPasswordPoll, ResetPasswordStart, ResetPasswordSubmit, SignInChallenge, SignInInitiate,
    SignInIntrospect, SignUpChallenge, SignUpContinue, SignUpStart, Token,
};

use super::{Row, row};

#[rustfmt::skip] // A table: one row a line.
pub(super) const ROWS: &[Row] = &[
    row(&[SignUpStart], "invalid_grant", "", 0, "grant_refused"),
    row(&[SignUpStart], "invalid_request", "", 0, "request_refused"),
    row(&[SignUpStart], "unauthorized_client", "", 0, "client_unknown"),
    row(&[SignUpStart], "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),
    row(&[SignUpStart], "user_already_exists", "", 0, "user_exists"),
    row(&[SignUpStart], "attributes_required", "", 0, "attributes_required_early"),
    row(&[SignUpStart], "unsupported_auth_method", "", 0, "authentication_method_unsupported"),

    row(&[SignUpChallenge], "invalid_request", "", 0, "request_refused"),
    row(&[SignUpChallenge], "unauthorized_client", "", 0, "client_unknown"),
    row(&[SignUpChallenge], "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),
    row(&[SignUpChallenge], "expired_token", "", 0, "continuation_token_expired"),

    row(&[SignUpContinue], "invalid_request", "", 0, "request_refused"),
    row(&[SignUpContinue], "unauthorized_client", "", 0, "client_unknown"),
    row(&[SignUpContinue], "invalid_grant", "", 0, "grant_refused"),
    row(&[SignUpContinue], "expired_token", "", 0, "continuation_token_expired"),
    row(&[SignUpContinue], "user_already_exists", "", 0, "user_exists"),
    row(&[SignUpContinue], "attributes_required", "", 0, "attributes_step_incomplete"),
    row(&[SignUpContinue], "verification_required", "", 0, "verification_required"),
    row(&[SignUpContinue], "credential_required", "", 0, "credential_step_incomplete"),

    row(&[SignInInitiate], "invalid_request", "", 0, "request_refused"),
    row(&[SignInInitiate], "unauthorized_client", "", 0, "client_unknown"),
    row(&[SignInInitiate], "user_not_found", "", 0, "user_not_found"),
    row(&[SignInInitiate], "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),

    row(&[SignInChallenge], "invalid_request", "", 0, "request_refused"),
    row(&[SignInChallenge], "unauthorized_client", "", 0, "client_unknown"),
    row(&[SignInChallenge], "invalid_grant", "", 0, "continuation_token_refused"),
    row(&[SignInChallenge], "expired_token", "", 0, "continuation_token_expired"),
    row(&[SignInChallenge], "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),
    row(&[SignInChallenge], "access_denied", "", 0, "access_denied"),

    row(&[SignInIntrospect], "invalid_request", "", 0, "request_refused"),
    row(&[SignInIntrospect], "expired_token", "", 0, "continuation_token_expired"),

    row(&[Token, Refresh], "invalid_request", "", 0, "request_refused"),
    row(&[Token, Refresh], "unauthorized_client", "", 0, "client_unknown"),
    row(&[Token, Refresh], "invalid_client", "", 0, "client_refused"),
    row(&[Token], "invalid_grant", "", 0, "grant_refused"),
    row(&[Refresh], "invalid_grant", "", 0, "refresh_refused"),
    row(&[Token, Refresh], "expired_token", "", 0, "continuation_token_expired"),
    row(&[Token, Refresh], "expired_refresh_token", "", 0, "refresh_token_expired"),
    row(&[Token, Refresh], "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),
    row(&[Token, Refresh], "invalid_scope", "", 0, "scope_invalid"),
    row(&[Token, Refresh], "authorization_pending", "", 0, "authorization_pending"),
    row(&[Token, Refresh], "slow_down", "", 0, "slow_down"),
    row(&[Token, Refresh], "user_not_found", "", 0, "user_not_found"),

    row(&[RegisterChallenge], "invalid_request", "", 0, "request_refused"),
    row(&[RegisterChallenge], "access_denied", "", 0, "access_denied"),

    row(&[RegisterContinue], "invalid_grant", "", 0, "grant_refused"),

    row(&[ResetPasswordStart], "invalid_request", "", 0, "request_refused"),
    row(&[ResetPasswordStart], "unauthorized_client", "", 0, "client_unknown"),
    row(&[ResetPasswordStart], "user_not_found", "", 0, "user_not_found"),
    row(&[ResetPasswordStart], "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),

    row(&[ResetPasswordChallenge], "invalid_request", "", 0, "request_refused"),
    row(&[ResetPasswordChallenge], "unauthorized_client", "", 0, "client_unknown"),
    row(&[ResetPasswordChallenge], "expired_token", "", 0, "continuation_token_expired"),
    row(&[ResetPasswordChallenge], "unsupported_challenge_type", "", 0, "challenge_type_unsupported"),

    row(&[ResetPasswordContinue], "invalid_request", "", 0, "request_refused"),
    row(&[ResetPasswordContinue], "unauthorized_client", "", 0, "client_unknown"),
    row(&[ResetPasswordContinue], "invalid_grant", "", 0, "grant_refused"),
    row(&[ResetPasswordContinue], "expired_token", "", 0, "continuation_token_expired"),
    row(&[ResetPasswordContinue], "verification_required", "", 0, "verification_required"),

    row(&[ResetPasswordSubmit], "invalid_request", "", 0, "request_refused"),
    row(&[ResetPasswordSubmit], "unauthorized_client", "", 0, "client_unknown"),
    row(&[ResetPasswordSubmit], "expired_token", "", 0, "continuation_token_expired"),
    row(&[ResetPasswordSubmit], "invalid_grant", "", 0, "grant_refused"),

    row(&[ResetPasswordPoll], "invalid_grant", "", 0, "grant_refused"),
    row(&[ResetPasswordPoll], "invalid_request", "", 0, "request_refused"),
    row(&[ResetPasswordPoll], "unauthorized_client", "", 0, "client_unknown"),
    row(&[ResetPasswordPoll], "expired_token", "", 0, "continuation_token_expired"),
    row(&[ResetPasswordPoll], "user_not_found", "", 0, "user_not_found"),
];
