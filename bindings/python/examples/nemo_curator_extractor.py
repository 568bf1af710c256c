"""An algorithm for the HTML extraction of NeMo Curator (https://github.com/NVIDIA-NeMo/Curator).

`CommonCrawlDownloadExtractStage(..., html_extraction=DechaffExtractor())`, or
`CommonCrawlHTMLExtractor(algorithm=DechaffExtractor())`.
"""

from __future__ import annotations

from typing import Any

import dechaff
from nemo_curator.stages.text.download.html_extractors import HTMLExtractorAlgorithm


class DechaffExtractor(HTMLExtractorAlgorithm):
    """Gives the paragraphs of the body, or None without one. The options are those of `dechaff.clean`.

    The stop words are not needed: a model decides what is content, in any language.
    """

    def __init__(self, **options: Any) -> None:
        self.options = {"format": "html", **options}

    def extract_text(self, html: str, stop_words: frozenset[str], language: str) -> list[str] | None:
        try:
            text = dechaff.clean(html, **self.options).text
        except dechaff.InputError:
            return None
        return text.split("\n\n") if text else None
