//! The example does what it shows.

#[cfg(test)]
mod sign_in;
