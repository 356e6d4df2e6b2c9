//! Attributes: what is sent, and what is told before sending.

#[cfg(test)]
mod building;
#[cfg(test)]
mod patterns;
#[cfg(test)]
mod sent;
#[cfg(test)]
mod validating;
