//! MHTML.

use crate::support::{folder, rows, run_in, run_with_input, stderr, stdout};

/// A page as a browser saves it.
fn archive(encoding: &str, page: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\n\
         Snapshot-Content-Location: https://mill.example/top\r\n\
         Subject: The old mill\r\n\
         MIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Boundary--x\"\r\n\
         \r\n\
         ------Boundary--x\r\n\
         Content-Type: text/html; charset=\"iso-8859-1\"\r\n\
         Content-ID: <frame-1@mhtml.blink>\r\n\
         Content-Transfer-Encoding: {encoding}\r\n\
         Content-Location: https://mill.example/news/1\r\n\
         \r\n\
         {page}\r\n\
         ------Boundary--x\r\n\
         Content-Type: image/png\r\n\
         Content-Transfer-Encoding: base64\r\n\
         Content-Location: https://mill.example/a.png\r\n\
         \r\n\
         iVBORw0KGgo=\r\n\
         ------Boundary--x--\r\n"
    )
}

const QUOTED: &str = "<p>Le moulin a =E9t=E9 construit en 1790, comme <a href=3D\"/vieux\">nous l'avons =\r\n\
                      =E9crit</a>, et on y a moulu du seigle jusqu'=E0 la guerre.";
/// The same in base64.
const BASE64: &str = "PHA+TGUgbW91bGluIGEg6XTpIGNvbnN0cnVpdCBlbiAxNzkwLCBjb21tZSA8YSBocmVmPSIvdmll\r\n\
                      dXgiPm5vdXMgbCdhdm9ucyDpY3JpdDwvYT4sIGV0IG9uIHkgYSBtb3VsdSBkdSBzZWlnbGUganVz\r\n\
                      cXUn4CBsYSBndWVycmUu";
const BODY: &str = "Le moulin a été construit en 1790, comme [nous l'avons écrit](https://mill.example/vieux), et on y a \
                    moulu du seigle jusqu'à la guerre.";

#[test]
fn the_page_is_decoded_and_its_address_known() {
    for (encoding, page) in [("quoted-printable", QUOTED), ("base64", BASE64)] {
        let archive = archive(encoding, page);
        let output = run_with_input(&["--format", "markdown"], archive.as_bytes());
        assert_eq!(stdout(&output).trim_end(), BODY, "{}", stderr(&output));
        let output = run_in(&folder(&[("page.mht", archive.as_bytes())]), &["--format", "markdown", "."]);
        assert_eq!(stdout(&output).trim_end(), BODY);
    }
}

#[test]
fn options_go_before_what_the_archive_says() {
    let archive = archive("quoted-printable", QUOTED);
    let output = run_with_input(&["--format", "markdown", "--url", "https://b.example/"], archive.as_bytes());
    assert!(stdout(&output).contains("(https://b.example/vieux)"), "{}", stdout(&output));
    let output = run_with_input(&["--from", "text", "--format", "jsonl"], archive.as_bytes());
    assert!(rows(&output)[0]["source"].as_str().is_some_and(|source| source.contains("Saved by Blink")));
}

#[test]
fn what_is_not_read_is_said() {
    let framed = archive("quoted-printable", QUOTED)
        .replace("Content-Type: image/png", "Content-Type: text/html")
        .replace("iVBORw0KGgo=", "PHA+QWQ=");
    let output = run_with_input::<&str>(&[], framed.as_bytes());
    assert!(stderr(&output).contains("1 more HTML parts (frames) are not read"), "{}", stderr(&output));
    let image = archive("quoted-printable", QUOTED).replace("text/html; charset", "image/gif; charset");
    let output = run_with_input::<&str>(&[], image.as_bytes());
    assert!(stderr(&output).contains("no part that is HTML"), "{}", stderr(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn text_that_looks_like_a_header_is_no_archive() {
    let text =
        "Title: The mill\nContent-Type: text/html\n\nThe old mill was built in 1790 and ground rye until the war.";
    let output = run_with_input(&["--format", "jsonl"], text.as_bytes());
    assert_eq!(rows(&output)[0]["source"], text);
}
