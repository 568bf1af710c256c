"""`clean`: formats, languages, encodings, options, errors."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import dechaff
import pytest
from conftest import ticks_amid


def test_html_and_text_are_told_apart(mill: str, flat: str) -> None:
    for page in (mill, mill.encode()):
        cleaned = dechaff.clean(page)
        assert cleaned.title == "The old mill grinds again"
        assert cleaned.text.startswith("After forty years") and cleaned.text.endswith("his eyes closed.")
        assert "Facebook" not in cleaned.text
    for page in (flat, flat.encode()):
        cleaned = dechaff.clean(page)
        assert cleaned.title == "The ferry sails again"
        assert cleaned.text.startswith("After a winter") and cleaned.text.endswith("on Monday.")


def test_all_kinds_of_bytes_are_read(mill: str) -> None:
    data = mill.encode()
    texts = {dechaff.clean(page).text for page in (data, bytearray(data), memoryview(data))}
    assert texts == {dechaff.clean(mill).text}


@pytest.mark.parametrize("language", ["de", "en", "fa", "fr"])
def test_pages_of_the_four_languages(testdata: Path, language: str) -> None:
    folder = testdata / "html" / f"{language}-01-news"
    page = dechaff.clean((folder / "source.html").read_bytes())
    assert page.language == language
    assert page.page_type == "article"
    assert page.languages[0][0] == language
    assert sum(share for _, share in page.languages) == pytest.approx(1)
    body = (folder / "body.txt").read_text(encoding="utf-8").split()
    words = page.text.split()
    common = len(set(body) & set(words))
    assert common / len(set(body)) > 0.9 and common / len(set(words)) > 0.8


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("utf-8", "UTF-8", "Die Brücke über den Fluss wird größer, als man es geplant hatte."),
        ("iso-8859-1", "windows-1252", "Die Brücke über den Fluss wird größer, als man es geplant hatte."),
        ("utf-16le", "UTF-16LE", "Die Brücke über den Fluss wird größer, als man es geplant hatte."),
        ("windows-1256", "windows-1256", "گزارش هواشناسي استان گيلان براي فردا: باران در همه شهرها"),
    ],
)
def test_encodings(charset: str, encoding: str, text: str) -> None:
    page = dechaff.clean(f"<p>{text}".encode(charset), content_type=f"text/html; charset={charset}")
    assert page.encoding == encoding
    assert page.text == text
    assert page.notes == []


def test_a_wrong_charset_is_noted() -> None:
    page = dechaff.clean(
        "<p>Die Brücke über den Fluss wird größer, als man es geplant hatte.".encode(),
        content_type="text/html; charset=iso-8859-1",
    )
    assert page.encoding == "UTF-8"
    (note,) = page.notes
    assert note.name == "wrong-charset"
    assert note.values["used"] == "UTF-8"
    assert str(note) == note.message and "UTF-8" in note.message


def test_what_a_str_says_of_its_encoding_means_nothing() -> None:
    page = dechaff.clean(
        "<meta charset=windows-1251><p>Die Brücke über den Fluss wird größer, als man es geplant hatte."
    )
    assert page.text == "Die Brücke über den Fluss wird größer, als man es geplant hatte."
    assert page.encoding == "UTF-8"
    assert page.notes == []
    assert page.to_dict()["notes"] == []


def test_halves_of_surrogate_pairs_are_replaced() -> None:
    page = dechaff.clean("The old mill \udcff grinds flour once more.")
    assert page.text.startswith("The old mill \ufffd")
    assert page.text.endswith(" grinds flour once more.")


def test_the_url_makes_addresses_absolute(mill: str) -> None:
    page = dechaff.clean(mill, url="https://gazette.example/news/1")
    assert "https://gazette.example/mill" in [link.url for link in page.links]
    assert "(https://gazette.example/mill)" in page.markdown
    assert page.images[0].url == "https://gazette.example/news/mill.jpg"


def test_the_format_can_be_given() -> None:
    page = "The tag <p> begins a paragraph."
    assert dechaff.clean(page, format="text").source == page
    assert "<p>" not in dechaff.clean(page, format="html").source


def test_kinds_are_kept_and_dropped(mill: str) -> None:
    caption = "The mill in spring."
    assert caption not in dechaff.clean(mill).text
    assert caption in dechaff.clean(mill, keep=["caption"]).text
    assert caption in dechaff.clean(mill, keep="caption").text
    assert dechaff.clean(mill, drop=("paragraph", "heading")).text == ""


def test_focus_changes_the_body(testdata: Path) -> None:
    def kept(focus: Any) -> int:
        pages = sorted((testdata / "html").glob("*/source.html"))
        return sum(len(dechaff.clean(page.read_bytes(), focus=focus).text) for page in pages)

    assert kept("precise") < kept("balanced") < kept("complete")


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"focus": "strict"}, ["focus", "'strict'", '"precise", "balanced", "complete"']),
        ({"focus": 3}, ["focus", "3", '"precise"']),
        ({"format": "pdf"}, ["format", "'pdf'", '"html", "text"', "None"]),
        ({"keep": ["advert"]}, ["keep", "'advert'", "title, heading"]),
        ({"drop": "advert"}, ["drop", "'advert'", "title, heading"]),
        ({"keep": 1}, ["keep", "1", "title, heading"]),
        ({"keep": ["quote"], "drop": ["quote"]}, ["keep", "drop", "quote"]),
        ({"limits": {"pages": 1}}, ["limits", "'pages'", "bytes, nodes, depth, segments, structured_data, steps"]),
        ({"limits": {"bytes": -1}}, ["limits", '"bytes"', "-1"]),
        ({"limits": {"bytes": "many"}}, ["limits", '"bytes"', "'many'"]),
        ({"limits": 5}, ["limits", "5", "bytes, nodes"]),
    ],
)
def test_wrong_values_of_options_are_named(options: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(ValueError) as error:
        dechaff.clean("The mill.", **options)
    assert not isinstance(error.value, dechaff.InputError)
    for part in parts:
        assert part in str(error.value)


@pytest.mark.parametrize("page", [None, 3, ["<p>"], Path("page.html")])
def test_what_is_no_page_is_a_type_error(page: Any) -> None:
    with pytest.raises(TypeError, match=type(page).__name__):
        dechaff.clean(page)


def test_pages_that_cannot_be_cleaned() -> None:
    assert issubclass(dechaff.InputError, ValueError)
    with pytest.raises(dechaff.InputError, match="a JPEG image"):
        dechaff.clean(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")
    with pytest.raises(dechaff.InputError, match=r"12 bytes, the limit is 10.*limits="):
        dechaff.clean("twelve bytes", limits={"bytes": 10})


def test_limits_are_noted() -> None:
    page = dechaff.clean("<div>" * 40 + "<p>The old mill grinds flour once more." + "</div>" * 40, limits={"depth": 20})
    assert [note.name for note in page.notes] == ["too-deep"]


def test_an_empty_page() -> None:
    for empty in (b"", "", " \n"):
        page = dechaff.clean(empty)
        assert (page.text, page.title, page.spans, page.quality, page.error) == ("", None, [], None, None)


def test_other_threads_run_while_a_page_is_cleaned() -> None:
    paragraph = "<p>Line {} of the ledger says that the miller sold flour to the baker for nine coins.\n"
    page = "".join(paragraph.format(number) for number in range(20_000)).encode()
    assert ticks_amid(lambda: dechaff.clean(page)) >= 2


def test_threads_get_the_same_results(mill: str, flat: str) -> None:
    expected = [dechaff.clean(page).to_dict() for page in (mill, flat)]
    results: list[Any] = []

    def work() -> None:
        results.extend([dechaff.clean(page).to_dict() for page in (mill, flat)] for _ in range(20))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 80
    assert all(result == expected for result in results)
