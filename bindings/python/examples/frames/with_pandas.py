"""Pages in a data frame of pandas (3.0 or newer)."""

import dechaff
import pandas as pd

pages = pd.DataFrame({"url": ["https://mill.example/"], "html": ["<h1>The mill</h1><p>It ground rye until the war."]})
cleaned = pd.DataFrame.from_arrow(dechaff.clean_batch(pages))
pages = pages.join(cleaned[["title", "text", "language"]])
print(pages.drop(columns="html").to_dict("records"))
