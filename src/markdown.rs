//! How a body is written as Markdown.

/// Settings of [`Cleaned::markdown_with`](crate::Cleaned::markdown_with).
///
/// # Example
///
/// ```
/// use dechaff::Markdown;
///
/// let page = dechaff::clean_html(
///     "<p>The mill was built in 1790, as <a href='https://mill.example/'>we wrote</a> in the spring, and ground rye until \
///      the war.",
/// )?;
/// assert_eq!(
///     page.markdown_with(&Markdown::new().with_links(false).with_width(40)),
///     "The mill was built in 1790, as we wrote\nin the spring, and ground rye until the\nwar."
/// );
/// # Ok::<(), dechaff::error::InputError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markdown {
    links: bool,
    images: bool,
    footnotes: bool,
    dollar_formulas: bool,
    width: Option<usize>,
}

impl Markdown {
    /// Links, images and footnotes are written, formulas as code, and paragraphs on one line each.
    pub fn new() -> Self {
        Self { links: true, images: true, footnotes: true, dollar_formulas: false, width: None }
    }

    /// Whether links are written as such; otherwise only their text is.
    pub fn with_links(self, links: bool) -> Self {
        Self { links, ..self }
    }

    /// Whether images are written. Captions are text and stay.
    pub fn with_images(self, images: bool) -> Self {
        Self { images, ..self }
    }

    /// Whether notes that the text refers to are written as footnotes: `[^1]` in the text, and `[^1]: …` at its end, as
    /// GitHub, Pandoc and others read them. Otherwise notes are paragraphs or list items in their place, and their numbers
    /// stand above the line.
    pub fn with_footnotes(self, footnotes: bool) -> Self {
        Self { footnotes, ..self }
    }

    /// Whether the TeX of formulas stands between dollar signs, as GitHub, Pandoc and others read it: `$x^2$`, or `$$x^2$$`
    /// if the page sets the formula apart. Otherwise it is code, which every reader of Markdown shows as it is.
    ///
    /// ```
    /// use dechaff::Markdown;
    ///
    /// let page = dechaff::clean_html(
    ///     "<p>The energy of the wheel is <math alttext='\\frac{1}{2}I\\omega^2'><mi>E</mi></math> on every day of the year.",
    /// )?;
    /// assert_eq!(page.markdown(), "The energy of the wheel is `\\frac{1}{2}I\\omega^2` on every day of the year.");
    /// let markdown = Markdown::new().with_dollar_formulas(true);
    /// assert!(page.markdown_with(&markdown).contains("is $\\frac{1}{2}I\\omega^2$ on"));
    /// # Ok::<(), dechaff::error::InputError>(())
    /// ```
    pub fn with_dollar_formulas(self, dollar_formulas: bool) -> Self {
        Self { dollar_formulas, ..self }
    }

    /// Breaks paragraphs between words into lines of at most this many characters, if the words are not longer. Containers
    /// such as quotations count; headings, tables and code stay whole.
    pub fn with_width(self, width: usize) -> Self {
        Self { width: Some(width), ..self }
    }

    pub(crate) fn has_links(&self) -> bool {
        self.links
    }

    pub(crate) fn has_images(&self) -> bool {
        self.images
    }

    pub(crate) fn has_footnotes(&self) -> bool {
        self.footnotes
    }

    pub(crate) fn has_dollar_formulas(&self) -> bool {
        self.dollar_formulas
    }

    pub(crate) fn width(&self) -> Option<usize> {
        self.width
    }
}

impl Default for Markdown {
    fn default() -> Self {
        Self::new()
    }
}
