"""Which of several things words refer to: records, deals, reminders, nudges, people.

Words name a thing by its customer, a contact, its product, a person, a time or a part of its own words, by its place
(第二条) or size (小的那单). Whatever is named must hold: a thing that differs in it is not meant, however new it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from nlu.context import ordinal, size_meant
from nlu.time import times
from nlu.understanding import Understanding
from sales import slot_values
from sales.names import same_person

T = TypeVar("T")
SHARED_LEAST = 2  # code points in common that say that the same thing is meant


@dataclass(frozen=True)
class Candidate(Generic[T]):
    """A thing that words could refer to. `people` are its contacts or its owner; `at` is aware, in the company's zone,
    `size` what 大 and 小 compare (a deal's sum); `words` are its own words (a reminder's text), in which people and
    customers may be named too."""

    value: T
    customer: str | None = None
    people: tuple[str, ...] = ()
    product: str | None = None
    at: datetime | None = None
    size: float | None = None
    words: str = ""


@dataclass(frozen=True)
class Reference:
    """What a message names. `times` are ISO dates or instants; `place` counts from 1, -1 is the last; `size` is
    "large" or "small"; `words` is what else is said of it (回电话). All are empty where the words name nothing
    (撤回)."""

    customers: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    product: str | None = None
    times: tuple[str, ...] = ()
    place: int | None = None
    size: str | None = None
    words: str = ""

    @classmethod
    def of(cls, understanding: Understanding, now: datetime, words: str = "") -> Reference:
        """What `understanding`, said at `now` (in the company's zone), names; `words` are those of its own that say
        what it is about."""
        slots, text = understanding.slots, understanding.text
        found = [time for time in times.find_times(text, now) if time.is_point and not time.moved_to]
        said = [when for time in found for when in (time.next_time, time.occurred_on) if when]
        people = (*slot_values.words(slots, "contact"), *slot_values.words(slots, "person"))
        product = slot_values.word(slots, "product")
        place, size = ordinal(text), size_meant(text)
        return cls(slot_values.words(slots, "customer"), people, product, tuple(said), place, size, words)

    @property
    def is_empty(self) -> bool:
        """Whether the words name nothing, so that the newest may be meant."""
        return self == Reference()

    @property
    def names_a_thing(self) -> bool:
        """Whether the words name more than a time."""
        return replace(self, times=()) != Reference()

    def among(self, candidates: Sequence[Candidate[T]]) -> tuple[T, ...]:
        """All that the words refer to, in the order of `candidates`; every candidate where they name nothing."""
        left = self._by_words([candidate for candidate in candidates if self._fits(candidate)])
        if self.size is not None and len({candidate.size for candidate in left if candidate.size is not None}) > 1:
            sized = [candidate for candidate in left if candidate.size is not None]
            best = (max if self.size == "large" else min)(candidate.size or 0.0 for candidate in sized)
            left = [candidate for candidate in sized if candidate.size == best]
        if self.place is not None:
            index = self.place - 1 if self.place > 0 else self.place
            left = left[index:][:1] if -len(left) <= index < len(left) else []
        return tuple(candidate.value for candidate in left)

    def _by_words(self, left: list[Candidate[T]]) -> list[Candidate[T]]:
        """Those of `left` whose own words share most with what is said of them; where nothing else is named, they must
        share something."""
        if not self.words:
            return left
        shared = [_in_common(self.words, candidate.words) for candidate in left]
        most = max(shared, default=0)
        if most < SHARED_LEAST:
            return [] if self == Reference(words=self.words) else left
        return [candidate for candidate, common in zip(left, shared, strict=True) if common == most]

    def _fits(self, candidate: Candidate[T]) -> bool:
        customer = _shares(self.customers, (candidate.customer,)) or _among(self.customers, candidate.words)
        people = not self.people or any(same_person(name, held) for name in self.people for held in candidate.people)
        named = customer and (people or _among(self.people, candidate.words))
        product = self.product is None or candidate.product is None or self.product == candidate.product
        timely = not self.times or candidate.at is None or any(_is_at(candidate.at, when) for when in self.times)
        return named and product and timely


def _shares(named: Iterable[str], held: Iterable[str | None]) -> bool:
    wanted = set(named)
    return not wanted or bool(wanted & set(held))


def _among(names: Iterable[str], words: str) -> bool:
    return any(name in words for name in names)


def _in_common(words: str, others: str) -> int:
    """How many code points the longest piece has that both hold."""
    pieces = (words[start:end] for start in range(len(words)) for end in range(len(words), start, -1))
    return max((len(piece) for piece in pieces if piece in others), default=0)


def _is_at(at: datetime, when: str) -> bool:
    """Whether `at` is the instant `when`, or on that day."""
    if "T" in when:
        return at == datetime.fromisoformat(when)
    return at.date().isoformat() == when
