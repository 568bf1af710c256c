//! Reads which paths a source file names: its `use` declarations and every path in its code.
//!
//! The lexer of `proc-macro2` deals with comments, strings and lifetimes and knows the line of each token. Doc
//! comments and items under `#[cfg(test)]` are left out: documentation and tests may name anything.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A module path below the crate, `["filter", "spam"]` for `src/filter/spam.rs`.
pub type Module = Vec<String>;

/// A path that a file names.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The module in which the path is written.
    pub module: Module,
    /// Counted from 1.
    pub line: usize,
    /// The segments; the first one is `crate` where the path begins with `crate`, `self` or `super`.
    pub path: Vec<String>,
    /// How the path is written.
    pub form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A path in code.
    Code,
    /// `use path` or `use path as name`: its name in this module, and whether the name is public.
    Use { name: String, public: bool },
    /// `use path::*`
    Glob { public: bool },
}

/// A source file, as the checker sees it.
#[derive(Debug, Default)]
pub struct Source {
    pub references: Vec<Reference>,
    /// Modules that are written inside the file: `mod name { … }`.
    pub inline: Vec<Module>,
    /// Modules in files of their own that only tests compile.
    pub test_modules: Vec<Module>,
}

/// Reads the file of a module.
pub fn read(text: &str, module: &[String]) -> Result<Source, String> {
    let tokens: TokenStream = text.parse().map_err(|error| format!("{error}"))?;
    let mut source = Source::default();
    read_tokens(tokens, module, &mut source);
    Ok(source)
}

fn read_tokens(stream: TokenStream, module: &[String], source: &mut Source) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        at = match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' => attribute(&tokens, at, module, source),
            TokenTree::Punct(_) if is_separator(&tokens, at) => code_path(&tokens, at, module, source),
            TokenTree::Ident(ident) if ident == "use" && !is_punct(&tokens, at + 1, '<') => {
                use_declaration(&tokens, at, module, source)
            }
            TokenTree::Ident(ident) if ident == "mod" && word(&tokens, at + 1).is_some() => {
                module_declaration(&tokens, at, module, source)
            }
            TokenTree::Ident(ident) if ident == "extern" && word(&tokens, at + 1).as_deref() == Some("crate") => {
                code_path(&tokens, at + 2, module, source)
            }
            TokenTree::Ident(ident) if ident == "pub" => at + 1 + usize::from(is_visibility(&tokens, at + 1)),
            TokenTree::Ident(_) => code_path(&tokens, at, module, source),
            TokenTree::Group(group) => {
                read_tokens(group.stream(), module, source);
                at + 1
            }
            _ => at + 1,
        };
    }
}

/// Reads an attribute, and skips the item below `#[cfg(test)]`.
fn attribute(tokens: &[TokenTree], at: usize, module: &[String], source: &mut Source) -> usize {
    let Some(TokenTree::Group(group)) = tokens.get(at + 1) else { return at + 1 };
    if !is_test_only(group) {
        read_tokens(group.stream(), module, source);
        return at + 2;
    }
    let mut end = at + 2;
    while is_punct(tokens, end, '#') {
        end += 2;
    }
    let ends_at_brace = !(end..tokens.len()).take(3).any(|at| word(tokens, at).as_deref() == Some("use"));
    while let Some(token) = tokens.get(end) {
        if word(tokens, end).as_deref() == Some("mod") && is_punct(tokens, end + 2, ';') {
            source.test_modules.push(child(module, &word(tokens, end + 1).unwrap_or_default()));
        }
        end += 1;
        match token {
            TokenTree::Group(group) if ends_at_brace && group.delimiter() == Delimiter::Brace => break,
            TokenTree::Punct(punct) if punct.as_char() == ';' => break,
            _ => {}
        }
    }
    end
}

