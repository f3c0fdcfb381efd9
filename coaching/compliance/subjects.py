"""What red lines are about, read from subjects.yml: the subjects of a scenario's item, and whether words do what it
forbids.

A subject has several ways of being done, each a few groups of paraphrases that a sentence must hold, in any order; a
promise is the subject and that it is given without reserve. Who answers the customer's question with yes has done what
was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from coaching.compliance import rules
from coaching.replies import level
from config.yaml_lines import Part, read

SHIPPED = Path(__file__).parents[1] / "subjects.yml"
_NEVER = "(?!)"
_NEAR = 12  # letters between a promise and what makes it one without reserve
Span = tuple[int, int]


class SubjectLines(Part):
    """One subject, as it is written."""

    kind: str
    about: str
    excluded: str = Field("", alias="not")
    promise: str = ""
    said: tuple[str, ...] = ()


class SubjectFile(Part):
    """The file as a whole; `{name}` in patterns stands for one of `words`."""

    words: Mapping[str, str]
    assent: str
    asked: str
    hedged: str
    denied: str
    subjects: Mapping[str, SubjectLines]


@dataclass(frozen=True)
class Subject:
    """A subject, compiled. `ways`: what a sentence must hold, each way in parts of which the last is the rep's own."""

    kind: str
    about: re.Pattern[str]
    excluded: re.Pattern[str]
    promise: re.Pattern[str] | None
    ways: tuple[tuple[re.Pattern[str], ...], ...]


@dataclass(frozen=True)
class _Manner:
    """How anything is said: without reserve, with some, not at all, or as a yes to a question."""

    full: re.Pattern[str]
    hedged: re.Pattern[str]
    denied: re.Pattern[str]
    assent: re.Pattern[str]
    asked: re.Pattern[str]


def of_item(item: str) -> tuple[Subject, ...]:
    """What an item of a scenario is about. What is both (承诺给好处费) is the act, not the promise of it."""
    text = level(item)
    found = [each for each in _subjects() if each.about.search(text) and not each.excluded.search(text)]
    acts = [each for each in found if not rules.kinds()[each.kind].alike]
    act_besides = any(not kind.alike and kind.about.search(text) for kind in rules.kinds().values())
    return tuple(acts if acts or act_besides else found)


def done(subject: Subject, words: str, customer: str, sure: bool) -> Span | None:
    """Where words do what is forbidden of a subject, after what the customer said. Who is `sure` of a promise needs
    no word that says so."""
    manner = _manner()
    reserved = manner.hedged.search(words) is not None
    agreed = manner.assent.match(words) if manner.asked.search(customer) and not reserved else None
    if subject.promise is None:
        return _done_in_a_way(subject, words, customer, agreed)
    if reserved:
        return None
    return _promised(subject.promise, words, customer, agreed, sure) or _done_in_a_way(subject, words, customer, agreed)


def _promised(
    promise: re.Pattern[str], words: str, customer: str, agreed: re.Match[str] | None, sure: bool
) -> Span | None:
    """A promise, and near it that it is without reserve; or a yes to one that the customer asks for."""
    for found in promise.finditer(words):
        near = words[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        if sure or _manner().full.search(near):
            return found.span()
    return agreed.span() if agreed is not None and promise.search(customer) else None


def _done_in_a_way(subject: Subject, words: str, customer: str, agreed: re.Match[str] | None) -> Span | None:
    if _manner().denied.search(words):
        return None
    return next(filter(None, (_span(way, words, customer, agreed) for way in subject.ways)), None)


def _span(way: tuple[re.Pattern[str], ...], words: str, customer: str, agreed: re.Match[str] | None) -> Span | None:
    """From the first to the last of the rep's words in which the parts of a way are found; None where one is found
    nowhere."""
    found = [part.search(words) for part in way]
    own = [at for at in found if at is not None]
    lacking = [part for part, at in zip(way, found, strict=True) if at is None]
    if found[-1] is None and agreed is not None:
        own.append(agreed)
    if not own or (found[-1] is None and agreed is None) or not all(part.search(customer) for part in lacking):
        return None
    return min(at.start() for at in own), max(at.end() for at in own)


@lru_cache(maxsize=1)
def _file() -> SubjectFile:
    return read(SHIPPED, SubjectFile)


@lru_cache(maxsize=1)
def _subjects() -> tuple[Subject, ...]:
    return tuple(
        Subject(
            lines.kind,
            re.compile(lines.about),
            re.compile(lines.excluded or _NEVER),
            _compiled(lines.promise) if lines.promise else None,
            tuple(tuple(_compiled(part) for part in way.split(" + ")) for way in lines.said),
        )
        for lines in _file().subjects.values()
    )


@lru_cache(maxsize=1)
def _manner() -> _Manner:
    file = _file()
    return _Manner(
        _compiled("{full}"), *(_compiled(each) for each in (file.hedged, file.denied, file.assent, file.asked))
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern whose `{name}` are put in."""
    known = {**_file().words, "n": rules.numerals()}
    while names := [name for name in known if f"{{{name}}}" in pattern]:
        for name in names:
            pattern = pattern.replace(f"{{{name}}}", known[name])
    return re.compile(pattern)
