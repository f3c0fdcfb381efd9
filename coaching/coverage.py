"""Which key points were met, by meaning: a key point counts as far as some of what was said comes near to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coaching.likeness import Likeness, nearness
from coaching.replies import Piece, Reply, content, level, shared
from config.concepts import Concepts

MOST_POINTS = 12
_WORDS, _CONCEPTS = 1.1, 0.35
_NEAR, _FAR = 0.6, 0.2  # cosines that mean the same, and nothing


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
        degrees = [
            min(
                1.0,
                _WORDS * shared(wanted, said[at]) + _CONCEPTS * bool(ideas & meant[at]) + _likely(float(near[row, at])),
            )
            for at in range(len(pieces))
        ]
        best = max(range(len(pieces)), key=degrees.__getitem__, default=None)
        found.append(
            Covered(point, degrees[best] if best is not None else 0.0, pieces[best] if best is not None else None)
        )
    return tuple(found)


def _likely(cosine: float) -> float:
    return min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))
