"""Reading what is said about customer lists. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from nlu.rules import rules
from nlu.text.numerals import small
from nlu.text.plain import plain

_RULES = rules("lists")
About = Literal["how", "template", "bare", "not_imported", "my_share", "brought", "why_kept"]
LONGEST = 120  # characters that are read
MOST_LINES = 200  # that one range may name
ASKED = "?"  # stands for what a line holds, which is asked
MYSELF = "我"
CLAUSE = re.compile(r"[^\s,，。;；!！]+")
EDGES = " ,，。.;；!！~"
ASKS = re.compile(r"[?？吗呢么]\s*$|谁|什么|怎么|咋|哪|多少|几[家个行条]|(?:能|可|要|是)(?:不|否)")
_ABOUT: tuple[About, ...] = ("bare", "why_kept", "not_imported", "my_share", "brought")


@dataclass(frozen=True)
class Meant:
    """What of a list is meant otherwise: `which` lines, customers, owners or columns, as written, are left out, or
    belong to, or are, `to` (MYSELF: whoever speaks; ASKED: what they are is asked)."""

    which: str
    to: str | None = None


def meant_otherwise(text: str) -> tuple[Meant, ...]:
    """What the words put right of a list that is shown, in the order said; nothing where a clause asks."""
    found: list[Meant] = []
    before = ""  # what the clause before says something of
    for clause in CLAUSE.findall(plain(text)[:LONGEST]):
        words = clause.strip(EDGES)
        named, before = before, _spoken_of(words)
        if named and declines(words):
            found.append(Meant(named))
        if _RULES["same_named"].match(words):
            continue
        left = _RULES["left_out"].match(words) or _RULES["leaves_out"].match(words)
        belongs = _RULES["belongs"].match(words)
        if declines(words):
            continue
        if left is not None and not ASKS.search(words):
            found += [Meant(which) for which in _each(left["which"])]
        elif belongs is not None and not ASKS.search(belongs["to"] + words[belongs.end("to") :]):
            found += [Meant(which, belongs["to"]) for which in _each(belongs["which"])]
    return tuple(found)


def asks_row(text: str) -> tuple[Meant, ...]:
    """The line or customer of a list of which something is asked, as written; none where nothing is."""
    words = plain(text)[:LONGEST].strip(EDGES)
    found = None if declines(words) else _RULES["asks_row"].match(words)
    return () if found is None or problems(words) else (Meant(found["which"], ASKED),)


def is_that_line(words: str) -> bool:
    """Whether a line is pointed at, not named (那行)."""
    return _says("that_line", words)


def line_numbers(words: str) -> tuple[int, ...]:
    """The lines that words name by their numbers (3、5行, 第二到四行); none where they name something else."""
    found = _RULES["lines"].match(words.strip(EDGES))
    if found is None:
        return ()
    numbers: list[int] = []
    since: int | None = None
    for one in _RULES["number"].finditer(found["numbers"]):
        value = small(one["number"])
        if value is None:
            return ()
        first = since if since is not None else value
        numbers += range(first, min(value, first + MOST_LINES) + 1)
        since = value + 1 if one["to"] else None
    return tuple(dict.fromkeys(numbers))


def of_nobody(words: str) -> bool:
    """Whether words mean the lines that name no owner."""
    return _says("of_nobody", words)


def same_company(text: str, lines: Collection[int] = (), names: Collection[str] = ()) -> bool | None:
    """Whether two customers are the same, as was asked; None where the words do not say. What they name is one of the
    two, by these `lines` or `names`, or they say nothing of them."""
    words = plain(text).strip(EDGES)
    found = _RULES["same_company"].search(words)
    if found is not None:
        return not (found["no"] or found["negated"])
    verdicts = [_same(clause.strip(EDGES), lines, names) for clause in CLAUSE.findall(words)]
    return verdicts[0] if verdicts and len({*verdicts}) == 1 else None


def _same(clause: str, lines: Collection[int], names: Collection[str]) -> bool | None:
    if ASKS.search(clause):
        return None
    if _says("merged", clause):
        return True
    plainly, named = _RULES["same_company"].search(clause), _RULES["same_named"].match(clause)
    if plainly is not None:
        return not (plainly["no"] or plainly["negated"])
    if named is None:
        return None
    which = named["which"].strip(EDGES)
    if is_that_line(which) or {*line_numbers(which)} & {*lines} or any(which in name for name in names):
        return not (named["no"] or named["apart"])
    return None


def agrees(text: str) -> bool:
    """Whether a list is to be imported."""
    return _says("agrees", text)


def declines(text: str) -> bool:
    """Whether a list is not to be imported, at least not as it is."""
    return _says("declines", text)


def good_only(text: str) -> bool:
    """Whether only the lines without problems are to be imported."""
    return _says("good_only", text)


def problems(text: str) -> bool:
    """Whether it is asked what is wrong with a list, or what of it is not imported."""
    return _says("problems", text) or _says("not_imported", text)


def asks_unowned(text: str) -> bool:
    """Whether it is asked what becomes of lines that name no owner."""
    return _says("asks_unowned", text)


def confirms_withdrawal(text: str) -> bool | None:
    """Whether an import is to be taken back, as was asked; None where the words do not say."""
    found = _RULES["withdraws"].search(plain(text).strip(EDGES))
    return None if found is None else not found["no"]


def about_import(text: str) -> About | None:
    """What is asked about importing, where nothing of a list is shown; None for nothing."""
    words = plain(text).strip(EDGES)
    if len(words) > LONGEST or _RULES["no_import"].search(words):
        return None
    if _RULES["wants_template"].search(words):
        return "template"
    if _RULES["asks_how"].search(words):
        return "how"
    return next((about for about in _ABOUT if _RULES[about].search(words)), None)


def asks_about_import(text: str) -> bool:
    """Whether the words are about importing, where nothing of a list is shown."""
    return about_import(text) is not None


def _spoken_of(words: str) -> str:
    """The line of which a clause says something (第4行是老客户)."""
    found = _RULES["same_named"].match(words)
    which = "" if found is None else found["which"].strip(EDGES)
    return which if line_numbers(which) or is_that_line(which) else ""


def _each(which: str) -> tuple[str, ...]:
    """What is named together: line numbers stay together, names do not."""
    which = which.strip(EDGES)
    return (
        (which,)
        if line_numbers(which)
        else tuple(part for part in re.split(r"(?<=..)[、和跟与及](?=..)", which) if part)
    )


def _says(name: str, text: str) -> bool:
    return _RULES[name].search(plain(text).strip(EDGES)) is not None
