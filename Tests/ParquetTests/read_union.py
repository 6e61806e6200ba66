"""Reads files of one stream, whose schemas widen from one to the next, as one table, and compares it with the records.

The input is as that of read_back.py, whose checks are used; the last case, by name, has the widest schema.
"""

import glob, json, sys

task = json.load(open(sys.argv[1], encoding="utf-8"))
exec(compile(open(task["checks"], encoding="utf-8").read().split("connection = duckdb.connect()")[0], "read_back.py", "exec"))

connection = duckdb.connect()
connection.execute("set timezone = 'UTC'")
paths = sorted(glob.glob(task["folder"] + "/*.parquet"))
schema = json.load(open(paths[-1].replace(".parquet", ".json"), encoding="utf-8"))
records = []
for path in paths:
    with open(path.replace(".parquet", ".jsonl"), encoding="utf-8") as lines:
        records += [json.loads(line) for line in lines.read().split("\n") if line]
table = connection.read_parquet(paths, union_by_name=True)
expected = {name: duckdb_type(type).replace('"', "") for name, type in schema.items()}
found = dict(zip(table.columns, map(str, table.types)))
expect(found == expected, found, "and not", expected)
rows = [{name: row[name] for name in schema} for row in table.to_arrow_table().to_pylist()]
check_rows(records, rows, schema, "duckdb")
print(len(rows), "rows read")
