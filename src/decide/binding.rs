//! The marks of filters that the model cannot set aside, and what can.
//!
//! A line whose whole wording a filter has recognised, or the container of a known system, is hardly ever content,
//! whatever the model thinks, which has seen such lines amid articles too seldom. How often each filter is right, by how
//! it knows and by the type of the page, is in the model card; `examples/evaluate --marks` counts it. A mark binds
//! where at most 2 of 100 such marks are on content. It binds to being boilerplate; of which kind the model may know
//! better.

use super::learned::{most_likely_boilerplate, of};
use super::running_text::MIN_TEXT_PROSE;
use super::structure::are_in_data_tables;
use crate::analysis::{Analysis, Landmarks, with_ancestors};
use crate::document::{Basis, Document, Mark, Marks, Segment};
use crate::filter::DECLARED_CONFIDENCE;
use crate::kind::Kind;
use crate::markup::Tag;
use crate::model::{KindProbabilities, Prediction};
use crate::page_type::PageType;
use crate::text::PageSet;

/// A cue binds in segments of up to this many words: a longer one is more than a line of boilerplate. Hand-set.
const MAX_CUE_WORDS: usize = 26;
/// A mark by the markup binds from this confidence on: that of roles, not that of `<nav>`.
const MIN_MARKUP_CONFIDENCE: f32 = 0.85;
/// A page counts as a thread from this probability on, and from this one as an article, if no other type is likelier:
/// little is sure of short pages. Hand-set.
pub(super) const MIN_THREAD_PROBABILITY: f32 = 0.5;
const MIN_ARTICLE_PROBABILITY: f32 = 0.3;
/// Marked segments with a greater share of the words that the model would keep are what the page is about: a privacy
/// policy, a page of readers' letters. Hand-set.
const MAX_BOUND_SHARE: f32 = 0.4;
/// A line has at most this many words and this probability of being body, according to the model of kinds, to be
/// boilerplate for sure. Chosen on the development pages.
const MAX_SURE_WORDS: usize = 14;
const MAX_SURE_BODY_PROBABILITY: f32 = 0.2;
/// A paragraph that the model keeps with at least these log odds has at least this many words, and at most this share of
/// them in links. Hand-set.
const MIN_LONG_TEXT_LOG_ODDS: f32 = 1.0;
const MIN_LONG_TEXT_WORDS: usize = 14;
const MAX_LONG_TEXT_LINK_DENSITY: f32 = 0.3;
/// An item of a list is at most this many elements above its text. Hand-set.
const MAX_ITEM_LEVELS: usize = 4;
/// A sentence of up to this many words with a mark of at least this confidence is an appeal. Hand-set.
const MAX_APPEAL_WORDS: usize = 16;
const MIN_APPEAL_CONFIDENCE: f32 = 0.85;
/// The same where both the filter for share and that for support have marked it. Hand-set.
const MIN_DOUBLE_CONFIDENCE: f32 = 0.8;
/// At most this many hidden segments are passed over between a heading and the text below it. Hand-set.
const MAX_HIDDEN_BELOW_HEADING: usize = 32;
/// A segment that ends a sentence and has at least this much prose is no line of boilerplate. Hand-set.
const MIN_SENTENCE_PROSE: f32 = 0.25;

