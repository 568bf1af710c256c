//! What a reader sees of a page, by headless Chromium.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// The program, as Debian and most others call it.
const PROGRAM: &str = "chromium";
/// A page that shows other pages; `FRAMES` stands for them.
const VIEWER: &str = include_str!("visible_text.html");
/// A batch that takes longer is given up. Ten pages of corpora take 5 to 15 seconds on two busy cores (measured).
const MAX_BATCH_TIME: Duration = Duration::from_secs(90);
/// No page may load anything: no name is known, and all else goes to a proxy that is not there.
const WITHOUT_NETWORK: [&str; 4] = [
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--disable-background-networking",
];

/// The file with what the browser says of itself.
const LOG: &str = "log";

/// A page as a reader sees it.
#[derive(Debug)]
pub struct Seen {
    /// The visible text of the body (`innerText`).
    pub text: String,
    /// Texts that are not shown, with the reason.
    pub hidden: Vec<(String, String)>,
    /// Texts that are shown, with the element around them if it is a special one.
    pub shown: Vec<(String, String)>,
}

/// Whether Chromium is installed.
pub fn is_installed() -> bool {
    let version = Command::new(PROGRAM).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Shows pages; none in place of a page that cannot be shown. `name` is unique among the calls of a run.
pub fn see(name: &str, pages: &[&[u8]]) -> io::Result<Vec<Option<Seen>>> {
    // Without `allow-scripts`; with the origin of the viewer, which can read it therefore.
    let frame = |index| format!("<iframe sandbox=\"allow-same-origin\" src=\"{index}.html\"></iframe>\n");
    let frames: String = (0..pages.len()).map(frame).collect();
    let json = run(name, pages, &VIEWER.replace("FRAMES", &frames), &[])?;
    let mut seen: Vec<Option<Seen>> = match json {
        Some(Value::Array(pages)) => pages.iter().map(read).collect(),
        _ => Vec::new(),
    };
    seen.resize_with(pages.len(), || None);
    Ok(seen)
}

/// Shows a viewer of the pages `0.html`, `1.html` …, which replaces itself by JSON; returns that, or none if it takes too
/// long. `name` is unique among the calls of a run.
pub fn run(name: &str, pages: &[&[u8]], viewer: &str, arguments: &[&str]) -> io::Result<Option<Value>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let dump = run_in(&folder, pages, viewer, arguments);
    fs::remove_dir_all(&folder)?;
    let dump = dump?.unwrap_or_default();
    let json = dump.split_once("<body>").and_then(|(_, rest)| rest.split_once("</body>")).map_or("", |(json, _)| json);
    Ok(serde_json::from_str(json).ok())
}

/// What the browser writes to its console while it shows pages as [`run`] does.
pub fn console(name: &str, pages: &[&[u8]], viewer: &str) -> io::Result<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let dump = run_in(&folder, pages, viewer, &["--enable-logging=stderr"]);
    let log = fs::read(folder.join(LOG)).map(|log| String::from_utf8_lossy(&log).into_owned());
    fs::remove_dir_all(&folder)?;
    dump?.ok_or(io::ErrorKind::TimedOut)?;
    log
}

fn run_in(folder: &Path, pages: &[&[u8]], viewer: &str, arguments: &[&str]) -> io::Result<Option<String>> {
    for (index, page) in pages.iter().enumerate() {
        fs::write(folder.join(format!("{index}.html")), page)?;
    }
    let path = folder.join("viewer.html");
    fs::write(&path, viewer)?;
    dump(folder, &path, arguments)
}

/// The page after its scripts have run, as HTML; none if that takes too long.
fn dump(folder: &Path, viewer: &Path, arguments: &[&str]) -> io::Result<Option<String>> {
    let mut browser = Command::new(PROGRAM)
        .args(["--headless", "--disable-gpu", "--no-sandbox", "--allow-file-access-from-files", "--dump-dom"])
        .args(WITHOUT_NETWORK)
        .args(arguments)
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", viewer.display().to_string().replace(' ', "%20")))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(fs::File::create(folder.join(LOG))?)
        .spawn()?;
    let (sender, receiver) = mpsc::channel();
    if let Some(mut output) = browser.stdout.take() {
        thread::spawn(move || {
            let mut html = String::new();
            // Output cut short is no JSON and is seen as such.
            let _ = output.read_to_string(&mut html);
            let _ = sender.send(html);
        });
    }
    let html = receiver.recv_timeout(MAX_BATCH_TIME).ok();
    if html.is_none() {
        browser.kill()?;
    }
    browser.wait()?;
    Ok(html)
}

fn read(page: &Value) -> Option<Seen> {
    let texts = |name: &str| {
        let pairs = page[name].as_array().into_iter().flatten();
        pairs.filter_map(|pair| Some((pair[0].as_str()?.to_owned(), pair[1].as_str()?.to_owned()))).collect()
    };
    Some(Seen { text: page["text"].as_str()?.to_owned(), hidden: texts("hidden"), shown: texts("shown") })
}
