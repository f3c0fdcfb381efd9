"""Which key points were met, by meaning: a key point counts as far as some of what was said comes near to it.

Many points want something done (问, 约, 先试, 举例): what does it counts in words that are quite other, and what has
the words of the point and does not do it counts less (points.yml).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coaching.likeness import Likeness, nearness
from coaching.replies import Piece, Reply, content, level, shared
from config.concepts import Concepts
from config.yaml_lines import Part, read

SHIPPED = Path(__file__).with_name("points.yml")
MOST_POINTS = 12
_WORDS, _CONCEPTS = 1.1, 0.35
_NEAR, _FAR = 0.6, 0.2  # cosines that mean the same, and nothing


class ActLines(Part):
    """Something that points want done, as it is written."""

    point: str
    shown: str
    worth: float


class PointFile(Part):
    """The file as a whole; `{n}` in patterns stands for `numerals`."""

    numerals: str
    unshown: float
    acts: Mapping[str, ActLines]


@dataclass(frozen=True)
class Act:
    """What points want done, how it sounds, and what it is worth by itself."""

    point: re.Pattern[str]
    shown: re.Pattern[str]
    worth: float


@dataclass(frozen=True)
class Covered:
    """How far a key point was met (0-1), and where best."""

    point: str
    degree: float
    piece: Piece | None


def coverage(
    points: Sequence[str], replies: Sequence[Reply], concepts: Concepts, likeness: Likeness | None
) -> tuple[Covered, ...]:
    """Each key point, in order. Recited sentences are looked at too: what they are worth is said elsewhere."""
    points = points[:MOST_POINTS]
    pieces = [piece for reply in replies for piece in reply.sentences]
    said = [content(piece.words) for piece in pieces]
    meant = [set(concepts.in_text(piece.words)) for piece in pieces]
    near = nearness(likeness, [level(point) for point in points], [piece.words for piece in pieces])
    found = []
    for row, point in enumerate(points):
        wanted, ideas = content(level(point)), set(concepts.in_text(point))
        acts = [act for act in _acts() if act.point.search(level(point))]
        degrees = [
            _with_acts(
                acts,
                piece.words,
                _WORDS * shared(wanted, said[at]) + _CONCEPTS * bool(ideas & meant[at]) + _likely(float(near[row, at])),
            )
            for at, piece in enumerate(pieces)
        ]
        best = max(range(len(pieces)), key=degrees.__getitem__, default=None)
        found.append(
            Covered(point, degrees[best] if best is not None else 0.0, pieces[best] if best is not None else None)
        )
    return tuple(found)


def _with_acts(acts: Sequence[Act], words: str, alike: float) -> float:
    """How far words that are `alike` to a point meet it, which wants these acts done."""
    worth = [act.worth for act in acts if act.shown.search(words)]
    if acts and not worth:
        return min(1.0, alike) * _file().unshown
    return min(1.0, alike + max(worth, default=0.0))


def _likely(cosine: float) -> float:
    return min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))


@lru_cache(maxsize=1)
def _file() -> PointFile:
    return read(SHIPPED, PointFile)


@lru_cache(maxsize=1)
def _acts() -> tuple[Act, ...]:
    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("{n}", _file().numerals))

    return tuple(Act(compiled(act.point), compiled(act.shown), act.worth) for act in _file().acts.values())
