//! The features of a segment of flattened text.

use std::ops::Range;

use super::lexical_means::REACHES as LEXICAL_REACHES;
use super::runs::Distances;
use super::table::Table;
use super::text_page::{FAR, Page, Sum, Text, distance_from, is_number, is_short};
use crate::analysis::credit_kind;
use crate::kind::Kind;
use crate::lexicon::Cue;
use crate::model::classes::KINDS;

/// Segments on each side whose facts are features.
const NEIGHBOURS: usize = 3;
/// Segments on one side, and on both, over which sums are features.
const SIDES: [usize; 2] = [4, 12];
const REACHES: [usize; 3] = [3, 8, 25];
const MAX_REPEATS: usize = 20;
/// A feature that is missing, where 0 is a value of its own.
const NONE: f32 = -1.0;

/// The table of the features of flattened text. A model knows features by their order.
pub(crate) fn table() -> Table<Text> {
    let mut table = Table::new();
    add_text(&mut table);
    add_cues(&mut table);
    add_line(&mut table);
    add_short_lines(&mut table);
    add_position(&mut table);
    add_runs(&mut table);
    add_neighbours(&mut table);
    add_surroundings(&mut table);
    add_marks(&mut table);
    add_page(&mut table);
    add_lexical(&mut table);
    table
}

/// What the words say of the kind. Without a model all are 0; for training they are filled in by `train.py`.
fn add_lexical(table: &mut Table<Text>) {
    for (number, kind) in KINDS.into_iter().enumerate() {
        table.segment(format!("lexical {}", kind.name()), "log probability", move |page, index| {
            page.lexical(index, number)
        });
    }
    for (number_of_reach, reach) in LEXICAL_REACHES.into_iter().enumerate() {
        for (number, kind) in KINDS.into_iter().enumerate() {
            table.segment(format!("lexical {} near {reach}", kind.name()), "probability", move |page, index| {
                page.lexical_near(index, number_of_reach, number)
            });
        }
    }
}

/// The segment's own text.
fn add_text(table: &mut Table<Text>) {
    table.segment("words", "words", |page, index| page.words(index));
    table.segment("characters per word", "characters", |page, index| page.per_word(index, page.stats(index).chars()));
    table.segment("letters per character", "share", |page, index| {
        page.stats(index).letters() as f32 / (page.stats(index).chars() as f32).max(1.0)
    });
    table.segment("prose", "share", |page, index| page.segments[index].prose());
    table.segment("commas", "marks", |page, index| page.stats(index).commas() as f32);
    table.segment("commas per word", "marks", |page, index| page.per_word(index, page.stats(index).commas()));
    table.segment("sentence ends", "sentences", |page, index| page.stats(index).sentence_ends() as f32);
    table.segment("words per sentence", "words", |page, index| {
        page.words(index) / page.stats(index).sentence_ends().max(1) as f32
    });
    table.flag("ends sentence", |page, index| page.stats(index).ends_sentence());
    table.flag("ends colon", |page, index| page.stats(index).ends_colon());
    table.flag("ends question", |page, index| page.stats(index).ends_question());
    table.flag("ends ellipsis", |page, index| page.stats(index).ends_ellipsis());
    table.flag("ends quote", |page, index| page.stats(index).ends_quote());
    table.flag("starts lower", |page, index| page.stats(index).starts_lower());
    table.flag("starts quote", |page, index| page.stats(index).starts_quote());
    table.flag("starts bullet", |page, index| page.stats(index).starts_bullet() || page.stats(index).starts_number());
    table.segment("function words per word", "share", |page, index| {
        page.per_word(index, page.stats(index).function_words())
    });
    table.segment("capitals per word", "share", |page, index| page.per_word(index, page.stats(index).capitalized()));
    table.segment("numbers", "numbers", |page, index| page.stats(index).numbers() as f32);
    table.segment("numbers per word", "share", |page, index| page.per_word(index, page.stats(index).numbers()));
    table.segment("exclamations", "marks", |page, index| page.stats(index).exclamations() as f32);
    table.segment("quotes", "marks", |page, index| page.stats(index).quotes() as f32);
    table.segment("urls", "URLs", |page, index| page.stats(index).urls() as f32);
    table.flag("time", |page, index| page.stats(index).has_time());
    table.flag("amount", |page, index| page.stats(index).has_amount());
    table.flag("copyright", |page, index| page.stats(index).has_copyright());
    table.flag("headline", |page, index| page.segments[index].is_headline_like());
    table.flag("label", |page, index| page.segments[index].is_label());
    table.segment("repeats", "segments", |page, index| page.segments[index].repeats().min(MAX_REPEATS) as f32);
    table.flag("foreign", |page, index| page.segments[index].language() != page.document.language());
    table.segment("language confidence", "probability", |page, index| page.segments[index].language_confidence());
    table.segment("credit", "1 caption, 2 byline, 3 dateline", |page, index| {
        match credit_kind(&page.segments[index]) {
            Some(Kind::Caption) => 1.0,
            Some(Kind::Byline) => 2.0,
            Some(Kind::Dateline) => 3.0,
            _ => 0.0,
        }
    });
}

