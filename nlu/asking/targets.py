"""Words that say what people, or teams, are to sell: 给雷鸣定9月50万,苟小川也一样 (rules/targets.yml)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nlu.entities.money import find_sums
from nlu.rules import rules
from nlu.time.times import find_times

LONGEST = 80  # characters
TEN_THOUSAND = 10_000  # that a figure without a unit is of
PRONOUN, OWN_TEAM = "她", "我们组"  # as which names such words are given back
_RULES = rules("targets")
_MARKS = "NTSP"


@dataclass(frozen=True)
class Said:
    """For whom (a name, PRONOUN, OWN_TEAM), and how much in yuan: None where the words leave that open. `each` where a
    team is named and every one of its people is to have it."""

    name: str
    amount: float | None
    each: bool = False


@dataclass(frozen=True)
class Targets:
    """What the words say: for whom how much, or a sum for nobody named (`amount`). `doubtful` where several people are
    named with one sum, and not whether each is to have it. `names_target`: the words call it a target."""

    said: tuple[Said, ...]
    amount: float | None = None
    doubtful: bool = False
    names_target: bool = False


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    mark: str
    name: str = ""
    amount: float = 0


def may_say(text: str) -> bool:
    """Whether it is worth looking for names in the words."""
    return len(text) <= LONGEST and bool(_RULES["noun"].search(text) or find_sums(text) or _RULES["bare"].search(text))


def amount_said(text: str) -> float | None:
    """The last sum that words name, in yuan; of a figure without a unit so many 万."""
    sums = [piece.amount for piece in _sums(text)]
    return sums[-1] if sums else None


def targets_said(text: str, names: Sequence[str], now: datetime) -> Targets | None:
    """The targets that words set which hold nothing else; `names` are those of people and teams in them. None for other
    words, among them those that ask, suppose, report or hold back."""
    if not may_say(text):
        return None
    pieces = _pieces(text, names, now)
    if not _RULES["only"].search(_marked(text, pieces)):
        return None
    between = _between(text, pieces)
    noun = bool(_RULES["noun"].search("".join(between)))
    wanted = [piece for piece in pieces if piece.mark in "NP"]
    sums = [piece for piece in pieces if piece.mark == "S"]
    if not sums and not (noun and wanted and _RULES["sets"].search("".join(between))):
        return None
    if not wanted:
        return Targets((), sums[0].amount, names_target=noun) if len(sums) == 1 else None
    each, together = bool(_RULES["each"].search(text)), bool(_RULES["together"].search(text))
    said = _assigned(pieces, between, each=each)
    if said is None:
        return None
    shared = len(wanted) > len(sums) > 0 and not each and not all(_has_own(pieces, between, one) for one in wanted)
    return Targets(said, doubtful=shared or (together and len(wanted) > 1), names_target=noun)


def _pieces(text: str, names: Sequence[str], now: datetime) -> list[_Piece]:
    """What is named in the words, in order, without overlap: the longest name first."""
    found = [_Piece(*match.span(), "N", OWN_TEAM) for match in _RULES["own_team"].finditer(text)]
    for name in sorted(names, key=len, reverse=True):
        found += [_Piece(*match.span(), "N", name) for match in re.finditer(re.escape(name), text)]
    found += [_Piece(time.start, time.end, "T") for time in find_times(text, now) if time.period]
    found += _sums(text)
    found += [_Piece(*match.span(), "P", PRONOUN) for match in _RULES["pronoun"].finditer(text)]
    kept = list[_Piece]()
    for piece in found:
        if not any(piece.start < other.end and other.start < piece.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def _sums(text: str) -> list[_Piece]:
    sums = [_Piece(one.start, one.end, "S", amount=float(one.amount)) for one in find_sums(text)]
    bare = [
        _Piece(*match.span(), "S", amount=float(match.group()) * TEN_THOUSAND)
        for match in _RULES["bare"].finditer(text)
        if not any(one.start < match.end() and match.start() < one.end for one in sums)
    ]
    return sorted([*sums, *bare], key=lambda piece: piece.start)


def _marked(text: str, pieces: Sequence[_Piece]) -> str:
    words, at = "", 0
    for piece in pieces:
        words += text[at : piece.start].translate(_NO_MARKS) + piece.mark
        at = piece.end
    return (words + text[at:].translate(_NO_MARKS)).strip()


def _between(text: str, pieces: Sequence[_Piece]) -> list[str]:
    """The words before each piece, and those behind the last."""
    ends, starts = [0, *(piece.end for piece in pieces)], [*(piece.start for piece in pieces), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _assigned(pieces: Sequence[_Piece], between: Sequence[str], *, each: bool) -> tuple[Said, ...] | None:
    """To each name the sum behind it, or before it where all sums stand before their names; None where some sum is for
    nobody."""
    marks = [piece for piece in pieces if piece.mark in "NPS"]
    sums_first = marks[0].mark == "S" and marks[-1].mark != "S"
    found, waiting, last = list[Said](), list[str](), None
    for piece in reversed(marks) if sums_first else marks:
        if piece.mark != "S":
            waiting.append(piece.name)
            continue
        if not waiting:
            return None
        last = piece.amount
        found += [Said(name, last, each) for name in waiting]
        waiting.clear()
    same = bool(waiting) and last is not None and bool(_RULES["same"].search("".join(between)))
    found += [Said(name, last if same else None, each) for name in waiting]
    return tuple(reversed(found)) if sums_first else tuple(found)


def _has_own(pieces: Sequence[_Piece], between: Sequence[str], piece: _Piece) -> bool:
    """Whether a sum stands right behind the name, or it is said to get the same as the one before."""
    at = pieces.index(piece)
    behind = [other for other in pieces[at + 1 :] if other.mark != "T"]
    return bool(behind and behind[0].mark == "S") or bool(_RULES["same"].search(between[at + 1] + between[at]))


_NO_MARKS = str.maketrans(dict.fromkeys(_MARKS, "?"))
