"""The examples of docstrings and documents run."""

from __future__ import annotations

import doctest
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dechaff
import pytest

FOLDER = Path(__file__).resolve().parents[1]
# The packages that the examples of a document need.
DOCUMENTS = {"README.md": ("pyarrow", "polars"), "docs/from-trafilatura.md": ("trafilatura",)}


def documented() -> Iterator[tuple[str, str]]:
    yield "dechaff", dechaff.__doc__ or ""
    for name in dechaff.__all__:
        value: Any = getattr(dechaff, name)
        if callable(value):
            yield name, value.__doc__ or ""
            for method in vars(value) if isinstance(value, type) else ():
                yield f"{name}.{method}", getattr(value, method).__doc__ or ""


WITH_EXAMPLES = [(name, text) for name, text in documented() if ">>>" in text]


def run(name: str, text: str) -> None:
    parser = doctest.DocTestParser()
    # A fence of Markdown ends the output of an example.
    test = parser.get_doctest(text.replace("```", ""), {"dechaff": dechaff}, name, name, 0)
    assert test.examples
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test)
    assert runner.summarize().failed == 0


def test_functions_and_pages_have_examples() -> None:
    assert {"dechaff", "clean", "clean_many", "clean_batch", "Page", "Page.to_dict"} <= {
        name for name, _ in WITH_EXAMPLES
    }


def test_everything_is_documented() -> None:
    public = [(name, text) for name, text in documented() if not name.rpartition(".")[2].startswith("_")]
    assert len(public) > 60
    assert [name for name, text in public if not text.strip()] == []


@pytest.mark.parametrize(("name", "text"), WITH_EXAMPLES, ids=[name for name, _ in WITH_EXAMPLES])
def test_docstring(name: str, text: str) -> None:
    if "pyarrow" in text:
        pytest.importorskip("pyarrow")
    run(name, text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document(name: str) -> None:
    for package in DOCUMENTS[name]:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    run(name, (FOLDER / name).read_text(encoding="utf-8"))
