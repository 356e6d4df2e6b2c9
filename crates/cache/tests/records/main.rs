//! Accounts and tokens as records in a storage of the app's own.

#[cfg(test)]
mod damage;
#[cfg(test)]
mod refusing;
