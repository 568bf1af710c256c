"""Pages per second of dechaff, trafilatura and Resiliparse on the same pages, in one run.

    python bench/compare.py [--rust target/release/examples/clean] [--rounds 5] [--pages N] FOLDER...

Each page is bytes, as it was fetched; a tool that wants str gets what Resiliparse decodes, which counts as its time.
The tools take turns, round by round, because a machine may be busier in some minutes than in others; the fastest round
of each counts. Time on one thread is CPU time, so that other programs hardly matter; two threads are compared with one
by the clock, and want a machine with two idle cores. `--rust` is the example `clean` of the library by the same profile
(`cargo build --release --example clean`): it reads the pages from files, and writes the bodies.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import dechaff

ENDINGS = {".html", ".htm"}


class Measured(NamedTuple):
    """The seconds of one round."""

    cpu: float
    clock: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, help="take at most this many, evenly from all")
    parser.add_argument("--rust", type=Path, help="the example clean")
    options = parser.parse_args()
    pages = read_pages(options.folders)
    if options.pages:
        pages = pages[:: max(1, len(pages) // options.pages)][: options.pages]
    size = sum(map(len, pages))
    print(f"{len(pages)} pages, {size / 1e6:.1f} MB, {options.rounds} rounds")
    tools = all_tools(pages)
    with tempfile.TemporaryDirectory() as folder:
        if options.rust:
            tools["Rust"] = rust(options.rust, pages, Path(folder))
        best = best_rounds(tools, options.rounds)
    report(best, len(pages))


def read_pages(folders: list[Path]) -> list[bytes]:
    pages = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.with_suffix("") if path.suffix == ".gz" else path
            if name.suffix.lower() in ENDINGS and path.is_file():
                data = path.read_bytes()
                pages.append(gzip.decompress(data) if path.suffix == ".gz" else data)
    return pages


def all_tools(pages: list[bytes]) -> dict[str, Callable[[], Measured]]:
    def each(clean: Callable[[bytes], object]) -> Callable[[], Measured]:
        return lambda: measured(lambda: [none_on_error(clean, page) for page in pages] and None)

    def many(threads: int) -> Callable[[], Measured]:
        def run() -> None:
            for page in dechaff.clean_many(pages, threads=threads):
                assert page.text is not None

        return lambda: measured(run)

    tools = {
        "dechaff.clean": each(lambda page: dechaff.clean(page).text),
        "dechaff.clean_many, 1 thread": many(1),
        "dechaff.clean_many, 2 threads": many(2),
    }
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding

        tools["Resiliparse, main_content"] = each(
            lambda page: extract_plain_text(bytes_to_str(page, detect_encoding(page)), main_content=True)
        )
    if importlib.util.find_spec("trafilatura"):
        from trafilatura import extract

        tools["trafilatura, fast"] = each(lambda page: extract(page, fast=True))
        tools["trafilatura"] = each(lambda page: extract(page))
    return tools


def none_on_error(clean: Callable[[bytes], object], page: bytes) -> None:
    """A page that a tool cannot read must not end the run."""
    try:
        clean(page)
    except Exception:
        return


def measured(run: Callable[[], None]) -> Measured:
    cpu, clock = time.process_time(), time.perf_counter()
    run()
    return Measured(time.process_time() - cpu, time.perf_counter() - clock)


def rust(example: Path, pages: list[bytes], folder: Path) -> Callable[[], Measured]:
    for number, page in enumerate(pages):
        (folder / f"{number:06}.html").write_bytes(page)

    def seconds_of_children() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    def run() -> Measured:
        cpu, clock = seconds_of_children(), time.perf_counter()
        command = [str(example.resolve()), "--jobs", "1", str(folder)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return Measured(seconds_of_children() - cpu, time.perf_counter() - clock)

    return run


def best_rounds(tools: dict[str, Callable[[], Measured]], rounds: int) -> dict[str, Measured]:
    """The fastest CPU time and the fastest clock time of each tool; the first round only warms up."""
    found: dict[str, list[Measured]] = {name: [] for name in tools}
    for number in range(rounds + 1):
        for name, run in tools.items():
            if number > 0 or not name.startswith("trafilatura"):
                found[name].append(run())
    return {
        name: Measured(min(of.cpu for of in all_of), min(of.clock for of in all_of)) for name, all_of in found.items()
    }


def report(best: dict[str, Measured], pages: int) -> None:
    base = best["dechaff.clean"]
    print(f"{'':32}{'pages/s (CPU)':>15}{'pages/s (clock)':>17}{'dechaff.clean is':>20}")
    for name, of in best.items():
        print(f"{name:32}{pages / of.cpu:15.0f}{pages / of.clock:17.0f}{of.cpu / base.cpu:14.2f} times")
    one, two = best["dechaff.clean_many, 1 thread"], best["dechaff.clean_many, 2 threads"]
    print(f"two threads are {one.clock / two.clock:.2f} times as fast as one, by the clock")


if __name__ == "__main__":
    main()
