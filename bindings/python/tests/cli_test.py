"""`python -m dechaff`."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import dechaff
import pytest
from warc_files import DATE, URL, html, http, record, response, write


def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-X", "utf8", "-m", "dechaff", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path, mill: str, flat: str) -> Path:
    (tmp_path / "pages" / "deep").mkdir(parents=True)
    (tmp_path / "pages" / "mill.html").write_text(mill, encoding="utf-8")
    (tmp_path / "pages" / "deep" / "ferry.v2.txt.gz").write_bytes(gzip.compress(flat.encode()))
    (tmp_path / "pages" / "notes.csv").write_text("a,b")
    return tmp_path


def test_standard_input(mill: str) -> None:
    for arguments in ([], ["-"]):
        done = run(*arguments, stdin=mill.encode())
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == dechaff.clean(mill).text + "\n"


@pytest.mark.parametrize("form", ["text", "markdown", "html", "report", "json", "jsonl"])
def test_formats(folder: Path, mill: str, form: str) -> None:
    file = folder / "pages" / "mill.html"
    done = run("--format", form, "--url", "https://gazette.example/", file)
    page = dechaff.clean(mill.encode(), url="https://gazette.example/")
    written = done.stdout.decode()
    assert done.returncode == 0
    if form in ("json", "jsonl"):
        record = {"id": str(file), **page.to_dict()}
        assert json.loads(written) == ([record] if form == "json" else record)
    elif form == "report":
        assert written == page.report(str(file)) + "\n"
    else:
        assert written == getattr(page, form) + "\n"


def test_folders_are_read_in_order(folder: Path) -> None:
    done = run("--format", "jsonl", folder / "pages")
    titles = [json.loads(line)["title"] for line in done.stdout.decode().splitlines()]
    assert titles == ["The ferry sails again", "The old mill grinds again"]


def test_one_file_for_each_page(folder: Path) -> None:
    out = folder / "out"
    assert run("--out", out, "--format", "markdown", folder / "pages").returncode == 0
    files = sorted(str(path.relative_to(out)) for path in out.rglob("*.md"))
    assert files == ["deep/ferry.v2.md", "mill.md"]
    assert (out / "mill.md").read_text(encoding="utf-8").startswith("After forty years")
    again = run("--out", out, "--format", "markdown", folder / "pages")
    assert again.returncode == 1 and again.stderr.count(b"exists") == 2
    assert run("--out", out, "--format", "markdown", "--overwrite", folder / "pages").returncode == 0


def test_options(folder: Path) -> None:
    file = folder / "pages" / "mill.html"
    assert b"The mill in spring." in run("--keep", "caption", file).stdout
    assert b"After forty" not in run("--drop", "paragraph", file).stdout
    assert run("--focus", "precise", "--threads", "1", "--from", "html", file).returncode == 0
    assert run("--list").stdout.decode().split() == list(dechaff.KINDS)
    assert run("--version").stdout.decode().strip() == f"dechaff {dechaff.__version__}"


def test_faults_are_named_and_the_rest_is_cleaned(folder: Path) -> None:
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (folder / "empty").mkdir()
    files = [folder / "gone.html", folder / "picture.png", folder / "empty", folder / "pages" / "mill.html"]
    done = run(*files)
    assert done.returncode == 1
    assert b"==>" in done.stdout and b"\nAfter forty years" in done.stdout
    errors = done.stderr.decode().splitlines()
    assert len(errors) == 3 and not done.stdout.count(b"picture.png")
    assert all(error.startswith("dechaff: ") for error in errors)
    assert any("gone.html" in error for error in errors) and any("a PNG image" in error for error in errors)


def test_wrong_arguments() -> None:
    for arguments in (
        ["--focus", "strict"],
        ["--keep", "advert"],
        ["--threads", "0"],
        ["--unknown"],
        ["--comments", "--metadata"],
        ["--comments", "--format", "markdown"],
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert arguments[-1].encode() in done.stderr
        assert done.stdout == b""


def test_a_reader_that_wants_no_more(folder: Path) -> None:
    files = [folder / "pages" / "mill.html"] * 500
    command = [sys.executable, "-m", "dechaff", "--format", "report", *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_several_pages_have_their_names(folder: Path) -> None:
    done = run(folder / "pages")
    lines = done.stdout.decode().splitlines()
    names = [line for line in lines if line.startswith("==>")]
    assert names == [f"==> {folder / 'pages' / name} <==" for name in (Path("deep/ferry.v2.txt.gz"), Path("mill.html"))]
    assert lines[lines.index(names[1]) - 1] == ""


def test_pages_that_cannot_be_cleaned_are_rows_with_an_error(folder: Path) -> None:
    picture = folder / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    done = run("--format", "jsonl", picture)
    assert done.returncode == 1 and "a PNG image" in json.loads(done.stdout)["error"]


def test_comments_and_metadata(folder: Path, mill: str) -> None:
    page = folder / "page.html"
    comments = "".join(
        f"<li class=comment><b class=author>Reader {number}</b><p>I saw the mill grind on day {number}."
        for number in range(3)
    )
    page.write_text(mill.replace("</article>", f"</article><h2>3 comments</h2><ol class=comments>{comments}</ol>"))
    written = run("--comments", page).stdout.decode()
    assert [line for line in written.splitlines() if "on day" in line] == [
        f"- I saw the mill grind on day {number}." for number in range(3)
    ]
    lines = run("--metadata", page).stdout.decode().splitlines()
    assert "authors: Martha Lindgren (meta)" in lines
    assert "published: 2024-05-04T10:12:00+02:00 (open-graph)" in lines


def test_spans_are_labelled_and_harmless(folder: Path) -> None:
    page = folder / "page.txt"
    page.write_text("The old mill \x1b[31mgrinds flour once more.\n\nCopyright 2024. All rights reserved.\n")
    written = run("--format", "spans", page).stdout.decode()
    assert "\x1b" not in written and "[legal en" in written
    assert written.split("] ")[-1] == "Copyright 2024. All rights reserved.\n"


def test_charsets(folder: Path) -> None:
    page = folder / "page.txt"
    page.write_bytes("Мельница была построена в 1790 году у реки.".encode("koi8-r"))
    assert "Мельница" in run("--charset", "koi8-r", page).stdout.decode()


def test_notes_are_told(folder: Path) -> None:
    page = folder / "page.html"
    page.write_bytes("<meta charset=windows-1251><p>Die Brücke wird größer, als man es geplant hatte.".encode())
    done = run(page)
    assert done.returncode == 0 and b"page.html: note: " in done.stderr
    assert b"nothing on the page is article body" in run("--drop", "paragraph", page).stderr


def test_files_of_one_name_are_all_written(folder: Path, mill: str) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "mill.htm").write_text(mill.replace("forty", "fifty"), encoding="utf-8")
    out = folder / "out"
    assert run("--out", out, folder / "pages" / "mill.html", folder / "other" / "mill.htm").returncode == 0
    assert "forty years" in (out / "mill.txt").read_text()
    assert "fifty years" in (out / "mill-2.txt").read_text()


def test_what_was_written_is_not_read(folder: Path) -> None:
    out = folder / "pages" / "out"
    assert run("--out", out, folder / "pages").returncode == 0
    assert run("--out", out, "--overwrite", folder / "pages").returncode == 0
    assert len([path for path in out.rglob("*") if path.is_file()]) == 2


MHTML = """From: <Saved by a browser>
Snapshot-Content-Location: https://gazette.example/mill/
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="--border"

