"""`read_warc` and `clean_warc`: archives that are as they should be, and damaged ones."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import dechaff
import pytest
from warc_files import DATE, URL, damaged, html, http, record, response, write

INFO = record(0, b"software: by hand\r\n", kind="warcinfo", content_type="application/warc-fields")
REQUEST = record(1, b"GET / HTTP/1.1\r\n\r\n", kind="request")
IMAGE = record(2, http(b"\x89PNG\r\n\x1a\n", content_type="image/png"))


def bodies(path: Path) -> list[str]:
    return [page.body.decode() for page in dechaff.read_warc(path)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "of-another-name"])
def test_pages_are_read_and_the_rest_is_counted(tmp_path: Path, name: str) -> None:
    gone = record(4, http(b"<p>There is no such mill.", status="404 Not Found"))
    path = write(tmp_path / name, INFO, REQUEST, IMAGE, response(3, html(3)), gone)
    reader = dechaff.read_warc(path)
    page, missing = reader
    assert page.body.decode() == html(3)
    assert (page.url, page.fetched, page.status) == (f"{URL}3", DATE, 200)
    assert (page.id, page.content_type) == (f"urn:uuid:{3:036}", "text/html; charset=utf-8")
    assert (page.format, page.notes, page.error) == (None, [], None)
    assert (missing.status, missing.body) == (404, b"<p>There is no such mill.")
    assert reader.counts == {
        "records": 5,
        "responses": 3,
        "html_responses": 2,
        "pages": 2,
        "errors": 0,
        "with_notes": 0,
        "left_out": {"record warcinfo": 1, "record request": 1, "image/png": 1},
        "damaged_members": 0,
        "damaged_bytes": 0,
        "skipped_bytes": 0,
        "messages": [],
    }
    assert list(reader) == []


def test_flattened_pages_and_archives_of_the_old_format(tmp_path: Path) -> None:
    text = "The tag <p> begins a paragraph."
    wet = write(tmp_path / "a.warc.wet", record(1, text.encode(), kind="conversion", content_type="text/plain"))
    ((fetched, page),) = dechaff.clean_warc(wet)
    assert (fetched.format, fetched.status, page.source) == ("text", None, text)
    block = http(html(1).encode())
    line = f"{URL}1 127.0.0.1 20240504101200 text/html {len(block)}\n".encode()
    about = b"1 0 mill.example\nURL IP-address Archive-date Content-type Archive-length\n"
    first = f"filedesc://a.arc 0.0.0.0 20240504101200 text/plain {len(about)}\n".encode() + about + b"\n"
    (arc,) = dechaff.read_warc(write(tmp_path / "a.arc", first + line + block + b"\n"))
    assert (arc.url, arc.fetched, arc.body.decode()) == (f"{URL}1", DATE, html(1))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_file_that_is_cut_is_read_to_its_end(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, response(1, html(1)), response(2, html(2)))
    path.write_bytes(path.read_bytes()[:-60])
    first, last = dechaff.read_warc(path)
    assert first.body.decode() == html(1)
    assert html(2).startswith(last.body.decode()) and len(last.body) > 20
    assert last.error is None and "ends within the record" in last.notes[0]


@pytest.mark.parametrize("length", [10, 5_000])
def test_a_record_with_a_wrong_length_ends_where_the_next_begins(tmp_path: Path, length: int) -> None:
    wrong = record(2, http(html(2).encode()), length=length)
    path = write(tmp_path / "a.warc", response(1, html(1)), wrong, response(3, html(3)))
    pages = list(dechaff.read_warc(path))
    assert [page.body.decode() for page in pages] == [html(1), html(2), html(3)]
    assert [len(page.notes) for page in pages] == [0, 1, 0]
    assert f"says that it has {length} bytes" in pages[1].notes[0]


def test_a_broken_member_does_not_end_the_file(tmp_path: Path) -> None:
    members = [gzip.compress(response(number, html(number) * 40)) for number in range(4)]
    # At its first bytes nothing of it can be read; in its last third, its record has begun.
    members[1] = damaged(members[1], 12)
    members[2] = damaged(members[2], len(members[2]) * 2 // 3)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(members))
    reader = dechaff.read_warc(path)
    pages = list(reader)
    assert [page.url for page in pages if page.error is None] == [f"{URL}0", f"{URL}3"]
    assert [(page.url, "damaged" in (page.error or "")) for page in pages[1:-1]] == [(f"{URL}2", True)]
    counts = reader.counts
    assert (counts["pages"], counts["errors"], counts["damaged_members"]) == (3, 1, 2)
    assert counts["damaged_bytes"] == len(members[1]) + len(members[2])
    assert len(counts["messages"]) == 2


def in_chunks(body: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:50], body[50:], b""))


@pytest.mark.parametrize(
    ("headers", "encode", "note"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress, None),
        ("Transfer-Encoding: chunked\r\n", in_chunks, None),
        ("Content-Encoding: gzip\r\n", bytes, "gzip, but is not"),
        ("Content-Encoding: br\r\n", bytes, "br, but is not"),
        ("Content-Encoding: utf-8\r\n", bytes, "utf-8 is not known"),
        ("Transfer-Encoding: chunked\r\n", bytes, "chunked, but is not"),
        ("", gzip.compress, "gzip, but not declared so"),
        ("Content-Encoding: gzip\r\n", lambda body: gzip.compress(body)[:-10], "damaged or cut"),
    ],
)
def test_headers_may_lie(tmp_path: Path, headers: str, encode: Callable[[bytes], bytes], note: str | None) -> None:
    lying = record(1, http(encode(html(1).encode()), headers=headers))
    page, next_page = dechaff.read_warc(write(tmp_path / "a.warc", lying, response(2, html(2))))
    assert page.body.decode().startswith(html(1)[:150]) and page.error is None
    assert [note in of for of in page.notes] == [True] if note else page.notes == []
    assert next_page.body.decode() == html(2)


def test_bytes_that_belong_to_no_record_are_counted(tmp_path: Path) -> None:
    reader = dechaff.read_warc(write(tmp_path / "a.warc", b"no record\r\n", response(1, html(1))))
    assert [page.body.decode() for page in reader] == [html(1)]
    assert 0 < reader.counts["skipped_bytes"] <= 11
    assert reader.counts["messages"] == [f"{reader.counts['skipped_bytes']} bytes belong to no record"]


def test_a_page_that_is_too_long_has_an_error(tmp_path: Path) -> None:
    packed = record(3, http(gzip.compress(html(3).encode() * 9), headers="Content-Encoding: gzip\r\n"))
    path = write(tmp_path / "a.warc", response(1, html(1) * 9), response(2, html(2)), packed, response(4, html(4)))
    errors = [page.error or "" for page in dechaff.read_warc(path, max_bytes=1_000)]
    assert "the limit is 1000" in errors[0] and "more than 1000 bytes" in errors[2]
    assert errors[1] == errors[3] == ""


def test_files_that_are_no_archives(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        dechaff.read_warc(tmp_path / "gone.warc")
    assert missing.value.filename == str(tmp_path / "gone.warc")
    for text in (html(1), "Update: the ferry sails again, four times a day.", ""):
        (tmp_path / "page").write_text(text)
        with pytest.raises(dechaff.InputError, match=r"page: the file is no web archive"):
            dechaff.read_warc(tmp_path / "page")
    with pytest.raises(dechaff.InputError, match=r"a\.warc: the file has no record that can be read"):
        list(dechaff.read_warc(write(tmp_path / "a.warc", b"\x00" * 500)))
    with pytest.raises(TypeError):
        dechaff.read_warc(3)  # type: ignore[arg-type]


def test_pages_are_cleaned_in_order(tmp_path: Path) -> None:
    picture = record(50, http(b"\x89PNG\r\n\x1a\n" + bytes(99)))
    path = write(tmp_path / "a.warc.gz", *(response(number, html(number)) for number in range(50)), picture)
    reader = dechaff.read_warc(path)
    pairs = list(dechaff.clean_warc(reader, threads=3, drop="heading"))
    assert [fetched.url for fetched, _ in pairs] == [f"{URL}{number}" for number in range(51)]
    assert [page.text for _, page in pairs[:-1]] == [
        dechaff.clean(html(number), drop="heading").text for number in range(50)
    ]
    assert "a PNG image" in str(pairs[-1][1].error)
    assert reader.counts["pages"] == 51


def test_what_the_archive_says_of_a_page_counts(tmp_path: Path) -> None:
    text = "Мельница была построена в 1790 году, <a href=/rain>когда шёл дождь</a>."
    body = http(f"<p>{text}".encode("cp1251"), content_type="text/html; charset=windows-1251")
    path = write(tmp_path / "a.warc", record(1, body))
    (page,) = dechaff.clean_many(dechaff.read_warc(path), content_type="text/html; charset=utf-8")
    assert "Мельница была построена в 1790 году" in page.text
    assert page.links[0].url == f"{URL}rain"


def test_the_error_of_a_damaged_page_is_that_of_its_result(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc", response(1, html(1) * 9))
    (fetched,) = dechaff.read_warc(path, max_bytes=1_000)
    (page,) = dechaff.clean_many([fetched])
    assert str(page.error) == fetched.error and page.text == ""
