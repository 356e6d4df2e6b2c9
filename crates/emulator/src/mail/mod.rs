//! Codes as real messages, for whoever wants to see them in a mail program.

mod letter;
mod post;

pub(crate) use letter::Letter;
pub(crate) use post::Post;
