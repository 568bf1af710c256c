//! What Markdown and HTML are made of the structures of pages, in the shapes in which systems write them.

mod common;

use dechaff::filter::{MarkupFilter, Pipeline};
use dechaff::{Cleaned, Cleaner, Decision, InlineKind, Markdown};

/// The whole page, without what a reader does not see.
fn clean(page: &str) -> Cleaned {
    Cleaner::new()
        .with_pipeline(Pipeline::empty().with(MarkupFilter).unwrap())
        .with_decision(Decision::Marks)
        .clean_html(page)
        .unwrap()
}

fn markdown(page: &str) -> String {
    clean(page).markdown()
}

fn html(page: &str) -> String {
    clean(page).html()
}

#[test]
fn references_and_notes_become_footnotes() {
    let expected = "The mill was built in 1790[^1] of oak.\n\nAfter\n\n[^1]: Book of the *parish*.";
    for page in [
        // Plain, Hugo and GitHub, kramdown, Pandoc.
        "<p>The mill was built in 1790<sup><a href=#fn1>1</a></sup> of oak.<ol><li id=fn1>Book of the <i>parish</i>. \
         <a href=#ref1>↩</a></ol><p>After",
        "<p>The mill was built in 1790<sup><a href='#user-content-fn-1' id=user-content-fnref-1 data-footnote-ref>1</a></sup> of oak.\
         <section class=footnotes><ol><li id=user-content-fn-1><p>Book of the <i>parish</i>. <a href='#user-content-fnref-1' \
         data-footnote-backref class=data-footnote-backref>↩</a></p></li></ol></section><p>After",
        "<p>The mill was built in 1790<sup id=fnref:1 role=doc-noteref><a href=#fn:1 class=footnote>1</a></sup> of oak.\
         <div class=footnotes role=doc-endnotes><ol><li id=fn:1 role=doc-endnote><p>Book of the <i>parish</i>. \
         <a href=#fnref:1 class=reversefootnote role=doc-backlink>&#8617;</a></p></li></ol></div><p>After",
        "<p>The mill was built in 1790<a href=#fn1 class=footnote-ref id=fnref1 role=doc-noteref><sup>1</sup></a> of oak.\
         <section id=footnotes class=footnotes role=doc-endnotes><hr/><ol><li id=fn1><p>Book of the <em>parish</em>.\
         <a href=#fnref1 class=footnote-back role=doc-backlink>↩︎</a></p></li></ol></section><p>After",
        // MediaWiki.
        "<p>The mill was built in 1790<sup id=cite_ref-1 class=reference><a href=#cite_note-1><span>[</span>1<span>]</span></a></sup> of oak.\
         <ol class=references><li id=cite_note-1><span class=mw-cite-backlink><b><a href=#cite_ref-1>^</a></b></span> \
         <span class=reference-text>Book of the <i>parish</i>.</span></li></ol><p>After",
        // EPUB, and old pages with named anchors.
        "<p>The mill was built in 1790<a epub:type=noteref href=#n1>1</a> of oak.<aside epub:type=footnote id=n1><p>Book of the \
         <i>parish</i>.</p></aside><p>After",
        "<p>The mill was built in 1790<a name=back1 href=#note1>1</a> of oak.<p><a name=note1 href=#back1>1</a> Book of the \
         <i>parish</i>.</p><p>After",
        // Docutils.
        "<p>The mill was built in 1790<a class='footnote-reference brackets' href=#id2 id=id1 role=doc-noteref><span \
         class=fn-bracket>[</span>1<span class=fn-bracket>]</span></a> of oak.<aside class='footnote brackets' id=id2 \
         role=doc-footnote><span class=label><span class=fn-bracket>[</span><a role=doc-backlink href=#id1>1</a><span \
         class=fn-bracket>]</span></span><p>Book of the <em>parish</em>.</p></aside><p>After",
    ] {
        assert_eq!(markdown(page), expected, "{page}");
        assert!(!clean(page).text().contains("17901"), "{}", clean(page).text());
        assert_eq!(
            html(page),
            "<p>The mill was built in 1790<sup><a href=\"#fn-1\">1</a></sup> of oak.</p>\n<p>After</p>\n\
             <ol>\n<li id=\"fn-1\">Book of the <em>parish</em>.</li>\n</ol>",
            "{page}"
        );
    }
}

