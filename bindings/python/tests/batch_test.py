"""`clean_batch`: arrays, tables and streams of pyarrow and polars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import dechaff
import pytest
from conftest import ticks_amid
from dechaff.types import Column

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")

PDF = b"%PDF-1.7\n\x00\x01"


def rows_of(result: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pa.table(result).to_pylist()
    return rows


@pytest.mark.parametrize("name", ["string", "large_string", "string_view", "binary", "large_binary", "binary_view"])
def test_arrays_of_all_types(mill: str, flat: str, name: str) -> None:
    pages = pa.array([mill, None, flat], type=pa.string() if "string" in name else pa.binary())
    result = dechaff.clean_batch(pages.cast(getattr(pa, name)()))
    assert len(result) == 3  # type: ignore[arg-type]
    rows = pa.array(result).to_pylist()
    assert rows[0]["text"] == dechaff.clean(mill).text
    assert all(value is None for value in rows[1].values())
    assert rows[2]["text"] == dechaff.clean(flat).text
    assert rows[2]["error"] is None


def test_the_columns_say_what_the_page_says(mill: str) -> None:
    columns = list(get_args(Column))
    data = pa.table({"html": [mill], "url": ["https://gazette.example/1"], "other": [1]})
    (row,) = rows_of(dechaff.clean_batch(data, columns=columns))
    assert list(row) == columns
    page = dechaff.clean(mill, url="https://gazette.example/1")
    for name in set(columns) - {"spans", "notes", "error"}:
        assert row[name] == getattr(page, name), name
    assert row["notes"] == [] and row["error"] is None
    assert row["spans"] == [
        {
            "start": span.start,
            "end": span.end,
            "kind": span.kind,
            "language": span.language,
            "confidence": span.confidence,
            "filter": span.filter,
            "kept": span.kept,
        }
        for span in page.spans
    ]


def test_no_type_is_unsigned_or_a_dictionary(mill: str) -> None:
    def leaves(of: Any) -> Iterator[str]:
        if pa.types.is_struct(of):
            for index in range(of.num_fields):
                yield from leaves(of.field(index).type)
        elif pa.types.is_list(of):
            yield from leaves(of.value_type)
        else:
            yield str(of)

    result = pa.array(dechaff.clean_batch(pa.array([mill])))
    assert set(leaves(result.type)) == {"string", "float", "int64", "bool"}
    on_request = {"markdown", "html", "source"}
    assert [field.name for field in result.type] == [name for name in get_args(Column) if name not in on_request]


def test_bad_pages_give_an_error() -> None:
    rows = rows_of(dechaff.clean_batch(pa.array([PDF, b"<p>The old mill grinds flour once more."])))
    assert "a PDF document" in rows[0].pop("error")
    assert all(value is None for value in rows[0].values())
    assert rows[1]["text"] == "The old mill grinds flour once more."


def test_the_columns_of_a_table(mill: str, flat: str) -> None:
    bridge = "<p>Die Brücke über den Fluss wird größer, als man es geplant hatte."
    data = pa.table(
        {
            "page": pa.array([None, None, bridge.encode("iso-8859-1"), None], type=pa.large_binary()),
            "html": ["<p>The tag begins here", None, None, None],
            "text": [None, "The tag <p> begins a paragraph.", None, None],
            "content_type": [None, None, "text/html; charset=iso-8859-1", None],
        }
    )
    rows = rows_of(dechaff.clean_batch(data, columns=["source"]))
    assert [row["source"] for row in rows] == [
        "The tag begins here",
        "The tag <p> begins a paragraph.",
        "Die Brücke über den Fluss wird größer, als man es geplant hatte.",
        None,
    ]


def test_null_structs_are_null_rows(mill: str) -> None:
    data = pa.array([{"html": mill}, None])
    rows = rows_of(dechaff.clean_batch(data, columns=["title"]))
    assert rows == [{"title": "The old mill grinds again"}, {"title": None}]


def test_slices(mill: str, flat: str) -> None:
    pages = pa.array([mill, None, flat, mill])
    rows = rows_of(dechaff.clean_batch(pages[1:3], columns=["title"]))
    assert rows == [{"title": None}, {"title": "The ferry sails again"}]
    batch = pa.record_batch({"html": pages}).slice(2, 2)
    assert len(dechaff.clean_batch(batch)) == 2  # type: ignore[arg-type]


def test_record_batches_and_readers(mill: str) -> None:
    batch = pa.record_batch({"html": [mill, mill]})
    assert isinstance(dechaff.clean_batch(batch), dechaff.ArrowArray)
    assert pa.record_batch(dechaff.clean_batch(batch)).num_rows == 2
    reader = pa.RecordBatchReader.from_batches(batch.schema, iter([batch, batch, batch]))
    result = dechaff.clean_batch(reader, columns=["title", "text"])
    assert isinstance(result, dechaff.ArrowStream)
    table = pa.table(result)
    assert table.num_rows == 6 and table.column("text").num_chunks == 3


def test_streams_are_read_lazily_and_once(mill: str) -> None:
    batch = pa.record_batch({"html": [mill]})
    taken = 0

    def batches() -> Iterator[Any]:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield batch

    result = dechaff.clean_batch(pa.RecordBatchReader.from_batches(batch.schema, batches()))
    reader = pa.RecordBatchReader.from_stream(result)
    assert taken == 0
    assert reader.read_next_batch().num_rows == 1
    assert taken == 1
    with pytest.raises(ValueError, match="has been read"):
        pa.RecordBatchReader.from_stream(result)


def test_long_batches_of_a_stream_are_divided() -> None:
    pages = [f"<p>Sack number {number} was sold." for number in range(2_500)]
    table = pa.table(dechaff.clean_batch(pa.table({"html": pages}), columns=["source"]))
    assert [len(chunk) for chunk in table.column("source").chunks] == [1_024, 1_024, 452]
    assert table.column("source").to_pylist() == [page.removeprefix("<p>") for page in pages]


def test_notes_are_those_of_the_page() -> None:
    text = "<meta charset=windows-1251><p>Die Brücke wird größer, als man es geplant hatte."
    for page, notes in ((text, 0), (text.encode(), 1)):
        (row,) = rows_of(dechaff.clean_batch(pa.array([page]), columns=["notes"]))
        assert row["notes"] == [note.message for note in dechaff.clean(page).notes]
        assert len(row["notes"]) == notes


def test_an_exception_of_a_stream_passes_through(mill: str) -> None:
    batch = pa.record_batch({"html": [mill]})

    def batches() -> Iterator[Any]:
        yield batch
        raise OSError("the disk is gone")

    result = dechaff.clean_batch(pa.RecordBatchReader.from_batches(batch.schema, batches()))
    with pytest.raises(Exception, match="the disk is gone"):
        pa.table(result)


def test_polars(mill: str, flat: str) -> None:
    pages = pl.Series("page", [mill, None, flat])
    frame = pl.DataFrame(dechaff.clean_batch(pages))
    assert frame["title"].to_list() == ["The old mill grinds again", None, "The ferry sails again"]
    assert frame.schema["spans"] == pl.List(
        pl.Struct(
            {
                "start": pl.Int64,
                "end": pl.Int64,
                "kind": pl.String,
                "language": pl.String,
                "confidence": pl.Float32,
                "filter": pl.String,
                "kept": pl.Boolean,
            }
        )
    )
    data = pl.DataFrame({"html": [mill], "url": ["https://gazette.example/1"]})
    (markdown,) = pl.DataFrame(dechaff.clean_batch(data, columns=["markdown"]))["markdown"]
    assert "(https://gazette.example/mill)" in markdown
    assert pl.DataFrame(dechaff.clean_batch(pl.Series([PDF])))["error"][0].startswith("the page is not text")


def test_empty_arrays() -> None:
    assert rows_of(dechaff.clean_batch(pa.array([], type=pa.string()))) == []
    assert pl.DataFrame(dechaff.clean_batch(pl.Series([], dtype=pl.String))).height == 0


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_keep_the_order(threads: int) -> None:
    pages = [
        f"<p>Sack number {number} was filled with flour. " + "It was sold. " * (number % 17) for number in range(99)
    ]
    rows = rows_of(dechaff.clean_batch(pa.array(pages), threads=threads))
    assert [int(row["text"].split()[2]) for row in rows] == list(range(99))


@pytest.mark.parametrize(
    ("data", "parts"),
    [
        ([1, 2], ["list", "__arrow_c_array__"]),
        (pa.array([1, 2]), ["Int64", "string"]),
        (pa.array(["a"]).dictionary_encode(), ["Dictionary", "string"]),
        (pa.table({"body": ["a"]}), ["body", "page, html or text"]),
        (pa.table({"html": [1]}), ["html", "Int64"]),
        (pa.table({"html": ["a"], "url": [1]}), ["url", "Int64"]),
    ],
)
def test_wrong_types_are_named(data: Any, parts: list[str]) -> None:
    with pytest.raises(TypeError) as error:
        dechaff.clean_batch(data)
    for part in parts:
        assert part in str(error.value)


@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({"columns": ["body"]}, ["columns", "'body'", "text, markdown"]),
        ({"columns": ["text", "text"]}, ["columns", "'text'", "twice"]),
        ({"columns": []}, ["columns", "empty"]),
        ({"columns": 3}, ["columns", "3"]),
        ({"focus": "strict"}, ["focus", "'strict'"]),
        ({"threads": 0}, ["threads", "0"]),
    ],
)
def test_wrong_values_of_options_are_named(options: dict[str, Any], parts: list[str]) -> None:
    with pytest.raises(ValueError) as error:
        dechaff.clean_batch(pa.array(["a"]), **options)
    for part in parts:
        assert part in str(error.value)


def test_options_count(mill: str) -> None:
    (row,) = rows_of(dechaff.clean_batch(pa.array([mill]), keep=["caption"], limits={"bytes": 10_000}))
    assert "The mill in spring." in row["text"]
    (row,) = rows_of(dechaff.clean_batch(pa.array([mill]), limits={"bytes": 10}))
    assert "the limit is 10" in row["error"]


def test_other_threads_run_while_a_batch_is_cleaned() -> None:
    paragraph = "<p>Line {} of the ledger says that the miller sold flour to the baker for nine coins.\n"
    page = "".join(paragraph.format(number) for number in range(2_000))
    pages = pa.array([page] * 8)
    for clean in (
        lambda: dechaff.clean_batch(pages, threads=1),
        lambda: pa.table(dechaff.clean_batch(pa.table({"html": pages}), threads=1)),
        lambda: pl.DataFrame(dechaff.clean_batch(pl.Series(pages), threads=1)),
    ):
        assert ticks_amid(clean) >= 2
