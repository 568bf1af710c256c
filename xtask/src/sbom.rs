//! The software bill of materials: CycloneDX 1.5 in JSON, of what users of the crate build.
//!
//! Dependencies of tests, examples and benchmarks are left out, and so is what changes from run to run (time, serial
//! number): the same lock file gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// The bill of the crate in `root`, with all features on all platforms.
pub fn sbom(root: &Path) -> Result<String, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let metadata = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let lock = fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    let bill = bill(&metadata, &checksums(&lock)).ok_or("cargo metadata has no form that is known")?;
    let text = serde_json::to_string_pretty(&bill).map_err(|error| error.to_string())?;
    Ok(text + "\n")
}

/// SHA-256 of the archive of each crate, by name and version.
type Checksums = BTreeMap<(String, String), String>;

fn checksums(lock: &str) -> Checksums {
    let mut checksums = Checksums::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
            line.and_then(|line| line.strip_suffix('"')).map(str::to_owned)
        };
        if let (Some(name), Some(version), Some(checksum)) = (value("name"), value("version"), value("checksum")) {
            checksums.insert((name, version), checksum);
        }
    }
    checksums
}

/// The bill from what `cargo metadata` says; `None` if it does not have the form that is expected.
fn bill(metadata: &Value, checksums: &Checksums) -> Option<Value> {
    let root = metadata["resolve"]["root"].as_str()?;
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()?
        .iter()
        .map(|node| Some((node["id"].as_str()?, node)))
        .collect::<Option<_>>()?;
    let packages: BTreeMap<&str, &Value> = metadata["packages"]
        .as_array()?
        .iter()
        .map(|package| Some((package["id"].as_str()?, package)))
        .collect::<Option<_>>()?;
    let mut reached = BTreeSet::new();
    let mut waiting = vec![root];
    // By package URL, which is also the reference within the bill: its dependencies.
    let mut dependencies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        let needed = needed(nodes.get(id)?)?;
        let urls = needed.iter().map(|id| url(packages.get(id)?)).collect::<Option<_>>()?;
        dependencies.insert(url(packages.get(id)?)?, urls);
        waiting.extend(needed);
    }
    let mut components: Vec<Value> = reached
        .iter()
        .filter(|id| **id != root)
        .map(|id| component(packages.get(id)?, checksums))
        .collect::<Option<_>>()?;
    components.sort_by(|one, other| one["bom-ref"].as_str().cmp(&other["bom-ref"].as_str()));
    let dependencies: Vec<Value> =
        dependencies.iter().map(|(url, needed)| json!({ "ref": url, "dependsOn": needed })).collect();
    Some(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": component(packages.get(root)?, checksums)? },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// The packages that a package needs to be built: not those that only its tests need.
fn needed(node: &Value) -> Option<Vec<&str>> {
    let is_for_users = |dependency: &&Value| {
        dependency["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"] != "dev"))
    };
    node["deps"].as_array()?.iter().filter(is_for_users).map(|dependency| dependency["pkg"].as_str()).collect()
}

fn component(package: &Value, checksums: &Checksums) -> Option<Value> {
    let (name, version) = (package["name"].as_str()?, package["version"].as_str()?);
    let mut component = json!({
        "type": "library",
        "bom-ref": url(package)?,
        "name": name,
        "version": version,
        "purl": url(package)?,
        // Before SPDX expressions, a slash was between alternatives.
        "licenses": [{ "expression": package["license"].as_str()?.replace('/', " OR ") }],
    });
    if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if let Some(description) = package["description"].as_str() {
        component["description"] = description.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    if let Some(repository) = package["repository"].as_str() {
        component["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    Some(component)
}

/// The package URL.
fn url(package: &Value) -> Option<String> {
    let version = package["version"].as_str()?.replace('+', "%2B");
    Some(format!("pkg:cargo/{}@{version}", package["name"].as_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a folder");
        sbom(root).expect("there is a bill")
    }

    fn strings<'a>(bill: &'a Value, list: &str, key: &str) -> Vec<&'a str> {
        let list = bill[list].as_array().expect("it is a list");
        list.iter().map(|item| item[key].as_str().expect("it is a text")).collect()
    }

    #[test]
    fn the_bill_has_what_users_build_and_nothing_else() {
        let bill: Value = serde_json::from_str(&written()).expect("it is JSON");
        let names = strings(&bill, "components", "name");
        for name in ["html5ever", "cssparser", "selectors", "encoding_rs", "serde"] {
            assert!(names.contains(&name), "{name} is not in {names:?}");
        }
        for name in ["proptest", "ammonia", "evaluation", "dechaff"] {
            assert!(!names.contains(&name), "{name}");
        }
        assert_eq!(bill["metadata"]["component"]["name"], "dechaff");
    }

    #[test]
    fn every_component_has_version_address_licence_hash_and_dependencies() {
        let bill: Value = serde_json::from_str(&written()).expect("it is JSON");
        let references = strings(&bill, "components", "bom-ref");
        assert!(references.is_sorted() && references.len() == BTreeSet::from_iter(&references).len());
        for component in bill["components"].as_array().expect("it is a list") {
            assert_eq!(component["purl"], component["bom-ref"]);
            let name = component["name"].as_str().expect("it has a name");
            let version = component["version"].as_str().expect("it has a version");
            assert_eq!(component["purl"].as_str(), Some(&*format!("pkg:cargo/{name}@{version}").replace('+', "%2B")));
            let licence = component["licenses"][0]["expression"].as_str().expect("it has a licence");
            assert!(!licence.is_empty() && !licence.contains('/'), "{licence}");
            assert_eq!(component["hashes"][0]["content"].as_str().map(str::len), Some(64), "{name}");
        }
        let own = bill["metadata"]["component"]["bom-ref"].as_str().expect("it has a reference");
        let known: BTreeSet<&str> = references.iter().copied().chain([own]).collect();
        assert_eq!(BTreeSet::from_iter(strings(&bill, "dependencies", "ref")), known);
        for dependency in bill["dependencies"].as_array().expect("it is a list") {
            let needed = dependency["dependsOn"].as_array().expect("it is a list");
            assert!(needed.iter().all(|needed| known.contains(needed.as_str().expect("it is a reference"))));
        }
    }

    #[test]
    fn two_bills_are_alike() {
        assert_eq!(written(), written());
    }

    #[test]
    fn dependencies_of_tests_are_left_out() {
        let node = json!({ "deps": [
            { "pkg": "a", "dep_kinds": [{ "kind": null }] },
            { "pkg": "b", "dep_kinds": [{ "kind": "dev" }] },
            { "pkg": "c", "dep_kinds": [{ "kind": "dev" }, { "kind": "build" }] },
        ] });
        assert_eq!(needed(&node), Some(vec!["a", "c"]));
    }

    #[test]
    fn checksums_are_read_from_the_lock_file() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ff\"\n\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n";
        assert_eq!(checksums(lock), Checksums::from([(("a".to_owned(), "1.0.0".to_owned()), "ff".to_owned())]));
    }
}