#[test]
fn the_text_has_numbers_of_notes_in_brackets_and_no_arrows() {
    let page = "<p>Im Jahr ۱۳۹۰<sup><a href=#fn1>۱</a></sup> und 1911<sup><a href=#fn2>2</a></sup>.<ol><li id=fn1>Eins. \
                <a href=#ref1>↩</a><li id=fn2>Zwei. <a href=#ref2>^</a></ol>";
    let page = clean(page);
    assert!(page.text().starts_with("Im Jahr ۱۳۹۰[۱] und 1911[2]."), "{}", page.text());
    assert!(page.markdown().starts_with("Im Jahr ۱۳۹۰[^1] und 1911[^2]."), "{}", page.markdown());
}

#[test]
fn links_that_are_no_references_stay_links() {
    for page in [
        // An equation, a table of contents, a note without its text, powers.
        "<p>By <a href=#eq1>(1)</a> it turns.<p id=eq1>E = mc.",
        "<ul><li><a href=#s1>1</a> Wheel<li><a href=#s2>2</a> Stone</ul><h2 id=s1>Wheel</h2><p>x<h2 id=s2>Stone</h2><p>y",
        "<p>In 1790<sup><a href=#fn1>1</a></sup> it was built.",
        "<p>10<sup>3</sup> sacks.<p>3 Sacks.",
    ] {
        assert!(!markdown(page).contains("[^"), "{}", markdown(page));
    }
}

#[test]
fn numbers_without_links_are_references_if_notes_begin_with_them() {
    let notes = "<h2>Notes</h2><p><sup>1</sup> Book of the parish.<p><sup>2</sup>Another book.";
    assert_eq!(
        markdown(&format!("<p>Built in 1790.<sup>1</sup><p>Of oak<sup>2</sup> and stone.{notes}")),
        "Built in 1790.[^1]\n\nOf oak[^2] and stone.\n\n## Notes\n\n[^1]: Book of the parish.\n\n[^2]: Another book."
    );
    let with_power = format!("<p>Built.<sup>1</sup><p>20 m<sup>2</sup> of oak<sup>2</sup> and stone.{notes}");
    assert!(!markdown(&with_power).contains("[^"), "{}", markdown(&with_power));
}

#[test]
fn a_note_with_several_blocks_stays_whole() {
    assert_eq!(
        markdown(
            "<p>Rye<sup><a href=#fn1>a</a></sup> and rye<sup><a href=#fn2>b</a></sup>.<ol><li id=fn1><p>One.<p>Two.<ul><li>x</ul>\
             <li id=fn2>Three.</ol>"
        ),
        "Rye[^1] and rye[^2].\n\n[^1]: One.\n\n    Two.\n\n    - x\n\n[^2]: Three."
    );
    let plain = Markdown::new().with_footnotes(false);
    let page = clean("<p>Rye<sup><a href=#fn1>1</a></sup>.<ol><li id=fn1>One.</ol>");
    assert_eq!(page.markdown_with(&plain), "Rye<sup>\\[[1](#fn1)]</sup>.\n\n1. One.");
}

