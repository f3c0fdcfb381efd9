"""Reading what is said about tickets. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from nlu.rules import rules
from nlu.text.numerals import number
from nlu.text.plain import plain

_RULES = rules("tickets")
Whose = Literal["own", "in_hand", "team"]
LONGEST = 400  # characters that are read
EDGES = " ,，。;；、\n"
CLAUSE = re.compile(r"[^,，。;；!！\n]+[,，。;；!！\n]*")


class Numbered(NamedTuple):
    """A ticket's number, and what is said of it."""

    ticket: int
    rest: str


def numbered(text: str) -> Numbered | None:
    """The ticket that the words name by its number; None if they name none."""
    found = _RULES["numbered"].match(plain(text)[:LONGEST])
    if found is None:
        return None
    value = number(found["number"] or found["number2"] or found["number3"])
    rest = text[found.start("rest") : found.end("rest")].strip(EDGES)
    return Numbered(int(value), rest) if value is not None else None


def listed(text: str) -> Whose | None:
    """Whose tickets are to be shown; None if the words ask for none."""
    return whose(text) if _RULES["lists"].search(plain(text.strip())[:LONGEST]) else None


def whose(text: str) -> Whose:
    """Whose tickets words speak of."""
    words = plain(text.strip())[:LONGEST]
    if _RULES["in_hand"].search(words):
        return "in_hand"
    return "team" if _RULES["of_team"].search(words) else "own"


def asks_list(text: str) -> bool:
    """Whether the words ask for several tickets."""
    return listed(text) is not None


def asks_where(text: str) -> bool:
    """Whether the words ask how a ticket stands (恒泰那个工单到哪了, 产品那边回了没)."""
    return _says("where", text)


def drops(text: str) -> bool:
    """Whether the words say that a ticket is not needed any more (恒泰那个工单不用了)."""
    return _says("drops", text)


def not_needed(text: str) -> bool:
    """Whether words right after a ticket was spoken of say that it is not needed (不用了，客户不要了)."""
    return bool(_RULES["not_needed"].search(plain(text.strip())))


def solved(text: str) -> bool | None:
    """Whether an answer is said to solve it, or not; None if the words say neither."""
    words = plain(text.strip())
    if _RULES["unsolved"].search(words):
        return False
    return True if _RULES["solved"].search(words) else None


def says_what(text: str) -> bool:
    """Whether a request says more than whom it asks (帮我找一下法务 does not)."""
    return len(_RULES["only_asks"].sub("", plain(text.strip()))) > 1


def urges(text: str) -> bool:
    """Whether somebody is to be hurried (再催一下产品)."""
    return bool(_RULES["urges"].search(plain(text.strip())))


def passes(text: str) -> Literal["next", "department"] | None:
    """Whether a department passes it on, by the route or to the department named."""
    words = plain(text.strip())[:LONGEST]
    if _RULES["to_next"].search(words):
        return "next"
    return "department" if _RULES["to_department"].search(words) else None


def asked_back(text: str) -> str:
    """What is asked of the owner, without the words that only say so (问回去:要几个接口)."""
    found = _RULES["asks_back"].search(plain(text.strip())[:LONGEST])
    return text.strip()[found.start("what") :].strip() if found is not None else text.strip()


def asks(text: str) -> bool:
    """Whether the words ask something of the owner (要对接哪个系统)."""
    words = plain(text.strip())[:LONGEST]
    return bool(_RULES["asks"].search(words) or _RULES["asks_back"].search(words))


def is_seen(text: str) -> bool:
    """Whether the words say only that it was seen (收到，我看看)."""
    return bool(_RULES["seen"].search(plain(text.strip())))


def _says(rule: str, text: str) -> bool:
    """Whether words say this of a ticket that is there already."""
    words = plain(text.strip())[:LONGEST]
    return bool(_RULES[rule].search(words)) and not _RULES["raises"].search(words)


def shared_out(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """What is asked of each of several departments, which stand at `places`: the clauses before the first, and those
    from its own on; the whole where two stand in one clause."""
    clauses = [(found.start(), found.end()) for found in CLAUSE.finditer(text)]
    own = [next((n for n, (start, end) in enumerate(clauses) if start <= at < end), 0) for at, _ in places]
    if len(set(own)) < len(own) or sorted(own) != own:
        return [text.strip()] * len(places)
    common = text[: clauses[own[0]][0]] if own and clauses else ""
    ends = [clauses[n][0] for n in own[1:]] + [len(text)]
    return [(common + text[clauses[n][0] : end]).strip(EDGES) for n, end in zip(own, ends, strict=True)]
