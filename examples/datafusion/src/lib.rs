//! A function of DataFusion that cleans pages.
//!
//! ```
//! use datafusion::prelude::SessionContext;
//! use dechaff_arrow::Batches;
//! use dechaff_datafusion::clean;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> datafusion::error::Result<()> {
//! let context = SessionContext::new();
//! context.register_udf(clean(Batches::default()));
//! let rows = context.sql("SELECT clean('<h1>The mill</h1><p>It ground rye until the war.') AS page").await?;
//! assert_eq!(rows.count().await?, 1);
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::hash::{Hash, Hasher};

use datafusion::arrow::datatypes::DataType;
use datafusion::error::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility};
use dechaff_arrow::Batches;

/// The function `clean`. Its argument is a page, a string or bytes, or a struct with `html` or `text`, `url` and
/// `content_type`; its value a struct with the columns of `batches`.
///
/// Write the struct whole, and take it apart when it is read: each field that a query takes from it is one more call of the
/// function (`tests/queries.rs`).
pub fn clean(batches: Batches) -> ScalarUDF {
    ScalarUDF::new_from_impl(Clean { batches, signature: Signature::any(1, Volatility::Immutable) })
}

/// Functions are the same if they are one and the same: settings cannot be compared.
struct Clean {
    batches: Batches,
    signature: Signature,
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clean").finish_non_exhaustive()
    }
}

impl PartialEq for Clean {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Clean {}

impl Hash for Clean {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl ScalarUDFImpl for Clean {
    fn name(&self) -> &str {
        "clean"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        arguments.iter().try_for_each(Batches::check)?;
        Ok(self.batches.field().data_type().clone())
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let pages = ColumnarValue::values_to_arrays(&arguments.args)?;
        let cleaned = pages.iter().map(|pages| self.batches.clean(pages)).collect::<Result<Vec<_>, _>>()?;
        let cleaned = cleaned.into_iter().next().map(ColumnarValue::Array);
        cleaned.ok_or_else(|| datafusion::error::DataFusionError::Plan("clean has one argument, a page".to_owned()))
    }
}
