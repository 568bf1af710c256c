//! Files of models: a damaged one is refused with a reason, and one that is read cleans pages.

use dechaff::Cleaner;
use dechaff::error::ModelError;
use dechaff::model::Model;

use super::checks::assert_promises;
use super::choices::Choices;

const HTML: &[u8] = include_bytes!("../../src/model/html.bin");
const TEXT: &[u8] = include_bytes!("../../src/model/text.bin");
/// Most changes that are made to a file.
const MAX_CHANGES: usize = 32;
/// The ends of a file, in which most of its numbers are; between them are the weights of words.
const END_BYTES: usize = 60_000;
/// Numbers that arithmetic goes wrong with.
const HARD_NUMBERS: [f32; 8] = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, -0.0, 1e-40, 1e30];

/// The first byte chooses a model of the crate, whose file the others change, or the bytes themselves.
pub fn check(input: &[u8]) {
    let mut choices = Choices::new(input);
    match choices.below(3) {
        0 => assert_read(&changed(HTML, choices)),
        1 => assert_read(&changed(TEXT, choices)),
        _ => assert_read(choices.rest()),
    }
}

fn changed(file: &[u8], mut choices: Choices<'_>) -> Vec<u8> {
    let mut file = file.to_vec();
    for _ in 0..MAX_CHANGES {
        if choices.is_empty() || file.is_empty() {
            break;
        }
        let length = file.len();
        let at = match choices.below(3) {
            0 => choices.below(256.min(length)),
            1 => length - 1 - choices.below(END_BYTES.min(length)),
            _ => (usize::from(choices.byte()) << 16 | choices.below(1 << 16)) % length,
        };
        match choices.below(5) {
            0 => file[at] = choices.byte(),
            1 => {
                let number = choices.pick(&HARD_NUMBERS).to_le_bytes();
                let end = (at + number.len()).min(length);
                file[at..end].copy_from_slice(&number[..end - at]);
            }
            2 => file.truncate(at),
            3 => file.insert(at, choices.byte()),
            _ => {
                file.remove(at);
            }
        }
    }
    file
}

const PAGE: &str =
    "<title>The old mill</title><nav><a href=/>Home</a> <a href=/a>About</a></nav><article><h1>The old mill</h1>
    <p>After forty years the old mill at the river is grinding flour once more, the village said.</p>
    <p>It took the owners eleven years to find a mason who could still cut the stones by hand.</p></article>
    <div class=comment><p>Martha: At last!</p></div><footer>© 2024 Reply Share</footer>";
const PLAIN_PAGE: &str = "Home\nAbout\n\nThe old mill\n\nAfter forty years the old mill at the river is grinding flour once \
    more, the village said.\n\n2 comments\n\nMartha says:\nAt last!\n\nShare on Facebook\n";

fn assert_read(file: &[u8]) {
    match Model::read(file) {
        Ok(model) => {
            let is_for_html = model.is_for_html();
            let cleaner = Cleaner::new().with_model(model);
            let page = if is_for_html { cleaner.clean_html(PAGE) } else { cleaner.clean_text(PLAIN_PAGE) };
            let page = page.expect("it is within the limits");
            assert_promises(&page);
            assert!(page.quality().is_none_or(|quality| (0.0..=1.0).contains(&quality)), "{:?}", page.quality());
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            if let ModelError::Damaged { position } = error {
                assert!(position <= file.len(), "{position}");
            }
        }
    }
}
