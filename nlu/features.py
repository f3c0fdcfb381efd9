"""What the intent classifier looks at: character n-grams of the message with its names, times and sums replaced by
their kind, so that a customer nobody has seen before changes nothing, and the concepts and cues found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlu.reading import Reading

KINDS = (
    "customer", "contact", "product", "sku", "contract_no", "person", "industry", "buyer_role", "region",
    "time", "length", "sum",
)  # fmt: skip
MARKS = {kind: chr(0xE000 + place) for place, kind in enumerate(KINDS)}
LONGEST = 300  # code points of a message that decide its intent
LONGEST_GRAM = 4
MOST_CUES = 24
CUE = "="  # begins the features that are no n-grams
_EDGE = "\ue0ff"
_SPACE = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[,，。;；、！!…~～]+")
_TAIL = re.compile(r"[,. ]+$|(?<=.)[啊呀吧哦噢哈呢嘛啦]+$")


def features(reading: Reading) -> list[str]:
    """N-grams, then cues (beginning with CUE) one by one and in pairs."""
    return [*_grams(_delexicalised(reading)), *_cues(reading)]


def _delexicalised(reading: Reading) -> str:
    parts, last = [], 0
    for start, end, kind in reading.marks():
        parts += [reading.words[last:start], MARKS[kind]]
        last = end
    return "".join(parts) + reading.words[last:]


def _grams(delexicalised: str) -> Iterator[str]:
    body = _PUNCTUATION.sub(",", _SPACE.sub(" ", delexicalised.strip()))[:LONGEST]
    whole = _EDGE + _TAIL.sub("", body.strip(", ")) + _EDGE
    for size in range(1, LONGEST_GRAM + 1):
        for start in range(len(whole) - size + 1):
            yield whole[start : start + size]


def _cues(reading: Reading) -> Iterator[str]:
    said = {f"{one.slot}.{one.value}" if one.said else f"{one.slot}.not" for one in reading.concepts}
    said |= {f"{one.slot}.any" for one in reading.concepts if one.said and one.slot != "cue"}
    said |= {f"has.{kind}" for _, _, kind in reading.marks()}
    said.add(f"long.{min(len(reading.text) // 4, 6)}")
    cues = sorted(said)[:MOST_CUES]
    yield from (CUE + one for one in cues)
    yield from (f"{CUE}{one}&{other}" for one, other in combinations(cues, 2))


def is_cue(feature: str) -> bool:
    return feature.startswith(CUE) and len(feature) > LONGEST_GRAM


def counted(words: Iterable[str], places: dict[str, int]) -> dict[int, int]:
    """How often each known feature occurs."""
    counts: dict[int, int] = {}
    for word in words:
        place = places.get(word)
        if place is not None:
            counts[place] = counts.get(place, 0) + 1
    return counts
