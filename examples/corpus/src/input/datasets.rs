//! Rows of datasets: text or HTML, and what is known of it.

use dechaff::PageFormat;
use serde::{Deserialize, Serialize};

use dechaff_archives::raw_page::{Content, RawPage};

/// The names of columns and fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatasetColumns {
    pub html: String,
    pub text: String,
    pub url: String,
    pub id: String,
    pub date: String,
}

impl Default for DatasetColumns {
    fn default() -> Self {
        let [html, text, url, id, date] = ["html", "text", "url", "id", "date"].map(str::to_owned);
        Self { html, text, url, id, date }
    }
}

/// The values of a row.
#[derive(Debug, Default)]
pub struct DatasetRow {
    pub html: Option<Vec<u8>>,
    pub text: Option<Vec<u8>>,
    pub url: Option<String>,
    pub id: Option<String>,
    pub fetched: Option<i64>,
}

impl DatasetRow {
    /// The page of a row; of HTML and text, HTML has more to tell. `number` counts from 1 on.
    pub fn into_page(self, number: u64, columns: &DatasetColumns) -> RawPage {
        let (bytes, format) = match (self.html, self.text) {
            (Some(html), _) => (Some(html), PageFormat::Html),
            (None, text) => (text, PageFormat::Text),
        };
        let missing = || format!("row {number} has neither {:?} nor {:?}", columns.html, columns.text);
        RawPage {
            id: self.id.unwrap_or_else(|| format!("row-{number}")),
            url: self.url,
            fetched: self.fetched,
            fault: bytes.is_none().then(missing),
            content: Content::Page { bytes: bytes.unwrap_or_default(), format: Some(format) },
            ..RawPage::default()
        }
    }
}
