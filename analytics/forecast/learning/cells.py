"""What people write into the cells of a list: numbers (36万, 1,200,000, 30%, ¥5k), days in the usual forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time

UNWRITTEN = frozenset({"", "na", "n/a", "nan", "null", "nil", "#n/a", "#value!", "\\n", "-", "--", "—", "?", "nat"})
UNITS = {"亿": 1e8, "千万": 1e7, "百万": 1e6, "万": 1e4, "w": 1e4, "千": 1e3, "k": 1e3, "m": 1e6, "b": 1e9, "": 1.0}
_AROUND = re.compile(r"人民币|rmb|cny|usd|eur|gbp|us\$|[¥$€£]|元整?|块钱?|[\s_']")
_NUMBER = re.compile(
    r"(?P<bracket>\()?(?P<sign>[-+])?(?P<figures>\d+(?:\.\d*)?|\.\d+)(?P<power>e[-+]?\d+)?"
    r"(?P<unit>亿|千万|百万|万|w|千|k|m|b|)(?P<percent>%)?(?(bracket)\))"
)
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_PACKED = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/年](\d{1,2})月?")
_NAMED = re.compile(r"(?:(\d{1,2})[- ]([a-z]{3})[a-z]*\.?[-, ]+|([a-z]{3})[a-z]*\.? (\d{1,2}),? )(\d{4}|\d{2})")
_CLOCK = re.compile(r"(?:[t ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm)?)?\s*(?:z|utc|[+-]\d{2}:?\d{2})?")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}


def text(cell: object) -> str:
    """The cell as a line of text in one width; "" where nothing is written."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    line = " ".join(unicodedata.normalize("NFKC", str(cell)).split())
    return "" if line.casefold() in UNWRITTEN else line


def number(written: str) -> float | None:
    """The number; a percentage as its figure in hundredths of one. None where it is none."""
    plain = _AROUND.sub("", written.casefold())
    if _DECIMAL_COMMA.fullmatch(plain.lstrip("-+")):
        plain = plain.replace(".", "").replace(",", ".")
    found = _NUMBER.fullmatch(_GROUPED.sub("", plain))
    if found is None:
        return None
    value = float(found["figures"] + (found["power"] or "")) * UNITS[found["unit"]]
    value = -value if found["bracket"] or found["sign"] == "-" else value
    return value / 100 if found["percent"] else value


def days(column: Sequence[str]) -> list[date | None]:
    """The days of a column, None where a cell is none. 3/4/2026 is read as most of the column can be: the month first
    unless only the day first fits."""
    month_first = [_day(cell, month_first=True) for cell in column]
    day_first = [_day(cell, month_first=False) for cell in column]
    return day_first if _count(day_first) > _count(month_first) else month_first


def _count(found: Sequence[date | None]) -> int:
    return sum(1 for day in found if day is not None)


def _day(written: str, *, month_first: bool) -> date | None:
    plain = written.casefold()
    for pattern, read in ((_YEAR_FIRST, _of_parts), (_PACKED, _of_parts), (_NAMED, _of_name)):
        if (found := pattern.match(plain)) and _CLOCK.fullmatch(plain, found.end()):
            return read(*found.groups())
    if (found := _YEAR_LAST.match(plain)) and _CLOCK.fullmatch(plain, found.end()):
        first, second, year = found.groups()
        return _of_parts(year, first, second) if month_first else _of_parts(year, second, first)
    if found := _MONTH.fullmatch(plain):
        return _of_parts(found[1], found[2], "1")
    return None


def _of_parts(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _of_name(day: str | None, month: str | None, named: str | None, after: str | None, year: str) -> date | None:
    number_of_month = _MONTHS.get(month or named or "")
    return None if number_of_month is None else _of_parts(year, str(number_of_month), day or after or "")
