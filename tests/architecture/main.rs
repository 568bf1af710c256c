//! The source keeps to the order of layers in `ARCHITECTURE.md`, has no circles, and names its parser only where
//! the parser belongs.
//!
//! Every fault is reported with file and line. Imports are `use` declarations and paths in code; documentation and
//! what is under `#[cfg(test)]` may name anything. A re-export counts as an import of the item itself.

mod graph;
mod source;

use std::fs;
use std::path::Path;

use graph::{Sealed, Tree};

/// The parser's crates, and where they may be named.
const PARSER: Sealed<'static> =
    Sealed { crates: &["html5ever", "selectors", "cssparser", "scraper"], folders: &["input/html", "markup"] };

#[test]
fn no_import_is_against_the_order_of_layers() {
    assert_none(&crate_tree().wrong_imports(&layers()));
}

#[test]
fn no_imports_form_a_circle() {
    assert_none(&crate_tree().circles());
}

#[test]
fn the_parser_is_named_only_where_it_belongs() {
    assert_none(&crate_tree().leaks(&PARSER));
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults (see ARCHITECTURE.md):\n{}", faults.len(), faults.join("\n"));
}

fn crate_tree() -> Tree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src can be listed") {
            let path = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name =
                    path.strip_prefix(&root).expect("the file is below src").to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).expect("a source file can be read")));
            }
        }
    }
    files.sort();
    Tree::read(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The block of `ARCHITECTURE.md` that is fenced as `layers`, from the bottom to the top.
fn layers() -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let text = fs::read_to_string(path).expect("ARCHITECTURE.md can be read");
    let lines = text.lines().skip_while(|line| line.trim() != "```layers").skip(1);
    let layers = lines.take_while(|line| line.trim() != "```").map(layer).collect::<Vec<_>>();
    assert!(!layers.is_empty(), "ARCHITECTURE.md has no block that is fenced as `layers`");
    layers
}

