"""The acts of one message, in the order said: a report and what the bot is asked to do beside it.

恒泰很认可,帮我推进到报价,周五提醒我交方案 is a follow-up, a move and a reminder; each opens its own conversation and is
confirmed by itself. Records of several customers that stand together are one act of one conversation. What the bot is
asked to do without naming a customer is about the customer named before it. What a script is asked for is no report,
where the message tells of no contact (屠部长嫌贵 有啥说法).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from bot.turn.references.belonging import CLEAR, MET, REPORT
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import slot_values

RAISES, FINDS = "raise_ticket", "find_script"
RECORDS = frozenset({"log_followup", "log_lead"})  # whose conversations take several records at once


def acts_of(understanding: Understanding) -> Sequence[Understanding]:
    """`understanding` taken apart: one for each act, records of one intent that follow each other in its `more`."""
    if not understanding.more:
        return (understanding,)
    acts: list[Understanding] = []
    asked: set[str] = set()  # departments, each of which gets the whole message
    for intent, group in groupby(_with_customers(understanding), lambda act: act.intent):
        parts = list(group)
        if intent == RAISES:
            parts = list(_once_each(parts, asked))
        acts += [replace(parts[0], more=tuple(parts[1:]))] if intent in RECORDS else parts
    if any(act.intent == FINDS for act in acts):
        acts = [act for act in acts if act.intent != REPORT or act.slots.keys() & MET]
    return tuple(acts)


def understood(acts: Sequence[Understanding], opened: Collection[str]) -> Sequence[Understanding]:
    """The acts but a first one that means nothing by itself, where another asks for what the message tells
    (要厨师去试做一次 请生产安排). `opened` are the intents that open a conversation."""
    clear = [act.confidence >= CLEAR and act.intent in opened and act.intent != REFUSAL for act in acts]
    return acts if clear[0] or not any(clear) else [act for act, is_clear in zip(acts, clear, strict=True) if is_clear]


def _once_each(acts: Sequence[Understanding], asked: set[str]) -> Iterator[Understanding]:
    """The acts that ask a department which was not asked yet."""
    for act in acts:
        departments = set(slot_values.words(act.slots, "department"))
        if not departments or not departments <= asked:
            yield act
        asked |= departments


def _with_customers(understanding: Understanding) -> Iterator[Understanding]:
    told: list[Mapping[str, Any]] = []
    for act in (replace(understanding, more=()), *understanding.more):
        if act.intent not in RECORDS and "customer" not in act.slots:
            act = replace(act, slots={**act.slots, **_meant(act.slots, told)})
        told.append(act.slots)
        yield act


def _meant(slots: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Whom an act is about that names no customer: the customer of the same person, or whoever was named last."""
    same = [other for other in told if "contact" in slots and other.get("contact") == slots["contact"]]
    named = (other for other in reversed(same or told) if "customer" in other or "contact" in other)
    last: Mapping[str, Any] = next(named, {})
    slot = "customer" if "customer" in last else "contact"
    return {slot: last[slot]} if slot not in slots and isinstance(last.get(slot), str) else {}
