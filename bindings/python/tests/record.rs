//! Prints the records of the pages in files, one line of JSON each, as the library serializes them.

use std::error::Error;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    for path in env::args().skip(1) {
        let bytes = fs::read(path)?;
        println!("{}", serde_json::to_string(&dechaff::clean_bytes(&bytes)?)?);
    }
    Ok(())
}
