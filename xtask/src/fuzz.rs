//! Runs the fuzz targets side by side, on a stable toolchain and without cargo-fuzz.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::thread;

use crate::seeds;

/// Coverage as `cargo fuzz run -s none` builds it. The sanitizers themselves need a nightly toolchain.
const RUSTFLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// An input that takes longer is a finding. Hand-set, far above what any input takes on a busy machine.
const MAX_INPUT_SECONDS: u32 = 30;
/// The longest inputs that are tried, as long as seeds are: longer ones find little more, and take longer.
const MAX_INPUT_BYTES: usize = 2_060;
/// Targets that repeat their input up to a fixed size find nothing more in a longer one.
const MAX_PIECE_BYTES: usize = 200;
/// Most runs of a target in a quick round.
const MAX_QUICK_RUNS: u32 = 10_000;

/// What to fuzz, and for how long.
#[derive(Debug, PartialEq, Eq)]
pub struct Fuzz {
    /// The targets; all if there are none.
    pub targets: Vec<String>,
    /// For each target.
    pub seconds: u32,
    /// For the check of every change: built with little optimization, in half the time, and begun without the inputs
    /// that earlier runs have found.
    pub is_quick: bool,
}

/// What came of a target.
struct Outcome {
    runs: u64,
    new_inputs: u64,
    /// Files with inputs that failed.
    findings: Vec<PathBuf>,
    /// What the target said when it failed.
    message: Option<String>,
}

pub fn fuzz(root: &Path, fuzz: &Fuzz) -> Result<ExitCode, String> {
    let known = targets(root)?;
    if let Some(unknown) = fuzz.targets.iter().find(|target| !known.contains(*target)) {
        return Err(format!("there is no fuzz target {unknown}; there are {}", Vec::from_iter(known).join(", ")));
    }
    let chosen = if fuzz.targets.is_empty() { known.into_iter().collect() } else { fuzz.targets.clone() };
    let at_a_time = thread::available_parallelism().map_or(1, Into::into);
    let programs = build(root, &chosen, fuzz.is_quick)?;
    if !fuzz.is_quick {
        seeds::write(root)?;
        println!("{} targets, {at_a_time} at a time, {} seconds each", chosen.len(), fuzz.seconds);
    }
    println!("{:12} {:>10} {:>10} {:>10}", "target", "runs", "new inputs", "findings");
    let waiting = Mutex::new(chosen.into_iter());
    let has_findings = Mutex::new(false);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..at_a_time)
            .map(|_| {
                scope.spawn(|| -> Result<(), String> {
                    while let Some(target) = next(&waiting) {
                        let outcome = run(root, &programs, &target, fuzz)?;
                        print(&target, &outcome);
                        if !outcome.findings.is_empty() || outcome.message.is_some() {
                            *has_findings.lock().map_err(|error| error.to_string())? = true;
                        }
                    }
                    Ok(())
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker panicked".to_owned())?)
    })?;
    let has_findings = has_findings.into_inner().map_err(|error| error.to_string())?;
    Ok(if has_findings { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn next(waiting: &Mutex<impl Iterator<Item = String>>) -> Option<String> {
    waiting.lock().ok()?.next()
}

/// The names of all targets.
pub fn targets(root: &Path) -> Result<BTreeSet<String>, String> {
    let folder = root.join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let name = |entry: fs::DirEntry| Some(entry.file_name().to_str()?.strip_suffix(".rs")?.to_owned());
    Ok(entries.flatten().filter_map(name).collect())
}

/// Whether a target builds pages that repeat its input.
fn repeats_input(target: &str) -> bool {
    target.starts_with("linear") || target == "growth"
}

/// Builds the targets and returns the folder of their programs.
fn build(root: &Path, targets: &[String], is_quick: bool) -> Result<PathBuf, String> {
    let host =
        Command::new("rustc").args(["--print", "host-tuple"]).output().map_err(|error| format!("rustc: {error}"))?;
    let host = String::from_utf8_lossy(&host.stdout).trim().to_owned();
    let folder =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder)).join("fuzz");
    let mut command = Command::new("cargo");
    // With `--target`, the flags are not those of build scripts.
    command
        .args(["build", "--quiet", "--release", "--target", &host, "--manifest-path", "fuzz/Cargo.toml"])
        .args(targets.iter().flat_map(|target| ["--bin", target]))
        .current_dir(root)
        .env("RUSTFLAGS", RUSTFLAGS)
        .env("CARGO_TARGET_DIR", &folder)
        // Arithmetic that overflows is a finding.
        .env("CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS", "true");
    if is_quick {
        command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    }
    let status = command.status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(folder.join(host).join("release")) } else { Err("the targets cannot be built".to_owned()) }
}

fn run(root: &Path, programs: &Path, target: &str, fuzz: &Fuzz) -> Result<Outcome, String> {
    let corpus = if fuzz.is_quick {
        let corpus = programs.join("quick-corpus").join(target);
        // It is not there the first time.
        let _ = fs::remove_dir_all(&corpus);
        corpus
    } else {
        root.join("fuzz/corpus").join(target)
    };
    let artifacts = root.join("fuzz/artifacts").join(target);
    for folder in [&corpus, &artifacts] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let before = files(&artifacts);
    let max_bytes = if repeats_input(target) { MAX_PIECE_BYTES } else { MAX_INPUT_BYTES };
    let mut command = Command::new(programs.join(target));
    command
        .args([
            format!("-max_total_time={}", fuzz.seconds),
            format!("-timeout={MAX_INPUT_SECONDS}"),
            format!("-max_len={max_bytes}"),
            format!("-artifact_prefix={}/", artifacts.display()),
            "-print_final_stats=1".to_owned(),
        ])
        // Long inputs from the start, or in a quick round short ones, which are quick.
        .arg(if fuzz.is_quick { format!("-runs={MAX_QUICK_RUNS}") } else { "-len_control=0".to_owned() })
        .arg(&corpus)
        .args(Some(root.join("fuzz/crashes").join(target)).filter(|kept| kept.is_dir()))
        .stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("{target}: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(Outcome {
        runs: statistic(&said, "number_of_executed_units"),
        new_inputs: statistic(&said, "new_units_added"),
        findings: files(&artifacts).difference(&before).cloned().collect(),
        message: (!output.status.success()).then(|| message(&said)),
    })
}

