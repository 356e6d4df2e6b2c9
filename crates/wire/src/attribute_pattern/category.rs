//! What is in ASCII of Unicode's general categories.

/// Whether a character of ASCII is of the category.
pub(super) type Category = fn(char) -> bool;

/// The category of this name, as `Lu` in `\\p{Lu}`; `None` if there is none.
pub(super) fn named(name: &str) -> Option<Category> {
    Some(match name {
        "L" => |char| char.is_ascii_alphabetic(),
        "Lu" => |char| char.is_ascii_uppercase(),
        "Ll" => |char| char.is_ascii_lowercase(),
        "N" | "Nd" => |char| char.is_ascii_digit(),
        "P" => |char| char.is_ascii_punctuation() && !is_symbol(char),
        "Pc" => |char| char == '_',
        "Pd" => |char| char == '-',
        "Ps" => |char| matches!(char, '(' | '[' | '{'),
        "Pe" => |char| matches!(char, ')' | ']' | '}'),
        "Po" => |char| {
            char.is_ascii_punctuation()
                && !is_symbol(char)
                && !matches!(char, '_' | '-' | '(' | '[' | '{' | ')' | ']' | '}')
        },
        "S" => is_symbol,
        "Sm" => |char| matches!(char, '+' | '<' | '=' | '>' | '|' | '~'),
        "Sc" => |char| char == '$',
        "Sk" => |char| matches!(char, '^' | '`'),
        "Z" | "Zs" => |char| char == ' ',
        "C" | "Cc" => |char| char.is_ascii_control(),
        "Lt" | "Lm" | "Lo" | "M" | "Mn" | "Mc" | "Me" | "Nl" | "No" | "Pi" | "Pf" | "So" | "Zl"
        | "Zp" | "Cf" | "Cs" | "Co" | "Cn" => |_| false,
        _ => return None,
    })
}

fn is_symbol(char: char) -> bool {
    matches!(char, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~')
}
