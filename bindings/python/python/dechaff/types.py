"""The types of the dicts that the package takes and returns, for type checkers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypedDict

Focus = Literal["precise", "balanced", "complete"]
Format = Literal["html", "text"]

Kind = Literal[
    "title",
    "heading",
    "paragraph",
    "list-item",
    "quote",
    "caption",
    "byline",
    "dateline",
    "ticker",
    "navigation",
    "spam",
    "advertising",
    "comment",
    "support",
    "related",
    "author",
    "share",
    "consent",
    "legal",
    "chrome",
    "hidden",
]

PageType = Literal[
    "article",
    "thread",
    "question-and-answers",
    "documentation",
    "product",
    "collection",
    "listing",
    "service",
    "recipe",
    "live-blog",
    "home",
    "other",
]

Column = Literal[
    "text",
    "markdown",
    "html",
    "source",
    "title",
    "authors",
    "language",
    "published",
    "page_type",
    "quality",
    "spans",
    "notes",
    "error",
]


class Limits(TypedDict, total=False):
    """Limits on a page. A page with more bytes is an error; what is beyond the others is kept, with a note."""

    bytes: int
    nodes: int
    depth: int
    segments: int
    structured_data: int
    steps: int


class CleanOptions(TypedDict, total=False):
    """The options of `clean`, `clean_many` and `clean_batch` alike."""

    format: Format | None
    focus: Focus
    keep: Kind | Iterable[Kind]
    drop: Kind | Iterable[Kind]
    limits: Limits | None


class ManyOptions(CleanOptions, total=False):
    """Those of `clean_many` and `clean_warc`."""

    content_type: str | None


class WarcCounts(TypedDict):
    """What was read of a web archive."""

    records: int
    responses: int
    html_responses: int
    pages: int
    errors: int
    with_notes: int
    left_out: dict[str, int]
    damaged_members: int
    damaged_bytes: int
    skipped_bytes: int
    messages: list[str]


MetadataSource = Literal["json-ld", "open-graph", "meta", "page"]


class MetadataValue(TypedDict):
    """A value, and where the page has it."""

    value: str
    source: MetadataSource


class MetadataDate(TypedDict):
    """A date in ISO 8601, as the page has it, and where."""

    date: str
    written: str
    source: MetadataSource


class Metadata(TypedDict):
    """What a page says of itself."""

    title: MetadataValue | None
    authors: list[MetadataValue]
    published: MetadataDate | None
    modified: MetadataDate | None
    shown: MetadataDate | None
    language: MetadataValue | None
    site_name: MetadataValue | None
    url: MetadataValue | None
    description: MetadataValue | None
    image: MetadataValue | None
    section: MetadataValue | None
    keywords: list[MetadataValue]
    license: MetadataValue | None
    article_body: str | None
    comment_count: int | None


class SpanRecord(TypedDict):
    """A span of a record; offsets are bytes of `source` encoded in UTF-8."""

    start: int
    end: int
    kind: Kind
    lang: str | None
    confidence: float
    keep: bool
    filter: str


class _OptionalOfRecord(TypedDict, total=False):
    error: str


class PageRecord(_OptionalOfRecord):
    """What `Page.to_dict` returns. `error` is there only for a page that could not be cleaned."""

    source: str
    text: str
    title: str | None
    language: str | None
    page_type: PageType | None
    quality: float | None
    encoding: str
    spans: list[SpanRecord]
    comments: list[dict[str, Any]]
    links: list[dict[str, Any]]
    images: list[dict[str, Any]]
    inlines: list[dict[str, Any]]
    metadata: Metadata
    notes: list[dict[str, Any]]
