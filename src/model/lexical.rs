//! Lexical scores: how much the words of a segment, and of the names around it, speak for each kind.
//!
//! A linear model (multinomial logistic regression) over hashed words, pairs of words, and words of class names, ids,
//! roles and addresses of links ("hashing trick": Weinberger et al., "Feature hashing for large scale multitask
//! learning", 2009).

use super::classes::{KINDS, KindProbabilities, softmax};
use crate::document::{Document, ElementData, Segment};
use crate::markup::{Names, NodeId, Tag, Tree};
use crate::text::hash::{combine, hash};
use crate::text::{PageMap, floor_char_boundary, folded_hash, words};

/// Numbers of buckets of words, and of names, in bits.
const WORD_BITS: u32 = 14;
const NAME_BITS: u32 = 13;
/// The buckets of words come first, those of names follow.
pub(super) const WORD_BUCKETS: usize = 1 << WORD_BITS;
pub(super) const BUCKETS: usize = WORD_BUCKETS + (1 << NAME_BITS);

// Limits of what counts, chosen with the first model.

/// Words of a segment that count: its kind shows at its beginning.
const MAX_WORDS: usize = 16;
/// The whole text counts up to this many words.
const MAX_WHOLE_WORDS: usize = 5;
/// Levels of elements whose names count as the segment's own, and whose names count at all.
const OWN_LEVELS: usize = 3;
const MAX_LEVELS: usize = 10;
/// Words in the names of an element.
const MAX_NAMES: usize = 24;
/// Nodes inside of a segment's element among which a link is looked for.
const MAX_INNER_NODES: usize = 6;
/// Bytes of an address.
const MAX_ADDRESS_BYTES: usize = 80;
/// The length of a number counts up to this many bytes.
const MAX_NUMBER_BYTES: usize = 4;

// Each sort of word has hashes of its own.
const WORD: u64 = 1;
const PAIR: u64 = 2;
const FIRST: u64 = 3;
const WHOLE: u64 = 4;
const OWN_NAME: u64 = 5;
const OUTER_NAME: u64 = 6;
const ADDRESS: u64 = 7;
/// Added to the level of the element.
const TAG: u64 = 8;

/// The score of each of [`KINDS`], in log odds.
type Scores = [f32; KINDS.len()];

/// Sums of weights, in units. They saturate; no text reaches that: some hundred buckets count for a segment.
type Sums = [i16; KINDS.len()];

/// The weights of a lexical model.
#[derive(Clone, Debug)]
pub(super) struct Lexical {
    /// For each bucket a weight for each kind, in units.
    pub(super) weights: Vec<[i8; KINDS.len()]>,
    pub(super) unit: f32,
    pub(super) biases: Scores,
}

impl Lexical {
    /// The probability of each kind for the segments in order, each computed when it is asked for.
    pub(super) fn probabilities<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = KindProbabilities> + 'a {
        self.scores(document).map(softmax)
    }

    /// The scores of the segments in order.
    fn scores<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = Scores> + 'a {
        let mut elements = Elements::of(self, document);
        let mut folded = String::new();
        document.segments().iter().map(move |segment| {
            let mut sums = elements.as_mut().map_or([0; KINDS.len()], |elements| elements.sums(segment));
            word_buckets(document.text(segment), &mut folded, |bucket| self.add(bucket, &mut sums));
            std::array::from_fn(|kind| self.biases[kind] + self.unit * f32::from(sums[kind]))
        })
    }

    fn add(&self, bucket: usize, sums: &mut Sums) {
        let weights = self.weights[bucket].map(i16::from);
        add(sums, &weights);
    }
}

fn add(sums: &mut Sums, others: &Sums) {
    sums.iter_mut().zip(others).for_each(|(sum, &other)| *sum = sum.saturating_add(other));
}

/// The sums of an element's names: as one of a segment's own, and as an outer one.
#[derive(Clone, Copy)]
struct NameSums {
    own: Sums,
    outer: Sums,
}

/// The sums of elements with other names are kept up to this many: hardly a page has as many, and no page makes the memory
/// grow. Hand-set; it is what a hash table of 256 places holds.
const MAX_KEPT: usize = 224;

/// The sums of the names around the segments of a page, which are asked for in order.
struct Elements<'a> {
    lexical: &'a Lexical,
    document: &'a Document,
    tree: &'a Tree,
    /// The sums of names, by the first element with them.
    names: PageMap<u32, NameSums>,
    /// The innermost elements around the segment before, the outermost of them first, and their sums.
    around: Vec<(usize, NameSums)>,
    /// Empty between two segments.
    new: Vec<usize>,
}

