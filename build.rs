//! Lists the lexicon files, so that a new language is one new file and no change of code.

use std::{env, fmt::Write, fs, path::Path};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&root).join("src/lexicon");
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("src/lexicon is part of the package")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    assert!(
        files.len() <= 8,
        "languages are told apart by the bits of a byte: widen WordEntry and Terminal for more than 8"
    );

    let mut code = format!(
        "/// Language code and text of every lexicon file.\npub(crate) const FILES: [(&str, &str); {}] = [\n",
        files.len()
    );
    for file in &files {
        let language = file.file_stem().unwrap_or_default().to_string_lossy();
        writeln!(code, "    ({language:?}, include_str!({file:?})),").expect("a String takes all text");
    }
    code.push_str("];\n");

    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("lexicon_files.rs"), code).expect("OUT_DIR can be written");
}