fn layer(line: &str) -> Vec<String> {
    line.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

// The checker itself, on small made-up trees.

fn tree(files: &[(&str, &str)]) -> Tree {
    let files: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Tree::read(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The one fault that is found.
fn only(faults: Vec<String>) -> String {
    <[String; 1]>::try_from(faults).map_or_else(|faults| panic!("not one fault: {faults:#?}"), |[fault]| fault)
}

fn bottom_to_top(names: &[&str]) -> Vec<Vec<String>> {
    names.iter().map(|line| layer(line)).collect()
}

#[test]
fn a_wrong_import_is_found_with_its_line() {
    let files = [
        ("lib.rs", "mod text; mod filter;"),
        ("text.rs", "//! Words.\n\nuse std::fmt;\nuse crate::filter::Spam;\n"),
        ("filter.rs", "use crate::text::words;\npub struct Spam;"),
    ];
    let fault = only(tree(&files).wrong_imports(&bottom_to_top(&["text", "filter", "lib"])));
    assert_eq!(fault, "src/text.rs:4: imports src/filter.rs: filter is a layer above text");
    assert_none(&tree(&files).wrong_imports(&bottom_to_top(&["text, filter", "lib"])));
}

#[test]
fn paths_in_code_macros_and_attributes_are_imports() {
    for code in [
        "fn f() -> usize {\n crate::filter::count() }",
        "fn f() {\n println!(\"{}\", crate::filter::NAME) }",
        "macro_rules! m { () => {\n $crate::filter::NAME }; }",
        "#[derive(Debug)]\n#[error(\"{}\", super::filter::NAME)] struct S;",
        "mod inner { fn f() {\n super::super::filter::count() } }",
        "fn f(page: &\nself::super::filter::Page) {}",
        "fn f() { use\ncrate::{filter::{self as other}}; }",
        "use std::{fmt, str};\npub(in crate::filter) use crate::filter::NAME;",
    ] {
        let files = [("lib.rs", "mod text; mod filter;"), ("text.rs", code), ("filter.rs", "")];
        let fault = only(tree(&files).wrong_imports(&bottom_to_top(&["text", "filter", "lib"])));
        assert!(fault.starts_with("src/text.rs:2: imports src/filter.rs"), "{code}: {fault}");
    }
}

#[test]
fn tests_documentation_and_strings_are_no_imports() {
    for code in [
        "/// See [`Spam`](crate::filter::Spam).\nfn f() {}",
        "// crate::filter::Spam\nfn f<'a>() -> &'a str { \"crate::filter::Spam\" }",
        "#[cfg(test)]\nmod tests { use crate::filter::Spam; }",
        "#[cfg(test)]\nuse crate::filter::{Spam, Legal};",
        "#[cfg(test)]\n#[allow(unused)]\nfn f() { crate::filter::count() }",
        "pub(in crate::filter) fn f() {}",
    ] {
        let files = [("lib.rs", "mod text; mod filter;"), ("text.rs", code), ("filter.rs", "")];
        assert_none(&tree(&files).wrong_imports(&bottom_to_top(&["text", "filter", "lib"])));
    }
    let code = "#[cfg(test)]\nmod tests { use crate::filter::Spam; }\nuse crate::filter::Legal;";
    let files = [("lib.rs", ""), ("text.rs", code), ("filter.rs", "")];
    let fault = only(tree(&files).wrong_imports(&bottom_to_top(&["text", "filter", "lib"])));
    assert!(fault.starts_with("src/text.rs:3: "), "{fault}");
}

#[test]
fn files_of_tests_are_left_out() {
    let files = [
        ("lib.rs", "mod text; mod filter;"),
        ("text/mod.rs", "#[cfg(test)]\nmod tests;\npub fn words() {}"),
        ("text/tests.rs", "use crate::filter::Spam;"),
        ("filter.rs", "use crate::text::words;"),
    ];
    assert_none(&tree(&files).wrong_imports(&bottom_to_top(&["text", "filter", "lib"])));
    assert_none(&tree(&files).circles());
}

#[test]
fn layers_and_files_must_agree() {
    let files = [("lib.rs", "mod text;"), ("text.rs", "")];
    let fault = only(tree(&files).wrong_imports(&bottom_to_top(&["lib"])));
    assert_eq!(fault, "src: text is in no layer of ARCHITECTURE.md");
    let fault = only(tree(&files).wrong_imports(&bottom_to_top(&["text", "kind", "lib"])));
    assert_eq!(fault, "ARCHITECTURE.md: there is no src/kind");
}

#[test]
fn a_circle_of_files_is_found() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::B;\npub struct A;"),
        ("b.rs", "\nuse crate::c;\npub struct B;"),
        ("c.rs", "pub fn c() -> crate::a::A { crate::a::A }"),
    ];
    let fault = only(tree(&files).circles());
    assert_eq!(
        fault,
        "src/: a circle of 3\n    src/a.rs:1: imports src/b.rs\n    src/b.rs:2: imports src/c.rs\n    \
         src/c.rs:1: imports src/a.rs"
    );
}

#[test]
fn a_circle_of_folders_is_found_where_no_two_files_need_each_other() {
    let files = [
        ("lib.rs", "mod render; mod page;"),
        ("render/mod.rs", "mod report; pub mod escape;\npub use report::report;"),
        ("render/report.rs", "use crate::page::Page;"),
        ("render/escape.rs", ""),
        ("page.rs", "use crate::render::escape;\npub struct Page;"),
    ];
    let fault = only(tree(&files).circles());
    assert!(fault.contains("src/page.rs:1: imports src/render/escape.rs"), "{fault}");
    assert!(fault.contains("src/render/report.rs:1: imports src/page.rs"), "{fault}");
}

#[test]
fn a_circle_inside_a_folder_is_found_through_a_reexport() {
    let files = [
        ("lib.rs", "mod filter;"),
        ("filter/mod.rs", "mod ticker; mod layout;\npub use ticker::{Ticker, SIZE};"),
        ("filter/ticker.rs", "use super::layout::Layout;\npub struct Ticker;"),
        ("filter/layout.rs", "use super::SIZE;\npub struct Layout;"),
    ];
    let fault = only(tree(&files).circles());
    assert!(fault.starts_with("src/filter: a circle of 2"), "{fault}");
    assert!(fault.contains("src/filter/layout.rs:1: imports src/filter/ticker.rs"), "{fault}");
}

#[test]
fn a_folder_that_needs_its_child_while_the_child_needs_it_is_a_circle() {
    let files = [
        ("lib.rs", "mod filter;"),
        ("filter/mod.rs", "mod spam;\nuse spam::Spam;\npub trait Filter {}\nfn all() -> Spam { Spam }"),
        ("filter/spam.rs", "use super::Filter;\npub struct Spam;"),
    ];
    let fault = only(tree(&files).circles());
    assert!(fault.contains("src/filter/mod.rs:2: imports src/filter/spam.rs"), "{fault}");
}

#[test]
fn declarations_and_reexports_are_no_circle() {
    let files = [
        ("lib.rs", "mod filter;\npub use filter::{Filter, Spam};"),
        ("filter/mod.rs", "mod spam; mod pipeline;\npub use spam::Spam;\npub use pipeline::*;\npub trait Filter {}"),
        ("filter/spam.rs", "use super::Filter;\nuse crate::Spam as Same;\npub struct Spam;"),
        ("filter/pipeline.rs", "use super::{Filter, Spam};"),
    ];
    assert_none(&tree(&files).circles());
}

#[test]
fn a_leak_of_the_parser_is_found() {
    for code in [
        "use html5ever::local_name;",
        "use ::html5ever as parser;",
        "extern crate html5ever;",
        "fn f(name: html5ever::QualName) {}",
        "fn f() -> bool { matches!(x, html5ever::local_name!(\"p\")) }",
    ] {
        let files = [
            ("lib.rs", "mod filter; mod input;"),
            ("filter.rs", code),
            ("input/mod.rs", "mod html;"),
            ("input/html/mod.rs", "use html5ever::QualName;"),
        ];
        assert_eq!(only(tree(&files).leaks(&PARSER)), "src/filter.rs:1: names html5ever", "{code}");
    }
}

#[test]
fn a_module_of_the_same_name_is_no_leak() {
    let files = [
        ("lib.rs", "mod markup; mod analysis;"),
        ("markup/mod.rs", "pub mod selectors;"),
        ("markup/selectors.rs", "use scraper::Selector;"),
        ("analysis.rs", "use crate::markup::selectors;\nfn f() { selectors::find() }"),
    ];
    assert_none(&tree(&files).leaks(&PARSER));
}
