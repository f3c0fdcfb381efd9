"""Whether somebody commits themselves or declines: a linear judgement of letters and signs, learned from examples.

Promises, offers and slanders come in ever new words, but the words around them are much the same in all trades: who
declines says 不敢, 得看, 合同写的是, and who does not leaves nothing open. `python -m benchmarks.stance` learns the
weights of stance.json from sentences that were marked by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path

SHIPPED = Path(__file__).with_name("stance.json")
LONGEST = 3  # letters of a piece
ENDS = "。.!,;"


@dataclass(frozen=True)
class Weights:
    """What was learned: the weight of each piece of letters and of each sign."""

    bias: float
    pieces: Mapping[str, float]
    signs: Sequence[float]


def weigh(words: str, signs: Sequence[bool]) -> float:
    """How surely the words commit (above 0) or decline (below); about 1 is rather sure. 0 for no words."""
    if not words:
        return 0.0
    known, found = weights(), pieces_of(words)
    letters = sum(known.pieces.get(piece, 0.0) for piece in found) / sqrt(len(found))
    return known.bias + letters + sum(weight for weight, is_there in zip(known.signs, signs, strict=True) if is_there)


def pieces_of(words: str) -> set[str]:
    """All pieces of one to three letters of the words, whose beginning and end are marked."""
    text = f"^{words.rstrip(ENDS)}$"
    return {text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)}


@lru_cache(maxsize=1)
def weights() -> Weights:
    """As shipped."""
    return Weights(**json.loads(SHIPPED.read_text("utf-8")))
