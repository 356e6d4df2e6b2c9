//! The program as others see it: arguments, stdin, stdout, stderr, exit code.

#[cfg(test)]
mod attributes;
#[cfg(test)]
mod command_line;
// They end processes as Unix does.
#[cfg(unix)]
#[cfg(test)]
mod demo;
#[cfg(test)]
mod documentation;
#[cfg(unix)]
#[cfg(test)]
mod dying_server;
#[cfg(unix)]
#[cfg(test)]
mod emulator;
#[cfg(test)]
mod exit_codes;
#[cfg(test)]
mod reset_password;
#[cfg(test)]
mod scripted_server;
#[cfg(test)]
mod second_factor;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod session;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod sign_up;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod stored;
#[cfg(test)]
mod terminal;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod terminal_choice;
