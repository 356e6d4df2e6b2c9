//! The example does what it shows.

#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod sign_in;
