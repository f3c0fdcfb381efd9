"""CSV as Chinese programs write it: UTF-8 with or without a mark, GBK, UTF-16; commas, semicolons, tabs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice

from sales.importing.files.tables import MOST_CELLS, MOST_COLUMNS, MOST_LINES, MOST_ROWS, NotReadable, Row, Table

SEPARATORS = ",;\t|，；"
LOOKED_AT = 20  # rows by which the separator is found
LOOKED_INTO = 2 * MOST_LINES  # characters of these rows; fewer cannot be too many
MOST_BLANK = 1_000_000  # lines without anything
LONGEST_CELL = 100_000
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")


MANY = 50  # of so many characters one at most is a NUL in a text; what has more of them is none


def tables(data: bytes) -> list[Table]:
    """The one table of a CSV file. Raises NotReadable, also when its rows are read."""
    text = _decoded(data)
    separator = _separator(text[:LOOKED_INTO])
    if len(text) > LOOKED_INTO:
        _measure(text, separator)

    def rows() -> Iterable[Row]:
        return _rows(text, separator)

    return [Table("", rows)]


def _decoded(data: bytes) -> str:
    if data.startswith(OTHER_FILES):
        raise NotReadable("not_a_table")
    text = _text(data)
    if 0 < text.count("\x00") <= max(1, len(text) // MANY):
        raise NotReadable("null", text[: text.index("\x00")].count("\n") + 1)
    if any(ord(letter) < 32 and letter not in "\t\r\n\x1a\x1c\x0b\x0c" for letter in text[:10_000]):
        raise NotReadable("not_a_table")
    return text


def _text(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _as(data, encoding)
    for nulls, encoding in ((data[1:2000:2], "utf-16-le"), (data[0:2000:2], "utf-16-be")):
        if nulls.count(0) > len(nulls) // 5:
            return _as(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _as(data, "gb18030")


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotReadable("encoding") from error


def _separator(text: str) -> str:
    """What divides most of the first rows into equally many cells, the more the better."""

    def likeness(separator: str) -> tuple[int, int]:
        widths: list[int] = []
        with suppress(csv.Error):  # what is wrong is said when the rows are read
            widths.extend(len(row) for row in islice(_reader(text, separator), LOOKED_AT) if any(row))
        width = max(widths, key=widths.count, default=0)
        return (widths.count(width), width) if width > 1 else (0, width)

    return max(SEPARATORS, key=likeness)


def _measure(text: str, separator: str) -> None:
    """Whether it is no larger than a list can be: what can be counted without reading it first. Raises NotReadable."""
    if text.count(separator) > MOST_CELLS or max(text.count("\n"), text.count("\r")) > MOST_BLANK:
        raise NotReadable("too_many_cells")
    rows = 0
    for row in _rows(text, separator):
        rows += any(row)
        if rows > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise NotReadable("too_many_cells")


def _rows(text: str, separator: str) -> Iterator[Row]:
    reader = _reader(text, separator)
    line = 1
    try:
        for row in reader:
            yield tuple([cell or None for cell in row])
            line += 1
    except csv.Error as error:
        raise NotReadable(*(("quotes", line) if '"' in text else ("not_a_table",))) from error


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)
