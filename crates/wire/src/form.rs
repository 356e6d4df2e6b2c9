//! Form bodies (`application/x-www-form-urlencoded`).

use url::form_urlencoded;
use zeroize::Zeroize;

use crate::Secret;

/// Collects the fields of a form body.
///
/// The text may hold secrets. Room is made before each field is written, and an outgrown buffer is zeroed, so that
/// no copy of a secret is left behind in freed memory.
pub(crate) struct Form {
    body: String,
}

impl Form {
    pub(crate) fn new(client_id: &str) -> Self {
        Self {
            body: String::with_capacity(1024),
        }
        .field("client_id", client_id)
    }

    pub(crate) fn field(mut self, name: &str, value: &str) -> Self {
        self.make_room(name.len() + 2 + 3 * value.len());
        if !self.body.is_empty() {
            self.body.push('&');
        }
        self.body.push_str(name);
        self.body.push('=');
        self.body
            .extend(form_urlencoded::byte_serialize(value.as_bytes()));
        self
    }

    pub(crate) fn secret(self, name: &str, value: &Secret) -> Self {
        self.field(name, value.expose())
    }

    /// Adds the field only if there is something to say.
    pub(crate) fn optional(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// The finished body, whose bytes the caller must zero.
    pub(crate) fn into_body(mut self) -> Vec<u8> {
        std::mem::take(&mut self.body).into_bytes()
    }

    fn make_room(&mut self, additional: usize) {
        let needed = self.body.len() + additional;
        if needed > self.body.capacity() {
            let mut larger = String::with_capacity(needed.next_power_of_two());
            larger.push_str(&self.body);
            self.body.zeroize();
            self.body = larger;
        }
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        self.body.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_and_read_back() {
        let body = Form::new("id")
            .field("username", "a+b@c.example")
            .secret("password", &Secret::from("p&=% \u{e9}"))
            .optional("left_out", None)
            .into_body();
        let read: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
        let expected = [
            ("client_id", "id"),
            ("username", "a+b@c.example"),
            ("password", "p&=% \u{e9}"),
        ];
        assert_eq!(
            read,
            expected.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec()
        );
    }

    #[test]
    fn a_body_larger_than_the_first_buffer_is_whole() {
        let value = "\u{20ac}".repeat(4000);
        let body = Form::new("id").field("v", &value).into_body();
        let read: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
        assert_eq!(read[1].1, value);
    }
}
