"""`Page.to_dict` is the record that the library serializes."""

from __future__ import annotations

import json
import struct
import subprocess
from pathlib import Path
from typing import Any

import dechaff
import pytest

FOLDER = Path(__file__).resolve().parents[1]


def as_32_bits(value: Any) -> Any:
    """Rust writes numbers of 32 bits with fewer digits than Python, which mean the same number."""
    if isinstance(value, float):
        return struct.unpack("f", struct.pack("f", value))[0]
    if isinstance(value, dict):
        return {key: as_32_bits(of) for key, of in value.items()}
    if isinstance(value, list):
        return [as_32_bits(of) for of in value]
    return value


@pytest.mark.slow
def test_the_record_is_that_of_rust(testdata: Path) -> None:
    pages = sorted([*(testdata / "html").glob("*/source.html"), *(testdata / "pages").glob("*/source.txt")])
    command = ["cargo", "run", "--quiet", "--locked", "--release", "--example", "record", "--", *map(str, pages)]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, check=True)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == len(pages) > 50
    for path, record in zip(pages, records, strict=True):
        assert as_32_bits(dechaff.clean(path.read_bytes()).to_dict()) == as_32_bits(record), path
