//! The facade as the languages call it, with the app's code written in Rust.

#[cfg(test)]
mod callbacks;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod closing;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod stage;
