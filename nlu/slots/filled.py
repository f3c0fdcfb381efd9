"""What the readers of slots are given, and what they fill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from nlu.reading import Reading
from nlu.schema import IntentSchema
from nlu.statements.records import Record
from nlu.understanding import Span


@dataclass(frozen=True)
class Source:
    """One record of a message. `taken_back` are the spans that a correction says are wrong."""

    reading: Reading
    record: Record
    intent: IntentSchema
    taken_back: tuple[Span, ...] = ()

    def is_taken_back(self, place: int) -> bool:
        """Whether what stands at `place` is what a correction says is wrong."""
        return any(start <= place < end for start, end in self.taken_back)

    def in_record(self, place: int) -> bool:
        """Whether `place` belongs to this record."""
        return self.record.span[0] <= place < self.record.span[1]


@dataclass
class Filled:
    """Values and places of one record, in the order found; `unplaced` are clauses of it that no slot takes."""

    found: dict[str, list[tuple[Any, Span]]] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()

    def add(self, slot: str, value: Any, start: int, end: int) -> None:
        """One more value of the slot; one that is there already counts once."""
        values = self.found.setdefault(slot, [])
        if all(value != other for other, _ in values):
            values.append((value, (start, end)))

    def keep(self, slot: str, text: str, span: Span | None) -> None:
        """The words of `text` at `span`, as they stand there."""
        if span is not None:
            self.add(slot, text[span[0] : span[1]], *span)

    def parted(self, *paired: str) -> list[Filled]:
        """One for each value of the `paired` slots where they are said in turn (机组21万、监测仪6万), the rest in each;
        itself where they are not."""
        rows = list(zip(*(self.found.get(slot, []) for slot in paired), strict=False))
        several = len(rows) > 1 and all(len(self.found[slot]) == len(rows) for slot in paired)
        places = [span for row in rows for _, span in row]
        if not several or any(left[1] > right[0] for left, right in pairwise(places)):
            return [self]
        return [Filled(self.found | {slot: [value] for slot, value in zip(paired, row, strict=True)}) for row in rows]

    def slots(self) -> dict[str, Any]:
        return {slot: _single_or_list([value for value, _ in values]) for slot, values in self.found.items()}

    def spans(self) -> dict[str, Any]:
        return {slot: _single_or_list([list(span) for _, span in values]) for slot, values in self.found.items()}


Reader = Callable[[Source, Filled], None]


def _single_or_list(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
