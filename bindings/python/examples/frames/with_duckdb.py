"""Pages in a query of DuckDB. The result is a stream: it is cleaned as it is read, once,
and the connection that it reads from is busy meanwhile."""

import dechaff
import duckdb

pages = duckdb.connect().sql("select '<h1>The mill</h1><p>It ground rye until the war.' as html")
cleaned = dechaff.clean_batch(pages)
print(duckdb.sql("select title, text, language from cleaned where error is null").fetchall())
