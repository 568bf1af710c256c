"""Pages that several tests use. Those of the repository are in its folder `testdata`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

#: Spark is there for the slow tests alone.
collect_ignore = [] if find_spec("pyspark") else ["spark_test.py"]

TESTDATA = Path(__file__).resolve().parents[3] / "testdata"

MILL = """<!DOCTYPE html><html lang=en><head><title>The old mill – The Sound Gazette</title>
<meta name=author content="Martha Lindgren"><meta property="article:published_time" content="2024-05-04T10:12:00+02:00">
</head><body><nav><a href=/>Home</a> <a href=/news>News</a> <a href=/contact>Contact</a></nav>
<article><h1>The old mill grinds again</h1>
<p>After forty years the old mill at the river is grinding flour once more, and <a href=/mill>the village</a> came to
see it.
<p>It took the owners eleven years to find a mason who could still cut the stones by hand, and four more to pay her.
<figure><img src=mill.jpg alt="The mill" width=640><figcaption>The mill in spring. Photo: M. Lindgren</figcaption>
</figure>
<p>The first sack was sold on Saturday to the baker, who says that he can taste the difference with his eyes closed.
</article><div class=share-buttons><a href=#>Share on Facebook</a></div>
<footer>Copyright 2024 The Sound Gazette. All rights reserved.</footer></body></html>"""

FLAT = """Home | News | Contact

The ferry sails again

After a winter in the dock the ferry between the two islands has taken up its service again.

It will sail four times a day until the end of October, the harbour office said on Monday.

Share on Facebook

Copyright 2024. All rights reserved.
"""


@pytest.fixture
def mill() -> str:
    return MILL


@pytest.fixture
def flat() -> str:
    return FLAT


@pytest.fixture
def testdata() -> Path:
    if not TESTDATA.is_dir():
        pytest.skip("the test pages are in the repository only")
    return TESTDATA


def ticks_amid(work: Callable[[], object]) -> int:
    """How often another thread of Python runs in the middle half of the time that `work` takes.

    A thread that waits for the GIL runs at both ends only.
    """
    ticks: list[float] = []
    is_done = threading.Event()

    def tick() -> None:
        while not is_done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    start = time.perf_counter()
    work()
    quarter = (time.perf_counter() - start) / 4
    is_done.set()
    ticker.join()
    return sum(start + quarter < at < start + 3 * quarter for at in ticks)
