"""The package as a whole."""

from __future__ import annotations

import re
from importlib import metadata

import dechaff
from conftest import TESTDATA


def test_the_version_is_that_of_the_library(testdata: object) -> None:
    library = (TESTDATA.parent / "Cargo.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.*)"$', library, re.MULTILINE)
    assert found and dechaff.__version__ == found[1] == metadata.version("dechaff")


def test_it_needs_no_other_package() -> None:
    assert metadata.requires("dechaff") is None