/// Groups of cues that are features one by one.
const CUES: [(&str, Cue); 9] = [
    ("navigation", Cue::Navigation),
    ("related", Cue::Related),
    ("teaser", Cue::Teaser),
    ("support", Cue::Support),
    ("legal", Cue::Legal),
    ("comment section", Cue::CommentSection),
    ("comment form", Cue::CommentForm),
    ("ago", Cue::Ago),
    ("we", Cue::We),
];

/// The cues in the segment, and the similarity of its words to cues.
fn add_cues(table: &mut Table<Text>) {
    for (name, cue) in CUES {
        table.flag(format!("cue {name}"), move |page, index| page.stats(index).has_cue(cue));
    }
    table.flag("is boilerplate cue", |page, index| page.stats(index).is_boilerplate());
    table.segment("cue similarity", "share", |page, index| {
        page.stats(index).most_similar_cue().map_or(0.0, |(_, similarity)| similarity)
    });
    table.segment("topic score", "share", |page, index| page.stats(index).topic().map_or(0.0, |(_, share)| share));
}

/// The line and the block that the segment is in.
fn add_line(table: &mut Table<Text>) {
    table.segment("blank lines before", "lines", |page, index| page.segments[index].blank_lines_before() as f32);
    table.segment("position in line", "segments", |page, index| page.segments[index].part as f32);
    table.segment("parts of line", "segments", |page, index| page.segments[index].parts_of_line() as f32);
    table.segment("segments of short lines", "segments", |page, index| page.short_lines.around(index).len() as f32);
    table.segment("segments of similar length", "segments", |page, index| {
        page.similar_lengths.around(index).len() as f32
    });
    table.segment("consecutive numbers", "segments", |page, index| page.consecutive.around(index).len() as f32);
    table.segment("segments of block", "segments", |page, index| page.blocks.around(index).len() as f32);
    table.segment("words of block", "words", |page, index| page.within(Sum::Words, page.blocks.around(index)));
    table.segment("prose of block", "share of words", |page, index| {
        page.within_per_word(Sum::Running, page.blocks.around(index))
    });
    table.segment("boilerplate of block", "share of segments", |page, index| {
        page.within_per_segment(Sum::Boilerplate, page.blocks.around(index))
    });
    table.flag("short", |page, index| is_short(&page.segments[index]));
}

/// The run of short (or long) lines that the segment is in: a table or list of an article, or a menu.
fn add_short_lines(table: &mut Table<Text>) {
    table.segment("segments of numbers", "segments", |page, index| {
        if is_number(&page.segments[index]) { page.numbers.around(index).len() as f32 } else { 0.0 }
    });
    table.flag("code", |page, index| page.stats(index).is_code_like());
    table.segment("numbers of short lines", "share of words", |page, index| {
        page.within_per_word(Sum::Numbers, page.short_lines.around(index))
    });
    for (name, sum) in [("boilerplate", Sum::Boilerplate), ("repeats", Sum::Repeated), ("code", Sum::Code)] {
        table.segment(format!("{name} of short lines"), "share of segments", move |page, index| {
            page.within_per_segment(sum, page.short_lines.around(index))
        });
    }
    for reach in SIDES {
        table.segment(format!("running text {reach} before short lines"), "words", move |page, index| {
            page.within(Sum::Running, page.before(page.short_lines.around(index).start, reach))
        });
        table.segment(format!("running text {reach} after short lines"), "words", move |page, index| {
            page.within(Sum::Running, page.after(page.short_lines.around(index).end, reach))
        });
    }
}

/// The position on the page.
fn add_position(table: &mut Table<Text>) {
    table.segment("position", "share of segments", |page, index| index as f32 / page.segments.len() as f32);
    table.segment("segments before", "segments", |_, index| index as f32);
    table.segment("segments after", "segments", |page, index| (page.segments.len() - index) as f32);
    let before = |page: &Page<'_>, sum: Sum, index: usize| page.sum_before(sum, index);
    table.segment("words before", "share of the page's", move |page, index| {
        before(page, Sum::Words, index) / page.all(Sum::Words).max(1.0)
    });
    table.segment("running text before", "share of the page's", move |page, index| {
        before(page, Sum::Running, index) / page.all(Sum::Running).max(1.0)
    });
    table.segment("words of running text before", "words", move |page, index| before(page, Sum::Running, index));
    table.segment("words of running text after", "words", move |page, index| {
        page.all(Sum::Running) - before(page, Sum::Running, index)
    });
    table.segment("comments before", "segments", move |page, index| before(page, Sum::Comments, index));
}

