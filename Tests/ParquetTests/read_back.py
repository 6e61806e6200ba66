"""Reads Parquet files with three readers and compares them with what Python's json says of the records they were made of.

The input is a JSON object: `folder`, where each case is NAME.jsonl, NAME.parquet and NAME.json, the schema as the state
keeps it; and `packages`, where the readers are installed.
"""

import json, sys

task = json.load(open(sys.argv[1], encoding="utf-8"))
sys.path[:0] = __import__("glob").glob(task["packages"])

import datetime, decimal, os, struct
import duckdb, polars, pyarrow, pyarrow.parquet

UTC = datetime.timezone.utc


class Mismatch(Exception):
    pass


def expect(condition, *what):
    if not condition:
        raise Mismatch(" ".join(str(part) for part in what))


# Types.

ARROW = {
    "null": pyarrow.null(), "boolean": pyarrow.bool_(), "integer": pyarrow.int64(), "long_integer": pyarrow.int64(),
    "double": pyarrow.float64(), "string": pyarrow.string(), "text": pyarrow.string(), "json": pyarrow.json_(),
    "timestamp": pyarrow.timestamp("us", "UTC"), "date": pyarrow.date32(), "time": pyarrow.time64("us"),
    "uuid": pyarrow.uuid(), "binary": pyarrow.binary(),
}
DUCKDB = {
    "null": '"NULL"', "boolean": "BOOLEAN", "integer": "BIGINT", "long_integer": "BIGINT", "double": "DOUBLE",
    "string": "VARCHAR", "text": "VARCHAR", "json": "JSON", "timestamp": "TIMESTAMP WITH TIME ZONE", "date": "DATE",
    "time": "TIME", "uuid": "UUID", "binary": "BLOB",
}
POLARS = {
    "null": polars.Int32, "boolean": polars.Boolean, "integer": polars.Int64, "long_integer": polars.Int64,
    "double": polars.Float64, "string": polars.String, "text": polars.String, "json": polars.Binary,
    "timestamp": polars.Datetime("us", "UTC"), "date": polars.Date, "time": polars.Time, "uuid": polars.Binary,
    "binary": polars.Binary,
}


def digits(name):
    return [int(number) for number in name[8:-1].split(",")]


def required(type):
    return isinstance(type, list) and len(type) == 2


def plain(type):
    return type[1] if required(type) else type


def arrow_type(type):
    type = plain(type)
    if isinstance(type, list):
        return pyarrow.list_(pyarrow.field("element", arrow_type(type[0]), not required(type[0])))
    if isinstance(type, dict):
        if not type:
            return ARROW["json"]
        return pyarrow.struct([pyarrow.field(name, arrow_type(t), not required(t)) for name, t in type.items()])
    return pyarrow.decimal128(*digits(type)) if type.startswith("decimal") else ARROW[type]


def duckdb_type(type):
    type = plain(type)
    if isinstance(type, list):
        return duckdb_type(type[0]) + "[]"
    if isinstance(type, dict):
        if not type:
            return "JSON"
        quoted = lambda name: '"' + name.replace('"', '""') + '"'
        if not any(type):
            return f"TUPLE({duckdb_type(type[''])})"
        return "STRUCT(" + ", ".join(f"{quoted(name)} {duckdb_type(t)}" for name, t in type.items()) + ")"
    return "DECIMAL(%d,%d)" % tuple(digits(type)) if type.startswith("decimal") else DUCKDB[type]


def polars_type(type):
    type = plain(type)
    if isinstance(type, list):
        return polars.List(polars_type(type[0]))
    if isinstance(type, dict):
        return polars.Struct({name: polars_type(t) for name, t in type.items()}) if type else polars.Binary
    return polars.Decimal(*digits(type)) if type.startswith("decimal") else POLARS[type]


# Values.


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(element) for element in value] if isinstance(value, list) else value


def same_json(text, value):
    if isinstance(text, bytes):
        text = text.decode()
    return without_nulls(json.loads(text)) == without_nulls(value)


def check(value, read, type, place):
    type = plain(type)
    if value is None:
        return expect(read is None, place, "is", repr(read), "and not null")
    expect(read is not None, place, "is null and not", repr(value))
    if isinstance(type, list):
        expect(len(value) == len(read), place, "has", len(read), "elements and not", len(value))
        for position, (left, right) in enumerate(zip(value, read)):
            check(left, right, type[0], f"{place}[{position}]")
    elif isinstance(type, dict) and type:
        check_members(value, read, type, place + ".")
    else:
        expect(same_scalar(value, read, type), place, "is", repr(read), "and not", repr(value), "of type", type)


