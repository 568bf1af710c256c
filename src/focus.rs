//! What to favour where it is not clear what belongs to the body.

/// What a [`Cleaner`](crate::Cleaner) favours where it is not clear what belongs to the body.
///
/// The learned scorer keeps what makes the expected F-measure of the body greatest (Jansche, "Maximum expected
/// F-measure training of logistic regression models", 2005), with precision weighing twice as much as recall, as much, or half as much. The rules
/// ask for more evidence or for less.
///
/// # Example
///
/// ```
/// use dechaff::{Cleaner, Focus};
///
/// let page = "<h1>The old mill</h1><p>After forty years the mill is grinding flour once more.<p>Closed on Mondays";
/// let precise = Cleaner::new().with_focus(Focus::Precise).clean_html(page);
/// let complete = Cleaner::new().with_focus(Focus::Complete).clean_html(page);
/// assert!(precise.text().len() <= complete.text().len());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Focus {
    /// Nothing foreign in the body: language-model corpora.
    Precise,
    /// As little foreign as missing.
    #[default]
    Balanced,
    /// Nothing missing from the body: search.
    Complete,
}
