//! Several processes of one app, with one sealed file: who refreshes, who adopts, and what a dead or frozen one costs.

#[cfg(test)]
mod process;
#[cfg(test)]
mod refreshing;
