//! Escapes text for HTML and Markdown.

/// Escapes text for an element or a double-quoted attribute. Which characters may be in it is not decided here but by
/// [`crate::text::harmless`].
pub(super) fn html(out: &mut String, text: &str) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[start..at]);
        out.push_str(escape);
        start = at + 1;
    }
    out.push_str(&text[start..]);
}

/// The part of a Markdown document that text is written into: it decides which characters are markup.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkdownContext {
    /// The start of a line.
    LineStart,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// Inside of a line.
    Inside,
}

/// Escapes a line of text for CommonMark with GitHub's tables; only characters that would be markup.
#[cfg(test)]
fn markdown(out: &mut String, text: &str, context: MarkdownContext) {
    markdown_part(out, text.trim(), context, [' ', ' '], false);
}

/// Escapes a part of a line, which begins and ends beside some characters. `is_link` tells that it is in the text of a
/// link.
pub(super) fn markdown_part(
    out: &mut String,
    text: &str,
    context: MarkdownContext,
    [before, after_text]: [char; 2],
    is_link: bool,
) {
    let block_mark = if context == MarkdownContext::LineStart { block_mark(text) } else { None };
    let closing_mark = if context == MarkdownContext::Heading { closing_mark(text) } else { None };
    let mut before = before;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let after = rest.chars().next().unwrap_or(after_text);
        let is_apart = before.is_whitespace() && after.is_whitespace();
        let is_markup = match c {
            '\\' | '`' | '[' => true,
            ']' => is_link,
            '*' | '~' => !is_apart,
            // Inside of a word an underscore is a letter.
            '_' => !(is_apart || before.is_alphanumeric() && after.is_alphanumeric()),
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?') || is_address(rest),
            '&' => is_character_reference(rest),
            '|' => context == MarkdownContext::Cell,
            _ => false,
        };
        if is_markup || block_mark == Some(at) || closing_mark == Some(at) {
            out.push('\\');
        }
        out.push(if matches!(c, '\n' | '\r') { ' ' } else { c });
        before = c;
    }
}

/// Offset of the character by which Markdown would take the line for a heading, quotation, list, rule or table.
fn block_mark(line: &str) -> Option<usize> {
    let is_space = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let first = line.chars().next()?;
    let after = &line[first.len_utf8()..];
    let is_mark = match first {
        '>' => true,
        '#' => {
            let rest = line.trim_start_matches('#');
            line.len() - rest.len() <= 6 && is_space(rest)
        }
        '+' | '*' => is_space(after),
        '_' => is_rule(line),
        // A list, a rule, the line below a heading or below the header of a table.
        '-' | '|' | ':' => is_space(after) && first == '-' || is_delimiter(line),
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

/// The bytes of a line that tell whether it begins like a block.
const MAX_BLOCK_MARK_BYTES: usize = 64;

/// Whether a written line would begin like a block that ends a paragraph. Only its beginning is looked at, and a longer
/// line of the signs of a rule counts as one.
pub(super) fn begins_block(line: &str) -> bool {
    let mut end = line.len().min(MAX_BLOCK_MARK_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let start = &line[..end];
    let is_fence = start.starts_with("```") || start.starts_with("~~~");
    // Two words of signs could be a rule: "- - -".
    let is_signs = start.starts_with(['*', '-', '_', '=']) && start.chars().take(3).all(|c| !c.is_alphanumeric());
    is_fence || is_signs || block_mark(start).is_some() || start.starts_with("[^")
}

fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '_' | ' ' | '\t'))
}

fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\t' | '\u{B}' | '\u{C}'))
}

/// Offset of the `#`s that would be taken for the end of a heading.
fn closing_mark(heading: &str) -> Option<usize> {
    let text = heading.trim_end_matches('#');
    let is_closing = text.len() < heading.len() && (text.is_empty() || text.ends_with([' ', '\t']));
    is_closing.then_some(text.len())
}

/// Whether the text after `<` could be an e-mail address, and so an autolink.
fn is_address(rest: &str) -> bool {
    let address = rest.find(|c: char| c == '<' || c == '>' || c.is_whitespace()).map(|end| &rest[..end]);
    address.is_some_and(|address| address.contains('@'))
}

/// Whether `&` and the text after it are a character reference.
fn is_character_reference(rest: &str) -> bool {
    /// The longest name of the HTML standard is `CounterClockwiseContourIntegral;`.
    const MAX_ENTITY_NAME_BYTES: usize = 32;
    let end = rest.bytes().take(MAX_ENTITY_NAME_BYTES).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
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
        markdown(&mut out, text, MarkdownContext::LineStart);
        out
    }

    #[test]
    fn text_is_escaped_for_html() {
        let mut out = String::new();
        html(&mut out, "a < b & c > \"d\" سلام");
        assert_eq!(out, "a &lt; b &amp; c &gt; &quot;d&quot; سلام");
    }

    #[test]
    fn markup_inside_a_line_is_escaped() {
        assert_eq!(line(r"a *b* _c_ `d` [e](f) ~g~ \h"), r"a \*b\* \_c\_ \`d\` \[e](f) \~g\~ \\h");
        assert_eq!(line("snake_case, 2 * 3 < 7 & x ~ y | z!"), "snake_case, 2 * 3 < 7 & x ~ y | z!");
        assert_eq!(line("<b>, </b>, <!-- --> &amp; &#8211; AT&T"), r"\<b>, \</b>, \<!-- --> \&amp; \&#8211; AT&T");
        assert_eq!(line("<7@example.org> <7>"), r"\<7@example.org> <7>");
        assert_eq!(line("او گفت: «سلام»"), "او گفت: «سلام»");
    }

    #[test]
    fn markup_at_the_start_of_a_line_is_escaped() {
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
    fn headings_and_cells_have_markup_of_their_own() {
        let mut out = String::new();
        markdown(&mut out, "C # and F ##", MarkdownContext::Heading);
        assert_eq!(out, r"C # and F \##");
        out.clear();
        markdown(&mut out, r"1. a|b \| c", MarkdownContext::Cell);
        assert_eq!(out, r"1. a\|b \\\| c");
    }
}
