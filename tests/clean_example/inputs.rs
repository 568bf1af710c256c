//! Files, folders, names and compression.

use std::io::Write;

use crate::support::{folder, gzip, html, rows, run, run_in, run_with_input, sentence, stderr, stdout, write};

/// A page of flattened text.
const SENTENCE: &str = "The old mill was built in 1790 and ground rye until the war, the village said on Friday.";

/// A frame of Zstandard with one uncompressed block (RFC 8878, 3.1.1).
fn zstd_frame(content: &[u8]) -> Vec<u8> {
    assert!(content.len() < 256);
    // Magic number; a single segment whose size has one byte; the last block, raw, with its size.
    let mut frame = b"\x28\xB5\x2F\xFD\x20".to_vec();
    frame.push(content.len() as u8);
    frame.extend(&((content.len() as u32) << 3 | 1).to_le_bytes()[..3]);
    frame.extend(content);
    frame
}

/// A frame with blocks of 128 KiB that repeat one byte: seven bytes for each MiB.
fn zstd_bomb(mib: u32) -> Vec<u8> {
    // Magic number; a window of 1 MiB.
    let mut frame = b"\x28\xB5\x2F\xFD\x00\x50".to_vec();
    for block in 0..mib * 8 {
        let is_last = u32::from(block == mib * 8 - 1);
        frame.extend(&((128 << 10) << 3 | 1 << 1 | is_last).to_le_bytes()[..3]);
        frame.push(b'a');
    }
    frame
}

/// A Brotli stream with one uncompressed meta-block (RFC 7932, 9.2).
fn brotli(content: &[u8]) -> Vec<u8> {
    assert!((1..=1 << 16).contains(&content.len()));
    // A window of 64 KiB (0); not the last block (0); the length less one in four nibbles (00) and 16 bits; uncompressed (1).
    let header = ((content.len() as u32 - 1) << 4) | 1 << 20;
    let mut stream = header.to_le_bytes()[..3].to_vec();
    stream.extend(content);
    // The last block, which is empty (11).
    stream.push(0b11);
    stream
}

#[test]
fn compressed_files_are_read() {
    let page = SENTENCE.as_bytes();
    let two_frames =
        [b"\x50\x2A\x4D\x18\x02\0\0\0xx".to_vec(), zstd_frame(&page[..40]), zstd_frame(&page[40..])].concat();
    let folder = folder(&[
        ("page.txt.gz", &gzip(page)),
        ("page.txt.zst", &zstd_frame(page)),
        ("frames", &two_frames),
        ("page.txt.br", &brotli(page)),
        ("PAGE.BR", &brotli(page)),
    ]);
    for name in ["page.txt.gz", "page.txt.zst", "frames", "page.txt.br", "PAGE.BR"] {
        let output = run_in(&folder, &[name]);
        assert_eq!(stdout(&output).trim_end(), SENTENCE, "{name}: {}", stderr(&output));
    }
    assert_eq!(stdout(&run_with_input::<&str>(&[], &zstd_frame(page))).trim_end(), SENTENCE);
}

#[test]
fn bombs_and_damaged_files_are_errors() {
    let page = SENTENCE.as_bytes();
    let mut gzip_bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let chunk = vec![b'a'; 1 << 20];
    for _ in 0..65 {
        gzip_bomb.write_all(&chunk).expect("memory takes all bytes");
    }
    let mut wrong_checksum = zstd_frame(page);
    wrong_checksum[4] |= 0b100;
    wrong_checksum.extend(b"\0\0\0\0");
    let folder = folder(&[
        ("bomb.gz", &gzip_bomb.finish().expect("memory takes all bytes")),
        ("bomb.zst", &zstd_bomb(65)),
        ("half.gz", &gzip(page)[..30]),
        ("half.zst", &zstd_frame(page)[..30]),
        ("checksum.zst", &wrong_checksum),
        ("half.br", &brotli(page)[..30]),
        ("other.br", page),
    ]);
    for (name, error) in [
        ("bomb.gz", "the gzip data is longer than 64 MiB"),
        ("bomb.zst", "the Zstandard data is longer than 64 MiB"),
        ("half.gz", "damaged gzip data"),
        ("half.zst", "damaged Zstandard data"),
        ("checksum.zst", "damaged Zstandard data (wrong checksum)"),
        ("half.br", "damaged Brotli data"),
        ("other.br", "damaged Brotli data"),
    ] {
        let output = run_in(&folder, &[name]);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "{name}");
        assert!(stderr(&output).starts_with(&format!("clean: {name}: {error}")), "{}", stderr(&output));
    }
}

