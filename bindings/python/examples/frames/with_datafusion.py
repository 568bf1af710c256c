"""Pages in a query of DataFusion, which calls the function on batches."""

import dechaff
import pyarrow as pa
from datafusion import SessionContext, udf

PAGE = pa.array(dechaff.clean_batch(pa.array([], pa.string()))).type
clean = udf(lambda html: pa.array(dechaff.clean_batch(html, threads=1)), [pa.string()], PAGE, "immutable", "clean")
context = SessionContext()
context.register_udf(clean)
context.from_pydict({"html": ["<h1>The mill</h1><p>It ground rye until the war."]}, name="pages")
print(
    context.sql(
        "select page.title as title, page.text as text from (select clean(html) as page from pages)"
    ).to_pylist()
)