/// For each segment the kind of the mark that binds it, if one does.
pub(super) fn bound_kinds(analysis: &Analysis<'_>, marks: &Marks, prediction: &Prediction) -> Vec<Option<Kind>> {
    let segments = analysis.document().segments();
    let page = TypeOfPage::of(analysis, prediction);
    let is_in_data = are_in_data_tables(analysis.document());
    let double_appeals = double_appeals(marks);
    let is_in_article = |segment: &Segment| analysis.landmarks_of(segment).has(Landmarks::ARTICLE);
    let first_text = segments.iter().find(|segment| segment.prose() >= MIN_TEXT_PROSE);
    let begins_in_article = first_text.is_some_and(is_in_article);
    // Many comments make the model take an article for a thread. Of a thread's posts all are in `<article>`, or none is.
    let is_below_article = |index: usize| begins_in_article && !is_in_article(&segments[index]);
    let mut bound = vec![None; segments.len()];
    for mark in marks.all_evidence() {
        let index = mark.segment();
        let is_appeal = || double_appeals.contains(&index) && segments[index].stats().words() <= MAX_APPEAL_WORDS;
        let is_inserted = || is_lone_line(segments, mark) || is_appeal();
        let is_comment = || is_declared_comment(mark) && is_below_article(index);
        let binds = page.binds(mark, &segments[index]) || is_comment() || page.is_article && is_inserted();
        let is_cell = mark.basis() == Basis::Cue && is_in_data[index];
        let is_exempt = is_cell
            || is_long_text(mark, &segments[index], prediction.log_odds[index])
            || is_in_list_of_content(analysis, marks, prediction, index)
            || is_heading(analysis, index) && !heads_marked_text(analysis, marks, mark)
            || analysis.is_code(&segments[index]);
        if bound[index].is_none() && binds && !is_exempt {
            bound[index] = Some(mark.kind());
        }
    }
    if page.is_article {
        for (index, segment) in segments.iter().enumerate() {
            let kinds = &prediction.kinds(index);
            let is_headline = segment.is_headline_like() && is_text(segments, index + 1);
            let is_exempt =
                is_in_data[index] || is_headline || is_heading(analysis, index) || analysis.is_code(segment);
            if bound[index].is_none() && is_sure_line(segment, kinds) && !is_exempt {
                bound[index] = Some(most_likely_boilerplate(kinds));
            }
        }
    }
    let mut words_of_kind = [0.0; Kind::ALL.len()];
    let mut words = 0.0;
    for ((segment, &log_odds), bound) in segments.iter().zip(&prediction.log_odds).zip(&bound) {
        if log_odds > 0.0 {
            let own = segment.stats().words() as f32;
            words += own;
            if let Some(kind) = bound {
                words_of_kind[*kind as usize] += own;
            }
        }
    }
    for bound in &mut bound {
        let is_topic = |kind: Kind| kind != Kind::Comment && words_of_kind[kind as usize] > MAX_BOUND_SHARE * words;
        *bound = bound.filter(|&kind| !is_topic(kind));
    }
    bound
}

/// Whether the page is an article, below which readers may comment.
pub(super) fn is_article(analysis: &Analysis<'_>, prediction: &Prediction) -> bool {
    let of = |page_type: PageType| prediction.page_types[page_type as usize];
    let probability = of(PageType::Article) + of(PageType::Recipe);
    let is_likeliest = PageType::ALL.iter().all(|&page_type| of(page_type) <= probability);
    is_likeliest && probability >= MIN_ARTICLE_PROBABILITY && !analysis.is_thread()
}

struct TypeOfPage {
    is_article: bool,
    is_thread: bool,
}

impl TypeOfPage {
    fn of(analysis: &Analysis<'_>, prediction: &Prediction) -> Self {
        let of = |page_type: PageType| prediction.page_types[page_type as usize];
        let is_thread = of(PageType::Thread) + of(PageType::QuestionAndAnswers) >= MIN_THREAD_PROBABILITY;
        Self { is_article: is_article(analysis, prediction), is_thread: is_thread || analysis.is_thread() }
    }

    /// Whether a mark on a segment binds on such a page.
    fn binds(&self, mark: &Mark, segment: &Segment) -> bool {
        let kind = mark.kind();
        if is_declared_comment(mark) && !self.is_thread {
            return true;
        }
        if kind.is_article() || kind == Kind::Hidden || self.is_thread && kind == Kind::Comment {
            return false;
        }
        let is_copyright = kind == Kind::Legal && segment.stats().has_copyright();
        if is_copyright && segment.stats().words() <= MAX_CUE_WORDS && mark.confidence() >= MIN_MARKUP_CONFIDENCE {
            return true;
        }
        match mark.basis() {
            Basis::Markup if self.is_article => mark.confidence() >= MIN_MARKUP_CONFIDENCE,
            Basis::Markup => {
                mark.confidence() >= MIN_MARKUP_CONFIDENCE && !matches!(kind, Kind::Comment | Kind::Advertising)
            }
            Basis::Pattern => true,
            Basis::Cue if segment.stats().words() > MAX_CUE_WORDS => false,
            Basis::Cue if is_sentence(segment) => self.is_article && is_appeal(mark, segment),
            Basis::Cue if self.is_article => kind != Kind::Chrome,
            Basis::Cue => matches!(kind, Kind::Advertising | Kind::Share | Kind::Support),
            _ => false,
        }
    }
}

