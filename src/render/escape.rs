//! Text that is read as text, in HTML and in Markdown.

/// Writes text so that HTML shows it, in an element or in a quoted attribute.
pub(super) fn html(out: &mut String, text: &str) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            // HTML has no such character; readers leave it out.
            b'\0' => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(escape);
        start = at + 1;
    }
    out.push_str(&text[start..]);
}

/// Where a piece of Markdown stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// It begins a line.
    LineStart,
    /// It is the text of a heading.
    Heading,
    /// It is a cell of a table.
    Cell,
}

/// Writes a line of text so that Markdown (CommonMark, GitHub's) shows it as it is. Only what would
/// mean something is escaped.
pub(super) fn markdown(out: &mut String, text: &str, position: Position) {
    let text = text.trim();
    let block_mark = if position == Position::LineStart { block_mark(text) } else { None };
    let closing_mark = if position == Position::Heading { closing_mark(text) } else { None };
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next().unwrap_or(' ');
        let is_apart = before.is_whitespace() && after.is_whitespace();
        let means_something = match c {
            '\\' | '`' | '[' => true,
            '*' | '~' => !is_apart,
            // Inside of a word it is a letter.
            '_' => !(is_apart || before.is_alphanumeric() && after.is_alphanumeric()),
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?') || is_address(rest),
            '&' => is_character_reference(rest),
            '|' => position == Position::Cell,
            _ => false,
        };
        if means_something || block_mark == Some(at) || closing_mark == Some(at) {
            out.push('\\');
        }
        out.push(if matches!(c, '\n' | '\r') { ' ' } else { c });
        before = c;
    }
}

/// Where the character stands that would make the line something else than text.
fn block_mark(line: &str) -> Option<usize> {
    let is_space = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let first = line.chars().next()?;
    let behind = &line[first.len_utf8()..];
    let is_mark = match first {
        '>' => true,
        '#' => {
            let rest = line.trim_start_matches('#');
            line.len() - rest.len() <= 6 && is_space(rest)
        }
        '+' | '*' => is_space(behind),
        '_' => is_rule(line),
        // A list, a line below a heading, the line below the head of a table.
        '-' | '|' | ':' => is_space(behind) && first == '-' || is_delimiter(line),
        '=' => line.chars().all(|c| c == '='),
        '0'..='9' => {
            let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let is_number = digits <= 9 && line[digits..].starts_with(['.', ')']) && is_space(&line[digits + 1..]);
            return is_number.then_some(digits);
        }
        _ => false,
    };
    is_mark.then_some(0)
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '_' | ' ' | '\t'))
}

fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\t' | '\u{B}' | '\u{C}'))
}

/// Where the marks begin that would be taken for the end of a heading.
fn closing_mark(heading: &str) -> Option<usize> {
    let text = heading.trim_end_matches('#');
    let is_closing = text.len() < heading.len() && (text.is_empty() || text.ends_with([' ', '\t']));
    is_closing.then_some(text.len())
}

/// Whether what follows a bracket could be the address of somebody, and so a link.
fn is_address(rest: &str) -> bool {
    let address = rest.find(|c: char| c == '<' || c == '>' || c.is_whitespace()).map(|end| &rest[..end]);
    address.is_some_and(|address| address.contains('@'))
}

/// Whether what follows an ampersand makes it a character reference.
fn is_character_reference(rest: &str) -> bool {
    /// The longest name of a character.
    const LONGEST: usize = 32;
    let end = rest.bytes().take(LONGEST).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
    let Some(end) = end.filter(|&end| end > 0 && rest.as_bytes()[end] == b';') else { return false };
    match rest[..end].strip_prefix('#') {
        Some(number) => !number.is_empty(),
        None => rest.starts_with(|c: char| c.is_ascii_alphabetic()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        let mut out = String::new();
        markdown(&mut out, text, Position::LineStart);
        out
    }

    #[test]
    fn html_is_text() {
        let mut out = String::new();
        html(&mut out, "a < b & c > \"d\" سلام");
        assert_eq!(out, "a &lt; b &amp; c &gt; &quot;d&quot; سلام");
    }

    #[test]
    fn marks_inside_a_line() {
        assert_eq!(line(r"a *b* _c_ `d` [e](f) ~g~ \h"), r"a \*b\* \_c\_ \`d\` \[e](f) \~g\~ \\h");
        assert_eq!(line("snake_case, 2 * 3 < 7 & x ~ y | z!"), "snake_case, 2 * 3 < 7 & x ~ y | z!");
        assert_eq!(line("<b>, </b>, <!-- --> &amp; &#8211; AT&T"), r"\<b>, \</b>, \<!-- --> \&amp; \&#8211; AT&T");
        assert_eq!(line("<7@example.org> <7>"), r"\<7@example.org> <7>");
        assert_eq!(line("او گفت: «سلام»"), "او گفت: «سلام»");
    }

    #[test]
    fn marks_that_begin_a_line() {
        for (text, escaped) in [
            ("# a", r"\# a"),
            ("#a", "#a"),
            ("> a", r"\> a"),
            ("- a", r"\- a"),
            ("-5 °C", "-5 °C"),
            ("+ a", r"\+ a"),
            ("* a", r"\* a"),
            ("1. a", r"1\. a"),
            ("1986) a", r"1986\) a"),
            ("1.5 a", "1.5 a"),
            ("---", r"\---"),
            ("- - -", r"\- - -"),
            ("===", r"\==="),
            ("_ _ _", r"\_ _ _"),
            ("* * *", r"\* * *"),
            (":-- | --", r"\:-- | --"),
            ("~~~", r"\~\~\~"),
        ] {
            assert_eq!(line(text), escaped);
        }
    }

    #[test]
    fn headings_and_cells_have_marks_of_their_own() {
        let mut out = String::new();
        markdown(&mut out, "C # and F ##", Position::Heading);
        assert_eq!(out, r"C # and F \##");
        out.clear();
        markdown(&mut out, r"1. a|b \| c", Position::Cell);
        assert_eq!(out, r"1. a\|b \\\| c");
    }
}
