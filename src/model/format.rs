//! The file format of a model.
//!
//! Little-endian: the magic bytes, the version (u32), and hashes of the names of the features of segments and of pages
//! (u32 each); then the lexical model, the columns of segments, the forests for content and for kinds, the first stage, the
//! columns of pages and the forest for their types.
//!
//! - The lexical model: the unit of a weight (f32), the bias of each kind (f32), and for each bucket a weight for each
//!   kind (i8, in units); models for flattened text have no buckets of names.
//! - Columns: their number (u16) and for each its feature (u16), the number of its borders (u16) and the borders (f32
//!   each, ascending).
//! - A forest: the number of its outputs (u16), the bias of each and the unit of a leaf (f32 each), the number of its
//!   trees (u16), and for each its questions (column and border, u8 each) and its leaves (i16 for each output, in
//!   units).
//! - The first stage: the number of its columns (u16), 0 for a model without one. If there is one: each column (u8, by
//!   its place among the columns of segments), the highest log odds of content and the least probability of a kind of
//!   the segments that it decides (f32 each), and its forests for content and for kinds.

use std::ops::Range;

use super::classes::KINDS;
use super::features::{FeatureInfo, Features};
use super::lexical::{BUCKETS, Lexical, WORD_BUCKETS};
use super::prediction::Model;
use super::stages::{FirstStage, SegmentTrees, Stages};
use super::trees::{Column, DEPTH, Forest, LEAVES, MAX_COLUMNS, Tree, signed};
use crate::error::ModelError;

const MAGIC: &[u8] = b"dechaffs";
const VERSION: u32 = 3;
/// The largest weight, bias or unit. Hand-set: far above those of any model, and so low that no score, which is a sum of
/// products of two, is infinite.
const MAX_NUMBER: f32 = 1e6;
/// The most trees of a forest. Hand-set: their sums have 16 bits.
const MAX_TREES: u16 = 10_000;

impl Model {
    /// Reads a model that `examples/train_scorer` wrote.
    ///
    /// # Errors
    ///
    /// [`ModelError`] if the bytes are no model, a model of another version or of other features than this version
    /// of the crate has, or damaged; with the position.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader { bytes, position: 0 };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(ModelError::NoModel);
        }
        let version = reader.u32()?;
        if version != VERSION {
            return Err(ModelError::Version { found: version, wanted: VERSION });
        }
        let (hash, page_hash) = (reader.u32()?, reader.u32()?);
        let is_for_html = hash == features_hash(Features::of_html());
        let is_known = is_for_html || hash == features_hash(Features::of_text());
        if !is_known || page_hash != features_hash(Features::of_pages()) {
            return Err(ModelError::OtherFeatures);
        }
        let features = if is_for_html { Features::of_html() } else { Features::of_text() };
        let lexical = read_lexical(&mut reader, if is_for_html { BUCKETS } else { WORD_BUCKETS })?;
        let columns = read_columns(&mut reader, features.len())?;
        let trees = read_segment_trees(&mut reader, &columns)?;
        let first = read_first_stage(&mut reader, &columns)?;
        let segments = Stages { columns, first, trees };
        let page_columns = read_columns(&mut reader, Features::of_pages().len())?;
        let page_types = read_forest(&mut reader, &page_columns)?;
        if reader.position != bytes.len() {
            return Err(ModelError::Damaged { position: reader.position });
        }
        Ok(Self { is_for_html, lexical, segments, page_columns, page_types })
    }
}

