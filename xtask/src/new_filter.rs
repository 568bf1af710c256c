//! Writes the files of a new filter and its lines in the lists.

use std::fs;
use std::path::{Path, PathBuf};

const FILTER: &str = include_str!("template/filter.rs.txt");
const SOURCE: &str = include_str!("template/source.txt");
const LABELS: &str = include_str!("template/labels.txt");

const MODULES: &str = "src/filter/mod.rs";
const PIPELINE: &str = "src/filter/pipeline.rs";
const KINDS: &str = "src/kind.rs";

pub const NEXT_STEPS: &str = "\
Next: say in the filter what gives its lines away, replace the page by one that has such lines and others that look
like them, label each line, then
  cargo fmt
  cargo test --lib filter && cargo test --doc filter && cargo test --test labels
  cargo xtask bless && git diff testdata
  cargo xtask ci
CONTRIBUTING.md (\"Add a filter\") says the rest.";

/// Words that cannot name a module.
const KEYWORDS: [&str; 42] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try",
    "type",
];

/// A filter that can be added: its name is good and free, and its kind exists.
#[derive(Debug)]
pub struct NewFilter {
    /// As in `link_list`.
    module: String,
    /// As in `Chrome`.
    kind: String,
    /// As in `chrome`.
    kind_name: String,
    page: String,
}

impl NewFilter {
    pub fn new(root: &Path, name: &str, kind_name: &str) -> Result<Self, String> {
        let module = name.replace('-', "_");
        check_name(&module)?;
        let modules = read(root, MODULES)?;
        let path = format!("src/filter/{module}");
        let is_taken = root.join(&path).exists() || root.join(format!("{path}.rs")).exists();
        if is_taken || modules.contains(&format!("mod {module};")) {
            return Err(format!("there is a src/filter/{module}.rs already: choose another name"));
        }
        let kinds = read(root, KINDS)?;
        let kind = kind_of(&kinds, kind_name).ok_or_else(|| {
            format!("there is no boilerplate kind {kind_name:?} in {KINDS}: name one of them, or add it there first")
        })?;
        let number = 1 + last_page(root)?;
        let page = format!("en-{number:02}-{}", module.replace('_', "-"));
        Ok(Self { module, kind, kind_name: kind_name.into(), page })
    }

    /// The name of the filter's folder in `testdata/pages`.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// As in `link-list`: what marks and spans carry.
    fn name(&self) -> String {
        self.module.replace('_', "-")
    }

    /// As in `LinkListFilter`.
    fn type_name(&self) -> String {
        let words = self.module.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
        words.chain(["Filter".into()]).collect()
    }

    /// Writes all files, or none where a list is not as expected; returns their paths below the root.
    pub fn write(&self, root: &Path) -> Result<Vec<PathBuf>, String> {
        let folder = format!("testdata/pages/{}", self.page);
        let files = [
            (MODULES.into(), self.with_module(&read(root, MODULES)?)?),
            (PIPELINE.into(), self.with_default(&read(root, PIPELINE)?)?),
            (format!("src/filter/{}.rs", self.module), self.fill(FILTER)),
            (format!("{folder}/source.txt"), self.fill(SOURCE)),
            (format!("{folder}/labels.txt"), self.fill(LABELS)),
        ];
        fs::create_dir_all(root.join(&folder)).map_err(|error| format!("{folder}: {error}"))?;
        for (path, text) in &files {
            fs::write(root.join(path), text).map_err(|error| format!("{path}: {error}"))?;
        }
        Ok(files.into_iter().map(|(path, _)| PathBuf::from(path)).collect())
    }

    fn fill(&self, template: &str) -> String {
        template
            .replace("{type}", &self.type_name())
            .replace("{name}", &self.name())
            .replace("{kind}", &self.kind)
            .replace("{kind-name}", &self.kind_name)
    }

    /// The filter folder's own file with the new module and its public name, each in alphabetical order.
    fn with_module(&self, text: &str) -> Result<String, String> {
        let text = insert_sorted(text, "mod ", &format!("mod {};", self.module))
            .ok_or(format!("{MODULES} has no `mod` lines"))?;
        let line = format!("pub use {}::{};", self.module, self.type_name());
        insert_sorted(&text, "pub use ", &line).ok_or(format!("{MODULES} has no `pub use` lines"))
    }

