"""Parting a message into the words of who writes it and those of others. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from nlu.rules import rules

LONGEST = 1200  # characters that are read
SHORTEST_QUOTE = 4  # characters of quoted words that somebody said
LONGEST_TERM = 8  # characters of quoted words within a clause that only name something
_BREAKS = frozenset("，,。.；;!！?？:：、 \t\n　")
_MARKS = '「」『』“”‘’"＂>＞|｜'
_EDGES = " \t\n　，,。；;:：、"
_RULES = rules("voices")
Form = Literal["copied", "quoted", "retold"]
# Rules behind which all is somebody else's, to the end of the message.
_TO_THE_END = ("heading", "mail", "stamp", "stamp_before", "machine", "overriding")
_IN_CLAUSES = ("mentioned", "written", "relayed")  # behind a colon, theirs to the end of the line
_FORMS: tuple[Form, ...] = ("copied", "quoted", "retold")
_STAMPS = frozenset({"stamp", "stamp_before"})


@dataclass(frozen=True)
class Told:
    """What the writer says themself, what others do, and who (empty where nobody is named). `form`: the others' words
    were taken over as they stood (forwarded, copied, quotation marks), stand behind a speaker and a colon, or are
    retold."""

    own: str
    theirs: str
    speaker: str
    form: Form


@dataclass(frozen=True)
class _Part:
    """Somebody's words at `begin`..`end`, and from `start` on what leads to them."""

    start: int
    begin: int
    end: int
    speaker: str = ""
    form: Form = "copied"


def may_tell(text: str) -> bool:
    """Whether there is any sign in the text that somebody else speaks in it."""
    return _RULES["hint"].search(text, 0, LONGEST) is not None


def told(text: str, people: Collection[str] = (), names: Collection[str] = (), me: str = "") -> Told | None:
    """Whose words a message written by `me` holds; None where all are their own. `people` are those whom it names,
    `names` whatever else is called by a name in it."""
    if not may_tell(text) or _RULES["own_order"].search(text):
        return None
    text = text[:LONGEST]
    parts = sorted(_parts(text, people, {*people, *names}, me), key=lambda part: part.start)
    if not parts:
        return None
    own, theirs, done = [], [], 0
    for part in parts:
        if part.start > done:
            own.append(text[done : part.start].strip(_EDGES))
        if part.end > done:
            theirs.append(_RULES["mail"].sub("", text[max(done, part.begin) : part.end]).strip(_EDGES + _MARKS))
        done = max(done, part.end)
    own.append(text[done:].strip(_EDGES))
    speaker = next((_called(part.speaker, people) for part in parts if _is_person(part.speaker, people)), "")
    form = next(form for form in _FORMS if any(part.form == form for part in parts))
    return Told(_joined(own), _joined(theirs), speaker, form)


def _joined(words: Iterable[str]) -> str:
    return ",".join(one for one in words if one)


def _parts(text: str, people: Collection[str], names: Collection[str], me: str) -> Iterator[_Part]:
    for rule in _TO_THE_END:
        for found in _RULES[rule].finditer(text):
            if rule not in _STAMPS or _is_person(found["who"], people) or (rule == "stamp" and _stands_alone(found)):
                yield _Part(found.start(), found.end(), _after(text, found.end(), len(text)), found["who"] or "")
    for found in _RULES["marked_line"].finditer(text):
        yield _Part(found.start(), found.start(), found.end())
    for found in _RULES["addressed"].finditer(text):
        called = found["called"]
        if called == me or _RULES["everybody"].fullmatch(called) or found["says"]:
            yield _Part(found.start(), found.end(), len(text), called if found["says"] else "")
    for found in _RULES["label"].finditer(text):
        if found["who"] == me or _is_person(found["who"], people):
            end = _after(text, found.end(), _line_end(text, found.end()))
            yield _Part(found.start(), found.end(), end, found["who"], "quoted")
    for found in _RULES["says"].finditer(text):
        end = _after(text, found.end(), _line_end(text, found.end()))
        yield _Part(found.start("who"), found.end(), end, found["who"], "quoted")
    for found in _RULES["said_by"].finditer(text):
        yield _Part(0, 0, len(text), found["who"])
    if _RULES["asked_who"].search(text):
        yield _Part(0, 0, len(text))
    for rule in _IN_CLAUSES:
        for found in _RULES[rule].finditer(text):
            form: Form = "copied" if found["what"][0] in ":：" else "quoted"
            yield _Part(found.start(), found.start("what"), found.end(), found["who"], form)
    for found in _RULES["quoted"].finditer(text):
        if found.group()[1:-1].strip() not in names and not _is_term(text, found):
            yield _Part(found.start(), found.start(), found.end(), form="quoted" if _is_led(text, found) else "copied")
    for found in _RULES["retold"].finditer(text):
        if _is_person(found["who"], people):
            yield _Part(found.start("who"), found.start("what"), found.end(), found["who"], "retold")


def _is_person(who: str | None, people: Collection[str]) -> bool:
    """Whether a label or subject is somebody: one of those named, or called as people are."""
    if not who:
        return False
    return any(who.endswith(one) for one in people) or _RULES["person"].search(who) is not None


def _called(who: str, people: Collection[str]) -> str:
    """How somebody is called, without what stands before their name (海纳万总, 转自裴朗)."""
    return max((one for one in people if who.endswith(one)), key=len, default=who)


def _stands_alone(stamp: re.Match[str]) -> bool:
    """Whether a name and a time are a line of their own, as chats are copied."""
    return stamp["rest"] == "" and _RULES["day"].search(stamp["who"]) is None


def _after(text: str, begin: int, end: int) -> int:
    """Where words that begin behind a colon end: with their closing quotation mark, if they are quoted."""
    quote = _RULES["quoted_behind"].match(text, begin, end)
    return quote.end() if quote is not None else end


def _line_end(text: str, begin: int) -> int:
    """The end of the line; of the next one, where nothing stands behind `begin` on it."""
    end = text.find("\n", begin)
    if end >= 0 and not text[begin:end].strip():
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end


def _is_term(text: str, quote: re.Match[str]) -> bool:
    """Whether quoted words only name something within a clause: 推进到“方案确认”, “海纳那单”先放着."""
    start, end = quote.span()
    if _RULES["as_words"].match(text, end) or _RULES["words_of"].search(text, 0, start):
        return False
    before = start > 0 and text[start - 1] not in _BREAKS
    behind = end < len(text) and text[end] not in _BREAKS
    short = end - start - 2 <= LONGEST_TERM
    return end - start - 2 < SHORTEST_QUOTE or (not _is_led(text, quote) and (before or (behind and short)))


def _is_led(text: str, quote: re.Match[str]) -> bool:
    """Whether somebody is said to speak right before quoted words."""
    return _RULES["led_to"].search(text, 0, quote.start()) is not None
