"""`python -m dechaff`."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import dechaff
import pytest


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


@pytest.mark.parametrize("form", ["text", "markdown", "html", "report", "jsonl"])
def test_formats(folder: Path, mill: str, form: str) -> None:
    file = folder / "pages" / "mill.html"
    done = run("--format", form, "--url", "https://gazette.example/", file)
    page = dechaff.clean(mill.encode(), url="https://gazette.example/")
    written = done.stdout.decode()
    assert done.returncode == 0
    if form == "jsonl":
        assert json.loads(written) == {"id": str(file), **page.to_dict()}
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
    assert done.stdout.startswith(b"After forty years")
    errors = done.stderr.decode().splitlines()
    assert len(errors) == 3
    assert all(error.startswith("dechaff: ") for error in errors)
    assert any("gone.html" in error for error in errors) and any("a PNG image" in error for error in errors)


def test_wrong_arguments() -> None:
    for arguments in (["--focus", "strict"], ["--keep", "advert"], ["--threads", "0"], ["--unknown"]):
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
