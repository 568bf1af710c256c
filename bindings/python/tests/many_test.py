"""`clean_many`: order, laziness, bounded memory, faults."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

import dechaff
import pytest

PAGES_AHEAD = 4


def numbered(number: int) -> str:
    paragraph = f"<p>Sack number {number} was filled with rye flour on Monday and sold to the baker.\n"
    # Pages of different lengths are not done in the order in which they were begun.
    return f"<h1>Sack {number}</h1>" + paragraph * (1 + number * 7 % 31)


def title_number(page: dechaff.Page) -> int:
    return int(page.text.split()[2])


@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_the_order_is_kept(threads: int | None) -> None:
    pages = dechaff.clean_many(map(numbered, range(200)), threads=threads)
    assert [title_number(page) for page in pages] == list(range(200))


def test_the_results_are_those_of_clean(mill: str, flat: str) -> None:
    pages: list[bytes | str] = [mill, flat, mill.encode(), flat.encode()]
    for page, cleaned in zip(pages, dechaff.clean_many(pages, focus="precise", keep=["caption"]), strict=True):
        assert cleaned.to_dict() == dechaff.clean(page, focus="precise", keep=["caption"]).to_dict()


def test_a_page_may_have_an_address(mill: str) -> None:
    pairs: list[tuple[bytes | str, str | None]] = [
        (mill, "https://one.example/"),
        (mill, None),
        (mill.encode(), "https://two.example/"),
    ]
    urls = [next(link.url for link in page.links if link.text == "the village") for page in dechaff.clean_many(pairs)]
    assert urls == ["https://one.example/mill", "/mill", "https://two.example/mill"]


def test_pages_are_read_only_as_they_are_needed() -> None:
    taken = 0

    def pages() -> Iterator[str]:
        nonlocal taken
        for number in range(1_000):
            taken += 1
            yield numbered(number)

    cleaned = dechaff.clean_many(pages(), threads=2)
    assert taken == 0
    for done, _ in zip(range(100), cleaned):
        assert taken <= done + 2 * PAGES_AHEAD + 1
    del cleaned
    assert taken < 200


class Counted(bytes):
    """A page that counts how many of its kind exist."""

    alive = 0

    def __new__(cls, data: bytes) -> Counted:
        cls.alive += 1
        return super().__new__(cls, data)

    def __del__(self) -> None:
        Counted.alive -= 1


def test_pages_are_given_back() -> None:
    most = 0
    for _ in dechaff.clean_many((Counted(numbered(number).encode()) for number in range(300)), threads=2):
        most = max(most, Counted.alive)
    gc.collect()
    assert Counted.alive == 0
    assert most <= 2 * PAGES_AHEAD + 2


def test_a_bad_page_does_not_end_the_batch(mill: str) -> None:
    items: list[Any] = [mill, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", None, (mill, 5), (mill,), mill]
    pages = list(dechaff.clean_many(items))
    assert [page.error is None for page in pages] == [True, False, False, False, False, True]
    assert isinstance(pages[1].error, dechaff.InputError)
    assert "a PNG image" in str(pages[1].error)
    assert "NoneType" in str(pages[2].error)
    assert "url" in str(pages[3].error) and "5" in str(pages[3].error)
    assert "tuple of 1" in str(pages[4].error)
    assert (pages[1].text, pages[1].title, pages[1].spans) == ("", None, [])
    assert pages[1].to_dict().get("error") == str(pages[1].error)
    assert "a PNG image" in repr(pages[1])


def test_an_exception_of_the_iterable_passes_through_behind_the_pages_before_it() -> None:
    def pages() -> Iterator[str]:
        for number in range(3):
            yield numbered(number)
        raise OSError("the disk is gone")

    cleaned = dechaff.clean_many(pages(), threads=2)
    assert [title_number(next(cleaned)) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(OSError, match="the disk is gone"):
        next(cleaned)
    assert list(cleaned) == []


def test_nothing_is_an_iterable() -> None:
    assert list(dechaff.clean_many([])) == []
    with pytest.raises(TypeError):
        dechaff.clean_many(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("threads", [0, -1, 10**9, "two", 1.5])
def test_threads_are_a_number_in_range(threads: Any) -> None:
    with pytest.raises(ValueError, match="threads has to be an int from 1 to 1024"):
        dechaff.clean_many([], threads=threads)


def test_options_are_checked_before_the_first_page() -> None:
    with pytest.raises(ValueError, match="focus"):
        dechaff.clean_many([], focus="strict")  # type: ignore[arg-type]


def test_iterators_of_several_threads_do_not_disturb_each_other() -> None:
    found: dict[int, list[int]] = {}

    def work(start: int) -> None:
        pages = dechaff.clean_many(map(numbered, range(start, start + 50)), threads=2)
        found[start] = [title_number(page) for page in pages]

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {start: list(range(start, start + 50)) for start in (0, 100, 200)}


def test_an_iterator_that_reads_itself_is_collected(mill: str) -> None:
    class Pages:
        """Pages that know who reads them."""

        reader: object = None

        def __iter__(self) -> Iterator[str]:
            return self

        def __next__(self) -> str:
            return mill

    pages = Pages()
    pages.reader = dechaff.clean_many(pages, threads=1)
    next(pages.reader)
    collected = weakref.ref(pages)
    del pages
    gc.collect()
    assert collected() is None


def test_an_iterator_that_is_dropped_ends_its_threads() -> None:
    def number_of_threads() -> int:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("Threads:"))

    try:
        before = number_of_threads()
    except OSError:
        pytest.skip("there is no /proc")
    for _ in range(20):
        next(dechaff.clean_many(map(numbered, range(100)), threads=3))
    deadline = time.monotonic() + 20
    while number_of_threads() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert number_of_threads() <= before