#[test]
fn formulas_are_said_once_as_tex() {
    let katex = "<span class=katex><span class=katex-mathml><math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>\
                 <annotation encoding=application/x-tex>x^2</annotation></semantics></math></span><span class=katex-html \
                 aria-hidden=true><span>x</span><span>2</span></span></span>";
    for formula in [
        katex,
        "<math alttext='x^2'><msup><mi>x</mi><mn>2</mn></msup></math>",
        "<math><semantics><msup><mi>x</mi><mn>2</mn></msup><annotation encoding='application/x-tex'>x^2</annotation></semantics></math>",
        "<script type=math/tex>x^2</script>",
        "<span class=MathJax_Preview>x2</span><span class=MathJax><span>x</span>2</span><script type=math/tex>x^2</script>",
        "<mjx-container><mjx-math aria-hidden=true>x2</mjx-math><mjx-assistive-mml><math><semantics><mi>x</mi><annotation \
         encoding='application/x-tex'>x^2</annotation></semantics></math></mjx-assistive-mml></mjx-container>",
        "<span class=mwe-math-element><span class='mwe-math-mathml-inline mwe-math-mathml-a11y' style='display: none;'><math \
         alttext='{\\displaystyle x^2}'><mi>x</mi></math></span><img src=/x.svg class=mwe-math-fallback-image-inline \
         alt='{\\displaystyle x^2}'></span>",
        "<img class=latex src=/x.png alt='x^2'>",
    ] {
        let page = clean(&format!("<p>The area {formula} is large."));
        let body = |text: &str| text.split("\n\n").next().unwrap_or_default().to_owned();
        assert_eq!(body(&page.markdown()), "The area `x^2` is large.", "{formula}");
        assert!(page.text().starts_with("The area x^2 is large."), "{formula}: {}", page.text());
        let dollars = page.markdown_with(&Markdown::new().with_dollar_formulas(true));
        assert!(dollars.starts_with("The area $x^2$ is large."), "{formula}: {dollars}");
        assert!(
            page.html().starts_with("<p>The area <code class=\"language-math\">x^2</code> is large.</p>"),
            "{}",
            page.html()
        );
        assert!(page.inlines(0).iter().any(|inline| inline.kind() == InlineKind::Formula), "{formula}");
    }
    let display = "<p>So:<p><math display=block alttext='x_1 = \\frac{a}{b}'><mi>x</mi></math>";
    let dollars = clean(display).markdown_with(&Markdown::new().with_dollar_formulas(true));
    assert_eq!(dollars, "So:\n\n$$x_1 = \\frac{a}{b}$$");
    assert_eq!(markdown("<p>So <math><mi>x</mi></math> is."), "So x is.");
}

#[test]
fn numbers_of_items_and_tasks_are_kept() {
    assert_eq!(markdown("<ol start=3><li>a<li>b<li value=7>c<li>d</ol>"), "3. a\n4. b\n\n7) c\n8) d");
    assert_eq!(markdown("<ol reversed><li>a<li>b</ol>"), "2. a\n\n1) b");
    assert_eq!(html("<ol reversed><li>a<li>b</ol>"), "<ol reversed=\"\">\n<li>a</li>\n<li>b</li>\n</ol>");
    assert_eq!(
        html("<ol start=3><li>a<li value=7>c</ol>"),
        "<ol start=\"3\">\n<li>a</li>\n<li value=\"7\">c</li>\n</ol>"
    );
    let tasks = "<ul><li><input type=checkbox checked disabled> mill<li><label><input type=checkbox> wheel</label><li>stone</ul>";
    assert_eq!(markdown(tasks), "- [x] mill\n- [ ] wheel\n- stone");
    assert!(html(tasks).starts_with("<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\"> mill</li>"));
}

#[test]
fn terms_have_their_definitions_as_lists() {
    let page =
        "<p>Words:<dl><dt>Hopper<dd>It holds the grain.<dd>Or coal.<dt>Quern<dd><p>Stones.<p>By hand.</dl><p>After";
    assert_eq!(
        markdown(page),
        "Words:\n\nHopper\n- It holds the grain.\n- Or coal.\n\nQuern\n- Stones.\n\n  By hand.\n\nAfter"
    );
    assert_eq!(
        html(page),
        "<p>Words:</p>\n<dl>\n<dt>Hopper</dt>\n<dd>It holds the grain.</dd>\n<dd>Or coal.</dd>\n<dt>Quern</dt>\n\
         <dd>\n<p>Stones.</p>\n<p>By hand.</p>\n</dd>\n</dl>\n<p>After</p>"
    );
}

#[test]
fn details_have_their_summary_as_a_bold_line() {
    let page = "<p>Before<details><summary>How was it <b>built</b>?</summary><p>Of oak.</details>";
    assert_eq!(markdown(page), "Before\n\n**How was it built?**\n\nOf oak.");
    let nested = "<p>Before<details><summary><em>It was <b>built.</b></em> When?</summary><p>Long ago.</details>";
    assert_eq!(markdown(nested), "Before\n\n***It was built.* When?**\n\nLong ago.");
    assert_eq!(
        html(page),
        "<p>Before</p>\n<details>\n<summary>How was it <strong>built</strong>?</summary>\n<p>Of oak.</p>\n</details>"
    );
}

