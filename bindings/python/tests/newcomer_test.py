"""A newcomer comes from the wheel to cleaned pages by what the README says, in an environment with nothing else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from warc_files import URL, html, http, record, response, write

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: Blocks with these packages are run by other tests (examples_test.py, spark_test.py).
OTHER_PACKAGES = ("import polars", "pyspark")
#: Runs the examples of a file.
DOCTEST = """
import dechaff, doctest, sys
result = doctest.testfile("block.txt", module_relative=False, globs={"dechaff": dechaff}, encoding="utf-8")
sys.exit(result.failed or not result.attempted)
"""


def blocks() -> list[tuple[str, str]]:
    found = BLOCK.findall((FOLDER / "README.md").read_text(encoding="utf-8"))
    return [(language, text) for language, text in found if not any(name in text for name in OTHER_PACKAGES)]


@pytest.fixture
def wheels() -> Path:
    """The folder with the wheel that `run` has built."""
    folder = Path(os.environ.get("CARGO_TARGET_DIR", FOLDER / "target")) / "python" / "wheels"
    if not list(folder.glob("*.whl")):
        pytest.skip("there is no wheel; `run` builds it")
    return folder


def test_from_the_wheel_to_cleaned_pages(tmp_path: Path, wheels: Path, mill: str) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    # The local wheel takes the place of the package index, and no other package can be had.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    variables = {
        **kept,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PYTHONUTF8": "1",
    }
    work = tmp_path / "work"
    (work / "pages").mkdir(parents=True)
    (work / "page.html").write_text(mill, encoding="utf-8")
    (work / "pages" / "mill.html").write_text(mill, encoding="utf-8")
    image = record(9, http(b"\x89PNG\r\n\x1a\n", content_type="image/png"))
    gone = record(8, http(b"<p>There is no such mill.", status="404 Not Found"))
    write(work / "crawl.warc.gz", *(response(number, html(number)) for number in range(3)), gone, image)

    shell, python = [], []
    for language, text in blocks():
        if language == "sh":
            for line in text.splitlines():
                done = subprocess.run(line, shell=True, cwd=work, env=variables, capture_output=True, text=True)
                assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
                shell.append(line)
        else:
            (work / "block.txt").write_text(text, encoding="utf-8")
            program = DOCTEST if ">>>" in text else f"import dechaff\n{text}"
            command = [str(scripts / "python"), "-c", program]
            done = subprocess.run(command, cwd=work, env=variables, capture_output=True, text=True)
            assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
            python.append(text)
    assert shell[0].startswith("pip install dechaff") and len(shell) >= 6 and len(python) >= 4

    def rows(name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (work / name).read_text(encoding="utf-8").splitlines()]

    assert "After forty years" in rows("pages.jsonl")[0]["text"]
    assert "After forty years" in (work / "articles" / "mill.md").read_text(encoding="utf-8")
    assert [(row["url"], row["status"]) for row in rows("crawl.jsonl")] == [
        *((f"{URL}{number}", 200) for number in range(3)),
        (f"{URL}8", 404),
    ]
    articles = rows("articles.jsonl")
    assert [article["url"] for article in articles] == [f"{URL}{number}" for number in range(3)]
    assert all(f"mill number {number} at the river" in article["text"] for number, article in enumerate(articles))
