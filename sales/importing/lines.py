"""A line of a customer list, its cells read. What cannot be read is left empty and named as a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from config.names import as_compared
from config.policy import Policy
from nlu.context import said_choice
from sales.importing import cells, people
from sales.importing.amendments import APART
from sales.importing.cells import Unreadable
from sales.importing.headings import words
from sales.importing.people import QUOTED, Problem, Somebody

LONGEST = {"customer": 60, "short": 30, "code": 40, "industry": 30, "region": 30, "product": 60, "note": 500}
_GRADE = re.compile(r"(?P<grade>[abc])[+-]?[级类等档]?(?:客户)?", re.IGNORECASE)


@dataclass
class Line:
    """What a line says; `owner` as it is written. Fields are None where the cell is empty or cannot be read."""

    number: int
    name: str = ""
    short: str | None = None
    code: str | None = None
    contacts: tuple[Somebody, ...] = ()
    grade: str | None = None
    note: str | None = None
    industry: str | None = None
    region: str | None = None
    owner: str | None = None
    product: str | None = None
    amount_fen: int | None = None
    stage: str | None = None
    entered_at: datetime | None = None
    close: date | None = None
    is_apart: bool = False  # is no other spelling of a customer that is like it: the person has said so
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)  # how cells were taken that could be meant otherwise

    @property
    def has_deal(self) -> bool:
        """Whether it tells of a deal."""
        return not (self.product is None and self.amount_fen is None and self.stage is None)


@dataclass(frozen=True)
class Reader:
    """Reads lines by the company's `policy`, at `now` (in the company's zone); sums count `scale` times."""

    policy: Policy
    now: datetime
    scale: int = 1

    def line(self, number: int, row: Mapping[str, Any]) -> Line:
        """The line with these cells, by field."""
        line = Line(number)

        def text(name: str) -> str | None:
            value = cells.text(row.get(name))
            if value is not None and len(value) > LONGEST[name]:
                line.problems.append(("too_long", name, value[:QUOTED], str(LONGEST[name])))
                return None
            return value

        def tried(name: str, read: Callable[[], Any]) -> Any:
            try:
                return read()
            except Unreadable:
                line.problems.append((f"no_{name}", str(cells.text(row.get(name)))[:QUOTED]))
                return None

        line.name, line.is_apart = text("customer") or "", bool(row.get(APART))
        if not line.name and not line.problems:
            line.problems.append(("no_name",))
        line.short, line.code, line.note = text("short"), text("code"), text("note")
        line.industry, line.region, line.product = text("industry"), text("region"), text("product")
        line.contacts = people.read(row, line.problems)
        if not line.contacts and (phone := people.without_name(row, line.problems)):
            line.note = ";".join(filter(None, (line.note, f"电话:{phone}")))
        line.grade = tried("grade", lambda: _grade(cells.text(row.get("grade"))))
        line.owner = cells.text(row.get("owner"))
        line.amount_fen = tried("amount", lambda: cells.fen(row.get("amount"), self.scale))
        if line.amount_fen is not None and cells.is_range(row.get("amount")):
            line.notes.append(("middle", str(row["amount"])[:QUOTED], str(line.amount_fen)))
        stage = cells.text(row.get("stage"))
        line.stage = tried("stage", lambda: self._stage(stage))
        if line.stage is not None and not self._is_own_name(stage or "", line.stage):
            line.notes.append(("stage", (stage or "")[:QUOTED], line.stage))
        line.entered_at = tried("entered", lambda: cells.moment(row.get("entered"), self.now, past=True))
        line.close = tried("close", lambda: cells.day(row.get("close"), self.now, past=False))
        if line.entered_at is not None and line.entered_at > self.now:
            line.problems.append(("entered_later", str(cells.text(row.get("entered")))[:QUOTED]))
            line.entered_at = None
        return line

    def _stage(self, written: str | None) -> str | None:
        if written is None:
            return None
        known = self._stages.get(as_compared(written)) or said_choice(written, "stage")
        if known is None or (known not in self._open and known not in self.policy.closed):
            raise Unreadable
        return known

    def _is_own_name(self, written: str, key: str) -> bool:
        """Whether the stage is written as the company calls it, or a part of that."""
        own = (as_compared(key), as_compared(self.policy.stage_name(key)))
        return any(as_compared(written).removesuffix("阶段") in name for name in own)

    @cached_property
    def _open(self) -> frozenset[str]:
        return frozenset(stage.key for stage in self.policy.stages)

    @cached_property
    def _stages(self) -> Mapping[str, str]:
        """The key of each way to write a stage; the company's own names hold before the usual ones."""
        usual = {as_compared(name): key for key, names in words().stages.items() for name in names}
        own: dict[str, str] = {as_compared(name): key for key, name in self.policy.closed.items()}
        own |= {as_compared(stage.name): stage.key for stage in self.policy.stages}
        return usual | own | {key: key for key in own.values()}


def _grade(written: str | None) -> str | None:
    if written is None:
        return None
    if found := _GRADE.fullmatch(written):
        return found["grade"].upper()
    key = as_compared(written)
    found_grade = next((grade for grade, names in words().grades.items() if key in map(as_compared, names)), None)
    if found_grade is None:
        raise Unreadable
    return found_grade