/// The runs of running text that the rules find.
fn add_runs(table: &mut Table<Text>) {
    table.flag("in run", |page, index| page.run(index).is_some());
    table.flag("kept by rules", |page, index| page.run(index).is_some() && !page.marks.is_boilerplate(index));
    table.segment("segments into run", "segments", |page, index| {
        page.run(index).map_or(NONE, |run| (index - run.range.start) as f32)
    });
    table.segment("segments left of run", "segments", |page, index| {
        page.run(index).map_or(NONE, |run| (run.range.end - 1 - index) as f32)
    });
    table.segment("from run before", "segments", |page, index| page.distance_to_run_before(index).min(FAR));
    table.segment("to run after", "segments", |page, index| page.distance_to_run_after(index).min(FAR));
    table.segment("share of run before", "share of weight", |page, index| page.share_of_weight(page.run_before(index)));
    table.segment("share of run after", "share of weight", |page, index| page.share_of_weight(page.run_after(index)));
    table.segment("share of run", "share of weight", |page, index| page.share_of_weight(page.nearest_run(index)));
    table.segment("weight of run", "log odds", |page, index| page.nearest_run(index).map_or(0.0, |run| run.weight));
    table.segment("weight per segment of run", "log odds", |page, index| {
        page.nearest_run(index).map_or(0.0, |run| run.weight / run.range.len() as f32)
    });
    table.segment("segments of run", "segments", |page, index| page.range_of_nearest_run(index).len() as f32);
    table.segment("prose of run", "share of words", |page, index| {
        page.within_per_word(Sum::Running, page.range_of_nearest_run(index))
    });
    table.segment("comments of run", "share of segments", |page, index| {
        page.within_per_segment(Sum::Comments, page.range_of_nearest_run(index))
    });
    table.segment("from heaviest run", "segments", |page, index| {
        let heaviest = page.runs.get(page.heaviest);
        heaviest.map_or(0.0, |run| distance_from(index, &run.range)).clamp(-FAR, FAR)
    });
    table.flag("in heaviest run", |page, index| page.run(index).is_some() && page.runs_before(index) == page.heaviest);
    table.segment("segments of gap", "segments", |page, index| page.gap(index).len() as f32);
    table.segment("boilerplate of gap", "share of segments", |page, index| {
        page.within_per_segment(Sum::Boilerplate, page.gap(index))
    });
}

/// The segments around the segment, one by one.
fn add_neighbours(table: &mut Table<Text>) {
    for distance in 1..=NEIGHBOURS as isize {
        for (side, offset) in [("before", -distance), ("after", distance)] {
            table.segment(format!("prose {distance} {side}"), "share", move |page, index| {
                page.neighbour(index, offset).map_or(NONE, |index| page.segments[index].prose())
            });
            table.segment(format!("words {distance} {side}"), "words", move |page, index| {
                page.neighbour(index, offset).map_or(NONE, |index| page.words(index))
            });
            table.segment(format!("boilerplate {distance} {side}"), "confidence", move |page, index| {
                page.neighbour(index, offset).map_or(0.0, |index| page.boilerplate(index))
            });
            if distance == 1 {
                table.flag(format!("ends sentence {distance} {side}"), move |page, index| {
                    page.neighbour(index, offset).is_some_and(|index| page.stats(index).ends_sentence())
                });
                table.flag(format!("date {distance} {side}"), move |page, index| {
                    let neighbour = page.neighbour(index, offset).map(|index| page.stats(index));
                    neighbour.is_some_and(|stats| stats.has_date() || stats.has_time())
                });
                table.flag(format!("headline {distance} {side}"), move |page, index| {
                    page.neighbour(index, offset).is_some_and(|index| page.segments[index].is_headline_like())
                });
            }
        }
    }
}