/// Whether an attribute is `cfg(test)` or `cfg(all(test, …))`.
fn is_test_only(attribute: &Group) -> bool {
    let text = attribute.stream().to_string().replace(' ', "");
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

fn module_declaration(tokens: &[TokenTree], at: usize, module: &[String], source: &mut Source) -> usize {
    if let (Some(name), Some(TokenTree::Group(body))) = (word(tokens, at + 1), tokens.get(at + 2)) {
        let inner = child(module, &name);
        source.inline.push(inner.clone());
        read_tokens(body.stream(), &inner, source);
        return at + 3;
    }
    at + 2
}

fn use_declaration(tokens: &[TokenTree], at: usize, module: &[String], source: &mut Source) -> usize {
    let public = at > 0 && (word(tokens, at - 1).as_deref() == Some("pub") || is_visibility(tokens, at - 1));
    let end = (at..tokens.len()).find(|&end| is_punct(tokens, end, ';')).unwrap_or(tokens.len());
    use_tree(&tokens[at + 1..end], &[], module, public, source);
    end + 1
}

/// Reads a tree of a `use` declaration: `a::b`, `a::{b, c::d as e}`, `a::*`.
fn use_tree(tokens: &[TokenTree], prefix: &[String], module: &[String], public: bool, source: &mut Source) {
    let mut path = prefix.to_vec();
    let mut line = tokens.first().map_or(0, line_of);
    let mut name = None;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(ident) if ident == "as" => {
                name = word(tokens, at + 1);
                at += 1;
            }
            TokenTree::Ident(ident) if ident == "self" && !path.is_empty() => {}
            TokenTree::Ident(ident) => {
                line = line_of(token);
                path.push(ident.to_string());
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                for tree in inner.split(is_comma).filter(|tree| !tree.is_empty()) {
                    use_tree(tree, &path, module, public, source);
                }
                return;
            }
            TokenTree::Punct(punct) if punct.as_char() == '*' => {
                let path = absolute(&path, module);
                let form = Form::Glob { public };
                source.references.push(Reference { module: module.to_vec(), line, path, form });
                return;
            }
            _ => {}
        }
        at += 1;
    }
    if let Some(last) = path.last() {
        let form = Form::Use { name: name.unwrap_or_else(|| last.clone()), public };
        let path = absolute(&path, module);
        source.references.push(Reference { module: module.to_vec(), line, path, form });
    }
}

/// Reads a path in code, `a::b::c`, and returns the index of the token behind it.
fn code_path(tokens: &[TokenTree], at: usize, module: &[String], source: &mut Source) -> usize {
    // `::a`, and the end of `<T as Trait>::a`, which names no module.
    let start = if is_separator(tokens, at) { at + 2 } else { at };
    let is_associated = start > at && is_punct(tokens, at.wrapping_sub(1), '>');
    let Some(first) = word(tokens, start) else { return start.max(at + 1) };
    let mut path = vec![first];
    let mut end = start + 1;
    while is_separator(tokens, end) {
        let Some(next) = word(tokens, end + 2) else { break };
        path.push(next);
        end += 3;
    }
    let is_declared_crate =
        at >= 1 && word(tokens, at - 1).as_deref() == Some("crate") && !is_separator(tokens, at - 1);
    if !is_associated && (path.len() > 1 || is_declared_crate) {
        let (line, path) = (line_of(&tokens[start]), absolute(&path, module));
        source.references.push(Reference { module: module.to_vec(), line, path, form: Form::Code });
    }
    // A separator behind the path opens generic arguments: `Vec::<u8>`.
    if is_separator(tokens, end) { end + 2 } else { end }
}

/// The path from the crate's root, where it begins with `crate`, `self` or `super`.
fn absolute(path: &[String], module: &[String]) -> Vec<String> {
    if !matches!(path.first().map(String::as_str), Some("self" | "super")) {
        return path.to_vec();
    }
    let mut base = module.to_vec();
    let mut rest = path;
    while let [first, others @ ..] = rest
        && (first == "self" || first == "super")
    {
        if first == "super" {
            base.pop();
        }
        rest = others;
    }
    let root = std::iter::once("crate".to_owned());
    root.chain(base).chain(rest.iter().cloned()).collect()
}

pub fn child(module: &[String], name: &str) -> Module {
    module.iter().cloned().chain([name.to_owned()]).collect()
}

fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at)? {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

fn is_punct(tokens: &[TokenTree], at: usize, char: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// Whether `::` is here.
fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens, at, ':') && is_punct(tokens, at + 1, ':')
}

/// Whether the `(crate)` or `(in path)` of a visibility is here.
fn is_visibility(tokens: &[TokenTree], at: usize) -> bool {
    let Some(TokenTree::Group(group)) = tokens.get(at) else { return false };
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    let first = word(&inner, 0).unwrap_or_default();
    group.delimiter() == Delimiter::Parenthesis
        && (first == "in" || inner.len() == 1 && ["crate", "super", "self"].contains(&first.as_str()))
}

fn line_of(token: &TokenTree) -> usize {
    token.span().start().line
}
