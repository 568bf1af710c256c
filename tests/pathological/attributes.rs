//! Long and many attributes.

use super::*;

/// A tag that is opened again has its attributes again: 4 bytes of a page once took 10 kB of memory.
#[test]
fn attributes_of_reopened_tags_are_limited() {
    let long = "name ".repeat(400);
    let tag = format!("<b class='{long}' id='{long}' href='{long}' content='{long}' rel='{long}'>");
    assert_html(&format!("<p>{tag}{}", "<p>word ".repeat(500)), 500, &["TooManyAttributes"]);
    // Nothing is missing if the tag is closed.
    let page = assert_html(&(format!("<p>{tag}word</b>").repeat(30) + "<p id=last>word"), 31, &[]);
    let last = page.document().elements().last().expect("there is text");
    assert_eq!(last.id(), Some("last"));
    // Attributes of the second `<body>` go to the first.
    assert_html(&numbered(50_000 / COUNT_DIVISOR, |number| format!("<body a{number} class=c{number}>word ")), 1, &[]);
}

fn long_value(name: &str) {
    let value = "none hidden ".repeat(1_000_000 / 12);
    let notes: &[&str] = if matches!(name, "href" | "title" | "datetime" | "alt") { &["LongAttributes"] } else { &[] };
    assert_html(&format!("<p>word<div {name}=\"{value}\">word</div>"), 2, notes);
}

mod long_attributes {
    use super::*;

    cases! { long_value;
        class: "class";
        id: "id";
        href: "href";
        style: "style";
        title: "title";
        unknown: "data-x";
        itemprop: "itemprop";
        datetime: "datetime";
        alt: "alt";
    }

    #[test]
    fn a_long_content_attribute_is_read() {
        assert_html(&format!("<meta name=author content='{}'><p>word", "name ".repeat(200_000)), 1, &[]);
    }

    #[test]
    fn many_classes_are_read() {
        let classes = numbered(50_000, |number| format!(" c{number}"));
        assert_html(&format!("<p>word<div class='{classes}'>word</div>"), 2, &[]);
    }
}

/// Nested elements with many classes, and many elements in them for which rules need their ancestors.
/// Every rule once searched the classes of all ancestors of every element: 2.1 s for 500 and 1,000 elements in an
/// optimized build, now 0.01 s.
fn classes_of_ancestors(class: &str, inner: &str) {
    let classes = format!("{class} ").repeat(2_000 / (class.len() + 1));
    let open = format!("<div class='{classes}'>").repeat(MAX_DEPTH - 20);
    assert_html(&(open + &inner.repeat(1_000) + &"</div>".repeat(MAX_DEPTH)), 1_000, &[]);
}

mod ancestors_with_many_classes {
    use super::*;

    cases! { classes_of_ancestors;
        of_no_rule: "other", "<h1>word</h1>";
        of_a_rule: "article-header", "<h1>word</h1>";
        of_a_rule_for_two_classes: "author", "<p class='content author'>word</p>";
    }
}

/// Each attribute without a value once cost a copy of 64 kB.
#[test]
fn attributes_without_a_value_are_read_fast() {
    let html = format!("<p>word{}", "<p hidden>".repeat(100_000));
    assert_eq!(cleaned(&html).source(), "word");
}

/// A number of attributes that is far over the limit.
const MANY: usize = 100_000 / COUNT_DIVISOR;

fn attributes(attributes: String) {
    let tag = format!("<div{attributes}>");
    assert_html(&format!("<p>word{tag}word</div>word"), 3, &["TooManyAttributes"]);
    assert_html(&format!("<p>word &am{tag}word</div>word"), 3, &["TooManyAttributes"]);
    assert_html(&format!("<p>word &#120{tag}word</div>word"), 3, &["TooManyAttributes"]);
    assert_html(&format!("<p>word</div{attributes}>word"), 2, &["TooManyAttributes"]);
    assert_html(&format!("<p>word<textarea>word &am</textarea{attributes}>word"), 3, &["TooManyAttributes"]);
}

mod many_attributes {
    use super::*;

    cases! { attributes;
        without_values: numbered(MANY, |number| format!(" a{number}"));
        with_tags: numbered(MANY, |number| format!(" a{number}='<b>'"));
        with_end_tags: numbered(MANY, |number| format!(" a{number}=\"</p>\""));
        with_spaces: numbered(MANY, |number| format!(" a{number} = '>'"));
        // Parse errors are reported in the middle of the tag and must not count as its end.
        with_errors: numbered(MANY, |number| format!(" {}a{number}", if number % 100 == 0 { "\"" } else { "" }));
        // Values must not be taken for a comment or for the end of the tag.
        after_a_comment: format!(" x='<!--' {}", numbered(MANY, |number| format!(" a{number}")));
        after_an_end: format!(" x='{}>\"' {}", "a".repeat(5_000), numbered(MANY, |number| format!(" a{number}")));
    }

    #[test]
    fn attributes_below_the_limit_are_kept() {
        let tag = format!("<p{}>word", numbered(900, |number| format!(" a{number}")));
        assert_html(&tag.repeat(20), 20, &[]);
    }
}
