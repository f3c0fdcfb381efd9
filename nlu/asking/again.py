"""The question before said again with what the words change in it: 那陈静呢 after 张伟签了多少 is 陈静签了多少
(rules/again.yml)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from nlu.asking.sizes import size_span
from nlu.rules import rules
from nlu.time.times import find_times
from nlu.understanding import Span, Understanding

LONGEST = 24  # characters of words that lean on the question before
WHOSE = ("person", "region", "team", "whose")  # of which a question names one
THINGS = ("product", "stage", "customer")  # what is put only in the place of another one
_LETTERS = {"period": "T", "size": "S", "whose": "W"}  # stand for what is named; N for a name
_RULES = rules("again")


class Piece(NamedTuple):
    """What stands at a place of a text: a period, a person, whose deals are meant, of which size."""

    kind: str
    span: Span


def may_change(text: str) -> bool:
    """Whether words are of the length and kind of those that only change the question before."""
    return len(text.strip()) <= LONGEST and bool(_RULES["may_change"].search(text.strip()))


def said_again(asked: Understanding, words: Understanding, teams: Sequence[str], now: datetime) -> str | None:
    """The question asked before with what the words name in the place of what it named; a new period, size and whose in
    front where it named none. None where the words are more than that, or do not fit the question."""
    new, known = _pieces(words, teams, now), _pieces(asked, teams, now)
    if not new or not _only_changes(words.text, new, asks_of_person=any(piece.kind == "person" for piece in known)):
        return None
    text, front = asked.text, ""
    changes: list[tuple[Span, str]] = []
    for piece in new:
        value = words.text[slice(*piece.span)]
        kinds = WHOSE if piece.kind in WHOSE else (piece.kind,)
        places = sorted((one for one in known if one.kind in kinds), key=lambda one: one.kind != piece.kind)
        if places:
            changes.append((places[0].span, value))
        elif not _may_be_added(piece.kind, text):
            return None
        else:
            front += value + ("的" if piece.kind == "size" else "")
    for (start, end), value in sorted(changes, reverse=True):
        text = text[:start] + value + text[end:]
    return front + text


def _may_be_added(kind: str, text: str) -> bool:
    """Whether a question that names nothing of this kind may be asked of one: late deals of a stage or product, other
    figures of a time."""
    if kind == "customer":
        return False
    late = bool(_RULES["of_late"].search(text))
    return late if kind in THINGS else kind != "period" or not (late or _RULES["of_now"].search(text))


def person_named(asked: Understanding) -> str | None:
    """Whom a question is about, as it calls them."""
    spans = asked.spans_of("person")
    return asked.text[slice(*spans[0])] if spans else None


def with_person(text: str, name: str) -> str | None:
    """A question about figures that begins with 他 or 她, with the name instead; None for other words."""
    found = _RULES["of_them"].search(text.strip())
    return f"{name}{found['rest']}" if found is not None else None


def _pieces(understanding: Understanding, teams: Sequence[str], now: datetime) -> list[Piece]:
    """What is named in the words, from left to right."""
    text = understanding.text
    found = [Piece("size", span) for span in [size_span(text)] if span is not None]
    found += [Piece("team", (text.find(name), text.find(name) + len(name))) for name in teams if name in text]
    found += [Piece(kind, span) for kind in ("person", "region", *THINGS) for span in understanding.spans_of(kind)]
    found += [Piece("period", (time.start, time.end)) for time in find_times(text, now) if time.period]
    found += [Piece("whose", match.span("whose")) for match in _RULES["of_whom"].finditer(text)]
    apart: list[Piece] = []
    for piece in found:
        if all(piece.span[1] <= one.span[0] or one.span[1] <= piece.span[0] for one in apart):
            apart.append(piece)
    return sorted(apart, key=lambda piece: piece.span)


def _only_changes(text: str, pieces: Sequence[Piece], *, asks_of_person: bool) -> bool:
    """Whether the words are nothing but these pieces with 那, 呢, 的 around; a bare name is one only where the question
    was about a person."""
    marked = text
    for piece in reversed(pieces):
        start, end = piece.span
        marked = marked[:start] + _LETTERS.get(piece.kind, "N") + marked[end:]
    if _RULES["bare_name"].search(marked.strip()):
        return asks_of_person and pieces[0].kind == "person"
    return bool(_RULES["only_changes"].search(marked.strip()))
