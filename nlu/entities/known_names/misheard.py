"""A few names that somebody will probably say, in words that were heard: 理总 is 李总 where they know no other.

Of the whole company's names `phonetic_match` takes what sounds alike without fail. Where the names are few, more may
differ: a syllable of a long one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlu.entities.known_names.sounds import FEWEST
from nlu.text.phonetics import Sound, folded, readings, sound_of
from nlu.text.words import is_word, reads_as_name

COST = 12.0  # nats of a name of two syllables that is expected: of ordinary words that cost less nothing is changed
MORE_COST = 4.0  # for each syllable after the second
SYLLABLES_A_SLIP = 3  # a name of so many may have one that is only alike
MOST_READINGS = 16
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_INITIAL = re.compile(r"^[bpmfdtnlgkhjqxrzcsyw]?")


def as_named(text: str, names: Sequence[str]) -> str:
    """`text` with what sounds like one of the `names`, and reads like no ordinary words, written as that name."""
    sounds = {name: folded(sound) for name in dict.fromkeys(names) if len(sound := sound_of(name)) >= FEWEST}
    sounding: dict[int, list[tuple[str, Sound]]] = {}
    for name, sound in sounds.items():
        sounding.setdefault(len(sound), []).append((name, sound))
    written: list[str] = []
    done = 0
    for start, end, name in _standing(text, sounding, _spelt(text, names)):
        written += [text[done:start], name]
        done = end
    return "".join([*written, text[done:]])


def _spelt(text: str, names: Sequence[str]) -> set[int]:
    """Where names stand as they are written."""
    return {
        at for name in names for found in re.finditer(re.escape(name), text) for at in range(found.start(), found.end())
    }


def _standing(
    text: str, sounding: dict[int, list[tuple[str, Sound]]], taken: set[int]
) -> Iterator[tuple[int, int, str]]:
    for run in _CHINESE.finditer(text):
        start = run.start()
        while start < run.end():
            found = None
            for size in sorted(sounding, reverse=True):
                end = start + size
                if end <= run.end() and taken.isdisjoint(range(start, end)) and _believable(text, start, end):
                    found = _named(text, start, size, sounding[size])
                    if found is not None:
                        yield start, end, found
                        break
            start += size if found is not None else 1


def _believable(text: str, start: int, end: int) -> bool:
    return not is_word(text[start:end]) and reads_as_name(text, start, end, COST + MORE_COST * (end - start - FEWEST))


def _named(text: str, start: int, size: int, names: Sequence[tuple[str, Sound]]) -> str | None:
    """The only name that text[start:start + size] sounds like, the one that differs least."""
    heard = [folded(sound) for sound in readings(text, start, size)[:MOST_READINGS]]
    slips = {name: min((_slips(sound, of) for sound in heard), default=size) for name, of in names}
    least = min(slips.values(), default=size)
    nearest = [name for name, count in slips.items() if count == least]
    return nearest[0] if len(nearest) == 1 and least <= size // SYLLABLES_A_SLIP else None


def _slips(heard: Sound, sound: Sound) -> int:
    """How many syllables are only alike: the same in their beginning or in their end. As many as there are where some
    is not even that."""
    differing = [(a, b) for a, b in zip(heard, sound, strict=True) if a != b]
    return len(differing) if all(_alike(a, b) for a, b in differing) else len(sound)


def _alike(heard: str, syllable: str) -> bool:
    return _initial(heard) == _initial(syllable) or heard[len(_initial(heard)) :] == syllable[len(_initial(syllable)) :]


def _initial(syllable: str) -> str:
    found = _INITIAL.match(syllable)
    return found[0] if found else ""
