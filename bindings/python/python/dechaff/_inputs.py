"""What the command line reads: files, folders, standard input, web archives."""

from __future__ import annotations

import email
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from dechaff._dechaff import InputError, WarcPage, WarcReader, _decompress, read_warc

STDIN = "-"
PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".txt", ".mhtml", ".mht")
ARCHIVE_ENDINGS = (".warc", ".wet", ".arc")
COMPRESSED_ENDINGS = (".gz", ".zst", ".lz4", ".br")
#: The longest page in bytes, as the library has it by default; a longer one is refused by it.
MAX_BYTES = 64 << 20
#: What tells an MHTML file or a feed is looked for in this many bytes; hand-set, browsers write a few hundred.
HEAD_BYTES = 16 << 10
#: The root element of a feed, behind the declaration of XML, comments and the like. It matches in one way at most, so
#: that hostile pages take no longer.
FEED = re.compile(rb"\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL)


class File(NamedTuple):
    """A file that is named, or was found in a folder."""

    #: The name for people; - for standard input.
    name: str
    path: Path
    #: Where its output goes, below the folder for it and without an ending.
    place: Path


class Input(NamedTuple):
    """A page to clean."""

    name: str
    place: Path
    page: WarcPage | tuple[bytes | str, str | None]


def find_files(names: list[str], out: Path | None, add_fault: Callable[[str, object], None]) -> Iterator[File]:
    """The files that are named, and those in folders but for the output of this command."""
    for name in names:
        path = Path(name)
        if name == STDIN:
            yield File(name, path, Path("stdin"))
        elif path.is_dir():
            found = sorted(file for file in path.rglob("*") if is_input(file) and not is_below(file, out))
            if not found:
                endings = " ".join(PAGE_ENDINGS + ARCHIVE_ENDINGS)
                add_fault(name, f"the folder has no page; name files that do not end in {endings}")
            yield from (File(shown(file), file, stem(file.relative_to(path))) for file in found)
        else:
            yield File(shown(path), path, stem(Path(path.name)))


def shown(path: Path) -> str:
    """The name of a file as text; bytes that are none are escaped."""
    return str(path).encode(errors="surrogateescape").decode(errors="backslashreplace")


def is_input(path: Path) -> bool:
    return uncompressed(path).suffix.lower() in PAGE_ENDINGS + ARCHIVE_ENDINGS and path.is_file()


def is_below(path: Path, folder: Path | None) -> bool:
    return folder is not None and folder.resolve() in path.resolve().parents


def uncompressed(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in COMPRESSED_ENDINGS else path


def stem(path: Path) -> Path:
    path = uncompressed(path)
    return path.with_suffix("") if path.suffix.lower() in PAGE_ENDINGS + ARCHIVE_ENDINGS else path


def read_file(file: File, url: str | None, tell: Callable[[str, object], None]) -> Iterator[Input]:
    """The pages of a file: one, or those of a web archive, of which `tell` says at the end what was in it.

    Raises:
        OSError: it cannot be read or decompressed.
        InputError: it is no page.
    """
    archive = open_archive(file)
    if archive:
        for number, page in enumerate(archive, 1):
            yield Input(f"{file.name}: {page.url or page.id}", file.place / f"{number:06}", page)
        tell(file.name, summary(archive))
        return
    data = sys.stdin.buffer.read() if file.name == STDIN else file.path.read_bytes()
    data = _decompress(data, file.path, MAX_BYTES)
    if data.startswith(b"WARC/"):
        raise InputError("a web archive can be read of a file only, not of standard input")
    if FEED.match(data[:HEAD_BYTES]):
        raise InputError("feeds (RSS, Atom) are not read; give the pages that this one names")
    content, address = read_mhtml(data) or (data, None)
    yield Input(file.name, file.place, (content, url or address))


def open_archive(file: File) -> WarcReader | None:
    if file.name == STDIN:
        return None
    try:
        return read_warc(file.path)
    except InputError:
        return None


def summary(archive: WarcReader) -> str:
    """What was read of an archive, and what was left out, in one line."""
    counts = archive.counts
    parts = [f"{counts['records']} records, {counts['pages']} pages"]
    if counts["errors"]:
        parts.append(f"{counts['errors']} of them damaged")
    if counts["left_out"]:
        kinds = sorted(counts["left_out"].items(), key=lambda item: -item[1])
        parts.append("left out: " + ", ".join(f"{number} {kind}" for kind, number in kinds))
    return "; ".join(parts + counts["messages"])


def read_mhtml(data: bytes) -> tuple[bytes | str, str | None] | None:
    """The page of an MHTML file, which a browser has saved, and its address; None if it is no such file."""
    headers = email.message_from_bytes(data[:HEAD_BYTES])
    is_message = "MIME-Version" in headers and "Content-Type" in headers
    if not is_message or (headers.get_content_maintype() != "multipart" and headers.get_content_type() != "text/html"):
        return None
    message = email.message_from_bytes(data)
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise InputError("the MHTML file has no part that is HTML; save the page again, with its text")
    start = message.get_param("start")
    part = next((part for part in pages if start and part["Content-ID"] == start), pages[0])
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    location = str(part["Content-Location"] or "cid:")
    url = message["Snapshot-Content-Location"] if location.startswith("cid:") else location
    try:
        # Without a charset the page itself says it.
        return content.decode(part.get_content_charset() or ""), url
    except (LookupError, UnicodeDecodeError):
        return content, url
