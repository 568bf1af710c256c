//! Labels of encodings as servers and authors write them.

use super::charset::Charset;

/// The parameter that names the encoding in a `Content-Type`.
const PARAMETER: &str = "charset";
/// What stands around labels besides white space.
const WRAPPING: &[char] = &['"', '\'', '“', '”', '‘', '’', '`', ';', ','];

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A known encoding.
    Known(Charset),
    /// Something that names no encoding.
    Unknown,
    /// A media type without a charset: nothing is declared.
    Absent,
}

/// Reads a label: in quotes or not, with white space, or as a part of a whole `Content-Type`.
pub(super) fn read(label: &str) -> Label {
    if let Some(known) = Charset::for_label(label.trim()) {
        return Label::Known(known);
    }
    let value = match charset_parameter(label) {
        Some(value) => value,
        None if label.contains('/') => return Label::Absent,
        None => trimmed(label),
    };
    Charset::for_label(value).map_or(Label::Unknown, Label::Known)
}

/// The value of the charset in a `Content-Type` (`text/html; charset="utf-8"`), without quotes.
pub(in crate::input) fn charset_parameter(content_type: &str) -> Option<&str> {
    let parts = content_type.split([';', ',']).filter_map(|part| part.split_once('='));
    let is_charset = |name: &str| trimmed(name).eq_ignore_ascii_case(PARAMETER);
    parts.filter(|(name, _)| is_charset(name)).map(|(_, value)| trimmed(value)).next()
}

fn trimmed(label: &str) -> &str {
    label.trim_matches(|c: char| c.is_whitespace() || WRAPPING.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_leniently() {
        for label in [
            "windows-1256",
            " CP1256\n",
            "\"windows-1256\"",
            "' windows-1256 '",
            "“windows-1256”",
            "windows-1256;",
            "charset=windows-1256",
            "text/html; charset=windows-1256",
            "text/html;charset = \"windows-1256\"; boundary=x",
            "Text/HTML, CHARSET='windows-1256'",
        ] {
            assert_eq!(read(label), Label::Known(Charset::Standard(encoding_rs::WINDOWS_1256)), "{label}");
        }
    }

    #[test]
    fn what_names_no_encoding_is_unknown() {
        for label in ["", "utf-9", "\"\"", "text/html; charset=", "text/html; charset=utf-9", "iso-2022-kr"] {
            assert_eq!(read(label), Label::Unknown, "{label}");
        }
        assert_eq!(read("text/html"), Label::Absent);
    }
}
