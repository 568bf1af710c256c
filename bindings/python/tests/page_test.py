"""`Page`: its attributes, and the dict of all of them."""

from __future__ import annotations

import json
from pathlib import Path

import dechaff
import pytest


def test_metadata(mill: str) -> None:
    page = dechaff.clean(mill)
    assert page.authors == ["Martha Lindgren"]
    assert page.published == "2024-05-04T10:12:00+02:00"
    assert page.modified is None
    assert page.date == page.published
    title = page.metadata["title"]
    assert title is not None and title["value"].startswith("The old mill")
    assert page.metadata["authors"] == [{"value": "Martha Lindgren", "source": "meta"}]


def test_the_body_in_three_forms(mill: str) -> None:
    page = dechaff.clean(mill, drop=[])
    assert "[the village](/mill)" in page.markdown
    assert page.html.startswith("<p>After forty years") and '<a href="/mill">the village</a>' in page.html
    assert "<" not in page.text


def test_spans_cover_the_source(mill: str) -> None:
    page = dechaff.clean(mill)
    source = page.source.encode()
    at = 0
    for span in page.spans:
        assert source[at : span.start].strip() == b""
        assert source[span.start : span.end].decode() == span.text
        at = span.end
    assert source[at:].strip() == b""
    assert {span.kind for span in page.spans} <= set(dechaff.KINDS)
    legal = page.spans[-1]
    assert (legal.kind, legal.filter, legal.kept, legal.language) == ("legal", "markup", False, "en") or (
        legal.kind == "legal" and not legal.kept
    )
    assert 0 < legal.confidence <= 1
    assert legal.explain().startswith("removed as legal")


@pytest.mark.parametrize("name", ["fa-01-news", "de-01-news"])
def test_offsets_in_characters(testdata: Path, name: str) -> None:
    page = dechaff.clean((testdata / "html" / name / "source.html").read_bytes())
    assert len(page.source.encode()) > len(page.source)
    for span in page.spans:
        assert page.source[span.char_start : span.char_end] == span.text


def test_links_and_images(mill: str) -> None:
    page = dechaff.clean(mill)
    (village,) = [link for link in page.links if link.href == "/mill"]
    assert village.text == "the village"
    assert page.source.encode()[village.start : village.end] == b"the village"
    assert page.spans[village.span].kept
    (image,) = page.images
    assert (image.alt, image.width, image.height) == ("The mill", 640, None)
    assert image.caption is not None
    assert page.spans[image.caption].kind == "caption"


def test_comments(testdata: Path) -> None:
    page = dechaff.clean((testdata / "html" / "en-02-blog-wordpress" / "source.html").read_bytes())
    assert len(page.comments) > 1
    answer = next(comment for comment in page.comments if comment.parent is not None)
    assert answer.parent is not None
    assert answer.level == page.comments[answer.parent].level + 1
    assert answer.author and answer.text
    first, after = answer.spans
    assert any(answer.text[:20] in span.text for span in page.spans[first:after])


def test_the_report_is_a_page(mill: str) -> None:
    assert dechaff.clean(mill).report().startswith("<!DOCTYPE html>")
    assert "mill &amp; river.html" in dechaff.clean(mill).report("mill & river.html")


def test_the_dict_says_what_the_attributes_say(testdata: Path) -> None:
    for path in sorted((testdata / "html").glob("*/source.html")):
        page = dechaff.clean(path.read_bytes(), url="https://gazette.example/1")
        record = page.to_dict()
        assert json.loads(json.dumps(record)) == record
        assert "error" not in record
        for name in ("source", "text", "title", "language", "page_type", "quality", "encoding", "metadata"):
            assert record[name] == getattr(page, name)
        assert [
            (span["start"], span["end"], span["kind"], span["lang"], span["confidence"], span["filter"], span["keep"])
            for span in record["spans"]
        ] == [
            (span.start, span.end, span.kind, span.language, span.confidence, span.filter, span.kept)
            for span in page.spans
        ]
        assert [comment["text"] for comment in record["comments"]] == [comment.text for comment in page.comments]
        assert [link["url"] for link in record["links"]] == [link.url for link in page.links]
        assert [image["offset"] for image in record["images"]] == [image.offset for image in page.images]
        assert record["notes"] == [{note.name: note.values} for note in page.notes]


def test_representations(mill: str) -> None:
    page = dechaff.clean(mill)
    assert repr(page).startswith("<dechaff.Page 'The old mill grinds again': article, en, ")
    assert repr(page.spans[-1]).startswith("<dechaff.Span ")
    assert "'the village': '/mill'" in " ".join(map(repr, page.links))
    assert "'The mill'" in repr(page.images[0])


def test_pages_are_read_only(mill: str) -> None:
    with pytest.raises(AttributeError):
        dechaff.clean(mill).text = ""  # type: ignore[misc]
