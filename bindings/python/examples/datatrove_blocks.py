"""Blocks for datatrove (https://github.com/huggingface/datatrove): the body of each page, or its body and its spans."""

from __future__ import annotations

from typing import Any

import dechaff
from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.utils.typeshelper import StatHints


class DechaffExtractor(BaseExtractor):
    """The text of a document becomes the body of the page; documents without a body are dropped.

    datatrove runs it in a process of its own and stops it after `timeout` seconds. The options are those of
    `dechaff.clean`.
    """

    name = "⛏ dechaff"
    _requires_dependencies = ["dechaff"]

    def __init__(self, timeout: float = 1, **options: Any) -> None:
        super().__init__(timeout)
        self.options = options

    def extract(self, text: str) -> str:
        return dechaff.clean(text, **self.options).text


class DechaffSpans(PipelineStep):
    """As `DechaffExtractor`, and notes in the metadata what was found.

    That is `dechaff`: a dict of `source`, the text of the whole page, `spans`, its parts with kind, language,
    confidence and filter, `title`, `language`, `page_type` and `quality`. It cleans in this process: dechaff needs time
    linear in the length of a page, and `limits` bounds it.
    """

    type = "🛢 - EXTRAC"
    name = "⛏ dechaff, with spans"
    _requires_dependencies = ["dechaff"]
    FIELDS = ("source", "spans", "title", "language", "page_type", "quality")

    def __init__(self, **options: Any) -> None:
        super().__init__()
        self.options = options

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        for document in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                try:
                    page = dechaff.clean(document.text, url=document.metadata.get("url"), **self.options)
                except dechaff.InputError:
                    self.stat_update("clean_error")
                    continue
                record = page.to_dict()
                document.text = page.text
                document.metadata["dechaff"] = {field: record[field] for field in self.FIELDS}
            if not document.text:
                self.stat_update(StatHints.dropped)
                continue
            self.stat_update(StatHints.forwarded)
            self.update_doc_stats(document)
            yield document
