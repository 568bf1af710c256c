//! Cuts and white space.

/// The largest offset of at most `at` that is on a character boundary of `text`.
///
/// As `str::floor_char_boundary`, which the minimum Rust version does not have.
pub(crate) fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A text without white space at its ends, and with one space for each other run of white space.
pub(crate) fn collapse_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text in lower case and with single spaces: two texts that differ in nothing else are the same headline.
pub(crate) fn simplified(text: &str) -> String {
    collapse_white_space(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_never_inside_a_character() {
        let cuts: Vec<usize> = (0..8).map(|at| floor_char_boundary("aé漢", at)).collect();
        assert_eq!(cuts, [0, 1, 1, 3, 3, 3, 6, 6]);
        assert_eq!(floor_char_boundary("", 3), 0);
    }

    #[test]
    fn runs_of_white_space_become_one_space() {
        assert_eq!(collapse_white_space("\n a\u{A0}\t b "), "a b");
        assert_eq!(collapse_white_space(" \r\n"), "");
    }
}
