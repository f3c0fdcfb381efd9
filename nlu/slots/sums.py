"""Whether a sum is the deal's amount or the customer's budget."""

from __future__ import annotations

import re

from nlu.entities.money import Sum
from nlu.rules import rules
from nlu.slots.filled import Filled, Source

_RULES = rules("slots")

_STOP = re.compile(r"[，,。；;！!？?\n]")
_LOOK_BACK = 24
_REACH = 12  # code points before a sum that may say what it is


def sums(source: Source, filled: Filled) -> None:
    """A sum called 预算 is a budget, and so is any where the intent carries no amount; others are the deal's amount.
    What another vendor asks is neither, nor are sums in a script that is offered."""
    if "text" in filled.found:
        return
    words = source.reading.words
    deal = []
    for found in source.reading.sums:
        if (
            not source.in_record(found.start)
            or source.is_taken_back(found.start)
            or _is_before(words, found, "competitors_sum")
            or asks_rival(words, found)
            or _is_before(words, found, "never_the_sum")
            or _RULES["never_the_sum_behind"].match(words[found.end : found.end + _REACH])
            or _is_a_limit(words, found)
        ):
            continue
        if _is_budget(source, found):
            filled.add("budget", found.budget(), found.start, found.end)
        elif not _RULES["difference"].search(words[: found.start]):
            deal.append(found)
    for found in _of_the_product(filled, _of_the_deal(words, deal)):
        filled.add("amount", found.amount, found.start, found.end)


def asks_rival(words: str, found: Sum) -> bool:
    """Whether it is the price of another vendor that is named, whom no lexicon knows: 通力报132."""
    named = _RULES["rivals_sum"].search(words, max(0, found.start - _LOOK_BACK), found.start)
    return named is not None and _RULES["no_vendor"].search(named["rival"]) is None


def _is_a_limit(words: str, found: Sum) -> bool:
    """Whether it is the sum up to which somebody may decide: 五万以上要老板批."""
    if _RULES["budget"].search(_clause_before(words, found.start)):
        return False
    is_bound = found.low == 0 or found.high is None
    decides = _RULES["decides"].match(words[found.end : found.end + _LOOK_BACK])
    return _is_before(words, found, "may_decide") or (is_bound and decides is not None)


def _of_the_deal(words: str, found: list[Sum]) -> list[Sum]:
    """Of the sums said of a deal, those that are its amount: no part beside the whole, none that another replaced,
    and no answer to our offer."""
    whole = [money for money in found if not _is_before(words, money, "part_of_sum")] or found
    asked = [money for money in whole if not _is_before(words, money, "former_sum")] or whole[-1:]
    settled = [money for money in asked if _is_before(words, money, "settled_sum")]
    offered = [money for money in settled if not _is_before(words, money, "counter_offer")]
    if offered:
        return offered[-1:]
    return [money for money in asked if money == asked[0] or not _is_before(words, money, "counter_offer")]


def _of_the_product(filled: Filled, found: list[Sum]) -> list[Sum]:
    """The sum right behind the only product that is named, where several are said: 机组21万监测仪6万."""
    named = filled.found.get("product", [])
    behind = [money for money in found if len(named) == 1 and 0 <= money.start - named[0][1][1] <= 1]
    return behind if len(behind) == 1 else found


def _is_before(words: str, money: Sum, rule: str) -> bool:
    """Whether what stands before the sum in its clause fits the rule."""
    return _RULES[rule].search(words, max(0, money.start - _LOOK_BACK), money.start) is not None


def _is_budget(source: Source, found: Sum) -> bool:
    if "amount" not in source.intent.slots:
        return True
    words = source.reading.words
    before = words if source.intent.corrects else _clause_before(words, found.start)
    return bool(_RULES["budget"].search(before) or _RULES["budget_behind"].match(words[found.end :]))


def _clause_before(words: str, place: int) -> str:
    """What stands before `place` in its clause; where nothing does, in the clause before: 预算定了，八十万封顶."""
    *earlier, before = _STOP.split(words[max(0, place - _REACH) : place])
    return earlier[-1] if earlier and not before.strip() else before
