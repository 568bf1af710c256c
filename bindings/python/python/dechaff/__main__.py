"""Cleans web pages on the command line: `python -m dechaff [OPTIONS] [FILE or FOLDER ...]`."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import dechaff

# The endings of files that are read in a folder, also followed by .gz. A file that is named may have any name.
ENDINGS = {".html", ".htm", ".xhtml", ".txt"}
FILE_ENDINGS = {"text": ".txt", "markdown": ".md", "html": ".html", "report": ".html", "jsonl": ".jsonl"}
STDIN = "-"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command, and returns its exit status: 1 if a page could not be read or written."""
    parser = arguments_parser()
    options = parser.parse_args(arguments)
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
        description="Prints the article of web pages, HTML or flattened text, without boilerplate.",
        epilog="Exit status: 0 if all pages were cleaned; 1 if some could not be read, cleaned or written, which are "
        "named; 2 if the arguments are wrong.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE or FOLDER",
        help="pages, also compressed with gzip; without one, or where it is -, standard input; in a folder, all files "
        "that end in .html .htm .xhtml or .txt, or so and .gz",
    )
    parser.add_argument(
        "--format",
        choices=list(FILE_ENDINGS),
        default="text",
        help="the body as text (default), Markdown or a fragment of HTML; everything that was found as JSON, an object "
        "a line; or a report to open in a browser, which shows what was removed and why",
    )
    parser.add_argument("--from", dest="source_format", choices=["html", "text"], help="what the pages are")
    parser.add_argument("--content-type", metavar="HEADER", help="the header Content-Type of the pages")
    parser.add_argument("--url", metavar="ADDRESS", help="the address of the page, to make those in it absolute")
    parser.add_argument(
        "--focus",
        choices=["precise", "balanced", "complete"],
        default="balanced",
        help="precise removes what is doubtful, complete keeps it",
    )
    parser.add_argument("--keep", action="append", default=[], metavar="KIND", help="a kind that is part of the body")
    parser.add_argument("--drop", action="append", default=[], metavar="KIND", help="a kind that is not")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write one file for each page below this folder")
    parser.add_argument("--overwrite", action="store_true", help="with --out: write over files that are there")
    parser.add_argument("--threads", type=int, metavar="N", help="pages cleaned at a time (default: all cores)")
    parser.add_argument("--list", action="version", version=" ".join(dechaff.KINDS), help="list the kinds")
    parser.add_argument("--version", action="version", version=f"dechaff {dechaff.__version__}")
    return parser


class Faults:
    """Names what could not be read or written on standard error."""

    def __init__(self) -> None:
        self.number = 0

    def add(self, name: str, fault: object) -> None:
        self.number += 1
        print(f"dechaff: {name}: {fault}", file=sys.stderr)


def run(options: argparse.Namespace) -> int:
    faults = Faults()
    names: deque[tuple[str, Path]] = deque()
    pages = dechaff.clean_many(
        read_pages(options, names, faults),
        threads=options.threads,
        content_type=options.content_type,
        format=options.source_format,
        focus=options.focus,
        keep=options.keep,
        drop=options.drop,
    )
    for page in pages:
        name, place = names.popleft()
        if page.error is not None:
            faults.add(name, page.error)
        elif options.out is None:
            write(sys.stdout, page, name, options.format)
        else:
            path = (options.out / place).with_suffix(FILE_ENDINGS[options.format])
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with open(path, "w" if options.overwrite else "x", encoding="utf-8", newline="\n") as out:
                    write(out, page, name, options.format)
            except OSError as error:
                faults.add(name, error)
    sys.stdout.flush()
    return 1 if faults.number else 0


def read_pages(
    options: argparse.Namespace, names: deque[tuple[str, Path]], faults: Faults
) -> Iterator[tuple[bytes, str | None]]:
    """The pages; notes the name of each, and its place below the folder for the output."""
    for name, place in inputs(options.files or [STDIN], faults):
        try:
            data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
            if data.startswith(b"\x1f\x8b"):
                data = gzip.decompress(data)
        except (OSError, EOFError) as error:
            faults.add(name, error)
            continue
        names.append((name, place))
        yield data, options.url


def inputs(files: list[str], faults: Faults) -> Iterator[tuple[str, Path]]:
    for name in files:
        path = Path(name)
        if name == STDIN:
            yield name, Path("stdin")
        elif path.is_dir():
            found = sorted(file for file in path.rglob("*") if is_page(file))
            if not found:
                faults.add(name, f"the folder has no page; name files that do not end in {' '.join(sorted(ENDINGS))}")
            yield from ((str(file), stem(file.relative_to(path))) for file in found)
        else:
            yield name, stem(Path(path.name))


def is_page(path: Path) -> bool:
    name = path.with_suffix("") if path.suffix == ".gz" else path
    return name.suffix.lower() in ENDINGS and path.is_file()


def stem(path: Path) -> Path:
    """The path with a place for the ending of the output."""
    name = path.name.removesuffix(".gz")
    ending = Path(name).suffix
    return path.with_name((name.removesuffix(ending) if ending.lower() in ENDINGS else name) + ".out")


def write(out: TextIO, page: dechaff.Page, name: str, form: str) -> None:
    if form == "jsonl":
        out.write(json.dumps({"id": name, **page.to_dict()}, ensure_ascii=False))
    elif form == "report":
        out.write(page.report(name))
    else:
        out.write({"text": page.text, "markdown": page.markdown, "html": page.html}[form])
    out.write("\n")


if __name__ == "__main__":
    sys.exit(main())
