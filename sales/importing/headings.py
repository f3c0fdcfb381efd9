"""Which column of a table holds what, by the usual headings (config/imports.yml), wherever its heading row stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

import config
from config.yaml_lines import Part, read
from sales.importing.files import Row, Table

SHIPPED = Path(config.__file__).parent / "imports.yml"
LOOKED_AT = 30  # rows in which the headings are looked for
TELLING = frozenset({"contact", "owner", "stage", "industry", "region", "code", "short"})
EXPLAINED = -1  # the rank of a heading that somebody has explained
Fields = Mapping[str, tuple[str, int]]
SCALES = {"万": 10_000, "千": 1_000}
_NOTE = re.compile(r"[(\[【/_].*$|[*:!?#]+|(?<=.)[万千]元$")
_WORDS_ONLY = re.compile(r"[^\d]{1,20}")
_ORDER = re.compile(r"^\d+[.、]")


class Words(Part):
    """How headings, stages and empty cells are written."""

    headings: Mapping[str, tuple[str, ...]]
    template: tuple[str, ...]
    weak: tuple[str, ...]
    noted: tuple[str, ...]
    stages: Mapping[str, tuple[str, ...]]
    empty: tuple[str, ...]
    totals: tuple[str, ...]
    nobody: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A table whose headings are known: `line` is the heading row, `columns` the places of the fields, `scale` by which
    plain numbers of the sums are multiplied, `unused` the headings nothing is made of."""

    table: Table
    line: int
    columns: Mapping[str, int]
    scale: int = 1
    unused: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())

    def lines(self) -> Iterable[tuple[int, Mapping[str, object]]]:
        """The rows below the headings, with their line numbers, without empty ones, totals and repeated headings."""
        places = tuple(self.columns.items())
        for number, row in enumerate(islice(self.table.rows(), self.line, None), self.line + 1):
            cells = {name: row[place] for name, place in places if place < len(row) and row[place] is not None}
            if not (_is_total(cells) or all(as_heading(value) in _fields() for value in cells.values())):
                yield number, cells


@cache
def words() -> Words:
    """The shipped table."""
    return read(SHIPPED, Words)


def layout_of(tables: Sequence[Table], said: Mapping[str, str] | None = None) -> Layout | None:
    """The first table with the headings of a customer list; None if there is none. `others` are further ones. `said`
    gives fields by headings that somebody has explained."""
    fields = {**_fields(), **{as_heading(heading): (name, EXPLAINED) for heading, name in (said or {}).items()}}
    found = [layout for table in tables if (layout := _layout(table, fields)) is not None]
    if not found:
        return None
    first, *others = found
    names = tuple(layout.table.name for layout in others)
    return Layout(first.table, first.line, first.columns, first.scale, first.unused, names)


def template() -> str:
    """The headings of a list to fill in, as CSV."""
    return ",".join(words().template) + "\r\n"


def field_called(words: str) -> str | None:
    """The field that is called so (负责人 → owner); None for none."""
    known = _fields().get(as_heading(words))
    return known[0] if known else None


def likely_headings(tables: Sequence[Table]) -> tuple[str, ...]:
    """What seem to be the headings of the first table, although they are not those of a customer list: a row of words
    only, with more rows below."""
    for table in tables:
        rows = list(islice(table.rows(), LOOKED_AT))
        for row in rows[:-1]:
            cells = [cell for cell in row if cell is not None]
            if len(cells) > 1 and all(isinstance(cell, str) and _WORDS_ONLY.fullmatch(cell.strip()) for cell in cells):
                return tuple(str(cell).strip() for cell in cells)
    return ()


def _is_total(cells: Mapping[str, object]) -> bool:
    """Whether a row is nothing but a sum."""
    return cells.keys() <= {"amount"} or as_heading(cells.get("customer")) in _totals()


def _layout(table: Table, fields: Fields) -> Layout | None:
    """The row with most known headings, if it is that of a customer list."""
    best, most = None, 0
    for line, row in enumerate(islice(table.rows(), LOOKED_AT), 1):
        columns, unused = _columns(row, fields)
        known = len(columns) + sum(as_heading(heading) in _noted() for heading in unused)
        if known > most and _is_list(row, columns, known):
            amount = columns.get("amount")
            best, most = Layout(table, line, columns, _scale(row[amount]) if amount is not None else 1, unused), known
    return best


def _is_list(row: Row, columns: Mapping[str, int], known: int) -> bool:
    """Whether a row with so many known headings is that of a customer list, and not that of a quotation or of a form
    with one customer."""
    if "customer" not in columns:
        return False
    if as_heading(row[columns["customer"]]) not in _fields():
        return True  # somebody has explained it
    if as_heading(row[columns["customer"]]) in _weak():
        return not TELLING.isdisjoint(columns)
    return known > 1 or sum(cell is not None for cell in row) == 1


def _columns(row: Row, fields: Fields) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each field whose heading stands in the row, of several the one named first in the table of headings;
    and the other headings."""
    ranked: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(row):
        known = fields.get(as_heading(cell))
        if known is not None:
            name, rank = known
            ranked[name] = min(ranked.get(name, (rank, place)), (rank, place))
    columns = {name: place for name, (_, place) in ranked.items()}
    used = set(columns.values())
    unused = tuple(str(cell).strip() for place, cell in enumerate(row) if cell is not None and place not in used)
    return columns, unused


def _scale(heading: object) -> int:
    text = str(heading)
    return next((scale for word, scale in SCALES.items() if word in text), 1)


def as_heading(cell: object) -> str:
    """A heading as it is compared."""
    if not isinstance(cell, str):
        return ""
    plain = unicodedata.normalize("NFKC", cell).casefold().strip()
    return _ORDER.sub("", _NOTE.sub("", "".join(plain.split()))) if len(plain) < 40 else ""


@cache
def _fields() -> Fields:
    """The field of each heading, and which of its field's headings it is."""
    known: dict[str, tuple[str, int]] = {}
    for name, headings in words().headings.items():
        for rank, heading in enumerate(headings):
            known.setdefault(as_heading(heading), (name, rank))
    return known


@cache
def _weak() -> frozenset[str]:
    return frozenset(map(as_heading, words().weak))


@cache
def _totals() -> frozenset[str]:
    return frozenset(map(as_heading, words().totals))


@cache
def _noted() -> frozenset[str]:
    return frozenset(map(as_heading, words().noted))
