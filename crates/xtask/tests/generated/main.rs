//! What is made from a data file equals what is committed.

#[cfg(test)]
mod data;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod markdown;
#[cfg(test)]
mod rust;
