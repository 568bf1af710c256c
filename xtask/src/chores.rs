//! The chores that run other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::new_filter::{self, NewFilter};

/// Makes a new filter, formats what was changed, and writes the expectation of its test page.
pub fn new_filter(root: &Path, name: &str, kind: &str) -> Result<ExitCode, String> {
    let filter = NewFilter::new(root, name, kind)?;
    let changes = filter.write(root)?;
    // Not the folder's own file: rustfmt would follow its `mod` lines to all filters.
    let is_formatted = |path: &&PathBuf| path.extension().is_some_and(|end| end == "rs") && !path.ends_with("mod.rs");
    wait(
        Command::new("rustfmt").args(["--edition", "2024"]).args(changes.iter().filter(is_formatted)).current_dir(root),
    )?;
    let page = filter.page();
    let code = bless(root, &[OsStr::new(page)])?;
    if code != ExitCode::SUCCESS {
        return Err(format!(
            "the files are written, but not testdata/pages/{page}/expected.txt: cargo xtask bless {page}"
        ));
    }
    println!("\nNew or changed:");
    for path in changes {
        println!("  {}", path.display());
    }
    println!("  testdata/pages/{page}/expected.txt");
    println!("\n{}", new_filter::NEXT_STEPS);
    Ok(code)
}

/// Writes the expectations of the test pages anew: all, or those whose name has `page` in it.
pub fn bless(root: &Path, page: &[impl AsRef<OsStr>]) -> Result<ExitCode, String> {
    wait(cargo(root).args(["test", "--test", "golden", "--"]).args(page).env("DECHAFF_BLESS", "1"))
}

pub fn evaluate(root: &Path, corpora: &[impl AsRef<OsStr>]) -> Result<ExitCode, String> {
    wait(cargo(root).args(["run", "--release", "--example", "evaluate", "--"]).args(corpora))
}

pub fn train(root: &Path, corpora: &OsStr) -> Result<ExitCode, String> {
    wait(Command::new(root.join("examples/train_scorer/run")).arg(corpora))
}

pub fn ci(root: &Path, is_all: bool) -> Result<ExitCode, String> {
    wait(Command::new(root.join(".ci/run")).args(is_all.then_some("--all")))
}

fn cargo(root: &Path) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root);
    command
}

/// Runs a program and hands its exit status on.
fn wait(command: &mut Command) -> Result<ExitCode, String> {
    let status = command.status().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ok(ExitCode::from(code))
}