/// Whether a mark is on a comment that the page declares.
fn is_declared_comment(mark: &Mark) -> bool {
    mark.kind() == Kind::Comment && mark.basis() == Basis::Markup && mark.confidence() >= DECLARED_CONFIDENCE
}

/// Whether a mark is on a short sentence that asks the reader for something: to donate, to follow, to subscribe.
fn is_appeal(mark: &Mark, segment: &Segment) -> bool {
    matches!(mark.kind(), Kind::Support | Kind::Share)
        && mark.confidence() >= MIN_APPEAL_CONFIDENCE
        && segment.stats().words() <= MAX_APPEAL_WORDS
}

/// The segments that one filter takes for an appeal to share or follow and another one for an appeal to support: "Follow our
/// channel and never miss a story" has a cue to follow, and is similar to the cues to subscribe.
fn double_appeals(marks: &Marks) -> PageSet<usize> {
    let of = |kind: Kind| -> PageSet<usize> {
        let sure =
            marks.all_evidence().filter(|mark| mark.kind() == kind && mark.confidence() >= MIN_DOUBLE_CONFIDENCE);
        sure.map(Mark::segment).collect()
    };
    &of(Kind::Share) & &of(Kind::Support)
}

/// Whether a segment is a whole sentence of running text, which may begin like a cue.
fn is_sentence(segment: &Segment) -> bool {
    segment.stats().ends_sentence() && segment.prose() >= MIN_SENTENCE_PROSE
}

/// Whether a segment is a line that the model is sure is some boilerplate, though it may not be sure of which kind.
fn is_sure_line(segment: &Segment, kinds: &KindProbabilities) -> bool {
    segment.stats().words() <= MAX_SURE_WORDS
        && !segment.stats().ends_sentence()
        && of(kinds, Kind::Paragraph) <= MAX_SURE_BODY_PROBABILITY
        && !matches!(most_likely_boilerplate(kinds), Kind::Title | Kind::Byline | Kind::Dateline | Kind::Caption)
}

/// Whether a mark is on a line with a cue that is alone amid running text, as inserted widgets are.
fn is_lone_line(segments: &[Segment], mark: &Mark) -> bool {
    let index = mark.segment();
    let is_line = segments[index].stats().words() <= MAX_CUE_WORDS && !is_sentence(&segments[index]);
    mark.basis() == Basis::Cue
        && !mark.kind().is_article()
        && is_line
        && index > 0
        && is_text(segments, index - 1)
        && is_text(segments, index + 1)
}

/// Whether a segment is a paragraph that the model keeps, in a container whose name says what it may not be: a section
/// called "related-work" or "notes" is part of an article.
fn is_long_text(mark: &Mark, segment: &Segment, log_odds: f32) -> bool {
    mark.basis() == Basis::Markup
        && matches!(mark.kind(), Kind::Related | Kind::Legal | Kind::Chrome | Kind::Navigation)
        && log_odds >= MIN_LONG_TEXT_LOG_ODDS
        && segment.stats().words() >= MIN_LONG_TEXT_WORDS
        && segment.stats().ends_sentence()
        && segment.prose() >= MIN_TEXT_PROSE
        && segment.link_density() <= MAX_LONG_TEXT_LINK_DENSITY
}

/// Whether the items of a list before and after a segment are content without a mark: "Newsletter: until you cancel" is
/// then an item of a list about something else.
fn is_in_list_of_content(analysis: &Analysis<'_>, marks: &Marks, prediction: &Prediction, index: usize) -> bool {
    let document = analysis.document();
    let list_of = |index: usize| {
        let element = document.element_index(document.segments().get(index)?)?;
        let items = with_ancestors(document.element_data(), element).take(MAX_ITEM_LEVELS);
        items.into_iter().find(|element| element.tag == Tag::Li)?.parent
    };
    let is_beside = |beside: usize| {
        !marks.is_boilerplate(beside) && prediction.log_odds[beside] > 0.0 && list_of(beside) == list_of(index)
    };
    list_of(index).is_some()
        && index > 0
        && is_beside(index - 1)
        && index + 1 < document.segments().len()
        && is_beside(index + 1)
}

