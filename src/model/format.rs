//! The file format of a model.
//!
//! Little-endian: the magic bytes, the version (u32), a hash of the names of the features (u32), the unit of a leaf
//! and the bias (f32 each); the number of columns (u16) and for each its feature (u16), the number of its borders
//! (u16) and the borders (f32 each, ascending); the number of trees (u16) and for each its questions (column and
//! border, u8 each) and its leaves (i16 each, in units).

use std::ops::Range;

use super::features::{FeatureInfo, Features};
use super::trees::{Column, DEPTH, LEAVES, Model, Tree, signed};
use crate::error::ModelError;

const MAGIC: &[u8] = b"dechaffs";
const VERSION: u32 = 1;

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
        let hash = reader.u32()?;
        let is_for_html = hash == features_hash(Features::of_html());
        if !is_for_html && hash != features_hash(Features::of_text()) {
            return Err(ModelError::OtherFeatures);
        }
        let features = if is_for_html { Features::of_html() } else { Features::of_text() };
        let (unit, bias) = (reader.f32()?, reader.f32()?);
        let columns =
            (0..reader.u16()?).map(|_| read_column(&mut reader, features.len())).collect::<Result<Vec<_>, _>>()?;
        let trees = (0..reader.u16()?).map(|_| read_tree(&mut reader, &columns, unit)).collect::<Result<_, _>>()?;
        if reader.position != bytes.len() {
            return Err(ModelError::Damaged { position: reader.position });
        }
        Ok(Self { is_for_html, columns, trees, bias })
    }
}

/// FNV-1a (32 bits) of the names of the features, each followed by a line feed: a model knows features by their
/// order.
fn features_hash(features: &[FeatureInfo]) -> u32 {
    let bytes = features.iter().flat_map(|feature| feature.name().bytes().chain([b'\n']));
    bytes.fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn read_column(reader: &mut Reader<'_>, features: usize) -> Result<Column, ModelError> {
    let position = reader.position;
    let feature = usize::from(reader.u16()?);
    let count = reader.u16()?;
    let borders = (0..count).map(|_| reader.f32()).collect::<Result<Vec<_>, _>>()?;
    let is_sound = feature < features && count < u16::from(u8::MAX) && borders.is_sorted();
    if is_sound { Ok(Column { feature, borders }) } else { Err(ModelError::Damaged { position }) }
}

fn read_tree(reader: &mut Reader<'_>, columns: &[Column], unit: f32) -> Result<Tree, ModelError> {
    let position = reader.position;
    let mut questions = [(0, 0); DEPTH];
    for question in &mut questions {
        let (column, border) = (reader.u8()?, reader.u8()?);
        if columns.get(usize::from(column)).is_none_or(|column| usize::from(border) >= column.borders.len()) {
            return Err(ModelError::Damaged { position });
        }
        *question = (column, signed(border));
    }
    let mut leaves = [0.0; LEAVES];
    for leaf in &mut leaves {
        *leaf = f32::from(reader.i16()?) * unit;
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
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A model of one tree that asks six times whether there are more than two words.
    pub(crate) fn small_model() -> Vec<u8> {
        let words = Features::of_html().iter().position(|info| info.name() == "words").expect("it is there") as u16;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(features_hash(Features::of_html()).to_le_bytes());
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
    fn damaged_models_are_refused_with_the_reason() {
        let model = small_model();
        assert!(matches!(Model::read(b""), Err(ModelError::Damaged { position: 0 })));
        assert!(matches!(Model::read(b"something else"), Err(ModelError::NoModel)));
        for end in MAGIC.len()..model.len() {
            assert!(matches!(Model::read(&model[..end]), Err(ModelError::Damaged { .. })), "{end}");
        }
        let with = |position: usize, byte: u8| {
            let mut model = model.clone();
            model[position] = byte;
            Model::read(&model)
        };
        assert!(matches!(with(8, 2), Err(ModelError::Version { found: 2, wanted: 1 })));
        assert!(matches!(with(12, model[12] ^ 1), Err(ModelError::OtherFeatures)));
        let mut longer = model.clone();
        longer.push(0);
        assert!(matches!(Model::read(&longer), Err(ModelError::Damaged { .. })));
        let questions = model.len() - 2 * LEAVES - 2 * DEPTH;
        assert!(matches!(with(questions, 1), Err(ModelError::Damaged { .. })), "no such column");
        assert!(matches!(with(questions + 1, 1), Err(ModelError::Damaged { .. })), "no such border");
    }
}
