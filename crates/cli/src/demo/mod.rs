//! The demonstration: a story told over real HTTP.
//!
//! [`recording`] stands between the SDK and its transport and sees every exchange; [`exchange`] keeps what may be shown
//! of one; [`narrator`] prints; [`inbox`] reads what the emulator mailed, from the pages of [`management`]; [`story`] is
//! the plot.

mod exchange;
mod inbox;
mod killed_app_chapter;
mod management;
mod narrator;
mod recording;
mod reset_chapter;
mod second_factor_chapters;
mod stage;
mod story;

pub(crate) use narrator::Narrator;
pub(crate) use stage::{Stage, StageSettings};
pub(crate) use story::play;