fn files(folder: &Path) -> BTreeSet<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// One of the numbers that libFuzzer prints at its end: `stat::new_units_added: 12`.
fn statistic(said: &str, name: &str) -> u64 {
    let statistics: BTreeMap<&str, u64> = said
        .lines()
        .filter_map(|line| line.strip_prefix("stat::")?.split_once(':'))
        .filter_map(|(name, number)| Some((name, number.trim().parse().ok()?)))
        .collect();
    statistics.get(name).copied().unwrap_or_default()
}

/// The panic or, if there was none, the last lines.
fn message(said: &str) -> String {
    let lines: Vec<&str> = said.lines().collect();
    let start = lines.iter().position(|line| line.contains("panicked at") || line.contains("ERROR: libFuzzer"));
    let start = start.unwrap_or(lines.len().saturating_sub(8));
    lines[start..].iter().take(8).copied().collect::<Vec<_>>().join("\n    ")
}

fn print(target: &str, outcome: &Outcome) {
    println!("{target:12} {:>10} {:>10} {:>10}", outcome.runs, outcome.new_inputs, outcome.findings.len());
    if let Some(message) = &outcome.message {
        println!("    {message}");
    }
    for file in &outcome.findings {
        println!("    {}", file.display());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in a folder")
    }

    #[test]
    fn numbers_of_a_run_are_read() {
        let said = "INFO: x\nstat::number_of_executed_units: 1200\nstat::new_units_added:          7\n";
        assert_eq!((statistic(said, "number_of_executed_units"), statistic(said, "new_units_added")), (1_200, 7));
        assert_eq!(statistic("", "new_units_added"), 0);
    }

    #[test]
    fn a_panic_is_told() {
        let said =
            "a\nb\nthread '<unnamed>' panicked at src/checks.rs:20:9:\na gap before 3..4\n==1== ERROR: libFuzzer\n";
        assert!(message(said).starts_with("thread '<unnamed>' panicked at src/checks.rs:20:9:\n    a gap"));
    }

    #[test]
    fn every_target_is_built_and_can_be_replayed() {
        let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("the manifest can be read");
        let library = fs::read_to_string(root().join("fuzz/src/lib.rs")).expect("the library can be read");
        for target in targets(root()).expect("the targets can be listed") {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
            assert!(library.contains(&format!("(\"{target}\", ")), "{target}");
        }
    }
}