#[test]
fn the_pages_of_folders_are_read_in_order() {
    let page = sentence(1790);
    let files: Vec<(&str, &[u8])> = [
        "b/z.html",
        "b/a.HTM",
        "a.xhtml.gz",
        "c.txt",
        "d.mhtml",
        "e.mht",
        "f.xml",
        "g.rss",
        "h.atom",
        "i.html.zst",
        "k/l/m/n.html",
        "style.css",
        "picture.html.png",
        "README",
        "archive.gz",
    ]
    .iter()
    .map(|name| (*name, page.as_slice()))
    .collect();
    let folder = folder(&files);
    let output = run_in(&folder, &["--format", "jsonl", "b/z.html", "."]);
    let ids: Vec<String> =
        rows(&output).iter().map(|row| row["id"].as_str().expect("a name").replace('\\', "/")).collect();
    let expected = [
        "b/z.html",
        "./a.xhtml.gz",
        "./b/a.HTM",
        "./b/z.html",
        "./c.txt",
        "./d.mhtml",
        "./e.mht",
        "./f.xml",
        "./g.rss",
        "./h.atom",
        "./i.html.zst",
        "./k/l/m/n.html",
    ];
    assert_eq!(ids, expected);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_folder_without_pages_is_an_error() {
    let folder = folder(&[("style.css", b"p {}")]);
    let output = run_in(&folder, &["."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("clean: .: the folder has no page"), "{}", stderr(&output));
}

#[test]
fn a_missing_file_says_what_to_do() {
    let output = run(&["no-such-page.html"]);
    assert_eq!(stderr(&output), "clean: no-such-page.html: there is no such file or folder; check the name\n");
}

#[test]
fn a_name_with_a_hyphen_comes_after_two() {
    let folder = folder(&[("--page", &sentence(1790)), ("-x", &sentence(1791))]);
    let output = run_in(&folder, &["--format", "jsonl", "--", "--page", "-x"]);
    let ids: Vec<_> = rows(&output).iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, ["--page", "-x"]);
    assert_eq!(run_in(&folder, &["-x"]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn links_in_circles_end_and_each_folder_is_read_once() {
    use std::os::unix::fs::symlink;

    let folder = folder(&[("a/page.html", &sentence(1790)), ("one.html", &sentence(1791))]);
    let path = folder.path();
    symlink("..", path.join("a/up")).expect("a link can be made");
    symlink("self", path.join("self")).expect("a link can be made");
    symlink("one.html", path.join("two.html")).expect("a link can be made");
    // Each of these folders can be reached in two ways from the one before: 2^30 paths in all.
    for level in 0..30 {
        let here = path.join(format!("level{level}"));
        std::fs::create_dir(&here).expect("a folder can be made");
        for name in ["left", "right"] {
            symlink(format!("../level{}", level + 1), here.join(name)).expect("a link can be made");
        }
    }
    write(&path.join("level30/deep.html"), &sentence(1792));
    let output = run_in(&folder, &["--format", "jsonl", "."]);
    let ids: Vec<String> = rows(&output).iter().map(|row| row["id"].as_str().expect("a name").to_owned()).collect();
    assert_eq!(ids.len(), 4, "{ids:?}");
    assert!(ids[0] == "./a/page.html" && ids[1].ends_with("/deep.html"), "{ids:?}");
    assert_eq!(ids[2..], ["./one.html", "./two.html"]);
    // The link to itself leads nowhere.
    assert!(stderr(&output).starts_with("clean: ./self: "), "{}", stderr(&output));
}

// Other systems allow text only.
#[cfg(target_os = "linux")]
#[test]
fn any_name_of_a_file_works() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = folder(&[]);
    let names: [&[u8]; 4] = [b"caf\xE9.html", b"two\nlines.html", b"\x1B[31mred.html", "صفحه.html".as_bytes()];
    for name in names {
        write(&folder.path().join(OsStr::from_bytes(name)), &sentence(1790));
    }
    let shown = ["\\u{1b}[31mred.html", "caf\\xE9.html", "two\\nlines.html", "صفحه.html"];
    let output = run_in(&folder, &["."]);
    let headers: Vec<String> =
        stdout(&output).lines().filter(|line| line.starts_with("==> ")).map(str::to_owned).collect();
    assert_eq!(headers, shown.map(|name| format!("==> ./{name} <==")));
    // The same by name, and into a folder.
    let mut arguments = vec![OsStr::new("--out"), OsStr::new("out")];
    arguments.extend(names.map(OsStr::from_bytes));
    let output = run_in(&folder, &arguments);
    assert_eq!(stderr(&output), "");
    for name in names {
        let stem = name.strip_suffix(b".html").expect("a page");
        let file = folder.path().join("out").join(OsStr::from_bytes(&[stem, b".txt"].concat()));
        assert!(file.exists(), "{}", file.display());
    }
}

#[test]
fn a_file_above_the_limit_is_an_error() {
    let folder = folder(&[("long.txt", &vec![b'a'; (64 << 20) + 1])]);
    let output = run_in(&folder, &["long.txt"]);
    assert!(stderr(&output).contains("long.txt: longer than 64 MiB"), "{}", stderr(&output));
}

#[test]
fn standard_input_is_one_of_several() {
    let output = run_with_input(&["--format", "jsonl", &html("en-01-news"), "-"], &sentence(1790));
    let ids: Vec<_> = rows(&output).iter().map(|row| row["id"].clone()).collect();
    assert_eq!(ids, [html("en-01-news").as_str(), "-"]);
}
