"""What is noticed in the answers of a drill: each sign as far as it is there (0-1), with the words that show it.

Most signs are found by the patterns of signs.yml; what is measured is `covers` (key points met), `takes_up` (what the
customer just said is answered), `says_enough`, `recites`, `repeats` and `breaks_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coaching.coverage import Covered
from coaching.recital import Recital, repeated
from coaching.replies import Piece, Reply, content, level, saturating, shared, spoken_length
from coaching.rubric import SignWords, words

_TAKEN_UP = 0.12  # of what the customer said comes again: then it is taken up as well as not
_FULL_COVER = 0.6  # all that an answer of one's own words is found to cover


@dataclass(frozen=True)
class Seen:
    """How far a sign is there, and the pieces of answers that show it, the first best."""

    degree: float
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class _Finder:
    of: str
    enough: float
    wanted: re.Pattern[str]
    needs: re.Pattern[str] | None
    never: re.Pattern[str] | None

    def pieces(self, reply: Reply) -> list[Piece]:
        """The pieces of an answer that show the sign."""
        candidates = reply.sentences if self.of == "sentence" else reply.clauses
        return [piece for piece in candidates if self._shows(piece.words)]

    def _shows(self, text: str) -> bool:
        return (
            self.wanted.search(text) is not None
            and (self.needs is None or self.needs.search(text) is not None)
            and (self.never is None or self.never.search(text) is None)
        )


def seen(
    replies: Sequence[Reply], recitals: Sequence[Recital], covered: Sequence[Covered], broken: Sequence[Piece]
) -> Mapping[str, Seen]:
    """Every sign of these answers. Recited clauses show nothing but that they are recited."""
    recited = {piece for recital in recitals for piece in recital.pieces}
    found = {}
    for key, finder in _finders().items():
        pieces = [piece for reply in replies for piece in finder.pieces(reply) if not _within(piece, recited)]
        found[key] = Seen(saturating(len(pieces), finder.enough), tuple(pieces))
    share = sum(recital.share for recital in recitals) / len(recitals) if recitals else 0.0
    again = repeated(replies)
    return found | {
        "takes_up": _taken_up(replies, recited),
        "covers": _covers(covered, share),
        "says_enough": Seen(spoken_length("".join(reply.words for reply in replies))),
        "recites": Seen(share, tuple(recited_in_order(recitals))),
        "repeats": Seen(saturating(len(again)), again),
        "breaks_rules": Seen(float(bool(broken)), tuple(broken)),
    }


def recited_in_order(recitals: Sequence[Recital]) -> list[Piece]:
    """What is recited, the longest first."""
    return sorted((piece for recital in recitals for piece in recital.pieces), key=lambda piece: -len(piece.words))


def _within(piece: Piece, recited: set[Piece]) -> bool:
    inside = sum(
        len(other.words)
        for other in recited
        if other.turn == piece.turn and piece.start <= other.start < piece.start + len(piece.words)
    )
    return inside > 0.5 * len(piece.words) or piece in recited


def _taken_up(replies: Sequence[Reply], recited: set[Piece]) -> Seen:
    """How much of what the customer says is answered in the words of it, on average; best pieces first."""
    degrees, pieces = [], []
    for reply in replies:
        theirs = content(level(reply.customer))
        own = [piece for piece in reply.sentences if not _within(piece, recited)]
        best = sorted(own, key=lambda piece: -shared(theirs, content(piece.words)))
        part = shared(theirs, content("".join(piece.words for piece in own)))
        degrees.append(saturating(part, _TAKEN_UP))
        pieces += best[:1] if part else []
    return Seen(sum(degrees) / len(degrees) if degrees else 0.0, tuple(pieces))


def _covers(covered: Sequence[Covered], recited: float) -> Seen:
    """Key points that are met; what is recited covers nothing."""
    if not covered:
        return Seen(0.0)
    degree = sum(min(1.0, point.degree) for point in covered) / len(covered)
    best = sorted((point for point in covered if point.piece), key=lambda point: -point.degree)
    pieces = dict.fromkeys(point.piece for point in best if point.piece and point.degree > 0.3)
    return Seen(min(1.0, degree / _FULL_COVER) * (1 - recited), tuple(pieces))


@lru_cache(maxsize=1)
def _finders() -> Mapping[str, _Finder]:
    return {key: _finder(sign) for key, sign in words().items()}


def _finder(sign: SignWords) -> _Finder:
    def joined(patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))

    return _Finder(
        sign.of,
        sign.enough,
        joined(sign.pattern),
        re.compile(sign.needs) if sign.needs else None,
        joined(sign.never) if sign.never else None,
    )
