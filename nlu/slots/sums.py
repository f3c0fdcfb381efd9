"""Whether a sum is the deal's amount or the customer's budget."""

from __future__ import annotations

import re

from nlu.entities.money import Sum
from nlu.slots.filled import Filled, Source

_BUDGET = re.compile(r"预算|budget|经费|拨款")
_BUDGET_BEHIND = re.compile(r"^(?:左右|上下|以内|以上|往上|往下|封顶)?(?:的|是)?(?:他们?的?|年度)?(?:预算|budget)")
_STOP = re.compile(r"[，,。；;！!？?\n]")
_DIFFERENCE = re.compile(r"(?:贵了?|差了?|便宜了?|[再多少低高]|降了?|让了?|优惠|返|亏|省)$")
_COUNTER_OFFER = re.compile(r"(?:还到|砍到|压到|杀到|降到|谈到)$")
_REACH = 12  # code points before a sum that may say what it is


def sums(source: Source, filled: Filled) -> None:
    """A sum called 预算 is a budget, and so is any where the intent carries no amount; others are the deal's amount.
    Sums in a script that is offered are neither."""
    if "text" in filled.found:
        return
    words = source.reading.words
    for found in source.reading.sums:
        if not source.in_record(found.start) or source.is_taken_back(found.start):
            continue
        if _is_budget(source, found):
            filled.add("budget", found.budget(), found.start, found.end)
        elif not _DIFFERENCE.search(words[: found.start]) and not (
            "amount" in filled.found and _COUNTER_OFFER.search(words[: found.start])
        ):
            filled.add("amount", found.amount, found.start, found.end)


def _is_budget(source: Source, found: Sum) -> bool:
    if "amount" not in source.intent.slots:
        return True
    words = source.reading.words
    before = words if source.intent.corrects else _clause_before(words, found.start)
    return bool(_BUDGET.search(before) or _BUDGET_BEHIND.match(words[found.end :]))


def _clause_before(words: str, place: int) -> str:
    """What stands before `place` in its clause; where nothing does, in the clause before: 预算定了，八十万封顶."""
    *earlier, before = _STOP.split(words[max(0, place - _REACH) : place])
    return earlier[-1] if earlier and not before.strip() else before
