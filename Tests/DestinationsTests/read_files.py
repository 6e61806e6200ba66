"""Reads folders that a sink has written, each stream as one table, and prints what is in them.

The input is a JSON object: `folders`, `packages`, where the readers are installed, and, where not all are wanted, the `columns`.
The output is a list with an object for
each folder: for each stream its `files`, their `rows` in order of `id`, without nulls, and the `types` of its columns.
"""

import json, sys

task = json.load(open(sys.argv[1], encoding="utf-8"))
sys.path[:0] = __import__("glob").glob(task["packages"])

import glob, os
import duckdb, pyarrow.parquet

connection = duckdb.connect()
connection.execute("set timezone = 'UTC'")


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(element) for element in value] if isinstance(value, list) else value


def read_stream(folder):
    paths = sorted(glob.glob(glob.escape(folder) + "/dt=*/*.parquet"))
    hidden = [name for _, _, names in os.walk(folder) for name in names if not name.endswith(".parquet")]
    if not paths:
        return {"files": 0, "hidden": len(hidden), "rows": [], "types": {}}
    for path in paths:
        pyarrow.parquet.ParquetFile(path, page_checksum_verification=True).read().validate(full=True)
    table = connection.read_parquet(paths, union_by_name=True, hive_partitioning=False)
    wanted = table.select(", ".join(task["columns"])) if "columns" in task else table
    rows = [without_nulls(row) for row in wanted.to_arrow_table().to_pylist()]
    rows.sort(key=lambda row: row.get("id", 0))
    return {
        "files": len(paths), "hidden": len(hidden), "rows": rows,
        "types": dict(zip(table.columns, map(str, table.types))),
        "metadata": {
            key.decode(): value.decode()
            for key, value in pyarrow.parquet.read_metadata(paths[0]).metadata.items()
            if key.startswith(b"curlew.")
        },
    }


print(
    json.dumps(
        [
            {name: read_stream(f"{folder}/{name}") for name in os.listdir(folder) if os.path.isdir(f"{folder}/{name}")}
            for folder in task["folders"]
        ],
        default=str,
    )
)
