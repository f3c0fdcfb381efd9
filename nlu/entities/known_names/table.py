"""What the names of a lexicon are found by: spellings, article numbers and sounds; and the same after changes.

A table is the names as they were built, in arrays, and beside them what has changed since: for each spelling, sound and
beginning that a change touches, what holds now. A change costs with what it touches, not with how many customers there
are, and a changed table answers as one that is built anew (tests/nlu/test_changed_names.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import TypeVar

from nlu.entities.codes import key_of
from nlu.entities.known_names.known import KnownNames
from nlu.entities.known_names.sounds import BEGINNING, FEWEST, Named, sound_of_name
from nlu.entities.known_names.spellings import Meaning, Spelt, general_parts, of_customer, of_list, strongest
from nlu.lexicon import Changes, Customer
from nlu.text.phonetics import Sound, folded
from nlu.text.plain import plain

MOST_KEPT = 8192  # spellings and sounds of which it is kept at hand what they mean
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True)
class _Since:
    """What holds now of what has changed since the names were built. Copied before it is changed further."""

    customers: dict[int, Customer | None] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    listed: dict[str, dict[str, int]] = field(default_factory=dict)
    meanings: dict[str, dict[Meaning, int]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)  # of the spellings that begin with two characters
    sounding: dict[Sound, dict[Named, int]] = field(default_factory=dict)
    similar: dict[Sound, dict[Named, int]] = field(default_factory=dict)
    sizes: dict[Sound, tuple[int, ...]] = field(default_factory=dict)

    def copy(self) -> _Since:
        return _Since(*(dict(getattr(self, each.name)) for each in fields(self)))


class NameTable:
    """The names of a lexicon. Immutable: `changed` gives another one."""

    def __init__(self, known: KnownNames, since: _Since | None = None) -> None:
        self._known = known
        self._since = since or _Since()
        self.members = self._names_of("members", self._since)
        self.regions = self._names_of("regions", self._since)
        self.industry_parts = general_parts(self._names_of("industries", self._since))
        self.articles = _articles(self._names_of("skus", self._since))
        self.hears = known.hears or bool(self._since.sizes)
        self.strongest = lru_cache(MOST_KEPT)(self._strongest)
        self.sizes = lru_cache(MOST_KEPT)(self._sizes)

    def spelt(self, words: str) -> list[tuple[int, int, tuple[Meaning, ...]]]:
        """Where spellings stand in `words`, and what they mean, by their end; of those that end alike the longest
        first."""
        now = self._since.meanings
        found = [(end, start) for start, end in self._known.spans(words) if words[start:end] not in now]
        if now:
            found += self._spelt_since(words)
        return [(start, end, self.strongest(words[start:end])) for end, start in sorted(found)]

    def sounding(self, sound: Sound) -> Named | None:
        """The only name that sounds so."""
        return _only(_now(self._since.sounding, sound, self._known.sounding))

    def similar(self, sound: Sound) -> Named | None:
        """The only name that sounds so when folded, as `sound` is."""
        return _only(_now(self._since.similar, sound, self._known.similar))

    def changed(self, changes: Changes) -> NameTable:
        """The table of the lexicon after `changes`."""
        since = self._since.copy()
        delta: Counter[Spelt] = Counter()
        listed: dict[str, Counter[str]] = {}
        for key, customer in changes.customers.items():
            for change, each in ((-1, self.customer(key)), (1, customer)):
                if each is not None:
                    _count(delta, of_customer(each), change)
                    for of, name in each.listed:
                        listed.setdefault(of, Counter())[name] += change
            since.customers[key] = customer
        since.lists.update(changes.lists)
        for of, names in listed.items():
            since.listed[of] = _sum(_now(since.listed, of, self._known.listed.__getitem__), names)
        for of in {*listed, *changes.lists}:
            _count(delta, of_list(of, self._names_of(of, self._since)), -1)
            _count(delta, of_list(of, self._names_of(of, since)), 1)
        self._apply(since, delta)
        return NameTable(self._known, since)

    def customer(self, key: int) -> Customer | None:
        """The customer with this id as it is now."""
        return _now(self._since.customers, key, self._known.customer)

    def _apply(self, since: _Since, delta: Counter[Spelt]) -> None:
        by_spelling: dict[str, dict[Meaning, int]] = {}
        for (spelling, meaning), change in delta.items():
            if change:
                by_spelling.setdefault(spelling, {})[meaning] = change
        heard: Counter[tuple[Sound, Named]] = Counter()
        for spelling, changes in by_spelling.items():
            before = self._meanings(spelling)
            since.meanings[spelling] = after = _sum(before, changes)
            _count(heard, _heard(spelling, before), -1)
            _count(heard, _heard(spelling, after), 1)
            begins = spelling[:BEGINNING]
            since.longest[begins] = max(since.longest.get(begins, 0), len(spelling))
        for (sound, named), change in heard.items():
            if change:
                self._hear(since, sound, {named: change})

    def _hear(self, since: _Since, sound: Sound, change: Mapping[Named, int]) -> None:
        """A name is called by a sound once more, or once less."""
        since.sounding[sound] = _sum(_now(since.sounding, sound, self._known.sounding), change)
        same = folded(sound)
        before = _now(since.similar, same, self._known.similar)
        since.similar[same] = after = _sum(before, change)
        if more := (len(after) == 1) - (len(before) == 1):
            begins, place = same[:BEGINNING], len(same) - FEWEST
            numbers = _now(since.sizes, begins, self._known.sizes)
            since.sizes[begins] = (*numbers[:place], numbers[place] + more, *numbers[place + 1 :])

    def _names_of(self, key: str, since: _Since) -> tuple[str, ...]:
        """The names under one key of the lexicon's lists, in order, with those known through a customer."""
        own = _now(since.lists, key, self._known.lists.__getitem__)
        return tuple(sorted({*own, *_now(since.listed, key, self._known.listed.__getitem__)}))

    def _meanings(self, spelling: str) -> Mapping[Meaning, int]:
        return _now(self._since.meanings, spelling, self._known.meanings)

    def _strongest(self, spelling: str) -> tuple[Meaning, ...]:
        """What a spelling means."""
        return strongest(self._meanings(spelling))

    def _sizes(self, beginning: Sound) -> list[int]:
        """How many syllables names may have that begin with these two, folded, and can only be one."""
        numbers = _now(self._since.sizes, beginning, self._known.sizes)
        return [size for size, number in enumerate(numbers, FEWEST) if number]

    def _spelt_since(self, words: str) -> Iterator[tuple[int, int]]:
        """As `spelt`, of the spellings that a change touched, without what they mean."""
        for start in range(len(words) - 1):
            longest = self._since.longest.get(words[start : start + BEGINNING], 0)
            for end in range(start + BEGINNING, min(start + longest, len(words)) + 1):
                if self._since.meanings.get(words[start:end]):
                    yield end, start


