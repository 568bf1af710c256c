"""Pages in a data set of Ray Data, which runs the function on batches in processes or machines of its own."""

import dechaff
import pyarrow as pa
import ray

pages = ray.data.from_items([{"html": "<h1>The mill</h1><p>It ground rye until the war."}])
cleaned = pages.map_batches(lambda batch: pa.table(dechaff.clean_batch(batch, threads=1)), batch_format="pyarrow")
print([(row["title"], row["text"]) for row in cleaned.take_all()])
