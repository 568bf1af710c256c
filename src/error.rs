//! Errors of reading pages, of changing pipelines and of loading models.
//!
//! Cleaning itself cannot fail: any text that is within the limits gives spans.

use thiserror::Error;

/// A name that is not the name of a [`Kind`](crate::Kind).
///
/// ```
/// let error = "advert".parse::<dechaff::Kind>().unwrap_err();
/// assert!(error.to_string().starts_with("unknown kind \"advert\", expected one of title, "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown kind {name:?}, expected one of {}", .known.join(", "))]
pub struct UnknownKind {
    name: String,
    known: &'static [&'static str],
}

impl UnknownKind {
    pub(crate) fn new(name: &str, known: &'static [&'static str]) -> Self {
        Self { name: name.into(), known }
    }

    /// The name that was given.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A text that is no date in ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{text:?} is no date in ISO 8601, such as 2024-05-04 or 2024-05-04T10:12:00+02:00")]
pub struct InvalidDate {
    text: String,
}

impl InvalidDate {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.into() }
    }

    /// The text that was given.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A change of a [`Pipeline`](crate::filter::Pipeline) that is not possible.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PipelineError {
    /// The pipeline has no filter of this name.
    #[error("the pipeline has no filter {name:?}, it has {}", .known.join(", "))]
    UnknownFilter {
        /// The name that was given.
        name: String,
        /// The names of the pipeline's filters, in order.
        known: Vec<&'static str>,
    },
    /// The pipeline already has a filter of this name. Names identify filters in spans and marks.
    #[error("the pipeline already has a filter {name:?}, each filter needs a name of its own")]
    DuplicateFilter {
        /// The name of both filters.
        name: &'static str,
    },
}

/// A [`Model`](crate::model::Model) that could not be loaded or used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes do not begin like a model.
    #[error("the bytes are not a dechaff model, they do not begin with \"dechaffs\"")]
    NoModel,
    /// The model is in another version of the format.
    #[error("the model is in version {found} of the format, this crate reads version {wanted}; train it again")]
    Version {
        /// The model's version of the format.
        found: u32,
        /// The version that this crate reads.
        wanted: u32,
    },
    /// The model was trained on other features than this version of the crate computes, or it is for HTML and
    /// the document is text, or vice versa.
    #[error(
        "the model was trained on other features than were computed; train it again with this version of the crate"
    )]
    OtherFeatures,
    /// The bytes are incomplete, too many or invalid.
    #[error("the model is damaged at byte {position}; copy or train it again")]
    Damaged {
        /// Offset of the first invalid byte.
        position: usize,
    },
}

/// A page that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InputError {
    /// The input is longer than [`Limits::with_bytes`](crate::Limits::with_bytes) allows.
    #[error("the input has {bytes} bytes, the limit is {limit}; Limits::with_bytes can raise it")]
    TooLong {
        /// Length of the input in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The input is not text, but an image, an archive, a program or the like.
    #[error("the input is not text but {what}; HTML or plain text is expected")]
    NotText {
        /// What it is, with an article: "a JPEG image".
        what: &'static str,
    },
}