/// FNV-1a (32 bits) of the names of the features, each followed by a line feed: a model knows features by their
/// order.
fn features_hash(features: &[FeatureInfo]) -> u32 {
    let bytes = features.iter().flat_map(|feature| feature.name().bytes().chain([b'\n']));
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn read_lexical(reader: &mut Reader<'_>, buckets: usize) -> Result<Lexical, ModelError> {
    let unit = reader.number()?;
    let mut biases = [0.0; KINDS.len()];
    for bias in &mut biases {
        *bias = reader.number()?;
    }
    let (weights, _) = reader.take(buckets * KINDS.len())?.as_chunks::<{ KINDS.len() }>();
    let weights = weights.iter().map(|weights| weights.map(|weight| weight as i8)).collect();
    Ok(Lexical { weights, unit, biases })
}

fn read_columns(reader: &mut Reader<'_>, features: usize) -> Result<Vec<Column>, ModelError> {
    let position = reader.position;
    let count = reader.u16()?;
    if usize::from(count) > MAX_COLUMNS {
        return Err(ModelError::Damaged { position });
    }
    (0..count).map(|_| read_column(reader, features)).collect()
}

fn read_column(reader: &mut Reader<'_>, features: usize) -> Result<Column, ModelError> {
    let position = reader.position;
    let feature = usize::from(reader.u16()?);
    let count = reader.u16()?;
    let borders = (0..count).map(|_| reader.f32()).collect::<Result<Vec<_>, _>>()?;
    let is_ascending = borders.is_sorted() && borders.iter().all(|border| border.is_finite());
    let is_sound = feature < features && count < u16::from(u8::MAX) && is_ascending;
    if is_sound { Ok(Column { feature, borders }) } else { Err(ModelError::Damaged { position }) }
}

fn read_segment_trees(reader: &mut Reader<'_>, columns: &[Column]) -> Result<SegmentTrees, ModelError> {
    Ok(SegmentTrees { content: read_forest(reader, columns)?, kinds: read_forest(reader, columns)? })
}

fn read_first_stage(reader: &mut Reader<'_>, columns: &[Column]) -> Result<Option<FirstStage>, ModelError> {
    let position = reader.position;
    let count = usize::from(reader.u16()?);
    if count == 0 {
        return Ok(None);
    }
    let own = reader.take(count)?.to_vec();
    if !own.iter().all(|&column| usize::from(column) < columns.len()) {
        return Err(ModelError::Damaged { position });
    }
    let (max_log_odds, min_probability) = (reader.number()?, reader.number()?);
    let position = reader.position;
    let trees = read_segment_trees(reader, columns)?;
    // The ranks of other columns are not there yet.
    if !trees.columns().all(|column| own.contains(&column)) {
        return Err(ModelError::Damaged { position });
    }
    Ok(Some(FirstStage { columns: own, max_log_odds, min_probability, trees }))
}

fn read_forest<const OUTPUTS: usize>(
    reader: &mut Reader<'_>,
    columns: &[Column],
) -> Result<Forest<OUTPUTS>, ModelError> {
    let position = reader.position;
    if usize::from(reader.u16()?) != OUTPUTS {
        return Err(ModelError::Damaged { position });
    }
    let mut biases = [0.0; OUTPUTS];
    for bias in &mut biases {
        *bias = reader.number()?;
    }
    let unit = reader.number()?;
    let position = reader.position;
    let count = reader.u16()?;
    if count > MAX_TREES {
        return Err(ModelError::Damaged { position });
    }
    let trees = (0..count).map(|_| read_tree(reader, columns)).collect::<Result<_, _>>()?;
    Ok(Forest::new(trees, biases, unit))
}

fn read_tree<const OUTPUTS: usize>(reader: &mut Reader<'_>, columns: &[Column]) -> Result<Tree<OUTPUTS>, ModelError> {
    let position = reader.position;
    let mut questions = [(0, 0); DEPTH];
    for question in &mut questions {
        let (column, border) = (reader.u8()?, reader.u8()?);
        if columns.get(usize::from(column)).is_none_or(|column| usize::from(border) >= column.borders.len()) {
            return Err(ModelError::Damaged { position });
        }
        *question = (column, signed(border));
    }
    let mut leaves = [[0; OUTPUTS]; LEAVES];
    for leaf in leaves.as_flattened_mut() {
        *leaf = reader.i16()?;
    }
    Ok(Tree { questions, leaves })
}

/// Reads little-endian numbers.
struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let range: Range<usize> = self.position..self.position + count;
        let bytes = self.bytes.get(range).ok_or(ModelError::Damaged { position: self.position })?;
        self.position += count;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let position = self.position;
        self.take(N)?.try_into().map_err(|_| ModelError::Damaged { position })
    }

    fn u8(&mut self) -> Result<u8, ModelError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    fn u16(&mut self) -> Result<u16, ModelError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn i16(&mut self) -> Result<i16, ModelError> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn f32(&mut self) -> Result<f32, ModelError> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    /// A number that scores are computed from.
    fn number(&mut self) -> Result<f32, ModelError> {
        let position = self.position;
        let number = self.f32()?;
        // Not true of what is not a number.
        if number.abs() <= MAX_NUMBER { Ok(number) } else { Err(ModelError::Damaged { position }) }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::page_type::PageType;

    /// A model for HTML: content has one tree that asks six times whether there are more than two words, kinds and
    /// types of pages have none.
    pub(crate) fn small_model() -> Vec<u8> {
        model_with(&0_u16.to_le_bytes())
    }

    /// A first stage for [`small_model`]: segments of up to two words are surely no content, with log odds of -3. Any kind
    /// is sure.
    pub(crate) fn first_stage() -> Vec<u8> {
        let mut bytes = 1_u16.to_le_bytes().to_vec();
        bytes.push(0);
        bytes.extend([-3.0_f32, 0.0].map(f32::to_le_bytes).as_flattened());
        bytes.extend(forest(-3.0, 0.05));
        bytes.extend(empty_forest(KINDS.len()));
        bytes
    }

    /// The same model with the bytes of a first stage.
    pub(crate) fn model_with(first_stage: &[u8]) -> Vec<u8> {
        let words = Features::of_html().iter().position(|info| info.name() == "words").expect("it is there") as u16;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(features_hash(Features::of_html()).to_le_bytes());
        bytes.extend(features_hash(Features::of_pages()).to_le_bytes());
        bytes.extend((0..=KINDS.len()).flat_map(|_| 0.0_f32.to_le_bytes()));
        bytes.extend(vec![0; BUCKETS * KINDS.len()]);
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(words.to_le_bytes());
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend(2.0_f32.to_le_bytes());
        bytes.extend(forest(-1.0, 0.5));
        bytes.extend(empty_forest(KINDS.len()));
        bytes.extend(first_stage);
        bytes.extend(0_u16.to_le_bytes());
        bytes.extend(empty_forest(PageType::ALL.len()));
        bytes
    }

    /// A tree whose leaves are multiples of a unit.
    fn forest(bias: f32, unit: f32) -> Vec<u8> {
        let mut bytes = 1_u16.to_le_bytes().to_vec();
        bytes.extend([bias, unit].map(f32::to_le_bytes).as_flattened());
        bytes.extend(1_u16.to_le_bytes());
        bytes.extend([0; 2 * DEPTH]);
        bytes.extend((0..LEAVES as i16).flat_map(i16::to_le_bytes));
        bytes
    }

    fn empty_forest(outputs: usize) -> Vec<u8> {
        let mut bytes = (outputs as u16).to_le_bytes().to_vec();
        bytes.extend((0..=outputs).flat_map(|_| 0.0_f32.to_le_bytes()));
        bytes.extend(0_u16.to_le_bytes());
        bytes
    }

    #[test]
    fn damaged_models_are_refused_with_the_reason() {
        let model = small_model();
        assert!(matches!(Model::read(b""), Err(ModelError::Damaged { position: 0 })));
        assert!(matches!(Model::read(b"something else"), Err(ModelError::NoModel)));
        // All ends in the header and in the trees, and some in the weights of the lexical model, which are alike.
        let weights = 100..BUCKETS * KINDS.len();
        for end in (MAGIC.len()..weights.start).chain(weights.clone().step_by(50_000)).chain(weights.end..model.len()) {
            assert!(matches!(Model::read(&model[..end]), Err(ModelError::Damaged { .. })), "{end}");
        }
        let with = |position: usize, byte: u8| {
            let mut model = model.clone();
            model[position] = byte;
            Model::read(&model)
        };
        assert!(matches!(with(8, 2), Err(ModelError::Version { found: 2, wanted: 3 })));
        assert!(matches!(with(12, model[12] ^ 1), Err(ModelError::OtherFeatures)));
        let mut longer = model.clone();
        longer.push(0);
        assert!(matches!(Model::read(&longer), Err(ModelError::Damaged { .. })));
        let others = empty_forest(KINDS.len()).len() + empty_forest(PageType::ALL.len()).len() + 4;
        let questions = model.len() - others - 2 * LEAVES - 2 * DEPTH;
        assert!(matches!(with(questions, 1), Err(ModelError::Damaged { .. })), "no such column");
        assert!(matches!(with(questions + 1, 1), Err(ModelError::Damaged { .. })), "no such border");
    }

    #[test]
    fn damaged_first_stages_are_refused() {
        let stage = first_stage();
        assert!(Model::read(&model_with(&stage)).is_ok());
        for end in 2..stage.len() {
            assert!(matches!(Model::read(&model_with(&stage[..end])), Err(ModelError::Damaged { .. })), "{end}");
        }
        let with = |position: usize, bytes: &[u8]| {
            let mut stage = stage.clone();
            stage[position..position + bytes.len()].copy_from_slice(bytes);
            Model::read(&model_with(&stage))
        };
        assert!(matches!(with(2, &[1]), Err(ModelError::Damaged { .. })), "no such column");
        assert!(matches!(with(3, &f32::NAN.to_le_bytes()), Err(ModelError::Damaged { .. })), "no number");
        let questions = 2 + 1 + 8 + 2 + 8 + 2;
        assert!(matches!(with(questions, &[1]), Err(ModelError::Damaged { .. })), "no such column");
    }

    #[test]
    fn the_first_stage_asks_only_for_its_columns() {
        // The columns of the model are there twice, the second of them is not one of the first stage.
        let mut model = model_with(&first_stage());
        let columns = MAGIC.len() + 3 * 4 + 4 * (1 + KINDS.len()) + BUCKETS * KINDS.len();
        let column = model[columns + 2..columns + 10].to_vec();
        model[columns] = 2;
        model.splice(columns + 2..columns + 2, column);
        assert!(Model::read(&model).is_ok());
        let questions = columns + 2 + 2 * 8 + 140 + 12 + empty_forest(KINDS.len()).len() + 2 + 1 + 8 + 12;
        model[questions] = 1;
        assert!(matches!(Model::read(&model), Err(ModelError::Damaged { .. })));
    }

    #[test]
    fn more_columns_than_a_question_can_name_are_refused() {
        let mut model = small_model();
        let columns = MAGIC.len() + 3 * 4 + 4 * (1 + KINDS.len()) + BUCKETS * KINDS.len();
        let column = model[columns + 2..columns + 10].to_vec();
        model[columns..columns + 2].copy_from_slice(&257_u16.to_le_bytes());
        model.splice(columns + 2..columns + 2, column.repeat(256));
        assert!(matches!(Model::read(&model), Err(ModelError::Damaged { position }) if position == columns));
    }

    /// A unit that is not a number once made every body empty, without an error.
    #[test]
    fn numbers_that_arithmetic_goes_wrong_with_are_refused() {
        let model = small_model();
        let others = empty_forest(KINDS.len()).len() + empty_forest(PageType::ALL.len()).len() + 4;
        let trees = model.len() - others - 2 * LEAVES - 2 * DEPTH - 2;
        let lexical_unit = MAGIC.len() + 3 * 4;
        // The unit and first bias of the lexical model, and the border, the bias and the unit of the trees.
        for position in [lexical_unit, lexical_unit + 4, trees - 8 - 2 - 4, trees - 8, trees - 4] {
            for number in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                let mut model = model.clone();
                model[position..position + 4].copy_from_slice(&number.to_le_bytes());
                assert!(matches!(Model::read(&model), Err(ModelError::Damaged { .. })), "{number} at {position}");
            }
        }
        let mut many = model.clone();
        many[trees..trees + 2].copy_from_slice(&u16::MAX.to_le_bytes());
        assert!(matches!(Model::read(&many), Err(ModelError::Damaged { position }) if position == trees));
    }
}
