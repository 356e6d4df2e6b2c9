//! One question for each step that waits for somebody.

use native_auth::{
    Action, AttributesRequired, CodeRequired, Error, MethodRequired, PasswordRequired,
    RegistrationRequired, Step,
};
use tokio::task::block_in_place;

use super::{Another, Conversation};
use crate::answers::CodeAnswer;
use crate::failure::Failure;

impl Conversation {
    pub(super) async fn code(&mut self, state: &CodeRequired) -> Result<Step, Failure> {
        let another = match state.choose_another_method() {
            Some(_) => Another::Method,
            None => Another::No,
        };
        self.ask(another, |this, _| {
            this.report.code_required(state)?;
            let choose_another = state.choose_another_method();
            let answer = this.answers.code(choose_another.is_some())?;
            Ok(match (answer, choose_another) {
                (CodeAnswer::Code(code), _) => state.submit_code(code.expose()),
                (CodeAnswer::AnotherMethod, Some(choose_another)) => choose_another,
                (CodeAnswer::Resend | CodeAnswer::AnotherMethod, _) => state.resend_code(),
            })
        })
        .await
    }

    pub(super) async fn password(&mut self, state: &PasswordRequired) -> Result<Step, Failure> {
        self.ask(Another::No, |this, _| {
            this.report.password_required(state)?;
            Ok(state.submit_password(this.answers.password(state.purpose())?))
        })
        .await
    }

    pub(super) async fn attributes(&mut self, state: &AttributesRequired) -> Result<Step, Failure> {
        self.ask(Another::No, |this, refused| {
            let invalid = refused
                .and_then(Error::server)
                .map_or(&[][..], |problem| problem.invalid_attributes());
            this.report.attributes_required(state, invalid)?;
            let values = this.answers.attributes(state.attributes())?;
            Ok(state.submit_attributes(values))
        })
        .await
    }

    pub(super) async fn method(&mut self, state: &MethodRequired) -> Result<Step, Failure> {
        self.ask(Another::Method, |this, _| {
            this.report.method_required(state)?;
            let id = this.answers.method(state.methods())?;
            Ok(state.choose_method(&id))
        })
        .await
    }

    pub(super) async fn registration(
        &mut self,
        state: &RegistrationRequired,
    ) -> Result<Step, Failure> {
        self.ask(Another::Method, |this, _| {
            this.report.registration_required(state)?;
            let answer = this.answers.registration(state.methods())?;
            Ok(state.register(&answer.method, answer.contact.expose()))
        })
        .await
    }

    /// Asks for one thing until the server takes it. `question` gets what was refused last.
    async fn ask(
        &mut self,
        another: Another,
        mut question: impl FnMut(&mut Self, Option<&Error>) -> Result<Action, Failure>,
    ) -> Result<Step, Failure> {
        let mut refused = None;
        loop {
            // Nothing else runs here while the person thinks.
            let asked = block_in_place(|| question(self, refused.as_ref()));
            let action = asked.map_err(|failure| failure.after(refused.take()))?;
            match self.client.run(action).await {
                Ok(step) => return Ok(step),
                Err(error) => refused = Some(self.take_refusal(error, another)?),
            }
        }
    }
}
