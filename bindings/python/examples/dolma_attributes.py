"""Writes what dechaff finds in flattened pages as attributes of Dolma (https://github.com/allenai/dolma).

    python dolma_attributes.py FOLDER [NAME]

For each file of `FOLDER/documents`, one of the same name in `FOLDER/attributes/NAME` has a line for each document: the
rows `[start, end, score]` of the spans of each kind (`NAME__navigation`), and of all that is not part of the body
(`NAME__removed`), in characters of the document's `text`. The mixer of Dolma can cut them.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

import dechaff


def attributes(text: str, name: str) -> dict[str, list[list[float]]]:
    """The rows of the spans of a flattened page."""
    page = dechaff.clean(text, format="text")
    if page.source != text:
        raise ValueError("the text begins with a byte-order mark, or is not Unicode: its offsets would be wrong")
    rows: dict[str, list[list[float]]] = defaultdict(list, {f"{name}__removed": []})
    for span in page.spans:
        row = [span.char_start, span.char_end, round(span.confidence, 4)]
        rows[f"{name}__{span.kind.replace('-', '_')}"].append(row)
        if not span.kept:
            rows[f"{name}__removed"].append(row)
    return dict(rows)


def write_attributes(folder: Path, name: str = "dechaff") -> int:
    """Writes the attributes of all documents, and returns their number."""
    written = 0
    for path in sorted((folder / "documents").rglob("*.gz")):
        target = folder / "attributes" / name / path.relative_to(folder / "documents")
        target.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "rt", encoding="utf-8") as documents, gzip.open(target, "wt", encoding="utf-8") as out:
            for line in documents:
                document = json.loads(line)
                found = attributes(document["text"], name)
                out.write(json.dumps({"id": document["id"], "attributes": found}, ensure_ascii=False) + "\n")
                written += 1
    return written


if __name__ == "__main__":
    print(write_attributes(Path(sys.argv[1]), *sys.argv[2:3]), "documents")
