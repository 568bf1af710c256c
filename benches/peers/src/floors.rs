//! Work that no cleaner can do without, or hardly: how fast it could be.

use std::cell::Cell;
use std::hash::{Hash, Hasher};
use std::hint::black_box;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use lol_html::{HtmlRewriter, Settings, element};
use rustc_hash::FxHasher;

/// A name, and what is done with a page.
pub type Floor = (&'static str, fn(&str));

/// For pages of HTML: to split a page into tags, and into all tokens of the HTML standard.
pub const HTML: [Floor; 2] = [("lol_html, tags only", tags), ("html5ever, tokens only", tokens)];

/// For text: to look at each byte, and to hash each word.
pub const TEXT: [Floor; 2] = [("a class for each byte", classes), ("a hash for each word", words)];

fn tags(html: &str) {
    let count = Cell::new(0);
    let count_element = element!("*", |_| {
        count.set(count.get() + 1);
        Ok(())
    });
    let settings = Settings { element_content_handlers: vec![count_element], strict: false, ..Settings::new() };
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(html.as_bytes()).expect("it reads any page if it is not strict");
    rewriter.end().expect("it reads any page if it is not strict");
    black_box(count.get());
}

/// Counts tokens.
#[derive(Default)]
struct Tokens(Cell<usize>);

impl TokenSink for Tokens {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        black_box(&token);
        self.0.set(self.0.get() + 1);
        TokenSinkResult::Continue
    }
}

fn tokens(html: &str) {
    let tokenizer = Tokenizer::new(Tokens::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    while tokenizer.feed(&queue) != TokenizerResult::Done {}
    tokenizer.end();
    black_box(tokenizer.sink.0.get());
}

fn classes(text: &str) {
    let classes: [u8; 256] = std::array::from_fn(|byte| (byte as u8).is_ascii_alphanumeric().into());
    let sum: u64 = text.bytes().map(|byte| u64::from(classes[usize::from(byte)])).sum();
    black_box(sum);
}

fn words(text: &str) {
    let hash = |word: &[u8]| {
        let mut hasher = FxHasher::default();
        word.hash(&mut hasher);
        hasher.finish()
    };
    let words = text.as_bytes().split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    black_box(words.fold(0, |all, word| all ^ hash(word)));
}
