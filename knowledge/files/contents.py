"""What files hold, put together: items by their codes, what is wrong, what is to be known besides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from knowledge.items import Item

MOST_ITEMS = 200_000
MOST_TEXT = 100_000_000  # characters
Reason = Literal[
    "item", "twice", "too_many", "empty", "damaged", "password", "no_text", "too_large", "encoding", "old_word",
    "no_headings", "not_a_table", "too_many_cells", "quotes", "null", "outside", "gone", "unknown", "page", "cut",
    "pictures", "unused", "no_sections",
]  # fmt: skip


@dataclass(frozen=True)
class Trouble:
    """Something about a `file`, at its `line` or `page` where that is known (0: not); `detail` says more."""

    file: str
    reason: Reason
    line: int = 0
    page: int = 0
    detail: str = ""

    @classmethod
    def of(cls, data: Any) -> Trouble:
        """What `list(vars(trouble).values())` gave."""
        return cls(*data)


@dataclass
class Contents:
    """`problems` keep files from being brought in as a whole, `notes` do not. `sources` are the documents whose items
    are all here; `places` says where each item came from."""

    items: dict[str, Item] = field(default_factory=dict)
    problems: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    places: dict[str, Trouble] = field(default_factory=dict)
    files: int = 0
    text: int = 0

    @property
    def is_full(self) -> bool:
        """Whether nothing more is taken."""
        return len(self.items) >= MOST_ITEMS or self.text >= MOST_TEXT

    def add(self, item: Item, place: Trouble) -> None:
        """Take an item that stands at a place; of a code that comes twice the later is a problem."""
        if (earlier := self.places.get(item.code)) is not None:
            first = f"{earlier.file}:{earlier.line or ''}" if earlier.file != place.file else f"{earlier.line}"
            self.problems.append(Trouble(place.file, "twice", place.line, place.page, f"{item.title}\n{first}"))
        elif self.is_full:
            if not any(problem.reason == "too_many" for problem in self.problems):
                self.problems.append(Trouble(place.file, "too_many", place.line, place.page))
        else:
            self.items[item.code], self.places[item.code] = item, place
            self.text += len(item.text)

    def problem(self, file: str, reason: Reason, line: int = 0, page: int = 0, detail: str = "") -> None:
        """Something is wrong."""
        self.problems.append(Trouble(file, reason, line, page, detail))

    def note(self, file: str, reason: Reason, page: int = 0, detail: str = "") -> None:
        """Something is to be known."""
        self.notes.append(Trouble(file, reason, 0, page, detail))

    def add_all(self, items: Iterable[tuple[Item, Trouble]]) -> None:
        """Take several."""
        for item, place in items:
            self.add(item, place)
