//! The features of a segment of HTML.

use super::ancestry::{LEVELS, PathFact};
use super::html_page::{CONTAINER_SCORE, ELEMENT_FACT_NAMES, ELEMENT_FACTS, Html, Page, Sum};
use super::table::Table;
use crate::analysis::Landmarks;
use crate::input::html::Hidden;
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::markup::{Role, Tag};

/// Segments on each side whose facts are features.
const NEIGHBOURS: usize = 3;
/// Segments on each side over which sums are features.
const REACHES: [usize; 2] = [5, 12];
/// Features that count or measure distances are bounded, since the trees need no larger numbers.
const MAX_SEGMENT_REPEATS: usize = 20;
const MAX_CARDS: u32 = 100;
const MAX_HEADING_DISTANCE: f32 = 100.0;
const MAX_MAIN_HEADING_DISTANCE: f32 = 500.0;
/// A feature that is missing, where 0 is a value of its own.
const NONE: f32 = -1.0;
const NO_RULE_SCORE: f32 = -9.0;

/// The table of the features of pages of HTML. A model knows features by their order.
pub(crate) fn table() -> Table<Html> {
    let mut table = Table::new();
    add_text(&mut table);
    add_element(&mut table);
    add_ancestors(&mut table);
    add_cards(&mut table);
    add_heading(&mut table);
    add_position(&mut table);
    add_neighbours(&mut table);
    add_marks(&mut table);
    add_page(&mut table);
    table.include("as text: ", super::text::table());
    table
}

/// The segment's own text.
fn add_text(table: &mut Table<Html>) {
    table.segment("words", "words", |page, index| page.words(index));
    table.segment("characters per word", "characters", |page, index| page.per_word(index, page.stats(index).chars()));
    table.segment("prose", "share", |page, index| page.segments[index].prose());
    table.segment("link density", "share of characters", |page, index| page.segments[index].link_density());
    table.segment("links", "links", |page, index| page.segments[index].links() as f32);
    table.segment("commas per word", "commas", |page, index| page.per_word(index, page.stats(index).commas()));
    table.segment("sentence ends", "sentences", |page, index| page.stats(index).sentence_ends() as f32);
    table.flag("ends sentence", |page, index| page.stats(index).ends_sentence());
    table.flag("ends colon", |page, index| page.stats(index).ends_colon());
    table.flag("ends question", |page, index| page.stats(index).ends_question());
    table.flag("ends ellipsis", |page, index| page.stats(index).ends_ellipsis());
    table.flag("starts lower", |page, index| page.stats(index).starts_lower());
    table.segment("function words per word", "share", |page, index| {
        page.per_word(index, page.stats(index).function_words())
    });
    table.segment("capitals per word", "share", |page, index| page.per_word(index, page.stats(index).capitalized()));
    table.segment("numbers per word", "share", |page, index| page.per_word(index, page.stats(index).numbers()));
    table.segment("exclamations", "marks", |page, index| page.stats(index).exclamations() as f32);
    table.flag("date", |page, index| page.stats(index).has_date());
    table.flag("time", |page, index| page.stats(index).has_time());
    table.flag("amount", |page, index| page.stats(index).has_amount());
    table.flag("code", |page, index| page.stats(index).is_code_like());
    table.flag("copyright", |page, index| page.stats(index).has_copyright());
    table.flag("headline", |page, index| page.segments[index].is_headline_like());
    table.flag("label", |page, index| page.segments[index].is_label());
    table.segment("repeats", "segments", |page, index| page.segments[index].repeats().min(MAX_SEGMENT_REPEATS) as f32);
    table.flag("hidden", |page, index| page.segments[index].is_hidden());
    table.flag("hidden by attribute", |page, index| page.segments[index].hidden() == Some(Hidden::Attribute));
    table.flag("only without scripts", |page, index| page.segments[index].hidden() == Some(Hidden::Noscript));
    table.segment("words of title", "share", |page, index| page.title_share(index));
    table.segment("words of author", "share", |page, index| page.author_share(index));
    table.segment("in article body", "share of word sequences", |page, index| {
        page.analysis.in_article_body().map_or(0.0, |shares| shares[index])
    });
    table.segment("in descriptions", "share of word sequences", |page, index| {
        let text = page.document.text(&page.segments[index]);
        page.descriptions.as_ref().map_or(0.0, |descriptions| descriptions.share_of(text))
    });
    table.segment("cue similarity", "share", |page, index| {
        page.stats(index).most_similar_cue().map_or(0.0, |(_, similarity)| similarity)
    });
    table.flag("foreign", |page, index| page.segments[index].language() != page.document.language());
}

