//! Symmetric trees: every node of a level asks the same question, so that a tree is a table of 64 leaves
//! and six questions (oblivious decision trees: Kohavi 1994; as boosted: Prokhorenkova et al., "CatBoost", 2018).

use std::ops::Range;

use super::features::{Block, Features, ROWS, finite};
use crate::document::{Document, Marks};
use crate::error::ScorerError;

/// Questions of a tree.
const DEPTH: usize = 6;
const LEAVES: usize = 1 << DEPTH;

const MAGIC: &[u8] = b"dechaffs";
const VERSION: u32 = 1;

/// A learned scorer: how much speaks for a segment being content, by its [`Features`].
///
/// It is made for pages of HTML or for plain text.
#[derive(Clone, Debug)]
pub struct Scorer {
    is_for_html: bool,
    columns: Vec<Column>,
    trees: Vec<Tree>,
    bias: f32,
}

/// A feature that some tree asks for: its values fall between borders.
#[derive(Clone, Debug)]
struct Column {
    feature: usize,
    borders: Vec<f32>,
}

#[derive(Clone, Debug)]
struct Tree {
    /// Whether the value of a column is above a border, by their numbers; that of the border is [`signed`].
    questions: [(u8, i8); DEPTH],
    leaves: [f32; LEAVES],
}

impl Scorer {
    /// Reads a model that `examples/train_scorer` wrote.
    ///
    /// # Errors
    ///
    /// [`ScorerError`] where the bytes are no model, one of another version or of other features than
    /// this version of the crate has, or are damaged; with the place.
    pub fn read(bytes: &[u8]) -> Result<Self, ScorerError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(ScorerError::NoModel);
        }
        let version = reader.u32()?;
        if version != VERSION {
            return Err(ScorerError::Version { found: version, wanted: VERSION });
        }
        let hash = reader.u32()?;
        let is_for_html = hash == features_hash(Features::names_of_html());
        if !is_for_html && hash != features_hash(Features::names_of_text()) {
            return Err(ScorerError::OtherFeatures);
        }
        let names = if is_for_html { Features::names_of_html() } else { Features::names_of_text() };
        let (unit, bias) = (reader.f32()?, reader.f32()?);
        let columns =
            (0..reader.u16()?).map(|_| Column::read(&mut reader, names.len())).collect::<Result<Vec<_>, _>>()?;
        let trees = (0..reader.u16()?).map(|_| Tree::read(&mut reader, &columns, unit)).collect::<Result<_, _>>()?;
        if reader.at != bytes.len() {
            return Err(ScorerError::Damaged { at: reader.at });
        }
        Ok(Self { is_for_html, columns, trees, bias })
    }

    /// Whether it judges pages of HTML; plain text where not.
    pub fn is_for_html(&self) -> bool {
        self.is_for_html
    }

    /// How much speaks for each segment being content, in log odds: above 0 it is likelier than not. Linear in
    /// the number of segments.
    ///
    /// # Errors
    ///
    /// [`ScorerError::OtherFeatures`] where the features are of a text and the scorer is made for HTML, or the other
    /// way round.
    pub fn log_odds(&self, features: &Features) -> Result<Vec<f32>, ScorerError> {
        if features.is_html() != self.is_for_html {
            return Err(ScorerError::OtherFeatures);
        }
        let mut judge = Judge::of(self);
        features.by_blocks(|block| judge.see(block));
        Ok(judge.odds)
    }

    /// What [`log_odds`](Scorer::log_odds) says of a document's features, which are never there all at once.
    pub(super) fn log_odds_of(&self, document: &Document, marks: &Marks) -> Result<Vec<f32>, ScorerError> {
        if document.is_html() != self.is_for_html {
            return Err(ScorerError::OtherFeatures);
        }
        let mut judge = Judge::of(self);
        Features::in_blocks(document, marks, |block| judge.see(block));
        Ok(judge.odds)
    }
}

/// Of each column how many borders are below the values of the rows of a block, [`signed`]; as many columns as a
/// question can name.
type Places = [[i8; ROWS]; 256];

