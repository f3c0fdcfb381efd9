"""What a rep said in a turn, cut into sentences and clauses that know their place, so that each is quoted exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from nlu.text import words as vocabulary

LONGEST = 2000  # code points of a turn that are read; ten minutes of speech have about 2500
_SENTENCE = re.compile(r"[^。!?;\n\r…]+[。!?;…]*")
_CLAUSE = re.compile(r"[^,、:。!?;\n\r…—]+")
_TYPED_COMMA = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFF61: 0x3002, 0xFF64: 0x3001}
_RARE, _COMMON = 15.0, 7.0  # nats


@dataclass(frozen=True)
class Piece:
    """A part of a turn: `words` as it is read (half width, lower case), `quote` as it was said; the same length."""

    words: str
    quote: str
    start: int
    turn: int

    def covers(self, other: Piece) -> bool:
        """Whether another piece of the same turn lies within this one."""
        return self.start <= other.start and other.start + len(other.words) <= self.start + len(self.words)


@dataclass(frozen=True)
class Reply:
    """The answer of one turn, and the customer's words before it."""

    turn: int
    customer: str
    text: str

    @cached_property
    def words(self) -> str:
        """As it is read: a space between Chinese words is the comma that who types fast leaves out."""
        return _TYPED_COMMA.sub(lambda found: "," * len(found[0]), level(self.text[:LONGEST]))

    @cached_property
    def sentences(self) -> tuple[Piece, ...]:
        """Each with its end mark."""
        return tuple(self._pieces(_SENTENCE))

    @cached_property
    def clauses(self) -> tuple[Piece, ...]:
        """Each without its comma."""
        return tuple(self._pieces(_CLAUSE))

    @cached_property
    def content(self) -> Mapping[str, float]:
        """Its words of content; see `content`."""
        return content(self.words)

    def _pieces(self, pattern: re.Pattern[str]) -> Iterator[Piece]:
        for found in pattern.finditer(self.words):
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            text = found[0].strip()
            if any(letter.isalnum() for letter in text):
                yield Piece(text, self.text[start : start + len(text)], start, self.turn)


def level(text: str) -> str:
    """The text in half width and lower case; each code point keeps its place."""
    half = text.translate(_HALF_WIDTH)
    small = half.lower()
    if len(small) == len(half):
        return small
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in half)


@lru_cache(maxsize=4096)
def content(words: str) -> Mapping[str, float]:
    """The words of a text that say something, each with how much: 0 for the commonest, 1 for rare ones."""
    costs = vocabulary.costs()
    found = {}
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", words):
        for start, end in vocabulary.cut(run, 0, len(run)):
            word = run[start:end]
            worth = (costs.get(word, _RARE) - _COMMON) / (_RARE - _COMMON)
            if worth > 0:
                found[word] = min(1.0, worth) * (1 if len(word) > 1 else 0.4)
    return found


def shared(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    """How much of the content of `first` is in `second`: 0-1."""
    total = sum(first.values())
    return sum(worth for word, worth in first.items() if word in second) / total if total else 0.0


def saturating(count: float, half: float = 1.0) -> float:
    """0 for none, 1/2 at `half`, near 1 for many."""
    return count / (count + half) if count > 0 else 0.0


def spoken_length(words: str) -> float:
    """How much was said, on a scale on which 8 characters are 0 and 40 are 1."""
    letters = sum(letter.isalnum() for letter in words)
    return min(1.0, max(0.0, log(max(letters, 1) / 8) / log(5)))