/// Groups of names of the segment's own element. The first is for all names in none of the others.
const TAG_GROUPS: [(&str, &[Tag]); 11] = [
    ("other", &[]),
    ("p", &[Tag::P]),
    ("li", &[Tag::Li]),
    ("heading", &[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6]),
    ("cell", &[Tag::Td, Tag::Th]),
    ("link", &[Tag::A]),
    ("term", &[Tag::Dd, Tag::Dt]),
    ("code", &[Tag::Pre, Tag::Code]),
    ("quote", &[Tag::Blockquote]),
    ("span", &[Tag::Span]),
    ("control", &[Tag::Button, Tag::Label, Tag::Option]),
];

/// The segment's own element: landmarks, name, roles, names of classes.
fn add_element(table: &mut Table<Html>) {
    for &(name, landmark) in Landmarks::ALL {
        table.flag(format!("landmark {name}"), move |page, index| {
            page.ancestor(index, 0).is_some_and(|element| page.analysis.landmarks()[element].has(landmark))
        });
    }
    let is_in_any = |tag: Tag| TAG_GROUPS.iter().any(|(_, tags)| tags.contains(&tag));
    for (name, tags) in TAG_GROUPS {
        table.flag(format!("element {name}"), move |page, index| {
            let tag = page.element(index).map_or(Tag::Other, |element| element.tag);
            if tags.is_empty() { !is_in_any(tag) } else { tags.contains(&tag) }
        });
    }
    for &role in Role::ALL {
        table.flag(format!("role {}", role.name()), move |page, index| {
            page.element(index).is_some_and(|element| element.nearest_roles.contains(role))
        });
    }
    table.segment("names against", "log odds", |page, index| {
        page.element(index).map_or(0.0, |element| element.path.against)
    });
    table.segment("names for", "log odds", |page, index| {
        page.element(index).map_or(0.0, |element| element.path.support)
    });
    table.segment("all names against", "log odds", |page, index| {
        page.element(index).map_or(0.0, |element| element.all_against)
    });
}

/// The elements above the segment.
fn add_ancestors(table: &mut Table<Html>) {
    for level in 0..LEVELS {
        let facts = if level == 0 { CONTAINER_SCORE } else { ELEMENT_FACTS };
        for (fact, (name, unit)) in ELEMENT_FACT_NAMES.into_iter().enumerate().take(facts) {
            table.segment(format!("{name} {level}"), unit, move |page, index| page.element_fact(index, level, fact));
        }
    }
    table.segment("max container score", "share of the heaviest", |page, index| {
        (1..LEVELS).map(|level| page.element_fact(index, level, CONTAINER_SCORE)).fold(0.0, f32::max)
    });
    table.segment("depth", "elements", |page, index| page.path(index, PathFact::Depth).unwrap_or(0) as f32);
    let distance = |distance: Option<u32>| distance.map_or(NONE, |distance| distance as f32);
    table.segment("elements to heaviest", "elements", move |page, index| {
        distance(page.path(index, PathFact::ToHeaviest))
    });
    table.segment("elements to half", "elements", move |page, index| distance(page.path(index, PathFact::ToHalf)));
    table.segment("share at half", "share of the page's prose", |page, index| {
        page.within(Sum::Prose, page.range(page.path(index, PathFact::WithHalf))) / page.analysis.containers().total
    });
    table.segment("elements to main heading", "elements", move |page, index| {
        distance(page.path(index, PathFact::ToHeading))
    });
    table.segment("words with main heading", "share of the page's", |page, index| {
        page.within(Sum::Words, page.range(page.path(index, PathFact::WithHeading))) / page.all(Sum::Words).max(1.0)
    });
    table.segment("prose with main heading", "share of the page's", |page, index| {
        page.within(Sum::Prose, page.range(page.path(index, PathFact::WithHeading))) / page.analysis.containers().total
    });
    table.segment("segments with main heading", "segments", |page, index| {
        page.range(page.path(index, PathFact::WithHeading)).len() as f32
    });
}

