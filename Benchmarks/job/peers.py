"""What else makes Parquet files of the same pages, each with one thread: `peers.py polars|pyarrow|duckdb SOURCE FOLDER`."""

import os
import sys

os.environ["POLARS_MAX_THREADS"] = "1"

# As many pages become a file, so that memory is bounded.
PAGES_OF_FILE = 100


def batches(items):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == PAGES_OF_FILE:
            yield batch
            batch = []
    if batch:
        yield batch


def run_polars(url, folder):
    """polars parses the pages itself; what they say of the next one is cut out of their ends."""
    import io
    import json

    import polars
    import requests

    session = requests.Session()

    def texts(url):
        while url:
            text = session.get(url).content
            yield text
            url = json.loads(text[text.rindex(b',"next":') + len(b',"next":') : -1])

    for number, batch in enumerate(batches(texts(url))):
        frames = [
            polars.read_json(io.BytesIO(text)).select(polars.col("data").explode()).unnest("data") for text in batch
        ]
        polars.concat(frames).write_parquet(f"{folder}/{number}.parquet", compression="zstd")


def run_pyarrow(url, folder):
    """The program that most would write: dictionaries, and a table of them."""
    import pyarrow
    import pyarrow.parquet
    import requests

    pyarrow.set_cpu_count(1)
    session = requests.Session()

    def records(url):
        while url:
            page = session.get(url).json()
            yield page["data"]
            url = page["next"]

    for number, batch in enumerate(batches(records(url))):
        table = pyarrow.Table.from_pylist([record for page in batch for record in page])
        pyarrow.parquet.write_table(table, f"{folder}/{number}.parquet", compression="zstd")


def run_duckdb(source, folder):
    """The pages are files, and nothing is fetched."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("set threads = 1")
    connection.execute(
        f"copy (select record.* from (select unnest(data) as record from read_json('{source}/*.json')))"
        f" to '{folder}/0.parquet' (format parquet, compression zstd)")


def main():
    name, source, folder = sys.argv[1:]
    {"polars": run_polars, "pyarrow": run_pyarrow, "duckdb": run_duckdb}[name](source, folder)


main()