    /// The pipeline with the new filter at the end of the default list.
    fn with_default(&self, text: &str) -> Result<String, String> {
        let missing = || format!("{PIPELINE} has no list `default_filters![…]` with a filter a line");
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let start = lines.iter().position(|line| line.trim_end() == "default_filters![").ok_or_else(missing)?;
        let length = lines[start..].iter().position(|line| line.trim_start().starts_with(']')).ok_or_else(missing)?;
        let is_filter = |line: &String| line.trim().trim_end_matches(',').ends_with("Filter");
        let last = start + lines[start..start + length].iter().rposition(is_filter).ok_or_else(missing)?;
        if !lines[last].trim_end().ends_with(',') {
            lines[last].push(',');
        }
        lines.insert(last + 1, format!("    {},", self.type_name()));
        // The names that the list needs, where they are imported one by one; rustfmt puts them in order.
        if let Some(import) = lines.iter().position(|line| line.starts_with("use super::{")) {
            let brace = lines[import].find('{').map_or(0, |at| at + 1);
            lines[import].insert_str(brace, &format!("{}, ", self.type_name()));
        }
        Ok(lines.join("\n") + "\n")
    }
}

fn check_name(module: &str) -> Result<(), String> {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !module.split('_').all(is_word) {
        return Err(format!("{module:?} is no name for a filter: use lower-case words such as link_list"));
    }
    if KEYWORDS.contains(&module) || module == "pipeline" || module.ends_with("_filter") || module == "filter" {
        return Err(format!("{module:?} cannot name a filter: it is taken by the language or the filters' folder"));
    }
    Ok(())
}

/// The variant of a kind that is boilerplate: `Chrome = "chrome", Boilerplate;` for `chrome`.
fn kind_of(kinds: &str, name: &str) -> Option<String> {
    let wanted = format!("\"{name}\", Boilerplate;");
    let line = kinds.lines().find(|line| line.ends_with(&wanted))?;
    Some(line.split_once('=')?.0.trim().to_owned())
}

/// The greatest number of an English test page, 14 for `en-14-everything`.
fn last_page(root: &Path) -> Result<u32, String> {
    let folder = root.join("testdata/pages");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let numbers = names.filter_map(|name| name.strip_prefix("en-")?.split('-').next()?.parse().ok());
    Ok(numbers.max().unwrap_or(0))
}

/// Adds a line to the lines that begin alike, before the first one that is greater; `None` where there are none.
fn insert_sorted(text: &str, prefix: &str, line: &str) -> Option<String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let alike = |at: &usize| lines[*at].starts_with(prefix);
    let last = (0..lines.len()).rfind(alike)?;
    let mut at = (0..=last).filter(alike).find(|&at| lines[at] > line).unwrap_or(last + 1);
    // An attribute belongs to the line below it.
    while at > 0 && lines[at - 1].starts_with("#[") {
        at -= 1;
    }
    lines.insert(at, line);
    Some(lines.join("\n") + "\n")
}

