"""A table of scripts, by the usual headings, wherever its heading row stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from knowledge.files.contents import Contents, Trouble
from knowledge.files.fields import WAN, as_heading, asked_fields, fields, item_of, words
from knowledge.items import ItemProblem

LOOKED_AT = 30  # rows in which the headings are looked for
MOST_NAMED = 12
Row = Sequence[object]


@dataclass(frozen=True)
class Layout:
    """Where the headings stand (`line`, from 1), the places of the fields, by what plain numbers of a budget are
    multiplied, of which kind an item is that names none, and the headings nothing is made of."""

    line: int
    columns: Mapping[str, int]
    scale: int
    kind: str
    unused: tuple[str, ...]

    def read(self, file: str, rows: Iterable[Row], contents: Contents) -> None:
        """Take the items of the table's rows, and what is wrong with others, by line."""
        for line, row in enumerate(rows, 1):
            if line <= self.line or not (cells := self._cells(row)) or (contents.is_full and contents.problems):
                continue
            try:
                item = item_of({"kind": self.kind, **cells}, self.scale)
            except ItemProblem as problem:
                contents.problem(file, "item", line, detail=str(problem))
            else:
                contents.add(item, Trouble(file, "item", line))
        if self.unused:
            contents.note(file, "unused", detail="、".join(heading[:12] for heading in self.unused[:MOST_NAMED]))

    def _cells(self, row: Row) -> dict[str, object]:
        found = {name: row[place] for name, place in self.columns.items() if place < len(row)}
        cells = {name: cell for name, cell in found.items() if cell is not None and str(cell).strip()}
        if cells.keys() <= {"id", "kind"} or as_heading(cells.get("body")) in fields():
            return {}  # a number beside nothing, a type that was filled down, the headings once more
        return cells


def script_layout(rows: Callable[[], Iterable[Row]]) -> Layout | None:
    """The layout of a table that is one of scripts: a row names a title and a body. None where it is none."""
    for line, row in enumerate(islice(rows(), LOOKED_AT), 1):
        columns, kind = _columns(row)
        if {"title", "body"} <= columns.keys():
            used = set(columns.values())
            unused = (str(cell).strip() for place, cell in enumerate(row) if cell is not None and place not in used)
            listed = tuple(heading for heading in unused if as_heading(heading) not in _unmentioned())
            budgets = [str(row[place]) for name, place in columns.items() if name.startswith("budget")]
            return Layout(line, columns, WAN if any("万" in said for said in budgets) else 1, kind, listed)
    return None


def _columns(row: Row) -> tuple[dict[str, int], str]:
    """The place of each field that the row names, and the kind of items that name none."""
    asked = dict(_asked(row))
    if asked.keys() == {"title", "body"}:
        others = {
            name: place for name, place in _ranked(row).items() if name not in asked and place not in asked.values()
        }
        return {**others, **asked}, "faq"
    return _ranked(row), "script"


def _ranked(row: Row) -> dict[str, int]:
    ranked: dict[str, tuple[int, int]] = {}
    for place, cell in enumerate(row):
        name, rank = fields().get(as_heading(cell), ("", 0))
        if name:
            ranked[name] = min(ranked.get(name, (rank, place)), (rank, place))
    return {name: place for name, (_, place) in ranked.items()}


def _asked(row: Row) -> Iterator[tuple[str, int]]:
    for place, cell in reversed(list(enumerate(row))):
        if (name := asked_fields().get(as_heading(cell))) is not None:
            yield name, place


def _unmentioned() -> frozenset[str]:
    return frozenset(map(as_heading, words().unused))