/// Whether a segment is a heading with running text below it: articles are about cookies and donations too.
fn is_heading(analysis: &Analysis<'_>, index: usize) -> bool {
    let document = analysis.document();
    document.is_html()
        && analysis.headings().level_of_kind(index).is_some()
        && is_text(document.segments(), below_heading(document, index))
}

/// Whether the markup says of the text below a heading what a mark says of the heading: a box to subscribe has a heading
/// and a sentence.
fn heads_marked_text(analysis: &Analysis<'_>, marks: &Marks, mark: &Mark) -> bool {
    let below = marks.evidence(below_heading(analysis.document(), mark.segment()));
    below.is_some_and(|below| {
        let is_sure = below.basis() == Basis::Markup && below.confidence() >= MIN_MARKUP_CONFIDENCE;
        is_sure && below.kind() == mark.kind()
    })
}

/// The segment below a heading that a reader sees.
fn below_heading(document: &Document, index: usize) -> usize {
    let segments = document.segments();
    let below = index + 1..segments.len().min(index + 1 + MAX_HIDDEN_BELOW_HEADING);
    below.clone().find(|&next| !segments[next].is_hidden()).unwrap_or(below.end)
}

/// Whether there is a segment of running text at an index.
fn is_text(segments: &[Segment], index: usize) -> bool {
    segments.get(index).is_some_and(|segment| segment.prose() >= MIN_TEXT_PROSE)
}

#[cfg(test)]
mod tests {
    use crate::{Cleaned, Kind, Span, clean_html};

    /// The first and the last paragraph of an article, in four languages.
    const ARTICLES: [[&str; 2]; 4] = [
        [
            "The mill at the river is grinding flour once more, after it had stood still for forty years, the village said \
             on Monday.",
            "In spring the owners want to open a bakery beside it, and whoever helps them may take a loaf home.",
        ],
        [
            "Le moulin au bord de la rivière moud de nouveau de la farine, après quarante ans d'arrêt, a annoncé lundi le \
             village.",
            "Au printemps, les propriétaires veulent ouvrir une boulangerie à côté, et qui les aide aura un pain.",
        ],
        [
            "Die Mühle am Fluss mahlt wieder Mehl, nachdem sie vierzig Jahre stillgestanden hatte, teilte das Dorf am Montag \
             mit.",
            "Im Frühjahr wollen die Besitzer daneben eine Bäckerei eröffnen, und wer ihnen hilft, bekommt ein Brot.",
        ],
        [
            "آسیاب کنار رودخانه پس از چهل سال بیکاری دوباره آرد می‌کند، این را دهیاری روز دوشنبه اعلام کرد.",
            "صاحبان آن می‌خواهند در بهار نانوایی کوچکی کنار آسیاب باز کنند و هر کس کمک کند نانی به خانه می‌برد.",
        ],
    ];

    fn clean(page: &str) -> Cleaned {
        clean_html(page).expect("a short page is within the limits")
    }

    #[test]
    fn an_appeal_to_follow_and_to_miss_nothing_is_no_part_of_an_article() {
        let sentences = [
            (
                "Follow our channel and never miss a story again.",
                "Follow the channel to its end, and you will see the mill that never closed.",
            ),
            (
                "Suivez notre chaîne et ne manquez plus aucune nouvelle.",
                "Suivez le canal jusqu'au bout, et vous verrez le moulin qui n'a jamais fermé.",
            ),
            (
                "Folgen Sie unserem Kanal und verpassen Sie keine Neuigkeit.",
                "Folgen Sie dem Kanal bis ans Ende, dann sehen Sie die Mühle, die niemals stillstand.",
            ),
            (
                "کانال ما را دنبال کنید و هیچ خبری را از دست ندهید.",
                "اگر کنار آبراه را تا پایان دنبال کنید آسیابی را می‌بینید که هرگز بسته نشد.",
            ),
        ];
        for ([first, last], (appeal, sentence)) in ARTICLES.into_iter().zip(sentences) {
            let page = |inserted: &str| {
                clean(&format!("<article><h1>1790</h1><p>{first}<p>{first} {last}<p>{inserted}<p>{last}</article>"))
            };
            let cleaned = page(appeal);
            assert!(!cleaned.text().contains(appeal), "{appeal}");
            let kinds = cleaned.spans().iter().map(Span::kind);
            assert_eq!(kinds.filter(|kind| matches!(kind, Kind::Share | Kind::Support)).count(), 1, "{appeal}");
            assert!(page(sentence).text().contains(sentence), "{sentence}");
        }
    }

