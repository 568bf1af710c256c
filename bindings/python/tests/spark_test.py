# pyright: reportMissingImports=false
"""`dechaff.spark` on a cluster of its own, with an executor that dies."""

from __future__ import annotations

import gzip
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from dechaff import clean
from dechaff.spark import clean_table, count_warcs, read_warcs
from pyspark.sql import SparkSession
from spark_cluster import HOST, Cluster, executors, kill_executor
from warc_files import URL, damaged, html, http, record, response
from warc_files import write as write_archive

pytestmark = pytest.mark.slow

PAGES = 3_000
FILES = 30
SENTENCES = [
    "The old mill at the river grinds flour once more, {} years after it was closed.",
    "Le vieux moulin au bord de la rivière moud de nouveau la farine, {} ans après sa fermeture.",
    "Die alte Mühle am Fluss mahlt wieder Mehl, {} Jahre nachdem sie geschlossen wurde.",
    "آسیاب کهنهٔ کنار رود {} سال پس از بسته شدن دوباره آرد می‌دهد.",
]


def page(number: int) -> str:
    sentence = SENTENCES[number % len(SENTENCES)].format(number)
    body = "".join(f"<p>{sentence} {sentence} ({part})</p>" for part in range(40))
    return (
        "<meta charset=utf-8><nav><a href=/>Home</a> <a href=/a>About</a></nav>"
        f"<article><h1>Mill {number}</h1>{body}</article>"
    )


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    with pytest.MonkeyPatch.context() as environment, Cluster(tmp_path_factory.mktemp("spark")) as cluster:
        environment.setenv("SPARK_LOCAL_IP", HOST)
        environment.setenv("PYSPARK_PYTHON", sys.executable)
        session = (
            SparkSession.builder.master(cluster.url)
            .config("spark.driver.host", HOST)
            .config("spark.driver.bindAddress", HOST)
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "512m")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .getOrCreate()
        )
        yield session
        session.stop()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of pages, in several files so that there are several tasks; one page cannot be cleaned."""
    folder = tmp_path_factory.mktemp("pages")
    for file in range(FILES):
        numbers = range(file, PAGES, FILES)
        html = [page(number).encode() if number != 7 else b"\x89PNG\r\n\x1a\n" + bytes(99) for number in numbers]
        table = pyarrow.table({"id": pyarrow.array(numbers, pyarrow.int64()), "page": html})
        pyarrow.parquet.write_table(table, folder / f"{file}.parquet")
    return folder


def rows(folder: Path) -> list[dict[str, object]]:
    return sorted(pyarrow.parquet.read_table(folder).to_pylist(), key=lambda row: row["id"])


def write(spark: SparkSession, pages: Path, to: Path) -> None:
    clean_table(spark.read.parquet(str(pages)), keep_columns=["id"]).write.parquet(str(to))


def test_every_page_is_cleaned_once_though_an_executor_dies(spark: SparkSession, pages: Path, tmp_path: Path) -> None:
    write(spark, pages, tmp_path / "undisturbed")
    undisturbed = rows(tmp_path / "undisturbed")
    assert [row["id"] for row in undisturbed] == list(range(PAGES))
    assert undisturbed[8]["text"] == clean(page(8)).text
    assert [row["id"] for row in undisturbed if row["error"]] == [7]

    job = threading.Thread(target=write, args=(spark, pages, tmp_path / "disturbed"))
    before = executors()
    job.start()
    # A part of the pages is done, and others are not.
    while not list(tmp_path.glob("disturbed/_temporary/0/task_*")):
        assert job.is_alive(), "the job ended before an executor could be killed"
        time.sleep(0.02)
    killed = min(before)
    kill_executor(killed)
    assert job.is_alive(), "the job ended before the executor died"
    job.join()
    assert killed not in executors()
    assert rows(tmp_path / "disturbed") == undisturbed


def test_archives_are_read_and_cleaned(spark: SparkSession, tmp_path: Path) -> None:
    for file in range(2):
        records = (response(number, page(number)) for number in range(file, 40, 2))
        write_archive(tmp_path / f"{file}.warc", *records)
    archives = read_warcs(spark, [str(tmp_path / f"{file}.warc") for file in range(2)])
    cleaned = clean_table(archives, keep_columns=["id", "url"], columns=["text"]).orderBy("id").collect()
    assert [row["url"] for row in cleaned] == [f"{URL}{number}" for number in range(40)]
    assert [row["text"] for row in cleaned] == [clean(page(number)).text for number in range(40)]


def test_bad_records_are_rows_with_an_error(spark: SparkSession, tmp_path: Path) -> None:
    members = [gzip.compress(response(number, html(number) * 40)) for number in range(3)]
    # Its headers can be read.
    members[1] = damaged(members[1], len(members[1]) * 2 // 3)
    picture = record(3, http(b"\x89PNG\r\n\x1a\n" + bytes(99)))
    lying = record(4, http(html(4).encode(), headers="Content-Encoding: gzip\r\n"))
    flat = record(5, b"The mill ground rye until the war.", kind="conversion", content_type="text/plain")
    request = record(6, b"GET / HTTP/1.1\r\n\r\n", kind="request")
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(b"".join([*members, *map(gzip.compress, (picture, lying, flat, request))]))
    other = tmp_path / "other"
    other.write_text("<p>This is no archive.")

    pages = read_warcs(spark, [str(archive), str(other)])
    assert [row["url"] for row in pages.orderBy("id").collect() if row["error"]] == [None, f"{URL}1"]
    kept = ["file", "id", "url", "record_notes"]
    table = clean_table(pages, keep_columns=kept, columns=["text", "error"]).orderBy("id").collect()
    nowhere, *rows = table
    assert (nowhere["file"], nowhere["id"]) == (str(other), None) and "no web archive" in nowhere["error"]
    assert [row["url"] for row in rows] == [f"{URL}{number}" for number in range(6)]
    errors = [row["error"] for row in rows]
    assert [error is None for error in errors] == [True, False, True, False, True, True]
    assert "damaged" in errors[1] and "a PNG image" in errors[3]
    assert "mill number 4" in rows[4]["text"] and "gzip, but is not" in rows[4]["record_notes"][0]
    assert rows[5]["text"] == "The mill ground rye until the war."

    counted, nothing = count_warcs(spark, [str(archive), str(other)]).orderBy("file").collect()
    assert (counted["records"], counted["pages"], counted["errors"]) == (7, 6, 1)
    assert counted["left_out"] == {"record request": 1}
    assert (counted["damaged_members"], counted["damaged_bytes"]) == (1, len(members[1]))
    assert nothing["records"] is None and "no web archive" in nothing["error"]

    missing = read_warcs(spark, [str(tmp_path / "gone.warc")])
    with pytest.raises(Exception, match=r"FileNotFoundError.*gone\.warc"):
        missing.collect()


def test_columns_that_are_wrong_are_named(spark: SparkSession) -> None:
    table = spark.createDataFrame([(1, "x")], "id int, content string")
    with pytest.raises(ValueError, match="no column page, html or text: the table has id, content"):
        clean_table(table)
    table = spark.createDataFrame([(1, "x")], "title int, html string")
    with pytest.raises(ValueError, match="the table has no column ident"):
        clean_table(table, keep_columns=["ident"])
    with pytest.raises(ValueError, match="the result has a column title already"):
        clean_table(table, keep_columns=["title"])
