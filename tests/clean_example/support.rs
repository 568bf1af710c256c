//! Runs the example.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The example, which `cargo test` has built next to the tests.
pub fn clean() -> Command {
    let test = std::env::current_exe().expect("a test has a path");
    let folder = test.parent().and_then(|deps| deps.parent()).expect("tests are built two folders deep");
    Command::new(folder.join("examples").join("clean"))
}

pub fn page(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/pages").join(name).join("source.txt");
    path.to_string_lossy().into_owned()
}

pub fn html(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/html").join(name).join("source.html");
    path.to_string_lossy().into_owned()
}

pub fn run<S: AsRef<OsStr>>(arguments: &[S]) -> Output {
    clean().args(arguments).output().expect("the example was built")
}

/// Runs the example with bytes on standard input.
pub fn run_with_input<S: AsRef<OsStr>>(arguments: &[S], input: &[u8]) -> Output {
    let mut child = clean()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example was built");
    child.stdin.take().expect("a pipe").write_all(input).expect("the child reads");
    child.wait_with_output().expect("the child ends")
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all bytes")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Writes files into a new folder, which is removed at the end of the test.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    for (name, bytes) in files {
        write(&folder.path().join(name), bytes);
    }
    folder
}

/// Writes a file, and the folders that it is in.
pub fn write(path: &Path, bytes: &[u8]) {
    let parent = path.parent().expect("a file is in a folder");
    std::fs::create_dir_all(parent).and_then(|()| std::fs::write(path, bytes)).expect("the file can be written");
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Runs the example in a folder, so that names can be short.
pub fn run_in<S: AsRef<OsStr>>(folder: &TempDir, arguments: &[S]) -> Output {
    clean().args(arguments).current_dir(folder.path()).output().expect("the example was built")
}

/// A page with one sentence of body.
pub fn sentence(number: usize) -> Vec<u8> {
    format!("<p>The old mill was built in {number} and ground rye until the war, the village said on Friday.")
        .into_bytes()
}

/// The rows of `--format jsonl`.
pub fn rows(output: &Output) -> Vec<serde_json::Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
}
