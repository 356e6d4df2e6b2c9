//! A tenant's regular expression in the words of our engine.

use std::iter::Peekable;
use std::str::Chars;

use super::category::{self, Category};

/// What our engine is to look for.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) ours: String,
    /// Whether it says the same as the tenant's only for values in ASCII: it has letters, digits, white space, edges of
    /// words, or does not tell capitals from small letters, and in the service that goes for all scripts.
    pub(super) only_ascii: bool,
}

impl Reading {
    /// `None` if our engine would read it otherwise than every other one does, and would refuse what nobody meant to:
    /// something repeated twice over, as in `.**`, which is an error elsewhere and which the service's documentation shows;
    /// sets within sets, as in `[a[b]]`; and edges of words, `\<` or `\b{start}`, whose signs are plain characters
    /// elsewhere.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut reading = Self::default();
        let mut rest = text.chars().peekable();
        while let Some(char) = rest.next() {
            match char {
                '\\' => reading.escape(&mut rest, Place::Outside)?,
                '[' => reading.set(&mut rest)?,
                '(' => reading.group(&mut rest)?,
                sign if is_repetition(sign) => reading.repetition(sign, &mut rest)?,
                other => reading.ours.push(other),
            }
        }
        Some(reading)
    }

    /// What stands behind a backslash.
    fn escape(&mut self, rest: &mut Peekable<Chars<'_>>, place: Place) -> Option<()> {
        let escaped = rest.next()?;
        match escaped {
            'p' | 'P' => {
                rest.next_if_eq(&'{')?;
                let category = category::named(&through(rest, '}')?)?;
                self.only_ascii = true;
                self.category(category, escaped == 'P', place);
                return Some(());
            }
            '<' | '>' => return None,
            'b' | 'B' if rest.peek() == Some(&'{') => return None,
            'w' | 'W' | 'd' | 'D' | 's' | 'S' | 'b' | 'B' => self.only_ascii = true,
            _ => {}
        }
        self.ours.push('\\');
        self.ours.push(escaped);
        Some(())
    }

    /// A set of characters, `[…]`.
    fn set(&mut self, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        self.ours.push('[');
        if let Some(not) = rest.next_if_eq(&'^') {
            self.ours.push(not);
        }
        // One that stands first is a member.
        if let Some(bracket) = rest.next_if_eq(&']') {
            self.ours.push(bracket);
        }
        loop {
            match rest.next()? {
                '\\' => self.escape(rest, Place::InSet)?,
                '[' => return None,
                ']' => break,
                member => self.ours.push(member),
            }
        }
        self.ours.push(']');
        Some(())
    }

    /// The beginning of a group, with its flags.
    fn group(&mut self, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        self.ours.push('(');
        let Some(question) = rest.next_if_eq(&'?') else {
            return Some(());
        };
        self.ours.push(question);
        while let Some(flag) = rest.next_if(char::is_ascii_alphabetic) {
            match flag {
                'i' => self.only_ascii = true,
                'm' | 's' => {}
                _ => return None,
            }
            self.ours.push(flag);
        }
        Some(())
    }

    /// How often what was read last is there, once over.
    fn repetition(&mut self, sign: char, rest: &mut Peekable<Chars<'_>>) -> Option<()> {
        self.ours.push(sign);
        if sign == '{' {
            let counted = through(rest, '}')?;
            self.ours.push_str(&counted);
            self.ours.push('}');
        }
        if let Some(lazily) = rest.next_if_eq(&'?') {
            self.ours.push(lazily);
        }
        rest.next_if(|next| is_repetition(*next))
            .is_none()
            .then_some(())
    }

    fn category(&mut self, category: Category, is_not: bool, place: Place) {
        let members = (0..=0x7F_u8)
            .map(char::from)
            .filter(|char| category(*char) != is_not);
        let members = members.map(|char| format!(r"\x{:02X}", u32::from(char)));
        let members: String = members.collect();
        match place {
            Place::InSet => self.ours.push_str(&members),
            // Of all marks, for instance, none is in ASCII.
            Place::Outside if members.is_empty() => self.ours.push_str(r"[^\x00-\x7F]"),
            Place::Outside => {
                self.ours.push('[');
                self.ours.push_str(&members);
                self.ours.push(']');
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    Outside,
    InSet,
}

fn is_repetition(sign: char) -> bool {
    matches!(sign, '*' | '+' | '?' | '{')
}

/// What stands before `end`, which is taken as well.
fn through(rest: &mut Peekable<Chars<'_>>, end: char) -> Option<String> {
    let mut text = String::new();
    loop {
        match rest.next()? {
            char if char == end => return Some(text),
            char => text.push(char),
        }
    }
}
