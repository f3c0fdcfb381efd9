"""What is asked of each of several departments in one message. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("tickets")
EDGES = " ,，。;；、\n"
ANOTHER = r"(?:另外|此外|还有|再有|顺便|同时|再就是)"  # begins another matter
CLAUSE = re.compile(rf"(?:(?!(?<=.)\s+{ANOTHER})[^,，。;；!！\n])+[,，。;；!！\n]*")
BEGINS_ANOTHER = re.compile(rf"\s*{ANOTHER}")
SAID_OF_NONE = 1  # characters of a clause that only asks


def shared_out(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """What is asked of each of several departments, which stand at `places`: the clauses before the first, and those
    from its own on. A clause that asks for nothing by itself (问问财务) is about the clauses before it, back to the
    department before. The whole where two stand in one clause."""
    clauses = [(found.start(), found.end()) for found in CLAUSE.finditer(text)]
    own = [next((n for n, (start, end) in enumerate(clauses) if start <= at < end), 0) for at, _ in places]
    if len(set(own)) < len(own) or sorted(own) != own:
        return [text.strip()] * len(places)
    words = [text[start:end] for start, end in clauses]
    whom = [text[start:end] for start, end in places]
    later = zip(pairwise(own), whom[1:], strict=True)
    begins = [own[0], *(_begin(words, before, n, called) for (before, n), called in later)]
    common = "".join(words[: own[0]])
    ends = [*begins[1:], len(clauses)]
    apart = [begin < n for begin, n in zip(begins, own, strict=True)]
    return [
        (("" if alone else common) + "".join(words[begin:end])).strip(EDGES)
        for begin, end, alone in zip(begins, ends, apart, strict=True)
    ]


def _begin(words: Sequence[str], before: int, own: int, called: str) -> int:
    """The clause with which what is asked in clause `own` of whom it calls so begins, after that of the one before."""
    marked = next((n for n in range(before + 1, own + 1) if BEGINS_ANOTHER.match(words[n])), None)
    if marked is not None:
        return marked
    rest = _RULES["only_asks"].sub("", plain(words[own].replace(called, "")).strip())
    return before + 1 if len(rest) <= SAID_OF_NONE else own
