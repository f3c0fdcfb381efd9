"""Which kind of file it is, by its content, not by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from storage.media import MAX_BYTES

LONGEST_FILE = MAX_BYTES
MOST_LINES = 100_000
MOST_ROWS = MOST_LINES + 100  # with headings, titles and totals
MOST_COLUMNS = 16_384  # a sheet of Excel has no more
MOST_CELLS = 8_000_000
Cell = str | int | float | bool | date | datetime | time | None
Row = tuple[Cell, ...]
Reason = Literal[
    "empty", "password", "not_a_table", "damaged", "too_large", "too_many_cells", "encoding", "quotes", "null"
]


class NotReadable(Exception):
    """Why a file cannot be read as a table; `line` where it is known."""

    def __init__(self, reason: Reason, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Table:
    """A sheet, or a whole CSV file. `rows()` begins anew each time; the first is line 1."""

    name: str
    rows: Callable[[], Iterable[Row]]


def read_tables(data: bytes) -> list[Table]:
    """The tables in a file. Raises NotReadable."""
    from sales.importing.files import csv_file, excel_file

    if not data.strip(b"\x00\r\n\t "):
        raise NotReadable("empty")
    if len(data) > LONGEST_FILE:
        raise NotReadable("too_large")
    if excel_file.is_excel(data):
        return excel_file.tables(data)
    return csv_file.tables(data)
