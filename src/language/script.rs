//! Writing systems.

/// The writing systems that the language identifier distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) enum Script {
    /// No letters.
    #[default]
    None,
    Latin,
    Arabic,
    Other,
}

impl Script {
    /// The script of a letter; [`Script::None`] for other characters.
    pub(crate) fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Latin,
            _ if !c.is_alphabetic() => Self::None,
            '\u{80}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}' | '\u{FF21}'..='\u{FF5A}' => {
                Self::Latin
            }
            '\u{600}'..='\u{6FF}'
            | '\u{750}'..='\u{77F}'
            | '\u{8A0}'..='\u{8FF}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}' => Self::Arabic,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_a_script_and_other_characters_have_none() {
        for (script, letters) in [
            (Script::Latin, "aZéßŁạﬁＡ"),
            (Script::Arabic, "ابپیکﻻﭘ"),
            (Script::Other, "ЖΩא字かཀ"),
            (Script::None, " 1۱.«€\u{301}\u{200C}"),
        ] {
            for c in letters.chars() {
                assert_eq!(Script::of(c), script, "{c:?}");
            }
        }
    }
}