----border
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
----border
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable

<meta charset=3Diso-8859-1><h1>The mill</h1><p>The mill of J=FCrgen ground rye=
 until <a href=3Dwar>the war</a>.
----border--
"""


def test_pages_that_a_browser_has_saved(folder: Path) -> None:
    page = folder / "page.mhtml"
    for text in (MHTML, MHTML.replace("\n", "\r\n")):
        page.write_text(text, newline="")
        done = run("--format", "markdown", page)
        expected = "The mill of Jürgen ground rye until [the war](https://gazette.example/mill/war)."
        assert done.stdout.decode().strip().endswith(expected)
    page.write_text(MHTML.replace("text/html\nContent-Transfer", "text/plain\nContent-Transfer"))
    assert b"no part that is HTML" in run(page).stderr


def test_files_that_are_not_read_say_so(folder: Path) -> None:
    feed = folder / "feed.html"
    feed.write_text('<?xml version="1.0"?>\n<!-- mills --><rss version="2.0"><channel></channel></rss>')
    done = run(feed)
    assert done.returncode == 1 and b"feeds (RSS, Atom) are not read" in done.stderr
    done = run(stdin=response(1, html(1)))
    assert done.returncode == 1 and b"of a file only" in done.stderr
    broken = folder / "broken.html.gz"
    broken.write_bytes(gzip.compress(b"<p>The mill." * 999)[:-12])
    done = run(broken)
    assert done.returncode == 1 and b"broken.html.gz: " in done.stderr and b"gzip" in done.stderr


def test_web_archives(folder: Path) -> None:
    picture = record(2, http(b"\x89PNG\r\n\x1a\n" + bytes(99)))
    image = record(4, http(b"\x89PNG", content_type="image/png"))
    path = write(folder / "pages" / "crawl.warc.gz", response(1, html(1)), picture, response(3, html(3)), image)
    done = run("--format", "jsonl", path)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["url"] for row in rows] == [f"{URL}{number}" for number in (1, 2, 3)]
    assert ["error" in row for row in rows] == [False, True, False]
    assert rows[0]["text"] == dechaff.clean(html(1)).text
    assert (rows[0]["record"], rows[0]["status"], rows[0]["fetched"]) == (f"urn:uuid:{1:036}", 200, DATE)
    assert done.returncode == 1 and b"4 records, 3 pages; left out: 1 image/png" in done.stderr

    out = folder / "out"
    run("--out", out, "--format", "markdown", folder / "pages")
    written = {str(file.relative_to(out).as_posix()) for file in out.rglob("*.md")}
    assert written == {"mill.md", "deep/ferry.v2.md", "crawl/000001.md", "crawl/000003.md"}
