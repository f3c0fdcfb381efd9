"""Words that are read by who says them: `parse` knows neither the speaker nor who was spoken of.

A leader's 让他明天去 is an order; 陈静手上几单 asks about a colleague; who is told to look after a customer gets it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.access import LEADERS, Speaker
from nlu import leaders
from nlu.understanding import Understanding

SURE = 0.9
_ASKS = frozenset({"query_overdue", "query_team", "customer_info", "my_tasks", "out_of_scope"})


def read_by_speaker(understanding: Understanding, speaker: Speaker) -> Understanding:
    """What the words mean, said by `speaker`."""
    text = understanding.text
    leads = speaker.role in LEADERS or speaker.admin
    if leads and "person" not in understanding.slots and (leaders.errand(text) or leaders.to_everybody(text)):
        return replace(understanding, intent="instruct", confidence=SURE)
    order = leaders.order_to_familiar(text) if leads and understanding.intent != "reassign" else None
    if order is not None and "person" not in understanding.slots:
        slots = {**understanding.slots, "person": order.whom, "next_action": order.what}
        return replace(understanding, intent="instruct", confidence=SURE, slots=slots)
    people = understanding.spans_of("person")
    if understanding.intent == "instruct" and people and leaders.orders(text[: people[0][0]]):
        return replace(understanding, confidence=max(understanding.confidence, SURE))
    if understanding.intent in _ASKS and "person" in understanding.slots and leaders.asks_deals_in_hand(text):
        return replace(understanding, intent="query_team", confidence=SURE)
    return understanding