    #[test]
    fn the_source_of_a_press_release_is_no_part_of_it() {
        let sources = [
            "Original content from: Mill Works Ltd, sent by Press Carriers",
            "Contenu original de : Moulins SA, transmis par Presse Courrier",
            "Original-Content von: Mühlenwerke GmbH, übermittelt durch Presseboten",
        ];
        for ([first, last], source) in ARTICLES.into_iter().zip(sources) {
            let page = clean(&format!("<article><h1>1790</h1><p>{first}<p>{first} {last}<p>{source}</article>"));
            assert!(page.text().contains(last) && !page.text().contains(source), "{source}");
        }
    }

    #[test]
    fn the_heading_of_a_box_to_subscribe_is_of_the_box() {
        let first =
            "The bees came with the garden and with a hive that had lost its lid, which took all of April to mend.";
        let last =
            "Honey is warm enough to pour until the middle of October, and after that it stands beside the stove.";
        let letters = "Letters of the bees and hedges. No spam, unsubscribe at any time.";
        let page = |class: &str| {
            format!(
                "<article><h1>A hive</h1><p>{first}<p>{last} {first}\
                 <div class={class}><h2>Bees, twice a month</h2><p>{letters}</p>\
                 <form><input type=email><button>Sign up</button></form></div><p>{last}</article>"
            )
        };
        for (class, is_kept) in [("kg-signup-card", false), ("story", true)] {
            assert_eq!(clean(&page(class)).text().contains("twice a month"), is_kept, "{class}");
        }
    }

    #[test]
    fn more_declared_comments_than_article_make_no_thread() {
        let pages = [
            (
                "The swing bridge has been open to ships only for a month, because the motor that turns it has burnt out. \
                 Whoever wants to cross walks to the next one, which takes two hours and leads past the gasworks.",
                "My baker has not seen half of his customers since then, and all that the town hall sends him is a form.",
            ),
            (
                "Depuis un mois, le pont tournant n'est ouvert qu'aux bateaux, parce que le moteur qui le fait tourner a brûlé. \
                 Qui veut traverser marche jusqu'au suivant, ce qui prend deux heures et passe devant l'usine à gaz.",
                "Mon boulanger n'a plus vu la moitié de ses clients depuis, et la mairie ne lui envoie qu'un formulaire.",
            ),
            (
                "Seit einem Monat ist die Drehbrücke nur für Schiffe offen, weil der Motor durchgebrannt ist, der sie dreht. \
                 Wer hinüber will, geht zu Fuß zur nächsten, und das dauert zwei Stunden und führt am Gaswerk vorbei.",
                "Mein Bäcker hat seither die Hälfte seiner Kunden nicht gesehen, und das Rathaus schickt ihm ein Formular.",
            ),
            (
                "یک ماه است که پل گردان تنها به روی کشتی‌ها باز است، چون موتوری که آن را می‌چرخاند سوخته است. هر کس بخواهد \
                 بگذرد باید پیاده تا پل بعدی برود که دو ساعت راه است و از کنار کارخانه گاز می‌گذرد.",
                "نانوای ما از آن روز نیمی از مشتری‌هایش را ندیده است و شهرداری فقط یک فرم برایش می‌فرستد.",
            ),
        ];
        for (article, comment) in pages {
            let comments: String = ["Reed5", "Kim", "Tom", "Martha", "Ben", "Agnes", "Paul"]
                .map(|name| {
                    format!(
                        "<li itemprop=comment itemscope itemtype=http://schema.org/UserComments><p>{name} \
                         <time datetime=2025-05-03>3.5.2025</time></p><div><p>{comment} {name}, {comment}</div></li>"
                    )
                })
                .concat();
            let page = format!(
                "<main><article><h1>1790</h1><p>{article}</article></main><section><ol>{comments}</ol></section>"
            );
            let text = clean(&page).text();
            assert!(text.contains(article) && !text.contains(comment), "{comment}");
        }
    }
}
