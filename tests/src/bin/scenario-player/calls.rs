//! The commands.

use std::time::Duration;

use native_auth::{
    Account, AccountEvents, AccountId, Action, Attributes, AuthenticationMethod, Client, Error,
    ResetPassword, SealingKey, Secret, SignIn, SignUp, Step, StepUp, TokenRequest,
    check_new_password,
};
use serde_json::{Value, json};

use crate::words::word;
use crate::{Failure, answers, events, storage};

/// What a player keeps from command to command.
#[derive(Default)]
pub(crate) struct Stand {
    client: Option<Client>,
    step: Option<Step>,
    account: Option<Account>,
    events: Option<AccountEvents>,
}

/// What a command came to, if the player itself did not fail.
enum Came {
    To(Step),
    Answer(Value),
    /// To an action that has to be run.
    Action(Action),
}

impl Stand {
    /// Does what the command says, and gives the answer.
    pub(crate) async fn obey(&mut self, call: &str, with: &Value) -> Result<Value, Failure> {
        let came = match self.carry_out(call, with).await? {
            Ok(Came::Action(action)) => {
                let run = self.client()?.run(action).await;
                run.map(Came::To)
            }
            other => other,
        };
        Ok(match came {
            Ok(Came::To(step)) => {
                let answer = answers::step(&step);
                if let Step::SignedIn { account } = &step {
                    self.account = Some(account.clone());
                }
                self.step = Some(step);
                answer
            }
            Ok(Came::Answer(answer)) => answer,
            Ok(Came::Action(_)) => return Err("an action that was not run".into()),
            Err(error) => json!({ "error": answers::error(&error) }),
        })
    }

    async fn carry_out(
        &mut self,
        call: &str,
        with: &Value,
    ) -> Result<Result<Came, Error>, Failure> {
        if call == "client" {
            return Ok(storage::client(with)?.map(|client| {
                self.client = Some(client);
                Came::Answer(answers::done())
            }));
        }
        if let Some(came) = self.of_state(call, with)? {
            return Ok(Ok(came));
        }
        match call {
            "access_token" | "peek_token" | "claims" | "step_up" | "sign_out" => {
                self.of_account(call, with).await
            }
            _ => self.of_client(call, with).await,
        }
    }

    /// A command of a state; `None` if it is none.
    fn of_state(&self, call: &str, with: &Value) -> Result<Option<Came>, Failure> {
        let misplaced = || Came::Answer(json!({ "misplaced": true }));
        let come = |action: Option<Option<Action>>| match action {
            Some(Some(action)) => Came::Action(action),
            Some(None) => Came::Answer(answers::nothing()),
            None => misplaced(),
        };
        let action = match (call, &self.step) {
            ("submit_code", Some(Step::CodeRequired { state })) => {
                Some(Some(state.submit_code(text(with, "code")?)))
            }
            ("resend_code", Some(Step::CodeRequired { state })) => Some(Some(state.resend_code())),
            ("choose_another_method", Some(Step::CodeRequired { state })) => {
                Some(state.choose_another_method())
            }
            ("submit_password", Some(Step::PasswordRequired { state })) => {
                Some(Some(state.submit_password(text(with, "password")?)))
            }
            ("submit_attributes", Some(Step::AttributesRequired { state })) => {
                Some(Some(state.submit_attributes(attributes(&with["values"])?)))
            }
            ("validate", Some(Step::AttributesRequired { state })) => {
                let faults = state.validate(&attributes(&with["values"])?).into_iter();
                let faults = faults.map(|(name, fault)| (name, answers::fault(fault)));
                let faults: serde_json::Map<_, _> = faults.collect();
                return Ok(Some(Came::Answer(json!({ "faults": faults }))));
            }
            ("choose_method", Some(Step::MethodRequired { state })) => {
                Some(Some(state.choose_method(&method(with, state.methods())?)))
            }
            ("register", Some(Step::RegistrationRequired { state })) => {
                let id = method(with, state.methods())?;
                Some(Some(state.register(&id, text(with, "contact")?)))
            }
            ("sign_in_after", Some(Step::Completed { state })) => Some(state.sign_in()),
            (
                "submit_code"
                | "resend_code"
                | "choose_another_method"
                | "submit_password"
                | "submit_attributes"
                | "validate"
                | "choose_method"
                | "register"
                | "sign_in_after",
                _,
            ) => None,
            _ => return Ok(None),
        };
        Ok(Some(come(action)))
    }

