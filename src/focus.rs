//! Precision against recall.

/// What a [`Cleaner`](crate::Cleaner) prefers if it is unclear whether text belongs to the body.
///
/// The learned model keeps the set of segments with the highest expected F-measure (Jansche, "Maximum expected
/// F-measure training of logistic regression models", 2005), in which precision weighs twice as much as recall, as
/// much, or half as much. The rules ask for more or for less evidence.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Focus};
///
/// let page = "<h1>The old mill</h1>
///     <p>After forty years the old mill at the river is grinding flour once more, the village said on Friday.
///     <p>It took the owners eleven years to find a mason who could still cut the stones by hand.
///     <div>The shop beside the mill sells what it grinds.</div>
///     <ul><li><a href=/1>Opening hours and prices of the mill</a>
///     <li><a href=/2>How to get there by bus and on foot</a></ul>";
/// let words = |focus| -> Result<usize, dechaff::error::InputError> {
///     Ok(Cleaner::new().with_focus(focus).clean_html(page)?.text().split_whitespace().count())
/// };
/// assert!(words(Focus::Precise)? < words(Focus::Complete)?);
/// assert!((words(Focus::Precise)?..=words(Focus::Complete)?).contains(&words(Focus::Balanced)?));
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Focus {
    /// As little boilerplate in the body as possible, as for the training of language models.
    Precise,
    /// Precision and recall weigh the same.
    #[default]
    Balanced,
    /// As little content missing from the body as possible, as for search.
    Complete,
}
