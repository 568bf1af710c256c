//! The kinds on a page: their names, numbers and colours, and the choice to show only one of them.

use std::fmt::{self, Write};

use super::page::{Part, Report, bytes, is_uncertain, percent};
use crate::kind::Kind;

/// The rules of the style sheet for each kind, and for each choice, also those that a page does not offer: the style sheet is
/// the same for every page.
pub(super) fn write_style(out: &mut String) -> fmt::Result {
    for &kind in Kind::ALL {
        let (hue, colour) = colour(kind);
        writeln!(out, ".k-{kind} {{ --hue: {hue};{colour} --kind: \"{kind}\"; }}")?;
        write_choice(out, kind.name(), &format!("k-{kind}"))?;
    }
    for name in Part::ALL.map(Part::class).into_iter().chain(["uncertain"]) {
        write_choice(out, name, name)?;
    }
    Ok(())
}

/// Hides the spans that are not of a class, and the blocks and folds without one, while the choice is made.
fn write_choice(out: &mut String, name: &str, class: &str) -> fmt::Result {
    writeln!(
        out,
        "body:has(#only-{name}:checked) main :is(.w, .fold, p, h2, h3, h4, h5, h6, li, tr, pre, blockquote)\
         :not(.w.{class}, :has(.w.{class})) {{ display: none; }}"
    )
}

/// The choice, which is the legend too: radio buttons are one tab stop and work without scripts.
pub(super) fn write(out: &mut String, page: &Report<'_>) -> fmt::Result {
    let all = bytes(page.spans.iter());
    out.push_str("<fieldset class=\"kinds\">\n<legend>Show only</legend>\n<div>");
    out.push_str("<label><input type=\"radio\" name=\"only\" id=\"only-all\" checked>everything</label>");
    let uncertain = page.spans.iter().filter(|span| is_uncertain(span)).count();
    if uncertain > 0 {
        out.push_str("\n<label><input type=\"radio\" name=\"only\" id=\"only-uncertain\">uncertain ");
        write!(out, "<small>{uncertain}</small></label>")?;
    }
    out.push_str("</div>\n");
    for part in Part::ALL {
        let of_part = || page.spans.iter().filter(|span| Part::of(span) == part);
        let spans = of_part().count();
        if spans == 0 {
            continue;
        }
        let (class, name, share) = (part.class(), part.name(), percent(bytes(of_part()), all));
        writeln!(
            out,
            "<div><label class=\"part\"><input type=\"radio\" name=\"only\" id=\"only-{class}\">{name} \
             <small>{spans} · {share}</small></label>"
        )?;
        for &kind in Kind::ALL {
            let spans = of_part().filter(|span| span.kind == kind);
            let count = spans.clone().count();
            if count > 0 {
                writeln!(
                    out,
                    "<label class=\"k-{kind}\"><input type=\"radio\" name=\"only\" id=\"only-{kind}\">{kind} \
                     <small>{count} · {}</small></label>",
                    percent(bytes(spans), all)
                )?;
            }
        }
        out.push_str("</div>\n");
    }
    out.push_str("</fieldset>\n");
    Ok(())
}

/// The hue of a kind in degrees, and a CSS variable with the saturation if it is not the usual one.
/// Articles are green and blue, unimportant boilerplate is grey. Each kind is named wherever its colour is.
fn colour(kind: Kind) -> (u16, &'static str) {
    let grey = " --colour: 6%;";
    match kind {
        Kind::Title => (215, ""),
        Kind::Heading => (195, ""),
        Kind::Paragraph => (140, ""),
        Kind::ListItem => (165, ""),
        Kind::Quote => (110, ""),
        Kind::Caption => (90, ""),
        Kind::Byline => (75, ""),
        Kind::Dateline => (60, ""),
        Kind::Ticker => (45, ""),
        Kind::Navigation => (255, ""),
        Kind::Spam => (0, ""),
        Kind::Advertising => (12, ""),
        Kind::Author => (180, ""),
        Kind::Comment => (300, ""),
        Kind::Support => (22, ""),
        Kind::Related => (35, ""),
        Kind::Share => (235, ""),
        Kind::Consent => (330, ""),
        Kind::Legal => (275, ""),
        Kind::Chrome => (210, grey),
        Kind::Hidden => (0, grey),
    }
}