/// What is found out of a document, block by block.
struct Judge<'a> {
    scorer: &'a Scorer,
    places: Box<Places>,
    odds: Vec<f32>,
}

impl<'a> Judge<'a> {
    fn of(scorer: &'a Scorer) -> Self {
        Self { scorer, places: Box::new([[0; ROWS]; 256]), odds: Vec::new() }
    }

    fn see(&mut self, block: &Block) {
        for (column, places) in self.scorer.columns.iter().zip(self.places.iter_mut()) {
            *places = column.places(block.column(column.feature));
        }
        let mut sums = [self.scorer.bias; ROWS];
        // Several trees at a time: the sums are loaded and stored but once.
        let (groups, others) = self.scorer.trees.as_chunks::<GROUP>();
        groups.iter().for_each(|trees| add(trees, &self.places, &mut sums));
        others.iter().for_each(|tree| add(std::array::from_ref(tree), &self.places, &mut sums));
        self.odds.extend_from_slice(&sums[..block.rows()]);
    }
}

/// So many trees are added up at a time.
const GROUP: usize = 4;

/// Adds what trees say of the segments of a block, by the places of their values in each column.
fn add<const N: usize>(trees: &[Tree; N], places: &Places, sums: &mut [f32; ROWS]) {
    let leaves: [[u8; ROWS]; N] = std::array::from_fn(|tree| trees[tree].leaves_of(places));
    for (row, sum) in sums.iter_mut().enumerate() {
        for (tree, leaves) in trees.iter().zip(&leaves) {
            *sum += tree.leaves[usize::from(leaves[row]) % LEAVES];
        }
    }
}

impl Column {
    /// For each row how many borders are below its value, counted from the least number of eight bits on, so that
    /// they are compared fast.
    fn places(&self, values: &[f32; ROWS]) -> [i8; ROWS] {
        // Much is the same all over a page, or is not there at all.
        let first = values[0];
        let difference = values.iter().fold(0, |bits, value| bits | value.to_bits() ^ first.to_bits());
        if difference == 0 {
            let first = finite(first);
            let count = self.borders.iter().filter(|&&border| border < first).count();
            return [signed(count as u8); ROWS];
        }
        let mut numbers = *values;
        for number in &mut numbers {
            *number = finite(*number);
        }
        // All borders are counted: that takes no branch, and few columns have many.
        let mut counts = [0_i32; ROWS];
        for &border in &self.borders {
            for (count, &number) in counts.iter_mut().zip(&numbers) {
                *count += i32::from(border < number);
            }
        }
        let mut places = [0; ROWS];
        for (place, count) in places.iter_mut().zip(counts) {
            *place = signed(count as u8);
        }
        places
    }
}

/// A number of eight bits as one with a sign that is as much less as the least such number is below zero.
const fn signed(number: u8) -> i8 {
    (number ^ 0x80) as i8
}

impl Tree {
    /// The leaf that each row of a block comes to.
    fn leaves_of(&self, places: &Places) -> [u8; ROWS] {
        let mut leaves = [0_u8; ROWS];
        for (level, &(column, border)) in self.questions.iter().enumerate() {
            for (leaf, &place) in leaves.iter_mut().zip(&places[usize::from(column)]) {
                *leaf |= u8::from(place > border) << level;
            }
        }
        leaves
    }
}

