//! One row of the catalogue.

use crate::{ErrorKind, Language, Retry};

/// One error: a row of the catalogue.
#[derive(Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The stable string that names it in every language.
    pub code: &'static str,
    /// What happened.
    pub kind: ErrorKind,
    /// Whether running the same action again can help, unless the server says when.
    pub retry: Retry,
    /// The stable name of its text, for apps that bring texts of their own.
    pub message_key: &'static str,
    english: &'static str,
    german: &'static str,
}

impl Entry {
    /// Its text: one sentence without a full stop that says what to do, starting with a small letter where the
    /// language allows it.
    #[must_use]
    pub fn message(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::German => self.german,
        }
    }

    pub(super) const fn row(
        code: &'static str,
        message_key: &'static str,
        kind: ErrorKind,
        retry: Retry,
        english: &'static str,
        german: &'static str,
    ) -> Self {
        Self {
            code,
            kind,
            retry,
            message_key,
            english,
            german,
        }
    }
}

/// States rows as constants to build errors from: name, code, kind, retry, English, German.
macro_rules! rows {
    ($($name:ident $code:literal $kind:ident ($retry:ident $($seconds:literal)?) $english:literal $german:literal)*) => {
        $(
            #[doc = concat!("The error `", $code, "`:\n\n```text\n", $english, "\n```")]
            pub static $name: $crate::error::Entry = $crate::error::Entry::row(
                $code,
                concat!("native_auth.error.", $code),
                $crate::ErrorKind::$kind,
                $crate::Retry::$retry $((std::time::Duration::from_secs($seconds)))?,
                $english,
                $german,
            );
        )*
    };
}

pub(super) use rows;