impl<'a> Elements<'a> {
    fn of(lexical: &'a Lexical, document: &'a Document) -> Option<Self> {
        let tree = document.tree()?;
        Some(Self { lexical, document, tree, names: PageMap::default(), around: Vec::new(), new: Vec::new() })
    }

    /// The sums of the names around a segment.
    fn sums(&mut self, segment: &Segment) -> Sums {
        self.enter(segment);
        let elements = self.document.element_data();
        let mut sums = [0; KINDS.len()];
        for (level, (index, of_element)) in self.around.iter().rev().take(MAX_LEVELS).enumerate() {
            add(&mut sums, if level < OWN_LEVELS { &of_element.own } else { &of_element.outer });
            if level < OWN_LEVELS {
                self.lexical.add(tag_bucket(self.tree, elements[*index].node, level), &mut sums);
            }
            if level == 0 {
                inner_buckets(self.tree, &elements[*index], |bucket| self.lexical.add(bucket, &mut sums));
            }
        }
        sums
    }

    /// Makes `around` that of a segment: at least the [`MAX_LEVELS`] innermost elements around it.
    fn enter(&mut self, segment: &Segment) {
        let mut outer = self.document.element_index(segment);
        while let Some(index) = outer {
            // Parents have lower indexes than their children.
            while self.around.pop_if(|(around, _)| *around > index).is_some() {}
            if self.around.last().is_some_and(|&(around, _)| around == index) {
                break;
            }
            self.new.push(index);
            if self.new.len() == MAX_LEVELS {
                self.around.clear();
                break;
            }
            outer = self.parent(index);
        }
        if outer.is_none() {
            self.around.clear();
        }
        while let Some(index) = self.new.pop() {
            let sums = self.of_element(&self.document.element_data()[index]);
            self.around.push((index, sums));
        }
        while self.around.len() < MAX_LEVELS
            && let Some(index) = self.around.first().and_then(|&(index, _)| self.parent(index))
        {
            let sums = self.of_element(&self.document.element_data()[index]);
            self.around.insert(0, (index, sums));
        }
    }

    fn parent(&self, index: usize) -> Option<usize> {
        self.document.element_data()[index].parent.map(|parent| parent as usize)
    }

    /// The sums of an element's names, and among its own those of its address.
    fn of_element(&mut self, element: &ElementData) -> NameSums {
        let mut sums = self.of_names(element);
        address_buckets(self.tree, element.node, |bucket| self.lexical.add(bucket, &mut sums.own));
        sums
    }

    fn of_names(&mut self, element: &ElementData) -> NameSums {
        if let Some(known) = self.names.get(&element.first_alike) {
            return *known;
        }
        let mut sums = NameSums { own: [0; KINDS.len()], outer: [0; KINDS.len()] };
        names(self.tree, element.node, |name| {
            self.lexical.add(name_bucket(OWN_NAME, name), &mut sums.own);
            self.lexical.add(name_bucket(OUTER_NAME, name), &mut sums.outer);
        });
        if self.names.len() == MAX_KEPT {
            self.names.clear();
        }
        self.names.insert(element.first_alike, sums);
        sums
    }
}

