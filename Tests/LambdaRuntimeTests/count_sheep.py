"""Counts the sheep in the Parquet files of a folder: rows, different ids, the first and the last."""

import sys

import duckdb

duckdb.sql("set enable_progress_bar = false")
files = f"read_parquet('{sys.argv[1]}/sheep/**/*.parquet')"
print(*duckdb.sql(f"select count(*), count(distinct id), min(id), max(id) from {files}").fetchall()[0])
