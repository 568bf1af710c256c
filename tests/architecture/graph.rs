//! The imports between the files of a source tree, and the faults among them.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use crate::source::{Form, Module, Reference, Source, child};

/// At most this many aliases are followed for one path, because aliases may form a circle; hand-set.
const MAX_ALIASES: usize = 16;

/// The source files of a crate and the paths they name.
#[derive(Default)]
pub struct Tree {
    /// The path of each file, by its module; the crate's root is the empty module.
    files: BTreeMap<Module, String>,
    modules: BTreeSet<Module>,
    references: Vec<Reference>,
    /// The paths behind the names that `use` declarations give, by module and name.
    aliases: HashMap<(Module, String), Vec<String>>,
}

/// An import of one file from another.
#[derive(Clone, Debug)]
struct Edge {
    from: Module,
    to: Module,
    line: usize,
}

/// Crates that only some folders may name.
pub struct Sealed<'a> {
    pub crates: &'a [&'a str],
    /// Below `src`.
    pub folders: &'a [&'a str],
}

impl Tree {
    /// Reads files, each with its path below the source folder (`filter/spam.rs`).
    pub fn read(files: &[(String, String)]) -> Result<Self, String> {
        let mut tree = Self::default();
        let mut sources: Vec<(Module, Source)> = Vec::new();
        for (path, text) in files {
            let module = module_of(path);
            let source = crate::source::read(text, &module).map_err(|error| format!("src/{path}: {error}"))?;
            tree.files.insert(module.clone(), format!("src/{path}"));
            sources.push((module, source));
        }
        let test_modules: Vec<Module> =
            sources.iter().flat_map(|(_, source)| source.test_modules.iter().cloned()).collect();
        let is_test = |module: &Module| test_modules.iter().any(|test| module.starts_with(test));
        tree.files.retain(|module, _| !is_test(module));
        for (module, source) in sources.into_iter().filter(|(module, _)| !is_test(module)) {
            tree.modules.insert(module);
            tree.modules.extend(source.inline);
            tree.references.extend(source.references);
        }
        for reference in &tree.references {
            if let Form::Use { name, .. } = &reference.form {
                tree.aliases.insert((reference.module.clone(), name.clone()), reference.path.clone());
            }
        }
        Ok(tree)
    }

    /// Every import against the order of the layers, which are listed from the bottom to the top.
    pub fn wrong_imports(&self, layers: &[Vec<String>]) -> Vec<String> {
        let level = |module: &Module| {
            let name = module.first().map_or("lib", String::as_str);
            layers.iter().position(|layer| layer.iter().any(|listed| listed == name))
        };
        let mut faults = Vec::new();
        let listed: BTreeSet<&str> = layers.iter().flatten().map(String::as_str).collect();
        let found: BTreeSet<&str> =
            self.files.keys().map(|module| module.first().map_or("lib", String::as_str)).collect();
        faults.extend(found.difference(&listed).map(|name| format!("src: {name} is in no layer of ARCHITECTURE.md")));
        faults.extend(listed.difference(&found).map(|name| format!("ARCHITECTURE.md: there is no src/{name}")));
        for edge in self.edges() {
            if let (Some(from), Some(to)) = (level(&edge.from), level(&edge.to))
                && from < to
            {
                let names = layers[from].join(", ");
                faults.push(format!("{}: {} is a layer above {names}", self.describe(&edge), layers[to].join(", ")));
            }
        }
        faults
    }

    /// Circles of imports: at every level of the tree, between the files and folders of one folder.
    ///
    /// That finds every circle of files, because it is also a circle between members of the smallest folder around it.
    pub fn circles(&self) -> Vec<String> {
        let mut folders: BTreeMap<Module, BTreeMap<String, BTreeMap<String, Edge>>> = BTreeMap::new();
        for edge in self.edges() {
            let (from, to) = (self.folder_path(&edge.from), self.folder_path(&edge.to));
            let shared = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
            let members = folders.entry(from[..shared].to_vec()).or_default();
            members.entry(from[shared].clone()).or_default().entry(to[shared].clone()).or_insert(edge);
        }
        let circles = folders.iter().flat_map(|(folder, members)| {
            shortest_circles(members).into_iter().map(move |circle| {
                let steps = circle.iter().map(|edge| format!("\n    {}", self.describe(edge)));
                format!("src/{}: a circle of {}{}", folder.join("/"), circle.len(), steps.collect::<String>())
            })
        });
        circles.collect()
    }

    /// The references to a crate outside of the folders that may name it.
    pub fn leaks(&self, sealed: &Sealed) -> Vec<String> {
        let mut faults = BTreeSet::new();
        for reference in &self.references {
            let file = &self.files[&self.file_of(&reference.module)];
            let is_inside = sealed.folders.iter().any(|folder| file.starts_with(&format!("src/{folder}/")));
            let name = &reference.path[0];
            if !is_inside
                && sealed.crates.contains(&name.as_str())
                && self.resolve(&reference.module, &reference.path, &reference.form).is_none()
            {
                faults.insert(format!("{file}:{}: names {name}", reference.line));
            }
        }
        faults.into_iter().collect()
    }

