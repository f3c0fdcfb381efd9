"""Whether two texts say nearly the same in the same words: by the runs of five letters that they share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from nlu.text.plain import plain

RUN = 5  # letters
NEARLY = 0.5  # of the shorter text's runs stand in the other
T = TypeVar("T")


def overlap(text: str, other: str) -> float:
    """0-1: how much of the shorter text stands in the other word for word."""
    return _overlap(runs(text), runs(other))


def most_alike(text: str, others: Iterable[tuple[T, str]]) -> T | None:
    """What has nearly the same words as `text`: the most alike of (what it is, its words); None if nothing has."""
    own = runs(text)
    found = [(_overlap(own, runs(words)), at, what) for at, (what, words) in enumerate(others)]
    best = max(found, key=lambda hit: (hit[0], -hit[1]), default=None)
    return best[2] if best is not None and best[0] >= NEARLY else None


def runs(text: str) -> frozenset[str]:
    """The runs of five letters of a text, whatever stands between words; the whole of a shorter one."""
    letters = "".join(letter for letter in plain(text) if letter.isalnum())
    return frozenset(letters[at : at + RUN] for at in range(max(1, len(letters) - RUN + 1))) - {""}


def _overlap(runs_a: frozenset[str], runs_b: frozenset[str]) -> float:
    fewer = min(len(runs_a), len(runs_b))
    return len(runs_a & runs_b) / fewer if fewer else 0.0
