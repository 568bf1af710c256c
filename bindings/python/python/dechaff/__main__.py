"""Cleans web pages on the command line: `python -m dechaff [OPTIONS] [FILE or FOLDER ...]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import dechaff
from dechaff._inputs import ARCHIVE_ENDINGS, COMPRESSED_ENDINGS, PAGE_ENDINGS, STDIN, Input, find_files, read_file
from dechaff._outputs import FILE_ENDINGS, Folder, Stream, rendered, visible

DESCRIPTION = """\
Prints the article of web pages, HTML or flattened text, without boilerplate.

Reads pages, also as a browser saves them (MHTML), and all pages of web archives (WARC, WET, ARC), each also
compressed (gzip, Zstandard, LZ4, Brotli). The content tells what a file is, and of Brotli the name (.br). Not read
are feeds (RSS, Atom) and the frames of MHTML, and archives on standard input.
"""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command, and returns its exit status: 1 if a page could not be read or written."""
    parser = arguments_parser()
    options = parser.parse_args(arguments)
    if (options.comments or options.metadata) and options.format not in ("text", "json", "jsonl"):
        parser.error(f"--comments and --metadata have the formats text, json and jsonl, not {options.format}")
    try:
        return run(options)
    except ValueError as error:
        parser.error(str(error))
    except BrokenPipeError:
        # The reader of the output wants no more. What is buffered would fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def arguments_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dechaff",
        description=DESCRIPTION,
        epilog="Exit status: 0 if all pages were cleaned; 1 if some could not be read, cleaned or written, which are\n"
        "named; 2 if the arguments are wrong.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    pages = parser.add_argument_group("input")
    pages.add_argument(
        "files",
        nargs="*",
        metavar="FILE or FOLDER",
        help="without one, or where it is -, standard input; in a folder, all files that end in "
        f"{' '.join(PAGE_ENDINGS)} .warc .wet .arc, or so and {' '.join(COMPRESSED_ENDINGS)}",
    )
    pages.add_argument("--from", dest="source_format", choices=["html", "text"], help="what the pages are")
    header = pages.add_mutually_exclusive_group()
    header.add_argument("--content-type", metavar="HEADER", help="the header Content-Type of pages that have none")
    header.add_argument("--charset", metavar="LABEL", help="the charset that the server declared, such as iso-8859-1")
    pages.add_argument("--url", metavar="ADDRESS", help="the address of the page, to make those in it absolute")
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        choices=list(FILE_ENDINGS),
        default="text",
        help="the body as text (default), Markdown or a fragment of HTML; a report to open in a browser, which shows "
        "what was removed and why; spans: the whole page with labels before what was removed; all that was found as "
        "JSON, in an array or an object a line. In JSON, pages that cannot be cleaned have an error",
    )
    what = output.add_mutually_exclusive_group()
    what.add_argument("--comments", action="store_true", help="the readers' comments as a list instead of the body")
    what.add_argument("--metadata", action="store_true", help="what the page says of itself instead of the body")
    output.add_argument("--out", type=Path, metavar="DIR", help="write one file for each page below this folder")
    output.add_argument("--overwrite", action="store_true", help="with --out: write over files that are there")
    kept = parser.add_argument_group("what is kept")
    kept.add_argument(
        "--focus",
        choices=["precise", "balanced", "complete"],
        default="balanced",
        help="precise removes what is doubtful, complete keeps it",
    )
    kept.add_argument("--keep", action="append", default=[], metavar="KIND", help="a kind that is part of the body")
    kept.add_argument("--drop", action="append", default=[], metavar="KIND", help="a kind that is not")
    parser.add_argument(
        "--threads", "--jobs", type=int, metavar="N", help="pages to clean at a time (default: all cores)"
    )
    parser.add_argument("--list", action="version", version=" ".join(dechaff.KINDS), help="list the kinds")
    parser.add_argument("--version", "-V", action="version", version=f"dechaff {dechaff.__version__}")
    return parser


class Messages:
    """Names on standard error what could not be read or written, and what is to be said of pages."""

    def __init__(self) -> None:
        self.faults = 0

    def add_fault(self, name: str, fault: object) -> None:
        self.faults += 1
        self.add(name, fault)

    def add(self, name: str, message: object) -> None:
        print(visible(f"dechaff: {name}: {message}"), file=sys.stderr)


def run(options: argparse.Namespace) -> int:
    messages = Messages()
    what = "comments" if options.comments else "metadata" if options.metadata else "body"
    files = options.files or [STDIN]
    has_names = len(files) > 1 or any(name != STDIN and is_several(Path(name)) for name in files)
    destination = (
        Folder(options.out, options.format, options.overwrite) if options.out else Stream(options.format, has_names)
    )
    inputs: deque[Input] = deque()
    pages = dechaff.clean_many(
        read_pages(options, files, inputs, messages),
        threads=options.threads,
        content_type=f"; charset={options.charset}" if options.charset else options.content_type,
        format=options.source_format,
        focus=options.focus,
        keep=options.keep,
        drop=options.drop,
    )
    for page in pages:
        source = inputs.popleft()
        name = source.name
        if page.error is not None:
            messages.add_fault(name, page.error)
            if options.format not in ("json", "jsonl"):
                continue
        for note in page.notes:
            messages.add(name, f"note: {note}")
        if page.error is None and not page.text and what == "body" and options.format in ("text", "markdown", "html"):
            messages.add(name, "nothing on the page is article body")
        try:
            destination.write(name, source.place, rendered(page, name, source.page, options.format, what))
        except BrokenPipeError:
            raise
        except OSError as error:
            messages.add_fault(name, error)
    destination.finish()
    return 1 if messages.faults else 0


def is_several(path: Path) -> bool:
    """Whether a name may stand for several pages."""
    return path.is_dir() or any(ending in path.name.lower() for ending in ARCHIVE_ENDINGS)


def read_pages(
    options: argparse.Namespace, files: list[str], inputs: deque[Input], messages: Messages
) -> Iterator[dechaff.WarcPage | tuple[bytes | str, str | None]]:
    """The pages; notes what each was read from."""
    for file in find_files(files, options.out, messages.add_fault):
        try:
            for page in read_file(file, options.url, messages.add):
                inputs.append(page)
                yield page.page
        except (OSError, dechaff.InputError) as error:
            messages.add_fault(file.name, error)


if __name__ == "__main__":
    sys.exit(main())