@lru_cache(maxsize=4)
def _articles(names: tuple[str, ...]) -> dict[str, str]:
    return {key: name for name in names if len(key := key_of(plain(name))) > 1}


def _now(since: Mapping[_Key, _Value], key: _Key, known: Callable[[_Key], _Value]) -> _Value:
    """What holds of `key`: what has changed, else what was built."""
    return since[key] if key in since else known(key)


def _sum(counts: Mapping[_Key, int], more: Mapping[_Key, int]) -> dict[_Key, int]:
    """Both counts in one, without what is there no more."""
    whole = {**counts, **{key: counts.get(key, 0) + number for key, number in more.items()}}
    return {key: number for key, number in whole.items() if number}


def _count(counts: Counter[_Key], things: Iterable[_Key], number: int) -> None:
    for thing in things:
        counts[thing] += number


def _only(named: Mapping[Named, int]) -> Named | None:
    return next(iter(named)) if len(named) == 1 else None


def _heard(spelling: str, meanings: Iterable[Meaning]) -> set[tuple[Sound, Named]]:
    """The names that are recognised by the sound of this spelling."""
    meant = strongest(meanings)
    sounds = ((sound_of_name(spelling, kind, certain), (kind, value)) for kind, value, certain in meant)
    return {(sound, named) for sound, named in sounds if sound}