#[test]
fn callouts_are_alerts() {
    for page in [
        "<div class='markdown-alert markdown-alert-warning'><p class=markdown-alert-title>Warning</p><p>It turns.</div>",
        "<div class='admonition warning'><p class=admonition-title>Warning<p>It turns.</div>",
        "<div class='theme-admonition theme-admonition-warning admonition_x alert alert--warning'><div class=admonitionHeading_y>\
         warning</div><div class=admonitionContent_z><p>It turns.</div></div>",
        "<div class=WARNING><p>Warning<p>It turns.</div>",
        "<div class='alert alert-warning'>It turns.</div>",
    ] {
        assert_eq!(markdown(page), "> [!WARNING]\n> It turns.", "{page}");
    }
    let page = "<div class='admonition warning'><p class=admonition-title>Warning<ol start=7><li>It turns.</ol></div>";
    assert_eq!(markdown(page), "> [!WARNING]\n>\n> 7. It turns.");
    let page =
        "<div class='markdown-alert markdown-alert-note'><summary><ol start=7><li>It turns.</ol></summary></div>";
    assert_eq!(markdown(page), "> [!NOTE]\n>\n> 7. It turns.");
    let page = "<div class='callout' data-callout=danger><div class=callout-title>Heiß!</div><div class=callout-content><p>Es brennt.</div></div>";
    assert_eq!(markdown(page), "> [!CAUTION]\n> **Heiß!**\n>\n> Es brennt.");
    assert_eq!(html(page), "<aside class=\"caution\">\n<p><strong>Heiß!</strong></p>\n<p>Es brennt.</p>\n</aside>");
}

#[test]
fn cells_keep_their_spans_and_alignment() {
    let page = "<table><tr><th>Day<th align=right>High<th style='text-align: center'>Low<tr><td rowspan=2>Monday<td colspan=2>3:10\
                <tr><td>4:02<td>5:00</table>";
    assert_eq!(markdown(page), "| Day | High | Low |\n| --- | --: | :-: |\n| Monday | 3:10 | |\n| | 4:02 | 5:00 |");
    assert_eq!(
        html(page),
        "<table>\n<tr><th>Day</th><th align=\"right\">High</th><th align=\"center\">Low</th></tr>\n\
         <tr><td rowspan=\"2\">Monday</td><td colspan=\"2\">3:10</td></tr>\n<tr><td>4:02</td><td>5:00</td></tr>\n</table>"
    );
}

#[test]
fn images_in_links_are_linked_images() {
    assert_eq!(
        markdown("<p>The mill <a href=/big.jpg><img src=/a.jpg alt='A mill'></a> is open.<p>x"),
        "The mill [![A mill](/a.jpg)](/big.jpg) is open.\n\nx"
    );
    assert_eq!(
        markdown("<p>One<figure><a href=/big.jpg><img src=/a.jpg alt='A mill'></a></figure><p>Two"),
        "One\n\n[![A mill](/a.jpg)](/big.jpg)\n\nTwo"
    );
    let page = clean("<p>One <a href=/b>two</a><figure><a href=/big.jpg><img src=/a.jpg></a></figure><p>Three");
    assert_eq!(page.markdown_with(&Markdown::new().with_images(false).with_links(false)), "One two\n\nThree");
    assert_eq!(page.markdown_with(&Markdown::new().with_links(false)), "One two\n\n![](/a.jpg)\n\nThree");
}

#[test]
fn paragraphs_are_wrapped_where_nothing_begins_a_block() {
    let page = clean(
        "<blockquote><p>The mill ground rye - and # wheat - until 1790. It was <b>very old</b> then.</blockquote>",
    );
    assert_eq!(
        page.markdown_with(&Markdown::new().with_width(20)),
        "> The mill ground\n> rye - and #\n> wheat -\n> until 1790. It was\n> **very old** then."
    );
}