    async fn of_account(
        &mut self,
        call: &str,
        with: &Value,
    ) -> Result<Result<Came, Error>, Failure> {
        let account = self.account.as_ref().ok_or("no account")?;
        let scopes = texts(with, "scopes")?;
        Ok(match call {
            "access_token" => {
                let usual = TokenRequest::default();
                let request = TokenRequest {
                    scopes,
                    minimum_ttl: with["minimum_ttl"]
                        .as_u64()
                        .map_or(usual.minimum_ttl, Duration::from_secs),
                    force_refresh: with["force_refresh"].as_bool().unwrap_or(false),
                    claims: optional(with, "claims"),
                    stale_in_outage: with["stale_in_outage"].as_bool().unwrap_or(false),
                    ..usual
                };
                account.access_token_with(request).await.map(|token| {
                    let token = json!({ "scopes": token.scopes(), "stale": token.is_stale() });
                    Came::Answer(json!({ "token": token }))
                })
            }
            "peek_token" => {
                let scopes: Vec<&str> = text(with, "scopes")?.split_ascii_whitespace().collect();
                let peeked = account.token_at_hand(&scopes);
                let peeked = peeked.map(|_| json!({ "peeked": true }));
                Ok(Came::Answer(peeked.unwrap_or_else(answers::nothing)))
            }
            "claims" => {
                let claims = account.claims().map(|claims| {
                    json!({ "claims": {
                        "name": claims.name(),
                        "preferred_username": claims.preferred_username(),
                        "email": claims.email(),
                    } })
                });
                Ok(Came::Answer(claims.unwrap_or_else(answers::nothing)))
            }
            "step_up" => {
                let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
                let request = StepUp {
                    password: optional(with, "password").map(Secret::from),
                    try_refresh: with["try_refresh"].as_bool().unwrap_or(true),
                    ..StepUp::from_claims(text(with, "claims")?, &scopes)
                };
                account.step_up(request).await.map(Came::To)
            }
            _ => account
                .sign_out()
                .await
                .map(|()| Came::Answer(answers::done())),
        })
    }

    async fn of_client(
        &mut self,
        call: &str,
        with: &Value,
    ) -> Result<Result<Came, Error>, Failure> {
        let client = self.client()?.clone();
        Ok(match call {
            "sign_in" => client.sign_in(sign_in(with)?).await.map(Came::To),
            "sign_up" => client.sign_up(sign_up(with)?).await.map(Came::To),
            "reset_password" => {
                let usual = ResetPassword::default();
                let request = ResetPassword {
                    username: text(with, "username")?.to_owned(),
                    sign_in: with["sign_in"].as_bool().unwrap_or(usual.sign_in),
                    scopes: texts(with, "scopes")?,
                    ..usual
                };
                client.reset_password(request).await.map(Came::To)
            }
            "suspend" => {
                let (step, file) = (self.step.as_ref().ok_or("no step")?, text(with, "file")?);
                let key = SealingKey::generate();
                match client.suspend(step, &key) {
                    Ok(sealed) => {
                        std::fs::write(file, sealed)?;
                        std::fs::write(format!("{file}.key"), key.expose())?;
                        Ok(Came::Answer(answers::done()))
                    }
                    Err(error) => Err(error),
                }
            }
            "resume" => {
                let file = text(with, "file")?;
                let sealed = std::fs::read(file)?;
                let key = SealingKey::from_bytes(&std::fs::read(format!("{file}.key"))?);
                key.and_then(|key| client.resume(&sealed, &key))
                    .map(Came::To)
            }
            "accounts" => client
                .accounts()
                .await
                .map(|accounts| Came::Answer(json!({ "accounts": answers::accounts(&accounts) }))),
            "account" => {
                let found = client.account(&id(with)?).await;
                found.map(|account| self.found(account))
            }
            "account_by_username" => {
                let found = client.account_by_username(text(with, "username")?).await;
                found.map(|account| self.found(account))
            }
            "remove_account" => {
                let removed = client.remove_account(&id(with)?).await;
                removed.map(|()| Came::Answer(answers::done()))
            }
            "observe" => {
                self.events = Some(client.account_events());
                Ok(Came::Answer(answers::done()))
            }
            "events" => {
                let count = with["count"].as_u64().ok_or("no count")?;
                let events = self.events.as_mut().ok_or("nothing is observed")?;
                let taken = events::take(events, count).await;
                Ok(Came::Answer(json!({ "events": taken })))
            }
            "export_msal_cache" => match client.export_msal_cache().await {
                Ok(cache) => {
                    std::fs::write(text(with, "file")?, cache.expose())?;
                    Ok(Came::Answer(answers::done()))
                }
                Err(error) => Err(error),
            },
            "import_msal_cache" => {
                let cache = Secret::from(std::fs::read_to_string(text(with, "file")?)?);
                client.import_msal_cache(&cache).await.map(|imported| {
                    Came::Answer(json!({
                        "accounts": answers::accounts(&imported.accounts),
                        "skipped": imported.skipped,
                        "malformed": imported.malformed,
                    }))
                })
            }
            "check_new_password" => {
                let fault = check_new_password(text(with, "password")?).err();
                let fault = fault.map(|fault| json!({ "fault": word(fault) }));
                Ok(Came::Answer(fault.unwrap_or_else(answers::nothing)))
            }
            other => return Err(format!("no command {other}").into()),
        })
    }

