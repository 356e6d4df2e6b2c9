//! Living with Microsoft's clients: their cache as text, and as the file that both sides share.

#[cfg(test)]
mod damage;
#[cfg(test)]
mod exporting;
#[cfg(test)]
mod file;
#[cfg(test)]
mod generations;
#[cfg(test)]
mod importing;
#[cfg(test)]
mod lock;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod samples;
