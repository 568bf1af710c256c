//! The characters that languages are written with.

use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK};
use rustc_hash::FxHashMap;

/// At most this many languages: they are the bits of a number.
pub(super) const MAX_LANGUAGES: usize = 64;

/// The characters of the first levels of East Asian standards, those in daily use: an encoding, the first and the last
/// first byte of two.
const STANDARDS: [(&Encoding, u8, u8); 4] = [
    // GB 2312, level 1.
    (GBK, 0xB0, 0xD7),
    // Big5, level 1.
    (BIG5, 0xA4, 0xC6),
    // JIS X 0208, level 1.
    (EUC_JP, 0xB0, 0xCF),
    // KS X 1001, Hangul.
    (EUC_KR, 0xB0, 0xC8),
];
/// The position of Japanese in the list. Those before it are Chinese.
pub(super) const JAPANESE: usize = 2;

/// The letters of all languages.
pub(super) struct Letters {
    of: FxHashMap<char, u64>,
    common: FxHashMap<char, u64>,
    /// The languages that add some letters to those of ASCII, a bit each.
    pub(super) latin: u64,
    /// The languages whose most common letters are known, a bit each.
    pub(super) with_common: u64,
}

pub(super) static LETTERS: LazyLock<Letters> = LazyLock::new(Letters::read);

impl Letters {
    fn read() -> Self {
        let mut letters = Self { of: FxHashMap::default(), common: FxHashMap::default(), latin: 0, with_common: 0 };
        for (language, (encoding, first, last)) in STANDARDS.into_iter().enumerate() {
            let codes = (first..=last).flat_map(|first| (0x40..=0xFE).map(move |second| [first, second]));
            // Of the first levels only that of Big5 has second bytes of ASCII.
            for code in codes.filter(|code| encoding == BIG5 || code[1] > 0xA0) {
                let text = encoding.decode_without_bom_handling_and_without_replacement(&code);
                text.iter().flat_map(|text| text.chars()).for_each(|c| letters.add(c, language));
            }
        }
        ('\u{3041}'..='\u{30FE}').for_each(|c| letters.add(c, JAPANESE));
        let lines = include_str!("letters.txt").lines().filter(|line| !line.starts_with('#'));
        for (language, line) in lines.enumerate().map(|(index, line)| (index + STANDARDS.len(), line)) {
            assert!(language < MAX_LANGUAGES, "the data file has too many languages");
            let (_, all) = line.split_once(' ').expect("a line of the data file has a code and letters");
            let (all, common) = all.split_once('|').unwrap_or((all, ""));
            all.chars().for_each(|c| letters.add(c, language));
            letters.latin |= u64::from(all.chars().any(|c| matches!(c, '\u{C0}'..='\u{24F}'))) << language;
            letters.with_common |= u64::from(!common.is_empty()) << language;
            for c in common.chars() {
                *letters.common.entry(c).or_default() |= 1 << language;
            }
        }
        letters
    }

    fn add(&mut self, c: char, language: usize) {
        *self.of.entry(c).or_default() |= 1 << language;
    }

    /// The languages that are written with a letter, a bit each.
    pub(super) fn languages(&self, c: char) -> u64 {
        self.of.get(&c).copied().unwrap_or(0)
    }

    /// The languages in which a letter is among the most common, a bit each.
    pub(super) fn languages_with_common(&self, c: char) -> u64 {
        self.common.get(&c).copied().unwrap_or(0)
    }
}
