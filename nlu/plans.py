"""What somebody is going to do for a customer: 云海我下午打, 明天去一趟新锐, 晚点给李总回电话.

A plan is no report: nothing has happened yet. Only a message that says nothing else is one, but for an excuse or an
answer beside it (知道了,下午联系 / 在开会 晚点打).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nlu.rules import rules
from nlu.text.plain import plain
from nlu.time.times import find_times
from nlu.understanding import Span, Understanding

LONGEST, MOST_CLAUSES = 40, 4
CLAUSES = (re.compile(r"[^\s，,。;；!！]+"), re.compile(r"[^，,。;；!！\n]+"))  # at blanks too, or not
CALL = re.compile(r"(?:再|去|先)*打")
LETTERS = {"customer": "C", "product": "C", "contact": "P", "buyer_role": "P", "person": "M"}
TIME = "T"
HOUR = re.compile(r"(?<!晚)点|[:：]|小时|分钟")
_RULES = rules("plans")


@dataclass(frozen=True)
class Plan:
    """What is to be done (打电话), and the words that say when (下午, 晚点; "" for none). `has_hour`: an hour is named;
    `at_once`: it is being done."""

    what: str
    when: str
    has_hour: bool = False
    at_once: bool = False


def plan_of(meant: Understanding, now: datetime) -> Plan | None:
    """The plan that the words of `meant` are; None if they are none, or also anything else."""
    text = meant.text
    if len(text.strip()) > LONGEST or any(act.slots for act in meant.more):
        return None
    words = lettered(meant, now)
    for pattern in CLAUSES:
        spans = [found.span() for found in pattern.finditer(words) if found.group().strip()]
        plans = [_plan(text, words, span) for span in spans]
        asides = [_RULES["aside"].search(words[slice(*span)].strip()) for span in spans]
        found = [plan for plan in plans if plan is not None]
        if len(found) == 1 and len(spans) <= MOST_CLAUSES and all(map(_either, plans, asides)):
            return found[0]
    return None


def may_be_plan(text: str) -> bool:
    """Whether the words might be a plan, before their names are known."""
    return len(text.strip()) <= LONGEST and _RULES["deed"].search(plain(text)) is not None


def _either(plan: Plan | None, aside: re.Match[str] | None) -> bool:
    return plan is not None or aside is not None


def _plan(text: str, words: str, span: Span) -> Plan | None:
    start = span[0] + len(words[slice(*span)]) - len(words[slice(*span)].lstrip())
    clause = words[start : span[1]].rstrip()
    found = _RULES["plan"].search(clause)
    if found is None or _RULES["otherwise"].search(clause, found.start("whose")):
        return None
    whose, lead = found["whose"], found["lead"]
    at_once = _RULES["at_once"].search(lead) is not None
    later = TIME in clause or _RULES["later"].search(lead) or re.search("[再先]", lead + found["what"][:1])
    if not (later or at_once):
        return None
    ours = _RULES["ours"].search(found["what"]) and not re.search("[P他她]", whose)
    if whose and "我" not in lead and not ours:
        return None
    base = start + found.start("lead")
    named = re.finditer(f"{TIME}+|{_RULES['later'].pattern}", lead)
    when = "".join(text[base + one.start() : base + one.end()] for one in named)
    what = text[start + found.start("what") : start + found.end("what")].strip().removeprefix("再").removeprefix("先")
    return Plan("打电话" if CALL.fullmatch(what) else what, when, HOUR.search(when) is not None, at_once)


def lettered(meant: Understanding, now: datetime) -> str:
    """The text as the rules take it, a letter for each character of a name or a time."""
    words = plain(meant.text)
    for time in find_times(words, now):
        words = _with(words, [(time.start, time.end)], TIME)
    for slot, letter in LETTERS.items():
        words = _with(words, meant.spans_of(slot), letter)
    return words


def _with(words: str, spans: Iterable[Span], letter: str) -> str:
    for start, end in spans:
        words = words[:start] + letter * (end - start) + words[end:]
    return words


def records_later(text: str) -> bool:
    """Whether the words end with that they are to be written down later."""
    return kept_for_later(text) is not None


def kept_for_later(text: str) -> str | None:
    """What is to be written down later, "" where that is not said; None where the words do not put it off."""
    found = rules("replies")["later_record"].search(text.strip())
    return None if found is None else found["what"].strip(" ,，。;；")
