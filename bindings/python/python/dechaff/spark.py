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
import pyarrow.compute
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from dechaff import InputError, clean_batch, read_warc

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["clean_table", "count_warcs", "read_warcs"]

#: The columns of a page that `clean_batch` reads.
_PAGE_COLUMNS = ("page", "html", "text", "url", "content_type")

_Batches = Iterator[pyarrow.RecordBatch]


def clean_table(frame: DataFrame, *, keep_columns: Iterable[str] = (), **options: Any) -> DataFrame:
    """Returns the rows of a table of pages, cleaned: the kept columns, then those of `clean_batch`.

    The columns of the page are those that `clean_batch` reads of a table: `page`, `html` or `text`, and `url` and
    `content_type` if they are there. A page that cannot be cleaned is a row with `error`; if the table has a column of
    strings `error`, as that of `read_warcs` has, what it says of a page is kept.

    Args:
        frame: the table.
        keep_columns: columns of the table that the result has too, such as an id.
        options: those of `clean_batch`.

    Raises:
        ValueError: if a column is missing, or kept under a name that the result has already.
    """
    kept = list(dict.fromkeys(keep_columns))
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
    has_error = "error" in cleaned.names and dict(frame.dtypes).get("error") == "string"
    needed = [*page_columns, *(["error"] if has_error else [])]
    columns = [*kept, *(name for name in needed if name not in kept)]
    return frame.select(*columns).mapInArrow(_cleaner(kept, page_columns, has_error, options), schema)


def _cleaner(
    kept: list[str], page_columns: list[str], has_error: bool, options: dict[str, Any]
) -> Callable[[_Batches], _Batches]:
    def clean(batches: _Batches) -> _Batches:
        for batch in batches:
            cleaned = _cleaned(batch.select(page_columns), options)
            if has_error:
                both = [cleaned.column("error"), batch.column("error").cast(pyarrow.string())]
                errors = pyarrow.compute.call_function("coalesce", both)
                cleaned = cleaned.set_column(cleaned.schema.get_field_index("error"), "error", errors)
            columns = [*(batch.column(name) for name in kept), *cleaned.columns]
            yield pyarrow.RecordBatch.from_arrays(columns, names=[*kept, *cleaned.schema.names])

    return clean


def _cleaned(pages: pyarrow.RecordBatch, options: dict[str, Any]) -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_struct_array(pyarrow.array(clean_batch(pages, **options)))


def _no_page() -> pyarrow.RecordBatch:
    return pyarrow.RecordBatch.from_pydict({"html": pyarrow.array([], pyarrow.string())})


#: The columns of `read_warcs`.
_WARC_SCHEMA = pyarrow.schema(
    [
        ("file", pyarrow.string()),
        ("id", pyarrow.string()),
        ("url", pyarrow.string()),
        ("fetched", pyarrow.string()),
        ("status", pyarrow.int32()),
        ("content_type", pyarrow.string()),
        ("page", pyarrow.binary()),
        ("text", pyarrow.string()),
        ("record_notes", pyarrow.list_(pyarrow.string())),
        ("error", pyarrow.string()),
    ]
)
#: Those of `count_warcs`.
_COUNTS_SCHEMA = pyarrow.schema(
    [
        ("file", pyarrow.string()),
        ("records", pyarrow.int64()),
        ("responses", pyarrow.int64()),
        ("html_responses", pyarrow.int64()),
        ("pages", pyarrow.int64()),
        ("errors", pyarrow.int64()),
        ("with_notes", pyarrow.int64()),
        ("left_out", pyarrow.map_(pyarrow.string(), pyarrow.int64())),
        ("damaged_members", pyarrow.int64()),
        ("damaged_bytes", pyarrow.int64()),
        ("skipped_bytes", pyarrow.int64()),
        ("messages", pyarrow.list_(pyarrow.string())),
        ("error", pyarrow.string()),
    ]
)
#: Pages of a batch, and the bytes after which it is handed on: a few batches fit into the memory of an executor.
_PAGES_PER_BATCH = 256
_BYTES_PER_BATCH = 16 << 20


def read_warcs(spark: SparkSession, paths: Iterable[str]) -> DataFrame:
    """Returns the pages of web archives, a row for each, for `clean_table`; what is a page, `dechaff.read_warc` says.

    The columns are `file`, `id`, `url`, `fetched`, `status`, `content_type`, the page in `page`, or in `text` if it was
    flattened before (WET), `record_notes` and `error`. A page whose record is damaged is a row with `error`, and so is
    a file that is no archive. A file that the system cannot open or read ends the job, after the retries of Spark.

    A file is read by one task. Each executor opens the paths itself, so that they must be files that all of them see.

    Args:
        spark: the session.
        paths: the files, WARC, WET or ARC, compressed or not.
    """
    return _files(spark, paths).mapInArrow(_each_file(_pages), from_arrow_schema(_WARC_SCHEMA))


def count_warcs(spark: SparkSession, paths: Iterable[str]) -> DataFrame:
    """Returns what is in web archives, a row for each file: the columns are `file`, `dechaff.WarcReader.counts`, and
    `error` if it is no archive. `left_out` says by kind what `read_warcs` leaves out.

    It reads the files once more than `read_warcs`, so that tasks that Spark runs twice are not counted twice.
    """
    return _files(spark, paths).mapInArrow(_each_file(_counts), from_arrow_schema(_COUNTS_SCHEMA))


def _files(spark: SparkSession, paths: Iterable[str]) -> DataFrame:
    rows = [(path,) for path in paths]
    return spark.createDataFrame(rows, "path string").repartition(max(len(rows), 1))


def _each_file(read: Callable[[str], _Batches]) -> Callable[[_Batches], _Batches]:
    def read_all(batches: _Batches) -> _Batches:
        for batch in batches:
            for path in batch.column("path").to_pylist():
                yield from read(path)

    return read_all


def _pages(path: str) -> _Batches:
    batch: list[dict[str, Any]] = []
    size = 0
    for row in _rows(path):
        batch.append(row)
        size += len(row.get("page") or row.get("text") or "")
        if len(batch) >= _PAGES_PER_BATCH or size >= _BYTES_PER_BATCH:
            yield pyarrow.RecordBatch.from_pylist(batch, _WARC_SCHEMA)
            batch, size = [], 0
    if batch:
        yield pyarrow.RecordBatch.from_pylist(batch, _WARC_SCHEMA)


def _rows(path: str) -> Iterator[dict[str, Any]]:
    try:
        for page in read_warc(path):
            row: dict[str, Any] = {
                "file": path,
                "id": page.id,
                "url": page.url,
                "fetched": page.fetched,
                "status": page.status,
                "content_type": page.content_type,
                "record_notes": page.notes,
                "error": page.error,
            }
            if page.error is None and page.format == "text":
                row["text"] = page.body.decode(errors="replace")
            elif page.error is None:
                row["page"] = page.body
            yield row
    except InputError as error:
        yield {"file": path, "error": str(error)}


def _counts(path: str) -> _Batches:
    row: dict[str, Any] = {"file": path}
    try:
        reader = read_warc(path)
        for _ in reader:
            pass
        row |= reader.counts
        row["left_out"] = list(reader.counts["left_out"].items())
    except InputError as error:
        row["error"] = str(error)
    yield pyarrow.RecordBatch.from_pylist([row], _COUNTS_SCHEMA)
