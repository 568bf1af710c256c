//! Weighs labels against the bytes.

use std::cell::OnceCell;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
    ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15, ISO_8859_16, KOI8_U,
    MACINTOSH, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253,
    WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

use super::charset::Charset;
use super::reading::Reading;
use super::sample::Sample;
use super::utf_8::Utf8Sequences;
use crate::note::CharsetSource;

/// Text in a single-byte encoding may contain this many continuation bytes of UTF-8 by chance (hand-set).
const MAX_ACCIDENTS: usize = 1;
/// Text in a multi-byte encoding may contain this many (hand-set).
const MAX_ACCIDENTS_MULTIBYTE: usize = 12;
/// A page that declares another encoding is UTF-8 if it has more well-formed continuation bytes per malformed sequence
/// than this (hand-set).
const MIN_WELL_FORMED_PER_MALFORMED: usize = 200;
/// A page without a declaration is UTF-8 if it has at least this many (hand-set).
const MIN_WELL_FORMED_PER_MALFORMED_UNDECLARED: usize = 20;
/// UTF-8 is refuted by this many malformed sequences at least: one may be damage (hand-set).
const MIN_MALFORMED: usize = 2;
/// A page that declares UTF-16 has at least one zero byte per this many bytes (hand-set).
const MAX_BYTES_PER_ZERO: usize = 100;
/// An encoding is refuted by this many misfits at least, by one less if the page declares the other (hand-set).
const MIN_MISFITS: usize = 3;
/// Text with at most one misfit per this many characters reads well (hand-set; right text has next to none).
const MIN_CHARS_PER_MISFIT: usize = 40;
/// Text that the bytes bear out instead of malformed UTF-8 has at most one per this many (hand-set).
const MIN_CHARS_PER_MISFIT_BORNE_OUT: usize = 5;
/// The share of misfits is this many times smaller in the encoding that replaces another (hand-set).
const MIN_TIMES_BETTER: usize = 4;
/// The same for an encoding that the page declares (hand-set).
const MIN_TIMES_BETTER_DECLARED: usize = 2;
/// Text with more than one misfit per this many characters is doubtful (hand-set).
const MIN_CHARS_PER_MISFIT_UNDOUBTED: usize = 6;

/// The encodings that are tried where neither a label nor the guess reads well, the most common first.
const ALL: [&Encoding; 33] = [
    WINDOWS_1252,
    WINDOWS_1251,
    WINDOWS_1256,
    GBK,
    SHIFT_JIS,
    EUC_JP,
    BIG5,
    EUC_KR,
    WINDOWS_1250,
    WINDOWS_1253,
    WINDOWS_1254,
    WINDOWS_1255,
    WINDOWS_1257,
    WINDOWS_1258,
    WINDOWS_874,
    ISO_8859_2,
    ISO_8859_15,
    ISO_8859_7,
    ISO_8859_8,
    ISO_8859_5,
    ISO_8859_6,
    ISO_8859_13,
    ISO_8859_4,
    ISO_8859_3,
    ISO_8859_10,
    ISO_8859_14,
    ISO_8859_16,
    KOI8_U,
    IBM866,
    MACINTOSH,
    X_MAC_CYRILLIC,
    UTF_16LE,
    UTF_16BE,
];

/// An encoding, and the declaration that it follows, if any.
type Choice = (Charset, Option<CharsetSource>);

/// The encoding of bytes without a mark and without the zero bytes of UTF-16.
pub(super) fn choose(bytes: &[u8], transport: Option<Charset>, page: Option<Charset>) -> Choice {
    let utf_8 = Utf8Sequences::of(bytes);
    let evidence = Evidence::of(bytes);
    let declared = transport.map(|charset| (charset, CharsetSource::Transport));
    let declared = declared.or(page.map(|charset| (charset, CharsetSource::Page)));
    let by = |charset: Charset| {
        let follows = |declared: Option<Charset>| declared.is_some_and(|declared| declared.agrees_with(charset));
        let page = follows(page).then_some(CharsetSource::Page);
        if follows(transport) { Some(CharsetSource::Transport) } else { page }
    };
    let Some((declared, source)) = declared else {
        return (evidence.undeclared(&utf_8), None);
    };
    match evidence.refute(declared, &utf_8, page.filter(|page| !page.agrees_with(declared))) {
        Some(used) => (used, by(used)),
        None => (declared, Some(source)),
    }
}

