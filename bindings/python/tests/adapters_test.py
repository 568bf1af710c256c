"""The examples for other packages, each where its package is installed (`run --slow` installs them)."""

from __future__ import annotations

import ast
import gzip
import importlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import dechaff
import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
ROW = {"title": "The mill", "text": "It ground rye until the war."}

pytestmark = pytest.mark.slow


def example(name: str, package: str) -> Any:
    pytest.importorskip(package)
    specification = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    # What a subclass of datatrove sends to another process has to be found there.
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


def without_network() -> list[str]:
    """What runs a command with no network but loopback; skips the test where the system does not allow that."""
    if sys.platform != "linux":
        pytest.skip("network namespaces are of Linux")
    from loopback import namespace_command

    try:
        return namespace_command()
    except PermissionError as error:
        pytest.skip(f"no network namespace: {error}")


@pytest.mark.parametrize("name", ["pandas", "polars", "duckdb", "daft", "datafusion", "ray"])
def test_frames(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed")
    file = EXAMPLES / "frames" / f"with_{name}.py"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("import ")]
    assert len(lines) <= 12
    command = [sys.executable, str(file)]
    if name == "ray":
        # It listens on all interfaces.
        command = [*without_network(), *command]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=300)
    (row,) = ast.literal_eval(done.stdout.strip().splitlines()[-1])
    if isinstance(row, dict):
        assert {key: row[key] for key in ROW} == ROW
    else:
        assert row[:2] == tuple(ROW.values())


def test_datatrove_extracts_bodies(mill: str) -> None:
    blocks = example("datatrove_blocks", "datatrove")
    Document = importlib.import_module("datatrove.data").Document
    documents = [Document(text=mill, id="1"), Document(text="", id="2"), Document(text=mill, id="3")]
    extractor = blocks.DechaffExtractor(timeout=20, keep=["caption"])
    done = list(extractor.run(iter(documents)))
    assert [document.id for document in done] == ["1", "3"]
    assert done[0].text == dechaff.clean(mill, keep=["caption"]).text


def test_datatrove_keeps_spans(mill: str) -> None:
    blocks = example("datatrove_blocks", "datatrove")
    Document = importlib.import_module("datatrove.data").Document
    url = "https://gazette.example/"
    documents = [Document(text=mill, id="1", metadata={"url": url}), Document(text="", id="2")]
    (done,) = blocks.DechaffSpans().run(iter(documents))
    page = dechaff.clean(mill, url=url)
    assert done.text == page.text
    assert done.metadata["dechaff"]["spans"] == page.to_dict()["spans"]
    assert done.metadata["dechaff"]["source"] == page.source
    assert json.dumps(done.metadata)


def test_nemo_curator(mill: str) -> None:
    extractor = example("nemo_curator_extractor", "nemo_curator").DechaffExtractor()
    common_crawl = importlib.import_module("nemo_curator.stages.text.download.common_crawl.extract")
    stage = common_crawl.CommonCrawlHTMLExtractor(algorithm=extractor)
    record = {"url": "https://gazette.example/", "warc_id": "1", "source_id": "a.warc", "content": mill.encode()}
    done = stage.extract(record)
    assert done is not None
    assert (done["text"], done["language"]) == (dechaff.clean(mill).text, "ENGLISH")
    assert extractor.extract_text("", frozenset(), "ENGLISH") is None
    assert extractor.extract_text("\x00\x01\x02\x03" * 20, frozenset(), "ENGLISH") is None


def test_dolma(tmp_path: Path, flat: str, testdata: Path) -> None:
    module = example("dolma_attributes", "dechaff")
    texts = [flat, "", *(path.read_text(encoding="utf-8") for path in (testdata / "pages").glob("fa-*/source.txt"))]
    folder = tmp_path / "documents" / "2024"
    folder.mkdir(parents=True)
    with gzip.open(folder / "pages.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            file.write(json.dumps({"id": str(number), "text": text, "source": "test"}) + "\n")
    assert module.write_attributes(tmp_path) == len(texts) > 3
    with gzip.open(tmp_path / "attributes" / "dechaff" / "2024" / "pages.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    assert [line["id"] for line in lines] == [str(number) for number in range(len(texts))]
    for text, line in zip(texts, lines, strict=True):
        spans = dechaff.clean(text, format="text").spans
        removed = line["attributes"]["dechaff__removed"]
        assert [text[start:end] for start, end, _ in removed] == [span.text for span in spans if not span.kept]
        assert all(0 <= score <= 1 for _, _, score in removed)
    (legal,) = lines[0]["attributes"]["dechaff__legal"]
    assert flat[legal[0] : legal[1]] == "Copyright 2024. All rights reserved."
    with pytest.raises(ValueError, match="byte-order mark"):
        module.attributes("\ufeffThe mill.", "dechaff")
