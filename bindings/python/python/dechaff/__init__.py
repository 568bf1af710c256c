"""Takes a scraped web page, HTML or flattened text, and returns the article without boilerplate.

>>> page = dechaff.clean("<nav><a href=/>Home</a></nav><h1>The mill</h1><p>The mill ground rye until the war.")
>>> page.text
'The mill ground rye until the war.'

`clean` takes one page, `clean_many` any number of them, `clean_warc` a web archive, `clean_batch` an Arrow array, table
or stream. The result of the first three is a `Page`: the body as text, Markdown or HTML, and all that was removed as
spans with the reason.
"""

from dechaff._dechaff import (
    KINDS,
    ArrowArray,
    ArrowStream,
    Comment,
    Image,
    InputError,
    Link,
    Note,
    Page,
    PageIterator,
    Span,
    WarcPage,
    WarcReader,
    __version__,
    clean,
    clean_batch,
    clean_many,
    read_warc,
)
from dechaff._warc import clean_warc

__all__ = [
    "KINDS",
    "ArrowArray",
    "ArrowStream",
    "Comment",
    "Image",
    "InputError",
    "Link",
    "Note",
    "Page",
    "PageIterator",
    "Span",
    "WarcPage",
    "WarcReader",
    "__version__",
    "clean",
    "clean_batch",
    "clean_many",
    "clean_warc",
    "read_warc",
]
