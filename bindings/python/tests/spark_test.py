# pyright: reportMissingImports=false
"""`dechaff.spark` on a cluster of its own, with an executor that dies."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from dechaff import clean
from dechaff.spark import clean_table, read_warcs
from pyspark.sql import SparkSession
from spark_cluster import HOST, Cluster, executors, kill_executor

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


def response(number: int) -> bytes:
    """A record of an archive, as a crawler writes it."""
    body = page(number).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body)
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:036}>\r\n"
        f"WARC-Target-URI: http://mill.example/{number}\r\nWARC-Date: 2024-05-04T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    )
    return head.encode() + http + body + b"\r\n\r\n"


def test_archives_are_read_and_cleaned(spark: SparkSession, tmp_path: Path) -> None:
    for file in range(2):
        (tmp_path / f"{file}.warc").write_bytes(b"".join(response(2 * number + file) for number in range(20)))
    archives = read_warcs(spark, [str(tmp_path / f"{file}.warc") for file in range(2)])
    cleaned = clean_table(archives, keep_columns=["id", "url"], columns=["text"]).orderBy("id").collect()
    assert [row["url"] for row in cleaned] == [f"http://mill.example/{number}" for number in range(40)]
    assert [row["text"] for row in cleaned] == [clean(page(number)).text for number in range(40)]


def test_columns_that_are_wrong_are_named(spark: SparkSession) -> None:
    table = spark.createDataFrame([(1, "x")], "id int, content string")
    with pytest.raises(ValueError, match="no column page, html or text: the table has id, content"):
        clean_table(table)
    table = spark.createDataFrame([(1, "x")], "title int, html string")
    with pytest.raises(ValueError, match="the table has no column ident"):
        clean_table(table, keep_columns=["ident"])
    with pytest.raises(ValueError, match="the result has a column title already"):
        clean_table(table, keep_columns=["title"])
