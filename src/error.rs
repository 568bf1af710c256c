//! What can go wrong. Cleaning itself cannot fail: any text gives spans.

use thiserror::Error;

use crate::kind::Kind;

/// A name that is no [`Kind`].
///
/// ```
/// let error = "advert".parse::<dechaff::Kind>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown kind \"advert\", expected one of title, "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown kind {name:?}, expected one of {}", Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", "))]
pub struct UnknownKind {
    name: String,
}

impl UnknownKind {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.into() }
    }

    /// The name that was given.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Why a [`Pipeline`](crate::filter::Pipeline) could not be changed as asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// No filter of the pipeline has this name.
    #[error("the pipeline has no filter {name:?}, it has {}", .known.join(", "))]
    UnknownFilter {
        /// The name that was asked for.
        name: String,
        /// The names of the pipeline's filters, in order.
        known: Vec<&'static str>,
    },
    /// A filter of this name is in the pipeline already; names tell who marked a span.
    #[error("the pipeline already has a filter {name:?}")]
    DuplicateFilter {
        /// The name of both filters.
        name: &'static str,
    },
}

/// Why a [`Scorer`](crate::model::Model) could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes are something else.
    #[error("the bytes are no model")]
    NoModel,
    /// The model is in another format.
    #[error("the model has format version {found}, this crate reads {wanted}")]
    Version {
        /// The version of the model.
        found: u32,
        /// The version that this crate reads.
        wanted: u32,
    },
    /// The model was trained on other features than this version of the crate has.
    #[error("the model was trained on other features than this crate computes")]
    OtherFeatures,
    /// The bytes end too early, go on too long, or say what cannot be.
    #[error("the model is damaged at byte {position}")]
    Damaged {
        /// The position in the file, in bytes.
        position: usize,
    },
}

/// Why a page could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InputError {
    /// The input is longer than [`Limits::with_bytes`](crate::Limits::with_bytes) allows.
    #[error("the input is {bytes} bytes long, the limit is {limit}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The input is no text: an image, an archive, a program.
    #[error("the input is no text but {what}")]
    NotText {
        /// What it looks like.
        what: &'static str,
    },
}