    fn found(&mut self, account: Option<Account>) -> Came {
        let Some(account) = account else {
            return Came::Answer(answers::nothing());
        };
        let answer = json!({ "account": answers::account(account.id()) });
        self.account = Some(account);
        Came::Answer(answer)
    }

    fn client(&self) -> Result<&Client, Failure> {
        self.client.as_ref().ok_or_else(|| "no client".into())
    }
}

fn sign_in(with: &Value) -> Result<SignIn, Failure> {
    Ok(SignIn {
        username: text(with, "username")?.to_owned(),
        password: optional(with, "password").map(Secret::from),
        scopes: texts(with, "scopes")?,
        claims: optional(with, "claims"),
        ..SignIn::default()
    })
}

fn sign_up(with: &Value) -> Result<SignUp, Failure> {
    let usual = SignUp::default();
    Ok(SignUp {
        username: text(with, "username")?.to_owned(),
        password: optional(with, "password").map(Secret::from),
        attributes: attributes(&with["attributes"])?,
        sign_in: with["sign_in"].as_bool().unwrap_or(usual.sign_in),
        scopes: texts(with, "scopes")?,
        ..usual
    })
}

fn text<'a>(with: &'a Value, name: &str) -> Result<&'a str, Failure> {
    with[name]
        .as_str()
        .ok_or_else(|| format!("no {name}").into())
}

fn optional(with: &Value, name: &str) -> Option<String> {
    with[name].as_str().map(str::to_owned)
}

fn texts(with: &Value, name: &str) -> Result<Vec<String>, Failure> {
    let values = with[name].as_array().map(Vec::as_slice).unwrap_or_default();
    let texts: Option<_> = values
        .iter()
        .map(|value| value.as_str().map(str::to_owned))
        .collect();
    texts.ok_or_else(|| format!("{name} are no texts").into())
}

fn attributes(values: &Value) -> Result<Attributes, Failure> {
    let mut attributes = Attributes::new();
    for (name, value) in values.as_object().into_iter().flatten() {
        attributes = match value {
            Value::String(text) => attributes.with(name, text),
            Value::Bool(yes) => attributes.with(name, *yes),
            other => attributes.with(name, other.as_i64().ok_or("no value of an attribute")?),
        };
    }
    Ok(attributes)
}

/// The id that the command names, or that of the method at its index.
fn method(with: &Value, methods: &[AuthenticationMethod]) -> Result<String, Failure> {
    if let Some(id) = with["id"].as_str() {
        return Ok(id.to_owned());
    }
    let index = with["index"].as_u64().ok_or("neither index nor id")?;
    let method = methods
        .get(usize::try_from(index)?)
        .ok_or("no method there")?;
    Ok(method.id().to_owned())
}

fn id(with: &Value) -> Result<AccountId, Failure> {
    Ok(AccountId::new(
        text(with, "tenant_id")?,
        text(with, "object_id")?,
    ))
}
