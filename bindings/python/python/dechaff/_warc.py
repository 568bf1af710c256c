"""`clean_warc`: the pages of a web archive, cleaned."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator

from dechaff._dechaff import Page, WarcPage, WarcReader, clean_many, read_warc

# As in typing, whose import would take longer than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import Unpack

    from dechaff.types import ManyOptions


def clean_warc(
    archive: str | os.PathLike[str] | WarcReader, *, threads: int | None = None, **options: Unpack[ManyOptions]
) -> Iterator[tuple[WarcPage, Page]]:
    """Reads the pages of a web archive, as `read_warc` does, and cleans them, as `clean_many` does.

    Yields each page as it was fetched, and as it was cleaned. A page whose record is damaged, or that cannot be
    cleaned, is an empty `Page` with an `error`.

    >>> for fetched, page in dechaff.clean_warc("crawl.warc.gz"):  # doctest: +SKIP
    ...     if fetched.status == 200 and not page.error:
    ...         print(fetched.url, page.text)

    Args:
        archive: the file; or what `read_warc` returned for it, whose `counts` then tell what was left out.
        threads: how many pages are cleaned at a time; by default as many as there are cores.

    The other options are those of `clean_many`.

    Raises:
        OSError: the file cannot be opened or read.
        InputError: it is no archive, or has no record that can be read.
    """
    reader = archive if isinstance(archive, WarcReader) else read_warc(archive)
    waiting: deque[WarcPage] = deque()

    def pages() -> Iterator[WarcPage]:
        for page in reader:
            waiting.append(page)
            yield page

    # The threads read ahead; what was read first is cleaned first.
    cleaned = clean_many(pages(), threads=threads, **options)
    return ((waiting.popleft(), page) for page in cleaned)
