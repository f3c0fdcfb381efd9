"""What the intent classifier looks at: character n-grams of the message with its names, times and sums replaced by
their kind, so that a customer nobody has seen before changes nothing; the concepts and cues found in it, one by one and
in pairs; and how much of it is unlike anything people say to the bot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from nlu.text.placeholders import PLACEHOLDERS

if TYPE_CHECKING:
    from nlu.reading import Reading

BLOCK_WEIGHTS = (1.6, 1.0, 0.6, 0.5)  # n-grams, cues, pairs of cues, novelty: each block has this length
LONGEST = 300  # code points of a message that decide its intent
LONGEST_GRAM = 4
LONGEST_PIECE = 3
MOST_CUES = 24
NOVELTY_STEPS = 5
OF_ANYTHING = frozenset({"elsewhere", "question", "contacted", "this_one"})  # cues that tell nothing alone
_EDGE = "\ue0ff"
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[,，。;；、！!…~～]+")
_TAIL = re.compile(r"[,. ]+$|(?<=.)[啊呀吧哦噢哈呢嘛啦]+$")
_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Features:
    """`pieces` are the runs of one, two and three letters whose novelty the model judges."""

    grams: tuple[str, ...]
    cues: tuple[str, ...]
    pieces: tuple[tuple[str, ...], ...]

    def blocks(self, is_familiar: Callable[[str], bool]) -> Iterator[tuple[str, ...]]:
        """The features of each block, in the order of BLOCK_WEIGHTS."""
        yield self.grams
        yield self.cues
        novelty = tuple(_novelty(run, is_familiar) for run in self.pieces)
        yield tuple(f"{cue}&{other}" for cue, other in combinations((*self.cues, *novelty[1:]), 2))
        yield novelty


def features(reading: Reading) -> Features:
    """The features of a message that was read."""
    text = _delexicalised(reading)[:LONGEST]
    letters = _NO_LETTER.sub("", text)
    pieces = tuple(tuple(_runs(letters, size)) for size in range(1, LONGEST_PIECE + 1))
    return Features(tuple(_grams(text)), tuple(_cues(reading)), pieces)


def _delexicalised(reading: Reading) -> str:
    parts, last = [], 0
    for start, end, kind in reading.placeholders():
        parts += [reading.words[last:start], PLACEHOLDERS[kind]]
        last = end
    return "".join(parts) + reading.words[last:]


def _grams(text: str) -> list[str]:
    body = _PUNCTUATION.sub(",", _SPACE.sub(" ", text.strip()))
    whole = _EDGE + _TAIL.sub("", body.strip(", ")) + _EDGE
    grams: list[str] = []
    for size in range(1, LONGEST_GRAM + 1):
        grams += _runs(whole, size)
    return grams


def _runs(text: str, size: int) -> list[str]:
    return [text[start : start + size] for start in range(len(text) - size + 1)]


def _cues(reading: Reading) -> list[str]:
    cues = {f"={concept.slot}.{concept.value if concept.said else 'not'}" for concept in reading.concepts}
    cues |= {f"={concept.slot}.any" for concept in reading.concepts if concept.said and concept.slot != "cue"}
    of_trade = any(concept.value not in OF_ANYTHING for concept in reading.concepts)
    cues |= {f"=has.{kind}" if of_trade else f"=only.{kind}" for _, _, kind in reading.placeholders()}
    if not of_trade:
        cues.add("=cue.elsewhere.only" if "=cue.elsewhere" in cues else "=cue.none")
    cues.add(f"=long.{min(len(reading.text) // 4, 6)}")
    return sorted(cues)[:MOST_CUES]


def _novelty(run: tuple[str, ...], is_familiar: Callable[[str], bool]) -> str:
    """Which share of the run is not familiar, in steps, rounded up."""
    size = len(run[0]) if run else 0
    new = len(run) - sum(map(is_familiar, run))
    return f"=new{size}.{-(-NOVELTY_STEPS * new // len(run)) if run else 'none'}"
