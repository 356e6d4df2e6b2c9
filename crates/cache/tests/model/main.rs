//! The cache against a naive model of itself.

#[cfg(test)]
mod naive;
#[cfg(test)]
mod operations;
#[cfg(test)]
mod run;