fn read(root: &Path, path: &str) -> Result<String, String> {
    fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "use super::{ChromeFilter, SpamFilter};\n\n// In order.\ndefault_filters![\n    \
         ChromeFilter,\n    SpamFilter,\n];\n\npub struct Pipeline;\n";

    /// The crate's real lists and pages, in a folder that a test may change.
    fn copy() -> tempfile::TempDir {
        let real = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a folder");
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        for path in [MODULES, PIPELINE, KINDS] {
            fs::create_dir_all(root.path().join(path).parent().expect("a file is in a folder"))
                .expect("it can be made");
            fs::copy(real.join(path), root.path().join(path)).expect("the list is there");
        }
        for page in ["en-03-spam", "en-14-everything", "fr-90-last"] {
            fs::create_dir_all(root.path().join("testdata/pages").join(page)).expect("it can be made");
        }
        root
    }

    #[test]
    fn all_lines_and_files_are_written() {
        let root = copy();
        let filter = NewFilter::new(root.path(), "link-list", "navigation").expect("the name is free");
        assert_eq!(filter.page(), "en-15-link-list");
        let changes = filter.write(root.path()).expect("the lists are as expected");
        let text = |path: &str| read(root.path(), path).expect("the file is there");
        assert_eq!(changes.len(), 5);
        let modules = text(MODULES);
        let lines: Vec<&str> = modules.lines().collect();
        let position = |line: &str| lines.iter().position(|other| *other == line).unwrap_or_else(|| panic!("{line}"));
        assert!(position("mod legal;") < position("mod link_list;"));
        assert!(position("mod link_list;") < position("mod markup;"));
        assert!(position("pub use legal::LegalFilter;") < position("pub use link_list::LinkListFilter;"));
        assert_eq!(text(PIPELINE).matches("LinkListFilter").count(), text(PIPELINE).matches("SpamFilter").count());
        let code = text("src/filter/link_list.rs");
        assert!(code.contains("pub struct LinkListFilter;") && code.contains("\"link-list\""), "{code}");
        assert!(code.contains("Kind::Navigation"), "{code}");
        assert!(!code.contains(['\t', '…']) && !code.contains("{kind"), "{code}");
        let (source, labels) =
            (text("testdata/pages/en-15-link-list/source.txt"), text("testdata/pages/en-15-link-list/labels.txt"));
        let texts: Vec<&str> = source.lines().filter(|line| !line.is_empty()).collect();
        let labelled: Vec<&str> = labels.lines().filter_map(|line| Some(line.split_once(" | ")?.1)).collect();
        assert_eq!(texts, labelled);
        assert!(labels.contains("navigation en | "), "{labels}");
    }

    #[test]
    fn attributes_stay_with_their_line() {
        let text = "mod spam;\n#[cfg(test)]\nmod testing;\n";
        let expected = "mod spam;\nmod teaser;\n#[cfg(test)]\nmod testing;\n";
        assert_eq!(insert_sorted(text, "mod ", "mod teaser;").as_deref(), Some(expected));
    }

    #[test]
    fn a_filter_cannot_be_added_twice() {
        let root = copy();
        NewFilter::new(root.path(), "link_list", "chrome")
            .and_then(|filter| filter.write(root.path()))
            .expect("it is new");
        let error = NewFilter::new(root.path(), "link_list", "chrome").unwrap_err();
        assert!(error.contains("src/filter/link_list.rs already"), "{error}");
    }

    #[test]
    fn bad_names_and_kinds_are_refused() {
        let root = copy();
        for name in
            ["", "Spam", "spam", "2day", "a__b", "_a", "a_", "a/b", "..", "é", "type", "pipeline", "spam_filter"]
        {
            assert!(NewFilter::new(root.path(), name, "chrome").is_err(), "{name:?}");
        }
        for kind in ["", "paragraph", "Chrome", "advert"] {
            assert!(NewFilter::new(root.path(), "link_list", kind).is_err(), "{kind:?}");
        }
    }

    #[test]
    fn nothing_is_written_where_a_list_is_missing() {
        let root = copy();
        fs::write(root.path().join(PIPELINE), "pub struct Pipeline;\n").expect("it can be written");
        let before = read(root.path(), MODULES);
        let filter = NewFilter::new(root.path(), "link_list", "chrome").expect("the name is free");
        assert!(filter.write(root.path()).unwrap_err().contains("default_filters!"));
        assert_eq!(read(root.path(), MODULES), before);
        assert!(!root.path().join("src/filter/link_list.rs").exists());
    }

    #[test]
    fn the_new_filter_is_the_last_of_the_list() {
        let filter = NewFilter {
            module: "byte_counter".into(),
            kind: "Chrome".into(),
            kind_name: "chrome".into(),
            page: String::new(),
        };
        assert_eq!(
            filter.with_default(LIST).expect("the list is there"),
            "use super::{ByteCounterFilter, ChromeFilter, SpamFilter};\n\n// In order.\ndefault_filters![\n    \
             ChromeFilter,\n    SpamFilter,\n    ByteCounterFilter,\n];\n\npub struct Pipeline;\n"
        );
        let without_comma = LIST.replace("SpamFilter,\n]", "SpamFilter\n]");
        assert_eq!(filter.with_default(&without_comma), filter.with_default(LIST));
    }
}
