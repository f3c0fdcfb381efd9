"""Looking names up in the arrays of a lexicon (`build`), which may lie in a file."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from nlu.entities.known_names.arrays import unpacked
from nlu.entities.known_names.sorted_keys import FACTOR, MASK, START, SortedKeys, key_of, shift_of
from nlu.entities.known_names.sounds import BEGINNING, FEWEST, MOST, Named, sound_key
from nlu.entities.known_names.spellings import RANKS, Meaning
from nlu.lexicon import ENCODING, Customer
from nlu.text.phonetics import Sound

_SIZES = MOST - FEWEST + 1
_MEANT = [(kind, certain) for kind in RANKS for certain in (False, True)]


class KnownNames:
    """The names of a lexicon when it was built. Immutable. Raises an error of some type where `content` is no such
    lexicon."""

    def __init__(self, content: Any) -> None:
        head, self._arrays = unpacked(content)
        self.lists: dict[str, tuple[str, ...]] = {key: tuple(names) for key, names in head["lists"].items()}
        self.listed: dict[str, dict[str, int]] = head["listed"]
        self._keys = {
            name: SortedKeys.of(self._arrays[f"{name}_keys"], self._arrays[f"{name}_buckets"])
            for name in ("spelling", "sound", "folded", "pair")
        }
        self._shift = shift_of(self._arrays["longest"])
        self._ids = self._arrays["customer_ids"]
        self.hears = len(self._arrays["pair_keys"]) > 0  # whether a name may be recognised by its sound

    def spans(self, words: str) -> Iterator[tuple[int, int]]:
        """Where spellings stand in `words`."""
        longest, spellings, shift = self._arrays["longest"], self._keys["spelling"], self._shift
        letters = list(map(ord, words))
        for start in range(len(letters) - 1):
            key = ((START + letters[start]) * FACTOR + letters[start + 1]) * FACTOR & MASK
            reach = longest[key >> shift]
            if not reach:
                continue
            if spellings.find(key) >= 0:
                yield start, start + BEGINNING
            for end in range(start + BEGINNING, min(start + reach, len(letters))):
                key = (key + letters[end]) * FACTOR & MASK
                if spellings.find(key) >= 0:
                    yield start, end + 1

    def meanings(self, spelling: str) -> dict[Meaning, int]:
        """What a spelling may mean, and how many customers or lists say so."""
        rows = self._rows("spelling", key_of(spelling))
        return {Meaning(kind, value, certain): count for kind, certain, value, count in rows}

    def sounding(self, sound: Sound) -> dict[Named, int]:
        """Who is called by a sound, and by how many spellings."""
        return {(kind, value): count for kind, _, value, count in self._rows("sound", sound_key(sound))}

    def similar(self, sound: Sound) -> dict[Named, int]:
        """The same by a folded sound."""
        return {(kind, value): count for kind, _, value, count in self._rows("folded", sound_key(sound))}

    def sizes(self, beginning: Sound) -> tuple[int, ...]:
        """How many names with FEWEST syllables and more, up to MOST, begin with these two, folded, and can only be
        one."""
        place = self._keys["pair"].find(sound_key(beginning))
        return tuple(self._arrays["pair_sizes"][place * _SIZES : (place + 1) * _SIZES]) if place >= 0 else (0,) * _SIZES

    def customer(self, key: int) -> Customer | None:
        """The customer with this id."""
        place = bisect_left(self._ids, key)
        if place == len(self._ids) or self._ids[place] != key:
            return None
        name, aliases, contacts, listed = json.loads(self._text("customer", place))
        return Customer(name, tuple(aliases), tuple(contacts), tuple((key, name) for key, name in listed))

    def _rows(self, table: str, key: int) -> Iterator[tuple[str, bool, str, int]]:
        place = self._keys[table].find(key)
        if place < 0:
            return
        arrays = self._arrays
        for row in range(arrays[f"{table}_rows"][place], arrays[f"{table}_rows"][place + 1]):
            kind, certain = _MEANT[arrays[f"{table}_meaning"][row]]
            value = self._text("value", arrays[f"{table}_value"][row])
            yield kind, certain, value, arrays[f"{table}_count"][row]

    def _text(self, name: str, place: int) -> str:
        starts = self._arrays[f"{name}_starts"]
        return bytes(self._arrays[f"{name}_texts"][starts[place] : starts[place + 1]]).decode(*ENCODING)
