"""Excel files: .xlsx and the like, and the old .xls. A small file may unpack to more than the machine has, or name a
cell at the far end of the sheet: what an .xlsx plainly holds is measured, and any file is read by a process that has
little memory (`excel_reader`). What that one read lies in a folder that goes with the tables."""

from __future__ import annotations

import io
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sales.importing.files import excel_reader
from sales.importing.files.tables import MOST_CELLS, MOST_LINES, MOST_ROWS, NotReadable, Reason, Row, Table

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MOST_UNPACKED = 300 * 1024 * 1024
PIECE = 1024 * 1024
READER = excel_reader.__file__
REASONS: Mapping[int, Reason] = {
    excel_reader.DAMAGED: "damaged",
    excel_reader.PASSWORD: "password",
    excel_reader.TOO_MANY_CELLS: "too_many_cells",
}
CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,80}?\br="([A-Z]{1,3})(\d{1,7})"[^>]{0,80}(?<!/)>')  # one that holds anything
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


def is_excel(data: bytes) -> bool:
    """Whether it begins as one."""
    return data.startswith((OLE, ZIP))


def tables(data: bytes) -> list[Table]:
    """The sheets that hold anything. Raises NotReadable."""
    if data.startswith(OLE) and ENCRYPTED in data:
        raise NotReadable("password")
    if data.startswith(ZIP):
        _measure(data)
    folder = TemporaryDirectory(prefix="xiaoban-")
    read = Path(folder.name) / "read"
    _read(data, Path(folder.name) / "file", read)
    found: list[Table] = []
    with read.open("rb") as file:
        while (name := pickle.load(file)) is not None:
            start, merged = pickle.load(file)
            found.append(_table(name, start, merged, folder, file.tell()))
            while pickle.load(file):
                pass
    return found


def _read(data: bytes, file: Path, read: Path) -> None:
    """Have the file read by a process that has little memory. Raises NotReadable."""
    file.write_bytes(data)
    done = subprocess.run([sys.executable, "-I", READER, file, read], capture_output=True)
    file.unlink()
    if done.returncode != excel_reader.DONE:
        raise NotReadable(REASONS.get(done.returncode, "too_large"))


def _table(
    name: str, start: tuple[int, int], merged: Sequence[Any], folder: TemporaryDirectory[str], offset: int
) -> Table:
    first_line, first_column = start
    below: dict[tuple[int, int], tuple[int, int]] = {}  # cells that belong to a merged one above them
    for (top, left), (bottom, _) in merged:
        below |= {(line, left): (top, left) for line in range(top + 1, min(bottom, MOST_LINES) + 1)}

    def rows() -> Iterator[Row]:
        yield from [()] * first_line
        above: dict[tuple[int, int], Any] = {}
        for line, values in enumerate(_lines(folder, offset), first_line):
            row = [None] * first_column + [None if value == "" or value in ERRORS else value for value in values]
            for column in range(len(row)) if below else ():
                if (line, column) in below:
                    row[column] = above.get(below[line, column])
                elif row[column] is not None:
                    above[line, column] = row[column]
            yield tuple(row)

    return Table(name, rows)


def _lines(folder: TemporaryDirectory[str], offset: int) -> Iterator[Sequence[Any]]:
    """The lines of a sheet, from where they begin in what was read."""
    with (Path(folder.name) / "read").open("rb") as file:
        file.seek(offset)
        while portion := pickle.load(file):
            yield from portion


def _measure(data: bytes) -> None:
    """Whether the file can be opened. Raises NotReadable."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise NotReadable("too_large")
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
                            rest = piece[-200:]
                            if longest > MOST_ROWS or widest * longest > MOST_CELLS:
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
