//! The writing system of a text.

/// The writing systems that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) enum Script {
    /// No letters.
    #[default]
    None,
    Latin,
    Arabic,
    /// Any other.
    Other,
}

impl Script {
    /// The script of a letter; `None` of what is no letter.
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
