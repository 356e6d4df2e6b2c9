//! The emulator over real HTTP, as a client sees it.

#[cfg(test)]
mod bench;
#[cfg(test)]
mod sign_up;
