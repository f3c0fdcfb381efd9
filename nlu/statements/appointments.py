"""Words that say that an appointment is put off or moved: 苏老板推到周六了, 又改期,说15号, 鼎新改到10号上午."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nlu.rules import rules
from nlu.text.plain import plain
from nlu.time.times import find_times
from nlu.understanding import Span, Understanding

LONGEST = 60  # characters; longer words tell more than that
LETTERS = {"customer": "C", "product": "C", "contact": "P", "buyer_role": "P", "person": "M"}
_RULES = rules("appointments")
_GOES = re.compile("[去见看]?[CP]+")  # to whom, and not what for
_TRAIL = "了吧啊呀的。.!！~ "


@dataclass(frozen=True)
class Moved:
    """`by` how much, an ISO length, where the words say that instead of when; `what` is to be done then, where they say
    so; `told`: as somebody else's doing, or as what has
    happened; `soft`: in words that put off a reminder too (推到明天)."""

    by: str | None
    what: str | None
    told: bool
    soft: bool


def may_move(text: str, now: datetime) -> bool:
    """Whether the words might move an appointment, before their names are known."""
    times = [(time.start, time.end) for time in find_times(plain(text), now)]
    return len(text) <= LONGEST and _moved_at(_with(plain(text), times, "T")) is not None


def waits_for(text: str) -> bool:
    """Whether something is waited for of which no day is told (等他回来再说)."""
    return _RULES["waits"].match(plain(text.strip())) is not None


def moved(meant: Understanding, now: datetime) -> Moved | None:
    """What the words say of an appointment that is moved; None if they move none, ask, or want it done by somebody."""
    times = find_times(plain(meant.text), now)
    words = _with(plain(meant.text), [(time.start, time.end) for time in times], "T")
    for slot, letter in LETTERS.items():
        words = _with(words, meant.spans_of(slot), letter)
    found = _moved_at(words)
    if found is None:
        return None
    end = found[1]
    while end < len(words) and words[end] == "T":
        end += 1
    done = _RULES["what"].match(words, end)
    what = meant.text[slice(*done.span("what"))].rstrip(_TRAIL) if done and not _GOES.fullmatch(done["what"]) else None
    by = next((time.duration for time in times if time.start == found[1] and not time.is_point), None)
    return Moved(by, what or None, _RULES["told"].search(words) is not None, found[2])


def _moved_at(words: str) -> tuple[int, int, bool] | None:
    """Where the words that move it begin, where their time begins, and whether they are soft: the last that do."""
    if _RULES["otherwise"].search(words):
        return None
    found = [
        one for one in _RULES["moves"].finditer(words) if not _RULES["something_else"].search(words[: one.start()])
    ]
    return (found[-1].start(), found[-1].end(), found[-1]["soft"] is not None) if found else None


def _with(words: str, spans: Iterable[Span], letter: str) -> str:
    for start, end in spans:
        words = words[:start] + letter * (end - start) + words[end:]
    return words
