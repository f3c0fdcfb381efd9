"""What an index of names is made of: spellings for Aho-Corasick, article numbers and sounds; kept in a file."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlu.entities.codes import key_of
from nlu.entities.spellings import Meaning, general_parts, spellings
from nlu.lexicon import Lexicon, uncollected
from nlu.text.phonetics import Named, Sound, Syllables, folded, sound_of, syllables_of, unique_sounds
from nlu.text.plain import plain
from nlu.text.words import WORDS, is_word

_CODE = (
    "entities/company_forms.py",
    "entities/name_table.py",
    "entities/places.py",
    "entities/spellings.py",
    "lexicon.py",
    "text/phonetics.py",
    "text/words.py",
)
_DIGEST = hashlib.sha256().digest_size
_KEPT = 4
LONGEST_HEARD = 5
_HEARD = {"customer": 2, "person": 2, "product": 3}  # the fewest syllables by which a name is recognised


@dataclass(frozen=True)
class NameTable:
    automaton: Any  # ahocorasick.Automaton: spelling → place in `meanings`; None without names
    sizes: tuple[int, ...]  # of each spelling, in code points
    meanings: tuple[tuple[Meaning, ...], ...]
    articles: dict[str, str]
    regions: tuple[str, ...]
    industry_parts: tuple[tuple[str, str], ...]  # general words with the one industry that has them in its name
    syllables: Syllables
    sounds: dict[Sound, Named]
    similar: dict[Sound, Named]  # the same by folded sounds
    beginnings: dict[Sound, tuple[int, ...]]  # the first two syllables of these, folded → how many they may be


def table_of(lexicon: Lexicon, cache: Path | None) -> NameTable:
    """Built once for each lexicon and state of the code, afterwards read from the folder `cache`."""
    if cache is None:
        return _built(lexicon)
    path = cache / f"names-{lexicon.key}-{_code()}.pickle"
    stored = _read(path)
    if stored is None:
        stored = _built(lexicon)
        _write(path, stored)
    return stored


def _read(path: Path) -> NameTable | None:
    """What was written to `path`; None where nothing was or not the whole of it."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    digest, stored = content[:_DIGEST], content[_DIGEST:]
    if hashlib.sha256(stored).digest() != digest:
        return None
    with uncollected():
        table: NameTable = pickle.loads(stored)
    return table


def _write(path: Path, table: NameTable) -> None:
    """Whole or not at all; a company's names change often, so only the newest few tables are kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stored = pickle.dumps(table, pickle.HIGHEST_PROTOCOL)
    half = path.with_suffix(f".{os.getpid()}.half")
    half.write_bytes(hashlib.sha256(stored).digest() + stored)
    half.replace(path)
    kept = sorted(path.parent.glob("names-*.pickle"), key=lambda one: one.stat().st_mtime_ns, reverse=True)
    for old in kept[_KEPT:]:
        old.unlink(missing_ok=True)


def _built(lexicon: Lexicon) -> NameTable:
    with uncollected():
        return _build(lexicon)


def _build(lexicon: Lexicon) -> NameTable:
    import ahocorasick

    meant = spellings(lexicon)
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for place, spelling in enumerate(meant):
        automaton.add_word(spelling, place)
    automaton.make_automaton()
    syllables = syllables_of(meant) if meant else Syllables({})
    heard = [(sound, named) for words, meanings in meant.items() for sound, named in _heard(words, meanings, syllables)]
    sounds = unique_sounds(heard)
    similar = unique_sounds((folded(sound), named) for sound, named in heard)
    return NameTable(
        automaton if meant else None,
        tuple(map(len, meant)),
        tuple(meant.values()),
        {key: name for name in lexicon.lists["skus"] if len(key := key_of(plain(name))) > 1},
        lexicon.lists["regions"],
        tuple(general_parts(lexicon.lists["industries"])),
        syllables,
        sounds,
        similar,
        _beginnings(similar),
    )


def _heard(spelling: str, meanings: tuple[Meaning, ...], syllables: Syllables) -> Iterator[tuple[Sound, Named]]:
    """The sound of a spelling that may be recognised by it; customers' derived names are not."""
    for kind, value, certain in meanings:
        if not _HEARD.get(kind, 99) <= len(spelling) <= LONGEST_HEARD or (kind == "customer" and not certain):
            continue
        if kind == "product" and is_word(spelling):
            continue
        if sound := sound_of(spelling, syllables):
            yield sound, (kind, value)


def _beginnings(sounds: Iterable[Sound]) -> dict[Sound, tuple[int, ...]]:
    sizes = defaultdict(set)
    for sound in sounds:
        sizes[sound[:2]].add(len(sound))
    return {beginning: tuple(sorted(found, reverse=True)) for beginning, found in sizes.items()}


@lru_cache(maxsize=1)
def _code() -> str:
    state = hashlib.sha256()
    for path in (*(Path(__file__).parents[1] / name for name in _CODE), WORDS):
        state.update(path.read_bytes())
    return state.hexdigest()[:8]
