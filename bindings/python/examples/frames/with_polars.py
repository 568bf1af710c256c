"""Pages in a data frame of Polars."""

import dechaff
import polars as pl

pages = pl.DataFrame({"url": ["https://mill.example/"], "html": ["<h1>The mill</h1><p>It ground rye until the war."]})
cleaned = pl.DataFrame(dechaff.clean_batch(pages, columns=["title", "text", "language"]))
print(pages.drop("html").hstack(cleaned).to_dicts())
