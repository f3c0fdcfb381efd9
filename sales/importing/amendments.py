"""What whoever imports a list has said of it since: the list is read once more as if it had been put right so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from config.names import as_compared
from sales.importing import cells

Cells = Mapping[str, object]
UNWRITTEN = ""  # stands for the owner of lines that name none
APART = "apart"  # a field of lines, beside those of the columns
ALL = ""  # stands for all names


@dataclass(frozen=True)
class Amendments:
    """Lines that are left out, who has lines whatever they say, who is meant by an owner as written, the fields of
    columns by their headings, which customer is the `same` as one written so, and which is none of those like it."""

    left_out: tuple[int, ...] = ()
    of_lines: tuple[tuple[int, str], ...] = ()
    of_owners: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Amendments:
        """As `as_json` gave them."""
        pairs = {name: tuple(map(tuple, data.get(name, ()))) for name in ("of_lines", "of_owners", "columns", "same")}
        return cls(tuple(data.get("left_out", ())), apart=tuple(data.get("apart", ())), **pairs)

    @property
    def as_json(self) -> dict[str, Any]:
        """For the arguments of a job."""
        return asdict(self)

    def and_then(self, later: Amendments) -> Amendments:
        """With what was said later."""
        return Amendments(
            tuple(dict.fromkeys(self.left_out + later.left_out)),
            tuple({**dict(self.of_lines), **dict(later.of_lines)}.items()),
            tuple({**dict(self.of_owners), **dict(later.of_owners)}.items()),
            tuple({**dict(self.columns), **dict(later.columns)}.items()),
            tuple({**dict(self.same), **dict(later.same)}.items()),
            tuple(dict.fromkeys(self.apart + later.apart)),
        )

    def applied(self, lines: Iterable[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
        """The lines of a table as they are meant."""
        gone, of_lines = frozenset(self.left_out), dict(self.of_lines)
        of_owners = {as_compared(written): name for written, name in self.of_owners}
        for number, row in lines:
            if number in gone:
                continue
            owner = of_lines.get(number) or of_owners.get(as_compared(cells.text(row.get("owner")) or UNWRITTEN))
            yield number, self._decided(row if owner is None else {**row, "owner": owner})

    def _decided(self, row: Cells) -> Cells:
        """A line with the name of the customer that it means."""
        if not (self.same or self.apart):
            return row
        key = as_compared(cells.text(row.get("customer")) or "")
        meant = next((name for written, name in self.same if as_compared(written) == key), None)
        if meant is not None:
            return {**row, "customer": meant}
        apart = ALL in self.apart or any(as_compared(written) == key for written in self.apart)
        return {**row, APART: True} if apart else row
