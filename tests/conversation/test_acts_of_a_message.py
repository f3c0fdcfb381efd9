"""Which parts of a message are acts of their own."""

from __future__ import annotations

import pytest

from bot.turn.acts import acts_of
from nlu.understanding import Understanding


def meant(*intents: str) -> Understanding:
    first, *others = (Understanding(intent, 1.0, {"place": place}, {}) for place, intent in enumerate(intents))
    return Understanding(first.intent, 1.0, first.slots, {}, more=tuple(others))


@pytest.mark.parametrize(
    ("intents", "acts"),
    [
        (["log_followup"], ["log_followup+0"]),
        (["log_followup", "log_followup"], ["log_followup+1"]),
        (["log_followup", "advance_stage", "set_reminder"], ["log_followup+0", "advance_stage+0", "set_reminder+0"]),
        (["log_followup", "log_followup", "set_reminder"], ["log_followup+1", "set_reminder+0"]),
        (["set_reminder", "set_reminder"], ["set_reminder+0", "set_reminder+0"]),
        (["log_lead", "log_followup"], ["log_lead+0", "log_followup+0"]),
    ],
)
def test_acts(intents, acts):
    assert [f"{act.intent}+{len(act.more)}" for act in acts_of(meant(*intents))] == acts


def test_no_act_is_lost_and_their_order_stays():
    taken_apart = acts_of(meant("log_followup", "log_followup", "set_reminder", "log_followup"))
    assert [part.slots["place"] for act in taken_apart for part in (act, *act.more)] == [0, 1, 2, 3]


def test_an_order_without_a_customer_is_about_the_one_named_before_it():
    first = Understanding("log_followup", 1.0, {"customer": "甲"}, {})
    more = (
        Understanding("set_reminder", 1.0, {"next_action": "交方案"}, {}),
        Understanding("log_followup", 1.0, {"contact": "李总"}, {}),
        Understanding("reassign", 1.0, {"customer": "乙"}, {}),
        Understanding("raise_ticket", 1.0, {}, {}),
    )
    acts = acts_of(Understanding(first.intent, 1.0, first.slots, {}, more=more))
    assert [act.slots.get("customer") for act in acts] == ["甲", "甲", None, "乙", "乙"]


def test_an_order_is_about_the_customer_of_the_person_it_names():
    first = Understanding("log_followup", 1.0, {"customer": "甲", "contact": "李总"}, {})
    more = (
        Understanding("advance_stage", 1.0, {"customer": "乙"}, {}),
        Understanding("set_reminder", 1.0, {"contact": "李总"}, {}),
    )
    acts = acts_of(Understanding(first.intent, 1.0, first.slots, {}, more=more))
    assert [act.slots["customer"] for act in acts] == ["甲", "乙", "甲"]


def test_an_order_beside_a_report_of_a_person_alone_is_about_that_person():
    first = Understanding("log_followup", 1.0, {"contact": "李总"}, {})
    acts = acts_of(Understanding("log_followup", 1.0, first.slots, {}, more=(Understanding("reassign", 1.0, {}, {}),)))
    assert [act.slots for act in acts] == [{"contact": "李总"}, {"contact": "李总"}]
