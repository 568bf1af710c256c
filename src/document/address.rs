//! Addresses of links and images: which are safe to write, and what they mean on a page.

use url::Url;

use crate::limits::MAX_ADDRESS_BYTES;

/// The schemes that may be written; other ones run scripts, load local files or start programs.
const SAFE_SCHEMES: &[&str] = &["http", "https", "mailto"];

/// The address of a page, against which the addresses in it are resolved.
#[derive(Clone, Debug)]
pub(crate) struct Base(Url);

impl Base {
    /// The base of a page with its own address and that of its `<base>`, each if known (HTML standard, section 2.4.3,
    /// "document base URL").
    pub(crate) fn of(page: Option<&str>, base: Option<&str>) -> Option<Self> {
        let page = page.and_then(|page| Url::parse(page).ok());
        let base = base.and_then(|base| match &page {
            Some(page) => page.join(base).ok(),
            None => Url::parse(base).ok(),
        });
        base.or(page).filter(|url| matches!(url.scheme(), "http" | "https")).map(Self)
    }
}

/// What an address means on a page: absolute if the page's own is known, otherwise as written. `None` if it is not safe
/// to follow, or means nothing.
pub(crate) fn resolve(written: &str, base: Option<&Base>) -> Option<String> {
    let address = plain(written);
    if address.is_empty() || address.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    let scheme = scheme(&address).map(str::to_ascii_lowercase);
    if let Some(scheme) = &scheme
        && !SAFE_SCHEMES.contains(&scheme.as_str())
    {
        return None;
    }
    match base {
        Some(Base(base)) => {
            let url = base.join(&address).ok()?;
            SAFE_SCHEMES.contains(&url.scheme()).then(|| url.into())
        }
        // The place where the link is.
        None if address == "#" => None,
        None => Some(address),
    }
}

/// As [`resolve`], for what is fetched: an address of `http` or `https`.
pub(crate) fn resolve_fetched(written: &str, base: Option<&Base>) -> Option<String> {
    resolve(written, base).filter(|address| !has_other_scheme(address))
}

/// Whether a value that may be an address is one that no page is fetched from: `javascript:…`, `file:…`.
pub(crate) fn has_other_scheme(written: &str) -> bool {
    let address = plain(written);
    scheme(&address).is_some_and(|scheme| !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https"))
}

/// An address without white space at its ends, and without control characters: tabs and line breaks, which browsers drop
/// (URL standard, section 4.4, "URL parsing"), and what [`crate::text::harmless`] is about. No address needs bidirectional
/// controls, so that these are dropped in pairs too; that is done before the scheme is looked at.
fn plain(written: &str) -> String {
    let is_dropped = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let trimmed = written.trim_matches(|c: char| c.is_whitespace() || is_dropped(c));
    trimmed.chars().filter(|&c| !is_dropped(c)).collect()
}

/// The scheme that an address begins with.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_scheme)).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved_against_the_page() {
        let base = Base::of(Some("https://a.example/x/y?z#w"), None);
        for (written, resolved) in [
            ("b", "https://a.example/x/b"),
            (" /c d ", "https://a.example/c%20d"),
            ("#e", "https://a.example/x/y?z#e"),
            ("//f.example", "https://f.example/"),
            ("mailto:g@h.example", "mailto:g@h.example"),
        ] {
            assert_eq!(resolve(written, base.as_ref()).as_deref(), Some(resolved), "{written}");
        }
        let base = Base::of(Some("https://a.example/x/"), Some("/base/"));
        assert_eq!(resolve("b", base.as_ref()).as_deref(), Some("https://a.example/base/b"));
        assert!(Base::of(Some("file:///etc"), None).is_none() && Base::of(Some("x"), Some("y")).is_none());
    }

    #[test]
    fn without_a_base_they_stay_as_they_are_written() {
        assert_eq!(resolve("b?c:d", None).as_deref(), Some("b?c:d"));
        assert_eq!(resolve(" ./b:c ", None).as_deref(), Some("./b:c"));
        assert_eq!(resolve("#d", None).as_deref(), Some("#d"));
        assert_eq!(resolve("#", None), None);
        assert_eq!(resolve("", None), None);
    }

    #[test]
    fn scripts_and_files_are_no_addresses() {
        let base = Base::of(Some("https://a.example/"), None);
        for written in [
            "javascript:alert(1)",
            " JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\u{202E}script:alert(1)",
            "\u{9B}java\u{7F}script:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            assert_eq!(resolve(written, None), None, "{written:?}");
            assert_eq!(resolve(written, base.as_ref()), None, "{written:?}");
        }
        assert_eq!(resolve(&"a".repeat(MAX_ADDRESS_BYTES + 1), None), None);
    }
}
