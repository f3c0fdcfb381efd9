"""The acts of one message, in the order said: a report and what the bot is asked to do beside it.

恒泰很认可,帮我推进到报价,周五提醒我交方案 is a follow-up, a move and a reminder; each opens its own conversation and is
confirmed by itself. Records of several customers that stand together are one act of one conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from nlu.understanding import Understanding

RECORDS = frozenset({"log_followup", "log_lead"})  # whose conversations take several records at once


def acts_of(understanding: Understanding) -> Sequence[Understanding]:
    """`understanding` taken apart: one for each act, records of one intent that follow each other in its `more`."""
    if not understanding.more:
        return (understanding,)
    acts: list[Understanding] = []
    for intent, group in groupby((replace(understanding, more=()), *understanding.more), lambda act: act.intent):
        parts = list(group)
        acts += [replace(parts[0], more=tuple(parts[1:]))] if intent in RECORDS else parts
    return tuple(acts)