def same_scalar(value, read, type):
    if type == "json" or type == {}:
        return same_json(read, value)
    if type == "text":
        return read == value if isinstance(value, str) else same_json(read, value)
    if type == "double":
        return struct.pack("<d", value) == struct.pack("<d", read)
    if type == "timestamp":
        return read.astimezone(UTC) == datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if type == "date":
        return read == datetime.date.fromisoformat(value)
    if type.startswith("decimal"):
        return read == decimal.Decimal(str(value))
    if type == "binary":
        return read == __import__("base64").b64decode(value)
    if type == "uuid":
        return (read if isinstance(read, bytes) else __import__("uuid").UUID(str(read)).bytes).hex() == value.replace("-", "")
    if type == "time":
        return read == datetime.time.fromisoformat(value)
    return read.__class__ == value.__class__ and read == value


def check_members(value, read, fields, place):
    # By their position: DuckDB has other names for columns whose name is empty. The names are compared with the types.
    expect(len(read) == len(fields), place, "has", len(read), "fields and not", len(fields))
    for (name, type), member in zip(fields.items(), read.values()):
        check(value.get(name), member, type, place + name)


def check_rows(records, rows, schema, reader):
    expect(len(records) == len(rows), reader, "reads", len(rows), "rows and not", len(records))
    for number, (record, row) in enumerate(zip(records, rows)):
        check_members(record, row, schema, f"{reader}: row {number}: ")


# What the file says about its columns.


def check_statistics(file, records, schema):
    """The bounds that the metadata give for top-level scalars are those of the values."""
    first = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group)
        part = records[first : first + rows.num_rows]
        first += rows.num_rows
        for position in range(rows.num_columns):
            column = rows.column(position)
            name = column.path_in_schema
            expect(column.statistics is not None, name, "has no statistics")
            if plain(schema.get(name)) not in ("integer", "long_integer", "double", "string", "boolean", "date", "decimal(38,0)"):
                continue
            values = [record[name] for record in part if record.get(name) is not None]
            expect(column.statistics.null_count == len(part) - len(values), name, "null_count")
            if not values:
                continue
            if plain(schema[name]) == "date":
                values = [datetime.date.fromisoformat(value) for value in values]
            if plain(schema[name]).startswith("decimal"):
                values = [decimal.Decimal(value) for value in values]
            if plain(schema[name]) == "string":
                values = [value.encode() for value in values]
                low, high = column.statistics.min_raw, column.statistics.max_raw
                expect(low <= min(values) and high >= max(values), name, "string bounds")
                expect(len(min(values)) > 64 or low == min(values), name, "smallest string")
                expect(len(max(values)) > 64 or high == max(values), name, "largest string")
            else:
                expect(column.statistics.min == min(values), name, column.statistics.min, min(values))
                expect(column.statistics.max == max(values), name, column.statistics.max, max(values))


def check_filters(connection, path, records, schema):
    """Readers that skip by statistics and Bloom filters find what is there."""
    for name, type in schema.items():
        if plain(type) not in ("integer", "long_integer", "string", "decimal(38,0)") or not name:
            continue
        values = [record[name] for record in records if record.get(name) is not None]
        for value in values[:3]:
            quoted = name.replace('"', '""')
            query = f'select count(*) from read_parquet(?) where "{quoted}" = ?'
            found = connection.execute(query, [path, value]).fetchall()[0][0]
            expect(found == values.count(value), name, "has", value, found, "times and not", values.count(value))


def check_case(path):
    schema = json.load(open(path + ".json", encoding="utf-8"))
    with open(path + ".jsonl", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines.read().split("\n") if line]
    parquet = path + ".parquet"

    file = pyarrow.parquet.ParquetFile(parquet, page_checksum_verification=True)
    expect(file.metadata.num_rows == len(records), "metadata: rows")
    expected = [pyarrow.field(name, arrow_type(type), not required(type)) for name, type in schema.items()]
    expect(file.schema_arrow.equals(pyarrow.schema(expected)), "pyarrow:", file.schema_arrow, "and not", expected)
    table = file.read()
    table.validate(full=True)
    check_rows(records, table.to_pylist(), schema, "pyarrow")
    check_statistics(file, records, schema)
    if not schema:
        return

    frame = polars.read_parquet(parquet)
    expected = {name: polars_type(type) for name, type in schema.items()}
    expect(dict(frame.schema) == expected, "polars:", frame.schema, "and not", expected)
    check_rows(records, frame.to_dicts(), schema, "polars")

    relation = connection.read_parquet(parquet)
    expected = [duckdb_type(type).replace('"', "") for type in schema.values()]
    found = [str(type).replace('"', "") for type in relation.types]
    expect(found == expected, "duckdb:", found, "and not", expected)
    check_rows(records, relation.to_arrow_table().to_pylist(), schema, "duckdb")
    check_filters(connection, parquet, records, schema)


connection = duckdb.connect()
connection.execute("set timezone = 'UTC'")
count = 0
for name in sorted(os.listdir(task["folder"])):
    if name.endswith(".parquet"):
        path = os.path.join(task["folder"], name[: -len(".parquet")])
        try:
            check_case(path)
        except Exception as error:
            print(f"{name}: {error.__class__.__name__}: {error}"[:1500])
        count += 1
print(count, "files read")
