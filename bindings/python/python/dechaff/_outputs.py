"""What the command line writes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from dechaff._dechaff import Comment, Page, WarcPage

#: The endings of files with pages in a format.
FILE_ENDINGS = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "report": ".html",
    "spans": ".txt",
    "json": ".json",
    "jsonl": ".jsonl",
}
#: Characters that can control a terminal, or show the text around them in an order that it does not have. What the
#: library writes as text, Markdown or HTML has none of them.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Stream:
    """Standard output, for all pages."""

    def __init__(self, form: str, has_names: bool) -> None:
        self.form = form
        self.has_names = has_names
        self.pages = 0

    def write(self, name: str, place: Path, text: str) -> None:
        out = sys.stdout
        if self.form == "json":
            out.write(("[\n" if self.pages == 0 else ",\n") + text.rstrip("\n"))
        else:
            if self.has_names and self.form != "jsonl":
                out.write(("\n" if self.pages else "") + f"==> {name} <==\n")
            out.write(text)
        self.pages += 1

    def finish(self) -> None:
        if self.form == "json":
            sys.stdout.write("\n]\n" if self.pages else "[]\n")
        sys.stdout.flush()


class Folder:
    """A folder, with a file for each page."""

    def __init__(self, folder: Path, form: str, overwrites: bool) -> None:
        self.folder = folder
        self.form = form
        self.overwrites = overwrites
        self.written: set[Path] = set()

    def write(self, name: str, place: Path, text: str) -> None:
        ending = FILE_ENDINGS[self.form]
        path, number = self.folder / f"{place}{ending}", 1
        while path in self.written:
            number += 1
            path = self.folder / f"{place}-{number}{ending}"
        self.written.add(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "w" if self.overwrites else "x", encoding="utf-8", newline="\n") as out:
            out.write(text)

    def finish(self) -> None:
        pass


def rendered(page: Page, name: str, source: object, form: str, what: str) -> str:
    """A page in a format, with a line end."""
    if form in ("json", "jsonl"):
        return visible_json(json.dumps({"id": name, **facts(source), **page.to_dict()}, ensure_ascii=False)) + "\n"
    if what == "comments":
        return "".join(map(comment_lines, page.comments))
    if what == "metadata":
        return metadata_lines(page)
    if form == "report":
        return page.report(name) + "\n"
    if form == "spans":
        return marked_source(page)
    return {"text": page.text, "markdown": page.markdown, "html": page.html}[form] + "\n"


def facts(source: object) -> dict[str, object]:
    """What an archive says of a page."""
    if not isinstance(source, WarcPage):
        return {}
    return {
        "record": source.id,
        "url": source.url,
        "fetched": source.fetched,
        "status": source.status,
        "content_type": source.content_type,
        "record_notes": source.notes,
    }


def comment_lines(comment: Comment) -> str:
    """A comment as an item of a list."""
    lines = comment.text.splitlines()
    return "".join(f"{'- ' if index == 0 else '  '}{line}".rstrip() + "\n" for index, line in enumerate(lines))


def metadata_lines(page: Page) -> str:
    """What the page says of itself, a line for each value, with its source."""
    lines = []
    for name, value in page.metadata.items():
        values = value if isinstance(value, list) else [value]
        found = [of for of in values if isinstance(of, dict)]
        if found:
            text = ", ".join(str(of.get("value") or of.get("date")) for of in found)
            lines.append(f"{name}: {visible(text)} ({found[0]['source']})\n")
    return "".join(lines)


def marked_source(page: Page) -> str:
    """The whole page; what was removed has its kind, language, filter and confidence before it."""
    parts, at = [], 0
    for span in page.spans:
        parts.append(page.source[at : span.char_start])
        if not span.kept:
            parts.append(f"[{span.kind} {span.language or 'und'} {span.filter} {span.confidence:.2f}] ")
        parts.append(span.text)
        at = span.char_end
    parts.append(page.source[at:].rstrip())
    return visible("".join(parts)) + "\n"


def visible(text: str) -> str:
    """Text without unsafe characters: they are escaped."""
    return UNSAFE.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", text.replace("\r\n", "\n"))


def visible_json(text: str) -> str:
    """JSON of the same value without unsafe characters."""
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
