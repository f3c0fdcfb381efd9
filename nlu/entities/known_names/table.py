"""What the names of a lexicon are found by: spellings for Aho-Corasick, article numbers and sounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from config.collector import uncollected
from nlu.entities.codes import key_of
from nlu.entities.known_names.spellings import Meaning, general_parts, spellings
from nlu.lexicon import Lexicon
from nlu.text.phonetics import Named, Sound, Syllables, folded, sound_of, syllables_of, unique_sounds
from nlu.text.plain import plain
from nlu.text.words import is_word

LONGEST_HEARD = 5
_FEWEST_SYLLABLES = {"customer": 2, "person": 2, "product": 3}  # by which a name of the kind is recognised


@dataclass(frozen=True)
class NameTable:
    """`meanings` has a place for each of `spellings`; `automaton` gives the place of a spelling, and is None without
    names."""

    automaton: Any  # ahocorasick.Automaton
    spellings: tuple[str, ...]
    meanings: tuple[tuple[Meaning, ...], ...]
    articles: dict[str, str]
    regions: tuple[str, ...]
    industry_parts: tuple[tuple[str, str], ...]  # general words with the one industry that has them in its name
    syllables: Syllables
    sounds: dict[Sound, Named]
    similar: dict[Sound, Named]  # the same by folded sounds
    beginnings: dict[Sound, tuple[int, ...]]  # the first two syllables of these, folded → how many they may be


def build(lexicon: Lexicon) -> NameTable:
    """The table of a lexicon. Raises LexiconError."""
    with uncollected():
        meant = spellings(lexicon)
        syllables = syllables_of(meant) if meant else Syllables({})
        sounds = [
            (sound, named)
            for words, meanings in meant.items()
            for sound, named in _sound_of(words, meanings, syllables)
        ]
        similar = unique_sounds((folded(sound), named) for sound, named in sounds)
        return NameTable(
            automaton_of(meant),
            tuple(meant),
            tuple(meant.values()),
            {key: name for name in lexicon.lists["skus"] if len(key := key_of(plain(name))) > 1},
            lexicon.lists["regions"],
            tuple(general_parts(lexicon.lists["industries"])),
            syllables,
            unique_sounds(sounds),
            similar,
            beginnings_of(similar),
        )


def automaton_of(words: Iterable[str]) -> Any:
    """Finds all of `words` in a text, each by its place among them; None if there are none."""
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for place, word in enumerate(words):
        automaton.add_word(word, place)
    automaton.make_automaton()
    return automaton if len(automaton) else None


def beginnings_of(sounds: Iterable[Sound]) -> dict[Sound, tuple[int, ...]]:
    """The first two syllables of `sounds`, and how many syllables those that begin so have, the most first."""
    sizes = defaultdict(set)
    for sound in sounds:
        sizes[sound[:2]].add(len(sound))
    return {beginning: tuple(sorted(found, reverse=True)) for beginning, found in sizes.items()}


def _sound_of(spelling: str, meanings: tuple[Meaning, ...], syllables: Syllables) -> Iterator[tuple[Sound, Named]]:
    """The sound of a spelling that may be recognised by it; customers' derived names are not."""
    for kind, value, certain in meanings:
        fewest = _FEWEST_SYLLABLES.get(kind, LONGEST_HEARD + 1)
        if not fewest <= len(spelling) <= LONGEST_HEARD or (kind == "customer" and not certain):
            continue
        if kind == "product" and is_word(spelling):
            continue
        if sound := sound_of(spelling, syllables):
            yield sound, (kind, value)
