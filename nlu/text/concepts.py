"""Finds the concepts of `config/concepts.yml` (and the cues of `config/cues.yml`) in a message.

The leading literals of all patterns stand in one Aho-Corasick automaton, so that the time taken does not depend on how
many ways of saying a thing the thesaurus knows; what follows a leading literal is a small regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ahocorasick

from nlu.rules import read_yaml, rules
from nlu.text.placeholders import PLACEHOLDERS

_RULES = rules("statements")
CONFIG = Path(__file__).parents[2] / "config"
SHIPPED = (CONFIG / "concepts.yml", CONFIG / "cues.yml")
GAP = "…"
NOTHING = "nothing"
LONGEST_GAP = 8
_STOPS = r"\s，,。；;！!？?：:"
_EDGES = {
    "^": rf"(?:(?<![^{_STOPS}])|\A)",
    "$": rf"(?=[{_STOPS}、]|\Z)",
    GAP: f"(?:(?![又还也且]嫌|[而并]且)[^{_STOPS}]){{0,{LONGEST_GAP}}}?",
}
_NAMES = {
    placeholder: f"{placeholder}+" for placeholder in PLACEHOLDERS.values()
}  # a name is masked by as many as it has letters
_NAMED = re.compile("<(" + "|".join(PLACEHOLDERS) + ")>")
_LITERAL = re.compile("[$…" + "".join(PLACEHOLDERS.values()) + "]")
_PIECES = re.compile(r"\(([^()]*)\)|([^()…^$]+)|(.)")


@dataclass(frozen=True)
class Concept:
    """One thing said: `slot` and `value` as in nlu/schema.yml, `said` False if a negation takes it back."""

    start: int
    end: int
    slot: str
    value: str
    said: bool


Tail = str | None  # a regular expression, compiled when it is first needed
Entry = tuple[str, str, bool, Tail]  # slot, value, whether the pattern begins at a clause's beginning, what must follow


class Thesaurus:
    """Immutable; built from {slot: {value: [patterns]}}. Raises ValueError naming a pattern that cannot be read."""

    def __init__(self, concepts: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        entries: dict[str, list[Entry]] = {}
        for slot, values in concepts.items():
            for value, patterns in values.items():
                for pattern in patterns:
                    for lead, at_beginning, tail in _leads(str(pattern).lower()):
                        entries.setdefault(lead, []).append((slot, value, at_beginning, tail))
        self._automaton = ahocorasick.Automaton()
        for lead, meant in entries.items():
            self._automaton.add_word(lead, (len(lead), meant))
        self._automaton.make_automaton()

    def find(self, plain: str) -> list[Concept]:
        """Per slot the longest readings that do not overlap, the earlier begun first; in order of place.
        `plain` is lower case, with what is no word (names) replaced by other characters of the same number."""
        found: list[tuple[int, int, str, str]] = []
        for last, (length, meant) in self._automaton.iter(plain):
            start = last + 1 - length
            for slot, value, at_beginning, tail in meant:
                if at_beginning and start and not _is_stop(plain[start - 1]):
                    continue
                if tail is None:
                    found.append((start, -last - 1, slot, value))
                elif (followed := _compiled(tail).match(plain, last + 1)) is not None:
                    found.append((start, -followed.end(), slot, value))
        found.sort(key=lambda one: (one[0], one[1], one[2], one[3] != NOTHING, one[3]))
        reached: dict[str, int] = {}
        kept = []
        for start, minus_end, slot, value in found:
            if start >= reached.get(slot, 0):
                reached[slot] = -minus_end
                if value != NOTHING:
                    kept.append(Concept(start, -minus_end, slot, value, not _denied(plain, start)))
        return kept


def _leads(pattern: str) -> Iterator[tuple[str, bool, Tail]]:
    """The pattern as (leading literal, must begin a clause, what follows it)."""
    pieces: list[list[str] | str] = []
    pattern = _NAMED.sub(lambda name: PLACEHOLDERS[name[1]], pattern)
    for choice, words, edge in _PIECES.findall(pattern):
        if edge and edge not in _EDGES:
            raise ValueError(f"unreadable pattern: {pattern}")
        pieces.append(edge or (choice.split("|") if not words else [words]))
    at_beginning = pieces[:1] == ["^"]
    yield from _expand(pieces[at_beginning:], at_beginning, pattern)


def _expand(pieces: list[list[str] | str], at_beginning: bool, pattern: str) -> Iterator[tuple[str, bool, Tail]]:
    if not pieces or isinstance(pieces[0], str):
        raise ValueError(f"a pattern must begin with words: {pattern}")
    following = _following(pieces[1:])
    for words in pieces[0]:
        if words.startswith("^"):
            yield from _expand([[words[1:]], *pieces[1:]], True, pattern)
            continue
        if not words:
            yield from _expand(pieces[1:], at_beginning, pattern)
            continue
        head = _LITERAL.split(words, maxsplit=1)[0]
        if not head:
            raise ValueError(f"a pattern must begin with words: {pattern}")
        yield head, at_beginning, _source(words[len(head) :]) + following or None


def _following(pieces: Sequence[list[str] | str]) -> str:
    return "".join(
        _EDGES[piece] if isinstance(piece, str) else "(?:" + "|".join(map(_source, piece)) + ")" for piece in pieces
    )


def _source(words: str) -> str:
    return "".join(map(_source_of_character, words))


@cache
def _source_of_character(character: str) -> str:
    return _EDGES.get(character) or _NAMES.get(character) or re.escape(character)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def _is_stop(character: str) -> bool:
    return re.match(f"[{_STOPS}]", character) is not None


def _denied(plain: str, start: int) -> bool:
    begin = max(0, start - 10)
    clause = re.split(f"[{_STOPS}]", plain[begin:start])[-1]
    return _RULES["denied"].search(clause) is not None


@cache
def shipped() -> Thesaurus:
    """The thesaurus and the cues that come with the program, read once."""
    return read_thesaurus(*SHIPPED)


def read_thesaurus(*paths: Path) -> Thesaurus:
    """The thesaurus of these files together. Raises RulesError naming what cannot be read or stands in a file twice."""
    concepts: dict[str, Any] = {}
    for path in paths:
        concepts |= read_yaml(path)
    return Thesaurus(concepts)