/// Series of elements that are repeated beside each other: cards, posts, items, rows.
fn add_cards(table: &mut Table<Html>) {
    for (name, card) in [("card", PathFact::Card), ("outer card", PathFact::OuterCard)] {
        let card_of = move |page: &Page<'_>, index: usize| page.path(index, card);
        let range_of_card = move |page: &Page<'_>, index: usize| page.range(card_of(page, index));
        let range_of_group = move |page: &Page<'_>, index: usize| {
            page.range(card_of(page, index).and_then(|card| page.elements[card as usize].parent))
        };
        let element = move |page: &Page<'_>, index: usize| card_of(page, index).map(|card| card as usize);
        table.segment(format!("repeats of {name}"), "elements", move |page, index| {
            element(page, index).map_or(0.0, |card| page.elements[card].repeats.min(MAX_CARDS) as f32)
        });
        table.segment(format!("segments of {name}"), "segments", move |page, index| {
            range_of_card(page, index).len() as f32
        });
        table.segment(format!("words of {name}"), "words", move |page, index| {
            page.within(Sum::Words, range_of_card(page, index))
        });
        table.segment(format!("link density of {name}"), "share of words", move |page, index| {
            page.within_per_word(Sum::Linked, range_of_card(page, index))
        });
        table.segment(format!("prose per word of {name}"), "share of words", move |page, index| {
            page.within_per_word(Sum::Prose, range_of_card(page, index))
        });
        table.segment(format!("headings of {name}"), "segments", move |page, index| {
            page.within(Sum::Headings, range_of_card(page, index))
        });
        table.segment(format!("amounts of {name}"), "segments", move |page, index| {
            page.within(Sum::Amounts, range_of_card(page, index))
        });
        table.segment(format!("words of series of {name}"), "share of the page's", move |page, index| {
            page.within(Sum::Words, range_of_group(page, index)) / page.all(Sum::Words).max(1.0)
        });
        table.segment(format!("link density of series of {name}"), "share of words", move |page, index| {
            page.within_per_word(Sum::Linked, range_of_group(page, index))
        });
        for (quantity, sum) in [("amounts", Sum::Amounts), ("headings", Sum::Headings)] {
            table.segment(format!("{quantity} of series of {name}"), "share of segments", move |page, index| {
                let range = range_of_group(page, index);
                page.within(sum, range.clone()) / (range.len() as f32).max(1.0)
            });
        }
        table.segment(format!("names against {name}"), "log odds", move |page, index| {
            element(page, index).map_or(0.0, |card| page.elements[card].path.against)
        });
    }
}

/// Groups of cues that a heading may be similar to.
const HEADING_CUES: [(&str, &[Cue]); 5] = [
    ("related", &[Cue::Related, Cue::Teaser, Cue::Ticker]),
    ("comments", &[Cue::CommentSection, Cue::CommentItem, Cue::CommentForm]),
    ("navigation", &[Cue::Navigation, Cue::Breadcrumb]),
    ("support", &[Cue::Support, Cue::Share, Cue::Consent]),
    ("chrome", &[Cue::Chrome, Cue::Legal, Cue::Advertising]),
];

/// The heading above the segment.
fn add_heading(table: &mut Table<Html>) {
    table.segment("level of heading", "level", |page, index| f32::from(page.analysis.headings().above(index).level));
    table.segment("own level of heading", "level", |page, index| f32::from(page.analysis.headings().level(index)));
    table.segment("distance of heading", "segments", |page, index| {
        page.heading(index).map_or(NONE, |heading| (index as f32 - heading as f32).min(MAX_HEADING_DISTANCE))
    });
    table.segment("words of heading", "words", |page, index| {
        page.heading(index).map_or(0.0, |heading| page.words(heading))
    });
    table.segment("link density of heading", "share of characters", |page, index| {
        page.heading(index).map_or(NONE, |heading| page.segments[heading].link_density())
    });
    table.segment("rule score of heading", "log odds", |page, index| {
        page.heading(index).map_or(NO_RULE_SCORE, |heading| page.rule_scores[heading])
    });
    for (name, cues) in HEADING_CUES {
        table.segment(format!("cue similarity of heading to {name}"), "share", move |page, index| {
            page.heading(index).map_or(0.0, |heading| page.similarity(heading, cues))
        });
    }
    table.flag("after main heading", |page, index| index > page.main_heading);
    table.segment("headings before", "segments", |page, index| page.sums.up_to(Sum::Headings as usize, index));
}

