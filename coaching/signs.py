"""What is noticed in the answers of a drill: each sign as far as it is there (0-1), with the words that show it.

Most signs are found by the patterns of signs.yml; what is measured is `covers` (key points met), `takes_up` (what the
customer just said is answered), `says_enough`, `recites`, `repeats` and `breaks_rules`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coaching.coverage import Covered
from coaching.recital import Recital, repeated
from coaching.replies import Piece, Reply, content, level, saturating, shared, spoken_length
from coaching.rubric import SignWords, words

_TAKEN_UP = 0.12  # of what the customer said comes again: then it is taken up as well as not
_WORTH_QUOTING = 0.3  # of a key point
HURTS = "hurts"
FAULTS = frozenset({HURTS, "brags", "brushes_off", "vague", "discounts"})
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
    """Every sign of these answers. Recited clauses show nothing but that they are recited; where a rule is broken, the
    whole turn has no merit, and a sentence that hurts takes nothing up."""
    recited = [piece for recital in recitals for piece in recital.pieces]
    shown = {
        key: tuple(piece for reply in replies for piece in finder.pieces(reply) if not _within(piece, recited))
        for key, finder in _finders().items()
    }
    lost = {piece.turn for piece in broken}
    spoilt = [*recited, *shown[HURTS]]
    found = {}
    for key, pieces in shown.items():
        kept = pieces if key in FAULTS else tuple(piece for piece in pieces if piece.turn not in lost)
        found[key] = Seen(saturating(len(kept), _finders()[key].enough), kept)
    share = sum(recital.share for recital in recitals) / len(recitals) if recitals else 0.0
    again = repeated(replies)
    return found | {
        "takes_up": _taken_up(replies, spoilt, lost),
        "covers": _covers(
            [point for point in covered if point.piece and point.piece.turn not in lost], len(covered), share
        ),
        "says_enough": Seen(spoken_length("".join(reply.words for reply in replies))),
        "recites": Seen(share, tuple(recited_in_order(recitals))),
        "repeats": Seen(saturating(len(again)), again),
        "breaks_rules": Seen(float(bool(broken)), tuple(broken)),
    }


def pieces_of(sign: str, reply: Reply) -> list[Piece]:
    """The sentences or clauses of an answer that show a sign which is known by words."""
    return _finders()[sign].pieces(reply)


def shows(sign: str, text: str) -> bool:
    """Whether a text shows a sign that is known by words."""
    return bool(pieces_of(sign, Reply(1, "", text)))


def recited_in_order(recitals: Sequence[Recital]) -> list[Piece]:
    """What is recited, the longest first."""
    return sorted((piece for recital in recitals for piece in recital.pieces), key=lambda piece: -len(piece.words))


def _within(piece: Piece, spoilt: Sequence[Piece]) -> bool:
    """Whether most of a piece is made up of spoilt clauses."""
    inside = sum(
        len(other.words)
        for other in spoilt
        if other.turn == piece.turn and piece.start <= other.start < piece.start + len(piece.words)
    )
    return inside > 0.5 * len(piece.words)


def _taken_up(replies: Sequence[Reply], spoilt: Sequence[Piece], lost: Collection[int]) -> Seen:
    """How much of what the customer says is answered in the words of it, on average; best pieces first."""
    degrees, pieces = [], []
    for reply in replies:
        theirs = content(level(reply.customer))
        kept = [piece for piece in reply.sentences if reply.turn not in lost and not _within(piece, spoilt)]
        best = sorted(kept, key=lambda piece: -shared(theirs, content(piece.words)))
        part = shared(theirs, content("".join(piece.words for piece in kept)))
        degrees.append(saturating(part, _TAKEN_UP))
        pieces += best[:1] if part else []
    return Seen(sum(degrees) / len(degrees) if degrees else 0.0, tuple(pieces))


def _covers(met: Sequence[Covered], points: int, recited: float) -> Seen:
    """Key points that are met, of so many; what is recited covers nothing."""
    if not met:
        return Seen(0.0)
    degree = sum(point.degree for point in met) / points
    best = sorted(met, key=lambda point: -point.degree)
    pieces = dict.fromkeys(point.piece for point in best if point.piece and point.degree > _WORTH_QUOTING)
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
