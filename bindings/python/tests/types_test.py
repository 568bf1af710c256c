"""The types name all that there is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import dechaff
from dechaff import types


def test_all_kinds_are_named() -> None:
    assert get_args(types.Kind) == dechaff.KINDS


def test_records_have_the_fields_that_they_say(mill: str) -> None:
    record = dechaff.clean(mill).to_dict()
    assert list(record) == list(types.PageRecord.__annotations__)[-len(record) :]
    assert set(record) | {"error"} == set(types.PageRecord.__annotations__)
    assert set(record["metadata"]) == set(types.Metadata.__annotations__)
    assert set(record["spans"][0]) == set(types.SpanRecord.__annotations__)


def test_page_types_are_named(testdata: Path) -> None:
    pages = dechaff.clean_many(path.read_bytes() for path in (testdata / "html").glob("*/source.html"))
    found = {page.page_type for page in pages}
    assert len(found) > 3
    assert found <= set(get_args(types.PageType))