/// The segments around the segment, summed up, and the nearest segments of some kinds.
fn add_surroundings(table: &mut Table<Text>) {
    for reach in SIDES {
        type Side = fn(&Page<'_>, usize, usize) -> Range<usize>;
        let sides: [(&str, Side); 2] = [
            ("before", |page, index, reach| page.before(index, reach)),
            ("after", |page, index, reach| page.after(index + 1, reach)),
        ];
        for (name, side) in sides {
            table.segment(format!("running text {reach} {name}"), "words", move |page, index| {
                page.within(Sum::Running, side(page, index, reach))
            });
            table.segment(format!("boilerplate within {reach} {name}"), "share of segments", move |page, index| {
                page.within_per_segment(Sum::Boilerplate, side(page, index, reach))
            });
        }
    }
    for reach in REACHES {
        table.segment(format!("prose near {reach}"), "share of words", move |page, index| {
            page.within_per_word(Sum::Running, page.near(index, reach))
        });
        table.segment(format!("words near {reach}"), "words per segment", move |page, index| {
            page.within_per_segment(Sum::Words, page.near(index, reach))
        });
        for (name, sum) in [
            ("sentence ends", Sum::SentenceEnds),
            ("commas", Sum::Commas),
            ("numbers", Sum::Numbers),
            ("capitals", Sum::Capitals),
        ] {
            table.segment(format!("{name} near {reach}"), "per word", move |page, index| {
                page.within_per_word(sum, page.near(index, reach))
            });
        }
        for (name, sum) in [
            ("dates", Sum::Dates),
            ("comment cues", Sum::CommentCues),
            ("comments", Sum::Comments),
            ("repeats", Sum::Repeated),
            ("foreign", Sum::Foreign),
        ] {
            table.segment(format!("{name} near {reach}"), "share of segments", move |page, index| {
                page.within_per_segment(sum, page.near(index, reach))
            });
        }
    }
    type Nearest = for<'x> fn(&'x Page<'_>) -> &'x Distances;
    let nearest: [(&str, Nearest); 3] = [
        ("paragraph", |page| &page.to_paragraph),
        ("boilerplate", |page| &page.to_boilerplate),
        ("comment cue", |page| &page.to_comment_cue),
    ];
    for (name, distances) in nearest {
        table.segment(format!("since {name}"), "segments", move |page, index| {
            distances(page).since(index).map_or(FAR, |distance| (distance as f32).min(FAR))
        });
        table.segment(format!("until {name}"), "segments", move |page, index| {
            distances(page).until(index).map_or(FAR, |distance| (distance as f32).min(FAR))
        });
    }
}

/// The marks of the filters.
fn add_marks(table: &mut Table<Text>) {
    let has_mark = |kind: &Kind| !kind.is_article() && *kind != Kind::Hidden;
    for &kind in Kind::ALL.iter().filter(|kind| has_mark(kind)) {
        table.segment(format!("mark {}", kind.name()), "confidence", move |page, index| {
            let (best, confidence) = page.best_mark(index);
            if best == Some(kind) { confidence } else { 0.0 }
        });
    }
    table.segment("boilerplate", "confidence", |page, index| page.boilerplate(index));
    table.segment("comment", "confidence", |page, index| page.comment(index));
}

/// The page as a whole.
fn add_page(table: &mut Table<Text>) {
    table.page("segments of page", "segments", |page| page.segments.len() as f32);
    table.page("words of page", "words", |page| page.all(Sum::Words));
    table.page("running text of page", "words", |page| page.all(Sum::Running));
    table.page("prose of page", "share of words", |page| page.within_per_word(Sum::Running, page.whole()));
    table.page("words per segment of page", "words", |page| page.within_per_segment(Sum::Words, page.whole()));
    table.page("paragraphs of page", "paragraphs", |page| page.all(Sum::Paragraphs));
    let share = |sum: Sum| move |page: &Page<'_>| page.within_per_segment(sum, page.whole());
    table.page("boilerplate of page", "share of segments", share(Sum::Boilerplate));
    table.page("running text before comments", "words", |page| page.within(Sum::Running, page.before_comments()));
    table.page("share before comments", "share of running text", |page| {
        page.within(Sum::Running, page.before_comments()) / page.all(Sum::Running).max(1.0)
    });
    table.page("prose before comments", "share of words", |page| {
        page.within_per_word(Sum::Running, page.before_comments())
    });
    table.page("position of comments", "segments", |page| page.first_comment.map_or(NONE, |first| first as f32));
    table.page("words per comment", "words", |page| page.all(Sum::CommentWords) / page.all(Sum::Comments).max(1.0));
    table.page("comments of page", "share of segments", share(Sum::Comments));
    table.page("comment cues of page", "share of segments", share(Sum::CommentCues));
    table.page("dates of page", "share of segments", share(Sum::Dates));
    table.page("short lines of page", "share of segments", share(Sum::Short));
    table.page("repeats of page", "share of segments", share(Sum::Repeated));
    table.page("code of page", "share of segments", share(Sum::Code));
    table.page("amounts of page", "share of segments", share(Sum::Amounts));
    table.page("runs of page", "runs", |page| page.runs.len() as f32);
    table.page("share of heaviest run", "share of weight", |page| page.share_of_weight(page.runs.get(page.heaviest)));
    table.page("words in runs", "share of words", |page| {
        let in_runs: f32 = page.runs.iter().map(|run| page.within(Sum::Words, run.range.clone())).sum();
        in_runs / page.all(Sum::Words).max(1.0)
    });
}
