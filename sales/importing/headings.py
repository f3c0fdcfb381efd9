"""Which column of a table holds what, by the usual headings (config/imports.yml), wherever its heading row stands.

What is said of a second contact (联系人2, 电话2, 第二联系人, or the same headings once more) has its number behind the
field's name: contact2, phone2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path

import config
from config.yaml_lines import Part, read
from sales.importing.files import Row, Table

SHIPPED = Path(config.__file__).parent / "imports.yml"
LOOKED_AT = 30  # rows in which the headings are looked for
TELLING = frozenset({"contact", "owner", "stage", "industry", "region", "code", "short"})
LONGEST_HEADING = 40
REMEMBERED = 1024  # cells of which it is known how they would be compared
NOTES = frozenset(
    {"备注", "说明", "客户备注", "备注说明", "notes", "remark"}
)  # headings that are not kept with the note
EXPLAINED = -1  # the rank of a heading that somebody has explained
Fields = Mapping[str, tuple[str, int]]
SCALES = {"万": 10_000, "千": 1_000}
_NOTE = re.compile(r"[(\[【/_].*$|[*:!?#]+|(?<=.)[万千]元$")
_WORDS_ONLY = re.compile(r"[^\d]{1,20}")
_ORDER = re.compile(r"^\d+[.、]")
OF_PERSON = frozenset({"contact", "title", "phone", "landline", "weixin", "email", "role"})
MOST_PEOPLE = 5  # contacts with columns of their own
_NUMBERED = re.compile(
    r"(?P<before>.*?)第?(?P<number>[1-5一二三四五]|备用|次要|其[他它])(?:位|个|号)?[-_/:]?(?P<behind>.*)"
)
_NUMBERS = {**{str(n): n for n in range(1, 6)}, **{word: n for n, word in enumerate("一二三四五", 1)}}


class Words(Part):
    """How headings, stages and empty cells are written."""

    headings: Mapping[str, tuple[str, ...]]
    template: tuple[str, ...]
    weak: tuple[str, ...]
    remarks: tuple[str, ...]
    noted: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]]
    role_columns: Mapping[str, tuple[str, ...]]
    grades: Mapping[str, tuple[str, ...]]
    stages: Mapping[str, tuple[str, ...]]
    empty: tuple[str, ...]
    totals: tuple[str, ...]
    nobody: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A table whose headings are known: `line` is the heading row, `columns` the places of the fields, `scale` by which
    plain numbers of the sums are multiplied, `unused` the headings nothing is made of. `roles` are the buying roles of
    whoever stands in a column that is called so, `remarks` the places that are kept as a note, with their headings."""

    table: Table
    line: int
    columns: Mapping[str, int]
    scale: int = 1
    unused: tuple[str, ...] = ()
    others: tuple[str, ...] = field(default=())
    roles: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[tuple[str, int], ...] = ()

    def lines(self) -> Iterable[tuple[int, Mapping[str, object]]]:
        """The rows below the headings, with their line numbers, without empty ones, totals and repeated headings."""
        places = tuple(self.columns.items())
        for number, row in enumerate(islice(self.table.rows(), self.line, None), self.line + 1):
            cells = {name: row[place] for name, place in places if place < len(row) and row[place] is not None}
            if not (_is_total(cells) or all(as_heading(value) in _fields() for value in cells.values())):
                if self.remarks and (note := self._note(row)):
                    cells["note"] = note
                yield number, {**self.roles, **cells} if self.roles else cells

    def _note(self, row: Row) -> str:
        """地址:人民路 1 号;老客户."""
        said = ((heading, row[place]) for heading, place in self.remarks if place < len(row))
        parts = ((heading, str(cell).strip()) for heading, cell in said if cell is not None)
        return ";".join(
            part if as_heading(heading) in NOTES else f"{heading}:{part}"
            for heading, part in parts
            if part and part.casefold() not in words().empty
        )


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
    return replace(first, others=tuple(layout.table.name for layout in others))


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
        columns, others = _columns(row, fields)
        kept = tuple((heading, place) for heading, place in others if as_heading(heading) in _remarks())
        unused = tuple(heading for heading, place in others if (heading, place) not in kept)
        known = len(columns) + len(kept) + sum(as_heading(heading) in _noted() for heading in unused)
        if known > most and _is_list(row, columns, known):
            amount = columns.get("amount")
            scale = _scale(row[amount]) if amount is not None else 1
            roles = {
                f"role{name.removeprefix('contact')}": role
                for name, place in columns.items()
                if name.startswith("contact") and (role := _role_columns().get(as_heading(row[place])))
            }
            best, most = Layout(table, line, columns, scale, unused, (), roles, kept), known
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


