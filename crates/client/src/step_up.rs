//! A stronger sign-in of an account, because an API or a policy wants it.

use std::fmt;

use native_auth_core::error::catalogue;
use native_auth_core::{Error, Recovery};
use native_auth_wire::{ClaimsChallenge, Secret};

use crate::client::correlation_id;
use crate::refresh;
use crate::{Account, Result, Step, TokenRequest};

/// What an account has to prove more than it did, and for what.
///
/// Made of what an API or a refresh said, and of the scopes of the token that was not enough; the other fields may be
/// set:
///
/// ```
/// # fn main() -> native_auth::Result<()> {
/// use native_auth::StepUp;
///
/// let header = r#"Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19""#;
/// let step_up = StepUp::from_challenge(header, &["api://contoso-api/Read"])?;
/// assert_eq!(step_up.claims, r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#);
/// # Ok(())
/// # }
/// ```
///
/// `Debug` shows neither the claims request nor the user name.
#[derive(Clone)]
pub struct StepUp {
    /// An OpenID Connect claims request: a JSON object as text.
    pub claims: String,
    /// What the access token shall be for: the scopes of the token that the API refused. None at all means those of the
    /// sign-in.
    pub scopes: Vec<String>,
    /// The user name to sign in with; by default the one that the account's ID token tells.
    pub username: Option<String>,
    /// The password, if the app has asked for it already. It is dropped if the server wants a code instead.
    pub password: Option<Secret>,
    /// Whether to try a refresh with the claims first, which asks the person for nothing. True by default. A service that
    /// answers such a refresh without meeting the claims is left out by turning it off.
    pub try_refresh: bool,
}

impl StepUp {
    /// What an API asks for with HTTP 401: `www_authenticate` is its `WWW-Authenticate` header as it came (RFC 9110,
    /// section 11.6.1), with a `Bearer` challenge whose `error` is `insufficient_claims` or absent and whose `claims`
    /// are in base64.
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::ErrorKind::Misuse) if the header holds no such challenge.
    pub fn from_challenge(www_authenticate: &str, scopes: &[&str]) -> Result<Self> {
        let challenge = ClaimsChallenge::find(www_authenticate)
            .ok_or_else(|| Error::new(&catalogue::CLAIMS_CHALLENGE_MISSING))?;
        Ok(Self::from_claims(challenge.claims(), scopes))
    }

    /// What a refresh could not give: the claims of an error of [`Account::access_token`], and the scopes it was asked
    /// for.
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::ErrorKind::Misuse) if the error names no claims.
    pub fn from_error(error: &Error, scopes: &[&str]) -> Result<Self> {
        let claims = error
            .claims()
            .ok_or_else(|| Error::new(&catalogue::CLAIMS_CHALLENGE_MISSING))?;
        Ok(Self {
            // It has just been tried.
            try_refresh: false,
            ..Self::from_claims(claims, scopes)
        })
    }

    /// A claims request of the app's own.
    #[must_use]
    pub fn from_claims(claims: impl Into<String>, scopes: &[&str]) -> Self {
        Self {
            claims: claims.into(),
            scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
            username: None,
            password: None,
            try_refresh: true,
        }
    }
}

impl Account {
    /// Proves more: gets tokens with the claims that an API or a policy wants, by a refresh if that is enough, else by
    /// the steps of a sign-in at whose end the same account has to stand. The new access token then serves
    /// [`access_token`](Self::access_token), where it is asked for with the same scopes; no earlier one of this account
    /// does any more. What the account's own sign-in asked for stays what no scopes at all mean.
    ///
    /// # Errors
    ///
    /// [`SignInRequired`](crate::ErrorKind::SignInRequired) if the account has signed out, if its user name is not known
    /// or, in the end, belongs to another account (`another_account`). [`Misuse`](crate::ErrorKind::Misuse) for claims
    /// that are no JSON object. Besides, everything that a sign-in can meet: see
    /// [`Client::sign_in`](crate::Client::sign_in).
    pub async fn step_up(&self, request: StepUp) -> Result<Step> {
        let vault = &self.client().inner().vault;
        vault.load(self.key()).await?;
        let Some(of_sign_in) = vault.read(self.key(), |account| Some(account.asked.clone())) else {
            return Err(Error::new(&catalogue::ACCOUNT_SIGNED_OUT));
        };
        let mut claims = request.claims;
        if request.try_refresh {
            let wanted = TokenRequest {
                scopes: request.scopes.clone(),
                claims: Some(claims.clone()),
                ..TokenRequest::default()
            };
            match refresh::access_token(self.client(), self.key(), wanted).await {
                Ok(_) => {
                    return Ok(Step::SignedIn {
                        account: self.clone(),
                    });
                }
                Err(error) if error.recovery() == Recovery::SignInAgain => {
                    // The server may want more than the API does; the error names both.
                    claims = error.claims().map_or(claims, str::to_owned);
                }
                Err(error) => return Err(error),
            }
        }
        let correlation_id = correlation_id();
        let request = native_auth_core::StepUp {
            account: self.id().clone(),
            // It only opens the flow: who is signed in at its end is checked by identity.
            username: request
                .username
                .or_else(|| self.username())
                .ok_or_else(|| Error::new(&catalogue::USERNAME_UNKNOWN))?,
            password: request.password,
            scopes: if request.scopes.is_empty() {
                of_sign_in
            } else {
                request.scopes
            },
            claims,
        };
        let application = &self.client().inner().application;
        let action = native_auth_core::step_up(application, request, correlation_id)?;
        self.client().run(action).await
    }
}

impl fmt::Debug for StepUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepUp")
            .field("scopes", &self.scopes)
            .field("has_username", &self.username.is_some())
            .field("has_password", &self.password.is_some())
            .field("try_refresh", &self.try_refresh)
            .finish_non_exhaustive()
    }
}
