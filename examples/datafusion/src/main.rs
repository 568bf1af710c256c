//! Writes the result of a query, which may call `clean`, into a file of Parquet.

use std::process::ExitCode;

use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::error::Result;
use datafusion::prelude::SessionContext;
use dechaff_arrow::Batches;
use dechaff_datafusion::clean;

const USAGE: &str = "\
usage: dechaff-datafusion QUERY OUTPUT.parquet

  QUERY is SQL with the function clean; a file of Parquet, JSON lines or CSV is a table by its path:
  SELECT id, clean(html) AS page FROM 'pages.parquet'";

async fn run(query: &str, output: &str) -> Result<()> {
    let context = SessionContext::new().enable_url_table();
    context.register_udf(clean(Batches::default()));
    let options = DataFrameWriteOptions::new().with_single_file_output(true);
    context.sql(query).await?.write_parquet(output, options, None).await?;
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [query, output] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(query, output).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dechaff-datafusion: {error}");
            ExitCode::FAILURE
        }
    }
}
