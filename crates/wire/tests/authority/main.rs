//! The address of a tenant: what is understood, what is refused and with which words, and that nothing in between
//! happens.

#[cfg(test)]
mod accepted;
#[cfg(test)]
mod any_text;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod sent_to;
