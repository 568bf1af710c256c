//! Compiles the lexicon files to tables, so that nothing is parsed when a program starts. A new language needs one new
//! file and no change of code. An error in a file stops the build.

use std::{env, fs, path::Path, process};

#[allow(dead_code, reason = "the library uses more of it")]
#[path = "src/lexicon"]
mod lexicon {
    pub(crate) mod compile;
    mod cue;
    mod format;
}
#[allow(dead_code, reason = "the library uses more of it")]
#[path = "src/text"]
mod text {
    mod characters;
    mod fold;
    pub(crate) mod hash;
    mod words;

    pub(crate) use fold::fold_into;
    pub(crate) use words::words;
}

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let folder = Path::new(&root).join("src/lexicon");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/text");
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("src/lexicon is part of the package")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let codes: Vec<_> =
        paths.iter().map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned()).collect();
    let files: Vec<_> = paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).unwrap_or_else(|error| fail(&format!("{}: {error}", path.display())));
            (path.display().to_string(), text)
        })
        .collect();
    let compiled = lexicon::compile::compile(&files).unwrap_or_else(|error| fail(&error));

    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let write =
        |name: &str, bytes: &[u8]| fs::write(Path::new(&out).join(name), bytes).expect("OUT_DIR can be written");
    write("slots.bin", &compiled.slots);
    write("words.bin", &compiled.words);
    write("texts.bin", &compiled.texts);
    write("uses.bin", &compiled.uses);
    write("nodes.bin", &compiled.nodes);
    write("edges.bin", &compiled.edges);
    write("terminals.bin", &compiled.terminals);
    let count = codes.len();
    let code = format!(
        "/// The language codes of the lexicon files.\npub(crate) const LANGUAGE_CODES: [&str; {count}] = {codes:?};\n"
    );
    write("language_codes.rs", code.as_bytes());
}

fn fail(error: &str) -> ! {
    println!("cargo::error={error}");
    process::exit(1)
}