    /// The imports between files, ordered by file and line.
    fn edges(&self) -> Vec<Edge> {
        let mut edges = BTreeMap::new();
        for reference in &self.references {
            let Some(target) = self.resolve(&reference.module, &reference.path, &reference.form) else { continue };
            let (from, to) = (self.file_of(&reference.module), self.file_of(&target));
            let is_public = matches!(reference.form, Form::Use { public: true, .. } | Form::Glob { public: true });
            let is_reexport = is_public && to.starts_with(&from);
            if from != to && !is_reexport {
                let line = reference.line;
                edges.insert((from.clone(), line, to.clone()), Edge { from, to, line });
            }
        }
        edges.into_values().collect()
    }

    /// The module that defines what a path names; `None` for other crates and names of the file's own.
    ///
    /// Re-exports are followed, so that `crate::filter::SpamFilter` is an import of `filter/spam.rs`.
    fn resolve(&self, module: &[String], path: &[String], form: &Form) -> Option<Module> {
        // A `use` is not looked up under the name that it declares itself.
        let declared = match form {
            Form::Use { name, .. } => Some(name),
            _ => None,
        };
        let mut path = path.to_vec();
        let mut module = module.to_vec();
        for step in 0..MAX_ALIASES {
            let head = path.first()?.clone();
            let mut at = if head == "crate" {
                path.remove(0);
                Module::new()
            } else if self.modules.contains(&child(&module, &head)) {
                module.clone()
            } else if step == 0 && declared == Some(&head) {
                return None;
            } else {
                let target = self.aliases.get(&(module.clone(), head.clone()))?;
                if target.first() == Some(&head) {
                    return None;
                }
                path.splice(..1, target.iter().cloned());
                continue;
            };
            let mut alias = None;
            for (index, segment) in path.iter().enumerate() {
                let inner = child(&at, segment);
                if self.modules.contains(&inner) {
                    at = inner;
                    continue;
                }
                if let Some(target) = self.aliases.get(&(at.clone(), segment.clone())) {
                    alias = Some(target.iter().chain(&path[index + 1..]).cloned().collect());
                }
                break;
            }
            let Some(target) = alias else { return Some(at) };
            path = target;
            module = at;
        }
        None
    }

    /// The module of the file in which a module is written.
    fn file_of(&self, module: &[String]) -> Module {
        let lengths = (0..=module.len()).rev();
        lengths.map(|length| module[..length].to_vec()).find(|start| self.files.contains_key(start)).unwrap_or_default()
    }

    /// The folders around a file and its name; a folder's own file (`mod.rs`) is a member of the folder.
    fn folder_path(&self, module: &[String]) -> Module {
        let has_children = self.files.keys().any(|other| other.len() > module.len() && other.starts_with(module));
        if has_children { child(module, "mod.rs") } else { module.to_vec() }
    }

    fn describe(&self, edge: &Edge) -> String {
        format!("{}:{}: imports {}", self.files[&edge.from], edge.line, self.files[&edge.to])
    }
}

/// For each set of members that need each other the shortest circle in it.
fn shortest_circles(members: &BTreeMap<String, BTreeMap<String, Edge>>) -> Vec<Vec<Edge>> {
    let mut circles: Vec<(BTreeSet<&str>, Vec<Edge>)> = Vec::new();
    for start in members.keys() {
        let Some(circle) = shortest_circle(members, start) else { continue };
        let names: BTreeSet<&str> = circle.iter().map(|(from, _)| *from).collect();
        if !circles.iter().any(|(known, _)| *known == names) {
            circles.push((names, circle.into_iter().map(|(_, edge)| edge.clone()).collect()));
        }
    }
    circles.into_iter().map(|(_, circle)| circle).collect()
}

/// The shortest circle through a member, found breadth first.
fn shortest_circle<'a>(
    members: &'a BTreeMap<String, BTreeMap<String, Edge>>,
    start: &'a str,
) -> Option<Vec<(&'a str, &'a Edge)>> {
    let mut reached_from: BTreeMap<&str, (&str, &Edge)> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(member) = queue.pop_front() {
        for (next, edge) in members.get(member).into_iter().flatten() {
            if !reached_from.contains_key(next.as_str()) {
                reached_from.insert(next, (member, edge));
                queue.push_back(next);
            }
        }
    }
    let mut circle = Vec::new();
    let mut at = start;
    loop {
        let &(from, edge) = reached_from.get(at)?;
        circle.push((from, edge));
        at = from;
        if at == start {
            circle.reverse();
            return Some(circle);
        }
    }
}

/// The module of a file, from its path below the source folder.
fn module_of(path: &str) -> Module {
    let stem = path.strip_suffix(".rs").unwrap_or(path);
    let mut module: Module = stem.split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}