/// The position on the page, and how often the segment's template occurs.
fn add_position(table: &mut Table<Html>) {
    table.segment("position", "share of segments", |page, index| index as f32 / page.segments.len() as f32);
    table.segment("words before", "share of the page's", |page, index| {
        page.sums.up_to(Sum::Words as usize, index) / page.all(Sum::Words).max(1.0)
    });
    table.segment("prose before", "share of the page's", |page, index| {
        page.sums.up_to(Sum::Prose as usize, index) / page.analysis.containers().total
    });
    table.segment("from main heading", "segments", |page, index| {
        (index as f32 - page.main_heading as f32).clamp(-MAX_MAIN_HEADING_DISTANCE, MAX_MAIN_HEADING_DISTANCE)
    });
    table.segment("rule score", "log odds", |page, index| page.rule_scores[index]);
    let template =
        |page: &Page<'_>, index: usize| page.templates.get(&page.template_of[index]).copied().unwrap_or_default();
    table.segment("segments of template", "segments", move |page, index| template(page, index).0);
    table.segment("words per segment of template", "words", move |page, index| {
        let (segments, words) = template(page, index);
        words / segments.max(1.0)
    });
}

/// The segments around the segment, one by one and summed up.
fn add_neighbours(table: &mut Table<Html>) {
    for distance in 1..=NEIGHBOURS as isize {
        for (side, offset) in [("before", -distance), ("after", distance)] {
            table.segment(format!("prose {distance} {side}"), "share", move |page, index| {
                page.neighbour(index, offset).map_or(NONE, |index| page.segments[index].prose())
            });
            table.segment(format!("link density {distance} {side}"), "share of characters", move |page, index| {
                page.neighbour(index, offset).map_or(NONE, |index| page.segments[index].link_density())
            });
            table.segment(format!("words {distance} {side}"), "words", move |page, index| {
                page.neighbour(index, offset).map_or(NONE, |index| page.words(index))
            });
            table.segment(format!("rule score {distance} {side}"), "log odds", move |page, index| {
                page.neighbour(index, offset).map_or(NO_RULE_SCORE, |index| page.rule_scores[index])
            });
            table.flag(format!("same template {distance} {side}"), move |page, index| {
                let neighbour = page.neighbour(index, offset);
                neighbour.is_some_and(|neighbour| page.template_of[neighbour] == page.template_of[index])
            });
        }
    }
    for reach in REACHES {
        table.segment(format!("prose near {reach}"), "share of words", move |page, index| {
            page.within_per_word(Sum::Prose, page.near(index, reach))
        });
        table.segment(format!("link density near {reach}"), "share of words", move |page, index| {
            page.within_per_word(Sum::Linked, page.near(index, reach))
        });
        table.segment(format!("amounts near {reach}"), "segments", move |page, index| {
            page.within(Sum::Amounts, page.near(index, reach))
        });
    }
}

/// The most confident mark of the filters.
fn add_marks(table: &mut Table<Html>) {
    for &kind in Kind::ALL.iter().filter(|kind| !kind.is_article()) {
        table.segment(format!("mark {}", kind.name()), "confidence", move |page, index| {
            let mark = page.marks.evidence(index).filter(|mark| mark.kind() == kind);
            mark.map_or(0.0, |mark| mark.confidence())
        });
    }
}

/// Types that pages give themselves: schema.org, Open Graph.
const PAGE_TYPES: [&str; 7] = ["Article", "article", "Product", "ItemList", "WebPage", "CollectionPage", "Question"];

/// The page as a whole.
fn add_page(table: &mut Table<Html>) {
    table.page("segments of page", "segments", |page| page.segments.len() as f32);
    table.page("words of page", "words", |page| page.all(Sum::Words));
    table.page("prose of page", "words", |page| page.analysis.containers().total);
    table.page("prose per word of page", "share", |page| {
        page.analysis.containers().total / page.all(Sum::Words).max(1.0)
    });
    table.page("link density of page", "share of words", |page| page.all(Sum::Linked) / page.all(Sum::Words).max(1.0));
    table.page("paragraphs of page", "paragraphs", |page| page.all(Sum::Paragraphs));
    table.page("headings of page", "segments", |page| page.all(Sum::Headings));
    table.page("amounts per segment of page", "share", |page| page.all(Sum::Amounts) / page.segments.len() as f32);
    table.page_flag("has main heading", |page| page.main_heading > 0);
    table.page_flag("has descriptions", |page| page.descriptions.is_some());
    table.page("concentration", "share", |page| page.analysis.containers().concentration());
    table.page_flag("thread", |page| page.analysis.is_thread());
    for name in PAGE_TYPES {
        table.page_flag(format!("type {name}"), move |page| page.document.metadata().is_type(name));
    }
    table.page_flag("has date", |page| page.document.metadata().date().is_some());
    table.page_flag("has author", |page| !page.document.metadata().authors().is_empty());
    table.page_flag("has article body", |page| page.analysis.in_article_body().is_some());
    table.page("levels of address", "levels", |page| page.address_levels as f32);
    table.page("length of address", "bytes", |page| page.address_bytes as f32);
}
