"""The rows of a list as closed deals: which lines can be used, how each ended, which are there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.learning import cells

Floats = NDArray[np.float64]
Reason = Literal["empty", "no_column", "no_value", "same_name", "one_outcome", "too_few_rows", "too_few_won", "no_date"]
LEAST_ROWS = 30
LEAST_OF_EACH = 5  # deals won, and deals not won
MOST_NAMED = 20  # lines that are named


class NotLearnable(Exception):
    """Why nothing can be learned from a file; `facts` are what the sentence about it says."""

    def __init__(self, reason: Reason, **facts: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


@dataclass(frozen=True)
class Deals:
    """Closed deals: the texts of each column, "" where nothing is written; `won` is 1.0 or 0.0. `bad_lines` have more
    or fewer cells than the heading and were left out, as were rows `without_outcome` and `duplicates`."""

    columns: Mapping[str, Sequence[str]]
    won: Floats
    outcomes: Mapping[str, int]
    duplicates: int
    without_outcome: int
    bad_lines: Sequence[int]
    label: str

    @property
    def rows(self) -> int:
        """How many deals there are."""
        return len(self.won)


def read(table: Iterable[Sequence[object]], label: str, won: str) -> Deals:
    """The deals of a table whose first row is the heading. A deal is won where the column `label` says `won`, and lost
    where it says anything else. Raises NotLearnable."""
    rows = iter(table)
    names = _heading(next(rows, ()))
    place = place_of(names, label)
    kept: dict[tuple[str, ...], str] = {}
    bad, without, duplicates = list[int](), 0, 0
    for line, row in enumerate(rows, start=2):
        texts = [cells.text(cell) for cell in row]
        if not any(texts):
            continue
        if len(texts) < len(names) or any(texts[len(names) :]):
            bad.append(line)
            continue
        key = tuple(texts[: len(names)])
        if not key[place]:
            without += 1
        elif key in kept:
            duplicates += 1
        else:
            kept[key] = key[place]
    is_won, outcomes = _outcomes(list(kept.values()), label, won)
    columns = {name: [row[at] for row in kept] for at, name in enumerate(names) if at != place}
    return Deals(columns, is_won, outcomes, duplicates, without, bad, names[place])


def check(deals: Deals) -> None:
    """Raises NotLearnable where there are too few deals to learn from."""
    count = int(deals.won.sum())
    if count in (0, deals.rows):
        raise NotLearnable("one_outcome", rows=deals.rows, won=count)
    if deals.rows < LEAST_ROWS:
        raise NotLearnable("too_few_rows", rows=deals.rows, least=LEAST_ROWS)
    if min(count, deals.rows - count) < LEAST_OF_EACH:
        raise NotLearnable("too_few_won", rows=deals.rows, won=count, least=LEAST_OF_EACH)


def _heading(row: Sequence[object]) -> list[str]:
    names = [cells.text(cell) for cell in row]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise NotLearnable("empty")
    names = [name or f"第 {place} 列" for place, name in enumerate(names, start=1)]
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise NotLearnable("same_name", column=twice[0])
    return names


def place_of(names: Sequence[str], wanted: str) -> int:
    """Where a column stands, whatever case its name is written in. Raises NotLearnable."""
    plain = [name.casefold() for name in names]
    meant = cells.text(wanted).casefold()
    if meant in plain:
        return plain.index(meant)
    near = get_close_matches(meant, plain, n=1, cutoff=0.6)
    likely = names[plain.index(near[0])] if near else None
    raise NotLearnable("no_column", column=wanted, near=likely, columns=list(names)[:MOST_NAMED])


def _outcomes(values: Sequence[str], label: str, won: str) -> tuple[Floats, Mapping[str, int]]:
    """Which deals were won, and how often each outcome occurs; the case counts only where it makes a difference."""
    counts = Counter(values)
    wanted = cells.text(won)
    if wanted not in counts:
        alike = [value for value in counts if value.casefold() == wanted.casefold() or _same_number(value, wanted)]
        if not alike:
            known = [value for value, _ in counts.most_common(MOST_NAMED)]
            raise NotLearnable("no_value", column=label, value=won, values=known)
        return np.array([float(value in alike) for value in values]), dict(counts.most_common())
    return np.array([float(value == wanted) for value in values]), dict(counts.most_common())


def _same_number(value: str, wanted: str) -> bool:
    number = cells.number(value)
    return number is not None and number == cells.number(wanted)