def _columns(row: Row, fields: Fields) -> tuple[dict[str, int], tuple[tuple[str, int], ...]]:
    """The place of each field whose heading stands in the row, of several the one named first in the table of headings;
    and the other headings with their places."""
    ranked: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(row):
        name, rank = _field(cell, fields)
        if name in OF_PERSON and name in ranked and ranked[name][0] == rank:  # the same heading once more
            name = _next(name, ranked)
        if name:
            ranked[name] = min(ranked.get(name, (rank, place)), (rank, place))
    for place, cell in enumerate(row):
        if as_heading(cell) in _role_columns() and as_heading(cell) not in fields:
            ranked[_next("contact", ranked)] = (0, place)
    for name, of_role in [(name, row[place]) for name, (_, place) in ranked.items() if name.startswith("contact")]:
        for place, cell in enumerate(row):
            beside = _of_role(cell, as_heading(of_role), fields)
            if beside and place not in {known for _, known in ranked.values()}:
                ranked.setdefault(f"{beside}{name.removeprefix('contact')}", (0, place))
    columns = {name: place for name, (_, place) in ranked.items() if name}
    used = set(columns.values())
    return columns, tuple(
        (str(cell).strip(), place) for place, cell in enumerate(row) if cell is not None and place not in used
    )


def _field(cell: object, fields: Fields) -> tuple[str, int]:
    """The field of a heading, and its rank; "" for none."""
    known = fields.get(as_heading(cell))
    if known is not None or not isinstance(cell, str) or len(cell) >= LONGEST_HEADING:
        return known or ("", 0)
    found = _NUMBERED.fullmatch("".join(unicodedata.normalize("NFKC", cell).split()))
    name, rank = fields.get(as_heading(found["before"] + found["behind"]), ("", 0)) if found is not None else ("", 0)
    if found is None or name not in OF_PERSON:
        return "", 0
    number = _NUMBERS.get(found["number"], 2)
    return (name if number == 1 else f"{name}{number}"), rank


def _of_role(cell: object, role_column: str, fields: Fields) -> str:
    """The field of a heading that belongs to such a column (采购电话 to 采购负责人); "" for none."""
    heading, role = as_heading(cell), _role_columns().get(role_column)
    before = next((known for known in (role_column, role) if known and heading.startswith(known)), None)
    name = fields.get(heading.removeprefix(before), ("", 0))[0] if before is not None else ""
    return name if name in OF_PERSON else ""


def _next(name: str, taken: Collection[str]) -> str:
    """The field, with the next number that is free; "" for none."""
    numbered = (name, *(f"{name}{number}" for number in range(2, MOST_PEOPLE + 1)))
    return next((one for one in numbered if one not in taken), "")


def _scale(heading: object) -> int:
    text = str(heading)
    return next((scale for word, scale in SCALES.items() if word in text), 1)


@lru_cache(REMEMBERED)
def as_heading(cell: object) -> str:
    """A heading as it is compared."""
    if not isinstance(cell, str):
        return ""
    plain = unicodedata.normalize("NFKC", cell).casefold().strip()
    return _ORDER.sub("", _NOTE.sub("", "".join(plain.split()))) if len(plain) < LONGEST_HEADING else ""


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


@cache
def _remarks() -> frozenset[str]:
    return frozenset(map(as_heading, words().remarks))


@cache
def _role_columns() -> Mapping[str, str]:
    return {as_heading(name): role for role, names in words().role_columns.items() for name in names}
