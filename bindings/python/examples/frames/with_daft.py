"""Pages in a data frame of Daft, which runs the function on batches in threads or machines of its own."""

import daft
import dechaff
import pyarrow as pa

PAGE = daft.DataType.from_arrow_type(pa.array(dechaff.clean_batch(pa.array([], pa.string()))).type)


@daft.func.batch(return_dtype=PAGE)
def clean(html: daft.Series):
    return pa.array(dechaff.clean_batch(html.to_arrow(), threads=1))


pages = daft.from_pydict({"html": ["<h1>The mill</h1><p>It ground rye until the war."]})
print(pages.select(clean(pages["html"]).alias("page")).select(daft.col("page").unnest()).to_pylist())