/// The elements around a segment, the nearest first, with level and index.
fn path<'a>(
    document: &'a Document,
    segment: &Segment,
) -> impl Iterator<Item = (usize, usize, &'a ElementData)> + use<'a> {
    let elements = document.element_data();
    let own = document.element_index(segment);
    let path = std::iter::successors(own, move |&index| elements[index].parent.map(|parent| parent as usize));
    path.take(MAX_LEVELS).enumerate().map(move |(level, index)| (level, index, &elements[index]))
}

/// The buckets of a segment, for training: those that [`Lexical::scores`] sums up.
pub(super) fn buckets(document: &Document, segment: &Segment) -> Vec<usize> {
    let mut buckets = Vec::new();
    word_buckets(document.text(segment), &mut String::new(), |bucket| buckets.push(bucket));
    let Some(tree) = document.tree() else { return buckets };
    for (level, _, element) in path(document, segment) {
        let is_own = level < OWN_LEVELS;
        name_buckets(tree, element.node, is_own, |bucket| buckets.push(bucket));
        if is_own {
            buckets.push(tag_bucket(tree, element.node, level));
        }
        if level == 0 {
            inner_buckets(tree, element, |bucket| buckets.push(bucket));
        }
    }
    buckets
}

/// The buckets of the words of a text; `folded` is a buffer.
fn word_buckets(text: &str, folded: &mut String, mut see: impl FnMut(usize)) {
    let mut see = |sort: u64, value: u64| see((combine(sort, value) >> (64 - WORD_BITS)) as usize);
    let (mut before, mut whole, mut count) = (0, 0, 0);
    for word in words(text).take(MAX_WORDS) {
        let own = if word.is_number() {
            word.range.len().min(MAX_NUMBER_BYTES) as u64
        } else {
            folded_hash(&text[word.range], word.class, folded)
        };
        see(WORD, own);
        if count == 0 {
            see(FIRST, own);
        } else {
            see(PAIR, combine(before, own));
        }
        (before, whole, count) = (own, combine(whole, own), count + 1);
    }
    if (1..=MAX_WHOLE_WORDS).contains(&count) {
        see(WHOLE, whole);
    }
}

fn name_bucket(sort: u64, value: u64) -> usize {
    WORD_BUCKETS + (combine(sort, value) >> (64 - NAME_BITS)) as usize
}

fn tag_bucket(tree: &Tree, node: NodeId, level: usize) -> usize {
    name_bucket(TAG + level as u64, hash(tree.name(node).as_bytes()))
}

/// The buckets of the names of an element, and if it is one of a segment's own of its address.
fn name_buckets(tree: &Tree, node: NodeId, is_own: bool, mut see: impl FnMut(usize)) {
    let sort = if is_own { OWN_NAME } else { OUTER_NAME };
    names(tree, node, |name| see(name_bucket(sort, name)));
    if is_own {
        address_buckets(tree, node, see);
    }
}

/// The hashes of the words in the names of an element.
fn names(tree: &Tree, node: NodeId, mut see: impl FnMut(u64)) {
    Names::of(tree, node).words(MAX_NAMES, |name| see(hash(name.as_bytes())));
}

/// The buckets of the address that an element links to.
fn address_buckets(tree: &Tree, node: NodeId, mut see: impl FnMut(usize)) {
    let Some(address) = tree.attribute(node, "href") else { return };
    let mut folded = String::new();
    let address = &address[..floor_char_boundary(address, MAX_ADDRESS_BYTES)];
    for word in words(address).filter(|word| !word.is_number()) {
        see(name_bucket(ADDRESS, folded_hash(&address[word.range], word.class, &mut folded)));
    }
}

/// The buckets of a link inside of a segment's element.
fn inner_buckets(tree: &Tree, element: &ElementData, mut see: impl FnMut(usize)) {
    if element.segments.len() == 1 {
        let mut inside = tree.descendants(element.node).take(MAX_INNER_NODES);
        if let Some(link) = inside.find(|&node| tree.tag(node) == Tag::A) {
            name_buckets(tree, link, true, &mut see);
            see(tag_bucket(tree, link, 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_the_sums_of_the_buckets() {
        let document = Document::from_html(
            "<div class=share-bar id=x><ul><li><a class=button href=https://example.org/share>Share this</a></ul></div>\
             <p>The mill is open again after 40 years.",
        );
        let weights =
            (0..BUCKETS).map(|bucket| std::array::from_fn(|kind| (bucket * (kind + 3) % 251) as i8)).collect();
        let lexical = Lexical { weights, unit: 1.0, biases: [0.5; KINDS.len()] };
        for (segment, scores) in document.segments().iter().zip(lexical.scores(&document)) {
            let mut sums = [0; KINDS.len()];
            buckets(&document, segment).into_iter().for_each(|bucket| lexical.add(bucket, &mut sums));
            assert_eq!(scores, sums.map(|sum| f32::from(sum) + 0.5), "{}", document.text(segment));
        }
    }

    #[test]
    fn case_and_letter_variants_are_in_one_bucket() {
        let buckets =
            |text: &str| buckets(&Document::from_text(text), &Document::from_text(text).segments()[0].clone());
        assert_eq!(buckets("Share THIS"), buckets("share this"));
        assert_eq!(buckets("تماس با ما در کابل"), buckets("تماس با ما در كابل"));
        assert_ne!(buckets("Share this"), buckets("This share"));
        assert!(buckets(&"word ".repeat(100)).len() < 3 * MAX_WORDS);
    }
}
