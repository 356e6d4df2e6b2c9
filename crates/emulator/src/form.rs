//! The body of a protocol request.

use url::form_urlencoded;

use crate::problem::Problem;
use crate::refusals;

/// The fields of a form body, in order. Fields nobody asks for are ignored.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// A body of another content type has no fields: the first missing parameter says so, as on
    /// the real service.
    pub(crate) fn parse(content_type: Option<&str>, body: &[u8]) -> Self {
        let is_form = content_type.is_some_and(|value| {
            let essence = value.split(';').next().unwrap_or_default().trim();
            essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        if !is_form {
            return Self(Vec::new());
        }
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// Fields that were read elsewhere.
    pub(crate) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// 900144 when it is missing, 90100 when it is empty or given twice.
    pub(crate) fn required(&self, name: &str) -> Result<&str, Problem> {
        match self.only(name)? {
            None => Err(refusals::missing(name)),
            Some("") => Err(refusals::not_valid(name)),
            Some(value) => Ok(value),
        }
    }

    /// An empty value counts as none. 90100 when it is given twice.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<&str>, Problem> {
        Ok(self.only(name)?.filter(|value| !value.is_empty()))
    }

    /// Whether it is there, if only empty.
    pub(crate) fn is_given(&self, name: &str) -> bool {
        self.fields().any(|(given, _)| given == name)
    }

    fn only(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.fields().filter(|(k, _)| *k == name).map(|(_, v)| v);
        let first = values.next();
        match values.next() {
            Some(_) => Err(refusals::not_valid(name)),
            None => Ok(first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: Option<&str> = Some("application/x-www-form-urlencoded; charset=utf-8");

    #[test]
    fn both_encodings_of_a_space_are_read() {
        for body in [
            &b"challenge_type=oob+redirect"[..],
            b"challenge_type=oob%20redirect",
        ] {
            let form = Form::parse(FORM, body);
            assert_eq!(form.required("challenge_type").unwrap(), "oob redirect");
        }
    }

    #[test]
    fn missing_empty_and_repeated_are_told_apart() {
        let form = Form::parse(FORM, b"a=&b=1&b=2&c=3");
        let code = |name: &str| form.required(name).unwrap_err().outcome();
        assert_eq!(form.required("c").unwrap(), "3");
        assert_eq!(code("a"), "invalid_request");
        assert_eq!(code("b"), "invalid_request");
        assert!(form.optional("a").unwrap().is_none());
        assert!(form.optional("b").is_err());
        assert!(form.optional("z").unwrap().is_none());
        assert!(form.is_given("a") && !form.is_given("z"));
    }

    #[test]
    fn a_json_body_has_no_fields() {
        let form = Form::parse(Some("application/json"), b"{\"client_id\":\"x\"}");
        assert_eq!(form.fields().count(), 0);
    }
}
