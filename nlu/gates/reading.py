"""Reading what is said at a gate. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nlu.rules import rules
from nlu.understanding import Span

Remark = Literal[
    "asks_superior",
    "asks_pass",
    "waits",
    "comes_later",
    "asks_may_enter",
    "asks_way",
    "asks_let_in",
    "asks_answer",
    "goes_on",
    "lacks",
    "no_such_file",
    "only_why",
    "orders_move",
    "signed_by_both",
    "takes_move",
    "tells_reason",
]
FILE = "F"  # stands for the kind of a file
LONGEST = 120  # characters that are read
LONGEST_REASON = 80
SHORTEST_REASON = 2
_CLAUSE = re.compile(r"[^\s,，。;；!！]+")
_OF_CLAUSES = ("keeps_out", "lets_in", "agrees", "no_reason", "demands")
_RULES = rules("gates")


@dataclass(frozen=True)
class Decision:
    """A leader lets a deal in (`granted`), does not, or did not say clearly which (None). `words` are why, or what has
    to come first; empty where nothing was said."""

    granted: bool | None
    words: str = ""


def decision(text: str, *, awaited: bool, named: Sequence[Span] = ()) -> Decision | None:
    """What a leader decides of a deal that waits at a gate; None if the words decide nothing. Where their decision is
    `awaited`, the last thing that they were asked for, a mere yes or what has to come first is one too. `named` are the
    places of customers, whose names decide nothing (鼎新先放过去吧)."""
    found = list(_CLAUSE.finditer(text[:LONGEST]))
    clauses = [clause.group() for clause in found]
    if not clauses or _asks(text):
        return None
    kinds = [_kind(clause.group()) or _kind(_without(clause, named)) for clause in found]
    if "keeps_out" in kinds:
        if not awaited and not any("放" in clause for clause in clauses):
            return None
        return Decision(False, _left(clauses, kinds, {"keeps_out", "agrees"}))
    if "lets_in" in kinds:
        return Decision(True, _reason(_left(clauses, kinds, {"lets_in", "agrees", "no_reason"})))
    if not awaited:
        return None
    if _says("tells_reason", text.strip()):
        return Decision(None, reason_said) if (reason_said := _reason(text.strip())) else None
    if kinds[0] == "agrees":
        left = [clause for clause, kind in zip(clauses, kinds, strict=True) if kind != "agrees"]
        unclear = "demands" in kinds or any(_says("doubts", clause) for clause in left)
        return Decision(None if unclear else True, "" if unclear else _reason(",".join(left)))
    return Decision(False, ",".join(clauses)) if "demands" in kinds else None


def reason(text: str) -> str | None:
    """Why a deal is let in, by words that were asked for that; None where they refuse to say, or ask."""
    said = _RULES["reason_lead"].sub("", text.strip())
    decided = decision(text, awaited=True)
    if decided is not None and decided.granted:
        said = decided.words
    if len(said) < SHORTEST_REASON or _says("no_real_reason", said):
        return None
    return said[:LONGEST_REASON]


def remarks(remark: Remark, text: str) -> bool:
    """Whether the words, with the kind of a file as F and a colleague as M, say this."""
    return _says(remark, text.strip()[:LONGEST])


def stays_put(text: str) -> str | None:
    """Whose move is not wanted for now (海纳那单先不推了), in whatever words, empty where nobody is named; None if the
    words do not say so."""
    found = _RULES["no_move"].search(text.strip()[:LONGEST])
    return None if found is None else found["whose"] or ""


def asked_whom(text: str) -> str | None:
    """The name by which a leader is called who is to let a deal in (请邵姐通融一下); None where none is."""
    found = _RULES["asked_whom"].search(text)
    return found["whom"] if found else None


def beside(text: str) -> str:
    """What the words say besides the wish that a deal be let in."""
    clauses = _CLAUSE.findall(text.strip()[:LONGEST])
    return ",".join(one for one in clauses if not (_says("asks_superior", one) or _says("asks_pass", one)))


def wrong_file(text: str) -> Literal["named", "unnamed"] | None:
    """Whether the words, with kinds of files as F, say that a file was the wrong one; `unnamed` where they say it of
    nothing, so that it must have been sent just now."""
    words = text.strip()[:LONGEST]
    if _says("unsure_of_file", words):
        return None
    if _says("wrong_file", words):
        return "named"
    return "unnamed" if _says("wrong_thing", words) else None


def instead_of_file(text: str) -> str | None:
    """What a file is instead of what it was taken for (那个不是立项 是报价单); None if nothing is said."""
    found = _RULES["is_instead"].search(text.strip()[:LONGEST])
    return found["right"] if found else None


def _kind(clause: str) -> str:
    return next(
        (kind for kind in ("keeps_out", "lets_in", "agrees", "no_reason", "demands") if _says(kind, clause)), ""
    )


def _without(clause: re.Match[str], named: Sequence[Span]) -> str:
    """The words of the clause without the names at these places."""
    text, begin = clause.group(), clause.start()
    for start, end in sorted(named, reverse=True):
        if begin <= start and end <= clause.end():
            text = text[: start - begin] + text[end - begin :]
    return text.removeprefix("的")


def _left(clauses: list[str], kinds: list[str], but_not: set[str]) -> str:
    return ",".join(clause for clause, kind in zip(clauses, kinds, strict=True) if kind not in but_not)


def _reason(words: str) -> str:
    said = _RULES["reason_lead"].sub("", words)[:LONGEST_REASON]
    return said if len(said) >= SHORTEST_REASON and not _says("no_real_reason", said) else ""


def _asks(text: str) -> bool:
    return _says("asks", text.strip())


def _says(rule: str, text: str) -> bool:
    return _RULES[rule].search(text) is not None