/// FNV-1a over the names of the features: a model knows them by their places.
fn features_hash(names: &[String]) -> u32 {
    let bytes = names.iter().flat_map(|name| name.bytes().chain([b'\n']));
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Column {
    fn read(reader: &mut Reader, features: usize) -> Result<Self, ScorerError> {
        let at = reader.at;
        let feature = usize::from(reader.u16()?);
        let count = reader.u16()?;
        let borders = (0..count).map(|_| reader.f32()).collect::<Result<Vec<_>, _>>()?;
        let is_sound = feature < features && count < u16::from(u8::MAX) && borders.is_sorted();
        if is_sound { Ok(Self { feature, borders }) } else { Err(ScorerError::Damaged { at }) }
    }
}

impl Tree {
    fn read(reader: &mut Reader, columns: &[Column], unit: f32) -> Result<Self, ScorerError> {
        let at = reader.at;
        let mut questions = [(0, 0); DEPTH];
        for question in &mut questions {
            let (column, border) = (reader.u8()?, reader.u8()?);
            if columns.get(usize::from(column)).is_none_or(|column| usize::from(border) >= column.borders.len()) {
                return Err(ScorerError::Damaged { at });
            }
            *question = (column, signed(border));
        }
        let mut leaves = [0.0; LEAVES];
        for leaf in &mut leaves {
            *leaf = f32::from(reader.i16()?) * unit;
        }
        Ok(Self { questions, leaves })
    }
}

/// Reads numbers, little end first.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ScorerError> {
        let range: Range<usize> = self.at..self.at + count;
        let bytes = self.bytes.get(range).ok_or(ScorerError::Damaged { at: self.at })?;
        self.at += count;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ScorerError> {
        let at = self.at;
        self.take(N)?.try_into().map_err(|_| ScorerError::Damaged { at })
    }

    fn u8(&mut self) -> Result<u8, ScorerError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    fn u16(&mut self) -> Result<u16, ScorerError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn i16(&mut self) -> Result<i16, ScorerError> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, ScorerError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32, ScorerError> {
        Ok(f32::from_le_bytes(self.array()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Marks};
    use crate::focus::Focus;

    /// One tree: more than two words, and each of its six questions is the same.
    fn model() -> Vec<u8> {
        let words = Features::names_of_html().iter().position(|name| name == "words").expect("it is there") as u16;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(features_hash(Features::names_of_html()).to_le_bytes());
        bytes.extend(0.5_f32.to_le_bytes());
        bytes.extend((-1.0_f32).to_le_bytes());
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(words.to_le_bytes());
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(2.0_f32.to_le_bytes());
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend([0; 2 * DEPTH]);
        for leaf in 0..LEAVES as i16 {
            bytes.extend(leaf.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_tree_asks_its_questions() {
        let scorer = Scorer::read(&model()).expect("the model is sound");
        let mut page = String::new();
        for _ in 0..100 {
            page.push_str("<p>one two three</p><p>one two</p>");
        }
        let document = Document::from_html(&page);
        let odds = scorer.log_odds(&Features::of(&document, &Marks::new(document.segments().len(), Focus::Balanced)));
        let odds = odds.expect("both are of HTML");
        assert_eq!(odds.len(), 200);
        // All six answers are yes: the last leaf, 63 halves; or all no: the first, 0. The bias is -1.
        assert!(odds.chunks(2).all(|pair| pair == [30.5, -1.0]), "{odds:?}");
    }

    #[test]
    fn text_is_not_judged_as_a_page() {
        let scorer = Scorer::read(&model()).expect("the model is sound");
        let text = Document::from_text("one two three");
        let features = Features::of(&text, &Marks::new(1, Focus::Balanced));
        assert!(scorer.is_for_html() && matches!(scorer.log_odds(&features), Err(ScorerError::OtherFeatures)));
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let model = model();
        assert!(matches!(Scorer::read(b""), Err(ScorerError::Damaged { at: 0 })));
        assert!(matches!(Scorer::read(b"something else"), Err(ScorerError::NoModel)));
        for end in MAGIC.len()..model.len() {
            assert!(matches!(Scorer::read(&model[..end]), Err(ScorerError::Damaged { .. })), "{end}");
        }
        let with = |place: usize, byte: u8| {
            let mut model = model.clone();
            model[place] = byte;
            Scorer::read(&model)
        };
        assert!(matches!(with(8, 2), Err(ScorerError::Version { found: 2, wanted: 1 })));
        assert!(matches!(with(12, model[12] ^ 1), Err(ScorerError::OtherFeatures)));
        let mut longer = model.clone();
        longer.push(0);
        assert!(matches!(Scorer::read(&longer), Err(ScorerError::Damaged { .. })));
        let questions = model.len() - 2 * LEAVES - 2 * DEPTH;
        assert!(matches!(with(questions, 1), Err(ScorerError::Damaged { .. })), "no such column");
        assert!(matches!(with(questions + 1, 1), Err(ScorerError::Damaged { .. })), "no such border");
    }
}
