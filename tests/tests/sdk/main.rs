//! The whole SDK over real HTTP and TLS.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod bad_network;
#[cfg(test)]
mod building;
#[cfg(test)]
mod drops;
#[cfg(test)]
mod flows;
#[cfg(test)]
mod openings;
#[cfg(test)]
mod silences;
#[cfg(test)]
mod taps;
