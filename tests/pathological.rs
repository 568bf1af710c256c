//! Hostile input: it is cleaned in full, without a panic, in passable time.

use dechaff::clean_text;

const SIZE: usize = 60_000;

#[track_caller]
fn assert_cleaned(text: &str) {
    let page = clean_text(text);
    let covered: usize = page.spans().iter().map(|span| span.range().len()).sum();
    let visible = text.chars().filter(|c| !c.is_whitespace()).map(char::len_utf8).sum();
    assert!(covered >= visible, "{covered} bytes of {visible} are in a span");
}

#[test]
fn one_piece_again_and_again() {
    for piece in [
        "x",
        "\u{0}",
        "|",
        "| ",
        " | ",
        "\t",
        "a\t",
        "    ",
        "a    ",
        "\u{200C}",
        "\u{FEFF}",
        "\u{301}",
        "\u{202E}",
        ".",
        "…",
        "»",
        "1:",
        "1/",
        "٫۱",
        "aB",
        "@a ",
        "http://",
        "a.com ",
        "漢",
        "ا",
        "a\n",
        "\r",
        "\u{2028}",
        "Reply\n",
        "Home\nHome News\nNews\n",
        "Read more\n",
        "the post the post ",
        "# ",
        "~",
        "by ",
        "12 comments\n",
        "a b c d e f g h.\n",
        "A: ",
        "« » ",
    ] {
        assert_cleaned(&piece.repeat(SIZE / piece.len()));
    }
}

#[test]
fn lines_that_end_with_one_another() {
    let lines: Vec<String> = (0..700).map(|length| "a".repeat(700 - length)).collect();
    assert_cleaned(&lines.join("\n"));
}

#[test]
fn a_long_word_between_short_ones() {
    assert_cleaned(&format!("a {} b", "x".repeat(SIZE)));
    assert_cleaned(&format!("پ {} ب", "ی".repeat(SIZE / 2)));
}

#[test]
fn an_endless_line_behind_a_colon() {
    assert_cleaned(&format!("漢: {}", "漢".repeat(SIZE / 3)));
    assert_cleaned(&format!("Nothing | {}", "字a".repeat(SIZE / 4)));
}

#[test]
fn every_character_there_is() {
    let text: String = ('\0'..=char::MAX).step_by(7).collect();
    assert_cleaned(&text);
}