/// What the bytes say.
pub(super) struct Evidence<'a> {
    bytes: &'a [u8],
    sample: OnceCell<Sample<'a>>,
    guess: OnceCell<Charset>,
}

impl<'a> Evidence<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, sample: OnceCell::new(), guess: OnceCell::new() }
    }

    fn reading(&self, charset: Charset) -> Reading {
        Reading::of(&self.sample.get_or_init(|| Sample::of(self.bytes)).decode(charset))
    }

    /// Whether many characters are misfits.
    pub(super) fn is_doubtful(&self, used: Charset) -> bool {
        let reading = self.reading(used);
        reading.misfits >= MIN_MISFITS && !reading.has_at_most_one_in(MIN_CHARS_PER_MISFIT_UNDOUBTED)
    }

    /// The encoding of bytes that nothing is declared of.
    fn undeclared(&self, utf_8: &Utf8Sequences) -> Charset {
        if utf_8.is_ascii() && self.is_iso_2022_jp() {
            return Charset::Standard(ISO_2022_JP);
        }
        if utf_8.malformed * MIN_WELL_FORMED_PER_MALFORMED_UNDECLARED <= utf_8.well_formed {
            return Charset::UTF_8;
        }
        let guess = self.guess();
        let found = self.better_than(guess, None).unwrap_or(guess);
        // Damaged UTF-8 reads badly in other encodings.
        let is_damaged =
            utf_8.malformed < utf_8.well_formed && !self.reading(found).has_at_most_one_in(MIN_CHARS_PER_MISFIT);
        if is_damaged { Charset::UTF_8 } else { found }
    }

    /// The encoding of the bytes if they contradict the declared one; the page may declare another.
    fn refute(&self, declared: Charset, utf_8: &Utf8Sequences, page: Option<Charset>) -> Option<Charset> {
        if utf_8.is_ascii() && declared != Charset::Standard(ISO_2022_JP) && self.is_iso_2022_jp() {
            return Some(Charset::Standard(ISO_2022_JP));
        }
        if declared == Charset::UTF_8 {
            // UTF-8 with a few malformed sequences is damaged UTF-8; with more of them than good ones it is none.
            let is_refuted = utf_8.malformed > utf_8.well_formed && utf_8.malformed >= MIN_MALFORMED;
            return if is_refuted { self.borne_out(page) } else { None };
        }
        if declared.is_utf_16() {
            // In every script, spaces and line breaks have a zero byte.
            let zeros = memchr::memchr_iter(0, self.bytes).count();
            let is_refuted = zeros * MAX_BYTES_PER_ZERO < self.bytes.len()
                && !self.reading(declared).has_at_most_one_in(MIN_CHARS_PER_MISFIT);
            // What the page declares is no UTF-16, or it could not be read.
            let by_page = |page| self.refute(page, utf_8, None).unwrap_or(page);
            return is_refuted.then(|| page.map_or_else(|| self.undeclared(utf_8), by_page));
        }
        let accidents = if declared.is_single_byte() { MAX_ACCIDENTS } else { MAX_ACCIDENTS_MULTIBYTE };
        if utf_8.well_formed > accidents + MIN_WELL_FORMED_PER_MALFORMED * utf_8.malformed {
            return Some(Charset::UTF_8);
        }
        if utf_8.is_ascii() {
            return None;
        }
        let may_be_utf_8 = utf_8.malformed * MIN_WELL_FORMED_PER_MALFORMED_UNDECLARED <= utf_8.well_formed;
        if may_be_utf_8 && self.is_refuted_by(declared, Charset::UTF_8, page == Some(Charset::UTF_8)) {
            return Some(Charset::UTF_8);
        }
        self.better_than(declared, page.filter(|&page| page != Charset::UTF_8))
    }

    /// The encoding that bears out bytes that are malformed as UTF-8.
    fn borne_out(&self, page: Option<Charset>) -> Option<Charset> {
        let guess = self.guess();
        let guess = self.better_than(guess, None).unwrap_or(guess);
        let candidates = page.into_iter().chain([guess]);
        candidates.into_iter().find(|&charset| {
            let reading = self.reading(charset);
            charset != Charset::UTF_8 && reading.has_at_most_one_in(MIN_CHARS_PER_MISFIT_BORNE_OUT)
        })
    }

    /// The encoding that makes much less misfits than another, if there is one.
    fn better_than(&self, charset: Charset, page: Option<Charset>) -> Option<Charset> {
        let reading = self.reading(charset);
        if !is_suspicious(reading, page.is_some()) {
            return None;
        }
        if let Some(page) = page.filter(|&page| self.is_refuted_by(charset, page, true)) {
            return Some(page);
        }
        let guess = self.guess();
        let found = Some(guess).filter(|&guess| guess != charset && self.is_refuted_by(charset, guess, false));
        found.filter(|&guess| self.reading(guess).has_at_most_one_in(MIN_CHARS_PER_MISFIT)).or_else(|| {
            let mut best = (charset, reading);
            for other in ALL.into_iter().map(Charset::Standard) {
                let reading = self.reading(other);
                if reading.is_better_by(1, best.1) {
                    best = (other, reading);
                }
            }
            (best.0 != charset && self.is_refuted_by(charset, best.0, false)).then_some(best.0)
        })
    }

    /// Whether an encoding is wrong because the share of misfits is far smaller in another one: [`MIN_TIMES_BETTER`] times,
    /// or [`MIN_TIMES_BETTER_DECLARED`] times if the page declares the other one.
    fn is_refuted_by(&self, charset: Charset, other: Charset, is_declared: bool) -> bool {
        let (reading, other) = (self.reading(charset), self.reading(other));
        let times = if is_declared { MIN_TIMES_BETTER_DECLARED } else { MIN_TIMES_BETTER };
        is_suspicious(reading, is_declared) && other.is_better_by(times, reading)
    }

    /// Whether bytes of ASCII are Japanese between escape sequences.
    fn is_iso_2022_jp(&self) -> bool {
        let has_escape = |sequence: &[u8]| memchr::memmem::find(self.bytes, sequence).is_some();
        memchr::memchr(0x1B, self.bytes).is_some() && (has_escape(b"\x1B$B") || has_escape(b"\x1B$@")) && {
            let (text, had_errors) = ISO_2022_JP.decode_without_bom_handling(self.bytes);
            !had_errors && Reading::of(&text).has_at_most_one_in(MIN_CHARS_PER_MISFIT_BORNE_OUT)
        }
    }

    /// The guess of chardetng; windows-1252 if the text reads better in it, because a few bytes tell chardetng little.
    fn guess(&self) -> Charset {
        *self.guess.get_or_init(|| {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(self.bytes, true);
            let guess = Charset::Standard(detector.guess(None, Utf8Detection::Deny));
            let western = Charset::Standard(WINDOWS_1252);
            if self.reading(western).is_better_by(1, self.reading(guess)) { western } else { guess }
        })
    }
}

/// Whether a text may be in another encoding: it has at least [`MIN_MISFITS`] misfits, and more than one for every
/// [`MIN_CHARS_PER_MISFIT`] characters. If the page declares the other one, one misfit fewer is enough.
fn is_suspicious(reading: Reading, is_declared: bool) -> bool {
    reading.misfits + usize::from(is_declared) >= MIN_MISFITS && !reading.has_at_most_one_in(MIN_CHARS_PER_MISFIT)
}
