"""Reads segments of a recording, written from emulator/daq/README.md alone.

Prints a JSON list with one entry a record: its head, and its tables with columns as lists of rows.
Only the standard library is used.
"""

import json
import struct
import sys
import zlib
from itertools import pairwise

ELEMENTS = {
    "|u1": "B", "|i1": "b", "<u2": "H", "<i2": "h", "<u4": "I", "<i4": "i", "<f4": "f", "<f8": "d",
}


def rounded_up(size):
    return (size + 7) // 8 * 8


def read_bodies(data):
    """Bodies of the frames of a segment, in order."""
    assert data[:8] in (b"B2L1REC2", b"B2L1REC3"), "not a recording of format 2 or 3"
    place, number = 8, 0
    while place < len(data):
        size, sequence, checksum = struct.unpack_from("<III", data, place)
        body = data[place + 12 : place + 12 + size]
        assert len(body) == size, "the file ends within a frame"
        assert sequence == number, "a frame is missing"
        assert zlib.crc32(data[place : place + 8] + body) == checksum, "a frame is damaged"
        yield body
        place += 12 + size
        number += 1


def read_tables(descriptions, body, place):
    """Tables by name; columns are lists with an entry, or a list of `width` entries, for each row."""
    tables = {}

    def take(dtype, count):
        nonlocal place
        size = count * int(dtype[2:])
        data = body[place : place + size]
        place += rounded_up(size)
        if dtype not in ELEMENTS:
            return None
        return list(struct.unpack(f"<{count}{ELEMENTS[dtype]}", data))

    for described in descriptions:
        rows = described["rows"]
        columns = dict(described.get("values", {}))
        if "of" in described:
            owners = tables[described["of"]]["rows"]
            columns["offsets"] = take("<u4", owners + 1)
            assert columns["offsets"][0] == 0 and columns["offsets"][-1] == rows
            assert all(a <= b for a, b in pairwise(columns["offsets"]))
        for name, dtype, *rest in described["columns"]:
            width = rest[0] if rest else 1
            values = take(dtype, rows * width)
            if values is None:
                continue
            if width > 1:
                values = [values[row * width : (row + 1) * width] for row in range(rows)]
            columns[name] = values
        tables[described["name"]] = {"rows": rows, "columns": columns}
    assert place == len(body), "the columns do not end with the body"
    return tables


def read_record(body):
    (length,) = struct.unpack_from("<I", body)
    head = json.loads(body[4 : 4 + length])
    tables = read_tables(head.pop("tables", []), body, 4 + length)
    return {"head": head, "tables": tables}


records = []
for path in sys.argv[1:]:
    with open(path, "rb") as segment:
        segment_records = [read_record(body) for body in read_bodies(segment.read())]
    *before, end = segment_records
    assert end["head"]["kind"] == "segment-end", "the segment was cut"
    assert sum(end["head"]["records"].values()) == len(before)
    records += segment_records
json.dump(records, sys.stdout)
