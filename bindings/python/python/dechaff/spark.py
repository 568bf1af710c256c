# pyright: reportMissingImports=false
"""Cleans pages on Apache Spark 4, with pyspark and pyarrow.

    from pyspark.sql import SparkSession
    from dechaff.spark import clean_table

    spark = SparkSession.builder.getOrCreate()
    pages = spark.read.parquet("pages")  # columns id, url and html
    clean_table(pages, keep_columns=["id", "url"]).write.parquet("cleaned")

Every executor needs the package dechaff. Each task cleans its pages on one thread, because Spark runs as many tasks on
a machine as it has cores. Of large pages set `spark.sql.execution.arrow.maxRecordsPerBatch` to some hundred: a batch is
in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from dechaff import clean_batch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["clean_table", "read_warcs"]

#: The columns of a page that `clean_batch` reads.
_PAGE_COLUMNS = ("page", "html", "text", "url", "content_type")

_Batches = Iterator[pyarrow.RecordBatch]


def clean_table(frame: DataFrame, *, keep_columns: Iterable[str] = (), **options: Any) -> DataFrame:
    """Returns the rows of a table of pages, cleaned: the kept columns, then those of `clean_batch`.

    The columns of the page are those that `clean_batch` reads of a table: `page`, `html` or `text`, and `url` and
    `content_type` if they are there. A page that cannot be cleaned is a row with `error`.

    Args:
        frame: the table.
        keep_columns: columns of the table that the result has too, such as an id.
        options: those of `clean_batch`.

    Raises:
        ValueError: if a column is missing, or kept under a name that the result has already.
    """
    kept = list(keep_columns)
    page_columns = [name for name in _PAGE_COLUMNS if name in frame.columns]
    if not {"page", "html", "text"} & set(page_columns):
        raise ValueError(f"no column page, html or text: the table has {', '.join(frame.columns)}")
    missing = [name for name in kept if name not in frame.columns]
    if missing:
        raise ValueError(f"keep_columns: the table has no column {', '.join(missing)}")
    options = {"threads": 1, **options}
    cleaned = from_arrow_schema(_cleaned(_no_page(), options).schema)
    twice = [name for name in kept if name in cleaned.names]
    if twice:
        raise ValueError(f"keep_columns: the result has a column {', '.join(twice)} already; rename it in the table")
    schema = StructType([frame.schema[name] for name in kept] + cleaned.fields)
    needed = list(dict.fromkeys([*kept, *page_columns]))
    return frame.select(*needed).mapInArrow(_cleaner(kept, page_columns, options), schema)


def _cleaner(kept: list[str], page_columns: list[str], options: dict[str, Any]) -> Callable[[_Batches], _Batches]:
    def clean(batches: _Batches) -> _Batches:
        for batch in batches:
            cleaned = _cleaned(batch.select(page_columns), options)
            columns = [*(batch.column(name) for name in kept), *cleaned.columns]
            yield pyarrow.RecordBatch.from_arrays(columns, names=[*kept, *cleaned.schema.names])

    return clean


def _cleaned(pages: pyarrow.RecordBatch, options: dict[str, Any]) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_struct_array(pyarrow.array(clean_batch(pages, **options)))


def _no_page() -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_pydict({"html": pyarrow.array([], pyarrow.string())})


#: The columns of `read_warcs`.
_WARC_SCHEMA = "id string, url string, fetched string, content_type string, page binary"
_WARC_COLUMNS = pyarrow.schema(
    [
        ("id", pyarrow.string()),
        ("url", pyarrow.string()),
        ("fetched", pyarrow.string()),
        ("content_type", pyarrow.string()),
        ("page", pyarrow.binary()),
    ]
)
#: Pages of a batch, and the bytes after which it is handed on: a few batches fit into the memory of an executor.
_PAGES_PER_BATCH = 256
_BYTES_PER_BATCH = 16 << 20


def read_warcs(spark: SparkSession, paths: Iterable[str]) -> DataFrame:
    """Returns the pages of WARC files: a row for each response of HTML or text, for `clean_table`.

    A file is read by one task. Each executor opens the paths itself, so that they must be files that all of them see;
    needs the package fastwarc there.

    Args:
        spark: the session.
        paths: the files, `.warc`, `.warc.gz` or `.warc.lz4`.
    """
    rows = [(path,) for path in paths]
    files = spark.createDataFrame(rows, "path string").repartition(max(len(rows), 1))
    return files.mapInArrow(_read_warcs, _WARC_SCHEMA)


def _read_warcs(batches: _Batches) -> _Batches:
    for batch in batches:
        for path in batch.column("path").to_pylist():
            yield from _in_batches(_responses(path))


def _in_batches(rows: Iterator[dict[str, Any]]) -> _Batches:
    batch: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row["page"])
        if len(batch) >= _PAGES_PER_BATCH or size >= _BYTES_PER_BATCH:
            yield pyarrow.RecordBatch.from_pylist(batch, _WARC_COLUMNS)
            batch, size = [], 0
    if batch:
        yield pyarrow.RecordBatch.from_pylist(batch, _WARC_COLUMNS)


def _responses(path: str) -> Iterator[dict[str, Any]]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with open(path, "rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            content_type = record.http_content_type or ""
            if content_type.startswith("text/") or content_type == "application/xhtml+xml":
                yield {
                    "id": record.record_id,
                    "url": record.headers.get("WARC-Target-URI"),
                    "fetched": record.headers.get("WARC-Date"),
                    "content_type": record.http_headers.get("Content-Type"),
                    "page": record.reader.read(),
                }
