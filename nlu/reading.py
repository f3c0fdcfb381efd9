"""Everything found in one message before its intent is known: names, times, sums, concepts, clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TypeVar

from nlu.entities.mentions import NameMention
from nlu.entities.money import Sum, find_sums
from nlu.entities.names import NameIndex
from nlu.rules import rules
from nlu.text.clauses import Clause, clauses
from nlu.text.concepts import Concept, Thesaurus
from nlu.text.placeholders import PLACEHOLDERS
from nlu.text.plain import plain
from nlu.text.traditional import simplified
from nlu.time.times import TimeMention, find_times

M = TypeVar("M", NameMention, TimeMention, Sum)

LONGEST_READ = 1200  # code points; what stands behind them is not read

LONG_CLAUSE = 12  # code points of a clause that may hold another
SHORTEST_CLAUSE = 4
_UNPUNCTUATED = rules("statements")["unpunctuated"]

_STAMPED = rules("statements")["stamped_line"]  # ends where the time in 张伟 10:32 begins

OUR_PEOPLE = frozenset(rules("people").words("our_people"))  # asked, not met

_FACTUALITY = rules("factuality")
_LETTERS = {"customer": "C", "contact": "P", "buyer_role": "P", "person": "M"}  # of kinds of names; X for others

SPEAKING = frozenset({"buyer_role"})  # kinds of names whose words say something: 老板不点头


@dataclass(frozen=True)
class Reading:
    """Mentions are in order of place; names, times and sums do not overlap. `words` is the plain text with names
    replaced by placeholders of their kind, as long as the original."""

    text: str
    words: str
    now: datetime
    names: tuple[NameMention, ...]
    times: tuple[TimeMention, ...]
    sums: tuple[Sum, ...]
    concepts: tuple[Concept, ...]
    clauses: tuple[Clause, ...]

    def said(self, slot: str, start: int = 0, end: int | None = None) -> list[Concept]:
        """Concepts of the slot that begin within `start`..`end` and that no negation takes back."""
        last = len(self.text) if end is None else end
        of_slot = (concept for concept in self.concepts if concept.slot == slot and concept.said)
        return [concept for concept in of_slot if start <= concept.start < last]

    def clause_at(self, place: int) -> Clause:
        return next((clause for clause in self.clauses if clause[0] <= place < clause[1]), (0, len(self.text)))

    @cached_property
    def lettered(self) -> str:
        """The plain text with letters for names, times and quoted words, as long as the original."""
        words = list(plain(self.text))
        for name in self.names:
            if not name.certain and _FACTUALITY["no_name"].match(self.text[name.start : name.end]):
                continue
            words[name.start : name.end] = _LETTERS.get(name.kind, "X") * (name.end - name.start)
        for time in self.times:
            if time.is_point:
                only_ahead = time.next_time is not None and time.occurred_on is None
                words[time.start : time.end] = ("F" if only_ahead else "T") * (time.end - time.start)
        for quote in _FACTUALITY["quoted"].finditer(self.text):
            words[quote.start() : quote.end()] = "Q" * (quote.end() - quote.start())
        return "".join(words)

    def placeholders(self) -> list[tuple[int, int, str]]:
        """(start, end, kind) of names, times and sums, for which the classifier sees a placeholder."""
        found = [(name.start, name.end, name.kind) for name in self.names]
        found += [(time.start, time.end, "time" if time.is_point else "duration") for time in self.times]
        found += [(money.start, money.end, "sum") for money in self.sums]
        return sorted(found)


READINGS_KEPT = 8  # a message is read as several intents


@lru_cache(maxsize=READINGS_KEPT)
def read(text: str, now: datetime, index: NameIndex, thesaurus: Thesaurus) -> Reading:
    """Reads the first LONGEST_READ code points of `text`, said at `now`, in simplified characters."""
    text = simplified(text[:LONGEST_READ])
    names = [name for name in index.find(text) if name.certain or name.value not in OUR_PEOPLE]
    return reading_of(text, now, names, thesaurus)


def reading_of(text: str, now: datetime, names: Sequence[NameMention], thesaurus: Thesaurus) -> Reading:
    """The reading of a text whose names are found already. Certain names stand before times, times before sums, sums
    before other names."""
    certain = _places(name for name in names if name.certain)
    stamps = {found.end() for found in _STAMPED.finditer(text)}
    times = [time for time in find_times(text, now) if certain.isdisjoint(range(time.start, time.end))]
    times = [time for time in times if time.start not in stamps]
    taken = certain | _places(times)
    sums = [money for money in find_sums(text) if taken.isdisjoint(range(money.start, money.end))]
    taken |= _places(sums)
    names = [name for name in names if name.certain or taken.isdisjoint(range(name.start, name.end))]
    words = masked(plain(text), [(name.start, name.end, name.kind) for name in names if name.kind not in SPEAKING])
    parts = tuple(_parted(clauses(text), words, taken | _places(names)))
    return Reading(text, words, now, tuple(names), tuple(times), tuple(sums), tuple(thesaurus.find(words)), parts)


def excerpt(reading: Reading, spans: Sequence[tuple[int, int]], thesaurus: Thesaurus) -> Reading:
    """What stands at `spans`, joined by commas, as if nothing else was said. Names, times and sums are those that were
    found already."""
    names: list[NameMention] = []
    times: list[TimeMention] = []
    sums: list[Sum] = []
    text = words = ""
    for start, end in spans:
        said = reading.text[start:end]
        begin = start + len(said) - len(said.lstrip())
        part = (begin, begin + len(said.strip()))
        text, words = (text + "，", words + ",") if text else ("", "")
        by = len(text) - begin
        names += _within(reading.names, part, by)
        times += _within(reading.times, part, by)
        sums += _within(reading.sums, part, by)
        text, words = text + reading.text[slice(*part)], words + reading.words[slice(*part)]
    found = tuple(thesaurus.find(words))
    return Reading(text, words, reading.now, tuple(names), tuple(times), tuple(sums), found, tuple(clauses(text)))


def _within(mentions: Iterable[M], part: tuple[int, int], by: int) -> Iterator[M]:
    """The mentions within a part of a text, moved `by` so many code points."""
    for one in mentions:
        if part[0] <= one.start and one.end <= part[1]:
            yield replace(one, start=one.start + by, end=one.end + by)


def _parted(found: Iterable[Clause], words: str, taken: set[int]) -> Iterator[Clause]:
    """The clauses, long ones divided where another begins that nothing punctuates; never within a mention."""
    for start, end in found:
        if end - start >= LONG_CLAUSE:
            for begin in _UNPUNCTUATED.finditer(words, start, end):
                if begin.start() - start >= SHORTEST_CLAUSE and begin.start() not in taken:
                    yield start, begin.start()
                    start = begin.start()
        yield start, end


def masked(words: str, names: Sequence[tuple[int, int, str]]) -> str:
    """`words` with each (start, end, kind) replaced by as many placeholders of the kind."""
    parts, last = [], 0
    for start, end, kind in names:
        parts += [words[last:start], PLACEHOLDERS[kind] * (end - start)]
        last = end
    return "".join(parts) + words[last:]


def _places(mentions: Iterable[NameMention | TimeMention | Sum]) -> set[int]:
    return {place for mention in mentions for place in range(mention.start, mention.end)}
