"""Excel files: .xlsx and the like, and the old .xls. A small file may unpack to more than the machine has, or name a
cell at the far end of the sheet: what an .xlsx holds is measured before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from sales.importing.files.tables import MOST_LINES, NotReadable, Row, Table

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_UNPACKED = 400 * 1024 * 1024
MOST_CELLS = 8_000_000
PIECE = 1024 * 1024
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,80}?\br="([A-Z]{1,3})(\d{1,7})"')
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


def is_excel(data: bytes) -> bool:
    """Whether it begins as one."""
    return data.startswith((OLE, ZIP))


def tables(data: bytes) -> list[Table]:
    """The sheets that hold anything. Raises NotReadable."""
    from python_calamine import CalamineWorkbook

    if data.startswith(OLE) and ENCRYPTED in data:
        raise NotReadable("password")
    if data.startswith(ZIP):
        _measure(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [_table(workbook, name) for name in workbook.sheet_names]
    except NotReadable:
        raise
    except BaseException as error:  # the reader panics on some damaged files, which is no Exception
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise NotReadable("password" if "assword" in str(error) else "damaged") from error


def _table(workbook: Any, name: str) -> Table:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise NotReadable("too_many_cells")
    first_line, first_column = sheet.start or (0, 0)
    below: dict[tuple[int, int], tuple[int, int]] = {}  # cells that belong to a merged one above them
    for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
        below |= {(line, left): (top, left) for line in range(top + 1, min(bottom, MOST_LINES) + 1)}

    def rows() -> Iterator[Row]:
        yield from [()] * first_line
        above: dict[tuple[int, int], Any] = {}
        for line, values in enumerate(sheet.iter_rows(), first_line):
            row = [None] * first_column + [None if value == "" or value in ERRORS else value for value in values]
            for column in range(len(row)) if below else ():
                if (line, column) in below:
                    row[column] = above.get(below[line, column])
                elif row[column] is not None:
                    above[line, column] = row[column]
            yield tuple(row)

    return Table(name, rows)


def _measure(data: bytes) -> None:
    """Whether the file can be opened. Raises NotReadable."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if not any(name.startswith(("xl/", "Workbook", "content.xml")) for name in names):
                raise NotReadable("not_a_table")
            for entry in packed.infolist():
                if entry.flag_bits & 1:
                    raise NotReadable("password")
                widest, longest, rest = 0, 0, b""
                with packed.open(entry) as file:
                    while piece := file.read(PIECE):
                        unpacked += len(piece)
                        if unpacked > MOST_UNPACKED:
                            raise NotReadable("too_large")
                        if entry.filename.startswith("xl/worksheets/"):
                            piece = rest + piece
                            for column, line in CELL.findall(piece):
                                widest, longest = max(widest, _number(column)), max(longest, int(line))
                            rest = piece[-120:]
                if widest * longest > MOST_CELLS:
                    raise NotReadable("too_many_cells")
    except (NotReadable, MemoryError):
        raise
    except Exception as error:  # damaged files make the unpacker fail in many ways
        raise NotReadable("damaged") from error


def _number(column: bytes) -> int:
    """27 of AA."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
