"""The rules by which answers of `parse` are scored: every published figure rests on them."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.scoring import agrees, score


def got(intent: str, confidence: float = 1.0, more: tuple[dict[str, Any], ...] = (), **slots: Any) -> dict[str, Any]:
    return {"intent": intent, "confidence": confidence, "slots": slots, "more": more}


def test_intents() -> None:
    gold = [got("greet"), got("greet"), got("undo"), got("out_of_scope"), got("out_of_scope")]
    given = [
        got("greet"),
        got("help", 0.3),
        got("out_of_scope"),
        got("out_of_scope", 0.7),
        got("greet", 0.9),
    ]
    figures = score(gold, given)
    assert figures.intent_accuracy == 2 / 5
    assert figures.macro_f1 == pytest.approx((2 * 1 / 4 + 0 + 0 + 2 * 1 / 4) / 4)  # greet, help, undo, out_of_scope
    assert figures.refusal_recall == 1 / 2
    assert figures.wrongly_refused == 1 / 3
    assert figures.right_and_sure == 1 / 2
    assert figures.wrong_and_unsure == 1 / 3


def test_a_wrong_value_is_both_missed_and_superfluous() -> None:
    figures = score([got("greet", customer="甲", contact="乙")], [got("greet", customer="丙", contact="乙", sku="丁")])
    totals = figures.slot_totals
    assert (totals.right, totals.given, totals.wanted) == (1, 3, 2)
    assert figures.slot_f1 == pytest.approx(2 * 1 / 5)


def test_slots_count_where_the_intent_is_wrong_too() -> None:
    assert score([got("greet", customer="甲")], [got("help", customer="甲")]).slot_f1 == 1


def test_further_records_are_compared_in_order() -> None:
    second = {"slots": {"customer": "乙"}}
    gold = got("log_followup", more=(second,), customer="甲")
    assert score([gold], [got("log_followup", more=(second,), customer="甲")]).slot_f1 == 1
    assert score([gold], [got("log_followup", customer="甲")]).slot_totals.recall == 1 / 2
    assert score([got("log_followup", customer="甲")], [gold]).slot_totals.precision == 1 / 2


def test_a_message_is_whole_if_every_act_is_right_and_nothing_is_besides() -> None:
    reminder = {"intent": "set_reminder", "slots": {"customer": "甲"}}
    gold = got("log_followup", more=(reminder,), customer="甲")
    late = {"intent": "snooze", "slots": {"customer": "甲"}}
    answers = [gold, got("log_followup", customer="甲"), got("log_followup", more=(late,), customer="甲"), got("greet")]
    assert [score([gold], [answer]).whole for answer in answers] == [1, 0, 0, 0]
    assert score([gold] * 4, answers).whole_messages == 1 / 4
    assert score([gold], [got("log_followup", more=(late,), customer="甲")]).later.f1 == 0
    assert score([gold], [gold]).later.f1 == 1


def test_what_would_be_written_though_it_must_not() -> None:
    gold = [got("out_of_scope"), got("customer_info"), got("help"), got("log_followup")]
    report = got("log_followup", 0.7)
    figures = score(gold, [got("close_deal", 0.9), report, got("help", more=(got("set_reminder"),)), report])
    assert (figures.unreported, figures.writes, figures.sure_writes) == (3, 3, 2)


def test_as_many_answers_as_messages() -> None:
    with pytest.raises(ValueError, match="zip"):
        score([got("greet")], [])


@pytest.mark.parametrize(
    ("slot", "wanted", "given", "right"),
    [
        ("amount", 480000, 480000.0, True),
        ("budget", [0, 500000], [0, 500000], True),
        ("contact", ["李总", "王总"], ["王总", "李总"], False),
        ("customer", "甲", None, False),
        ("next_action", "送样机", "送样机", True),
        ("next_action", "补一份第三方报告", "补第三方报告", True),
        ("next_action", "再跑一趟", "再去看看", False),
        ("next_action", "送样机", "后天一早我送样机过去给", False),  # more than 2.5 times what is shared
        ("text", "约到总监演示", "约到总监", True),
        ("customer", "约到总监演示", "约到总监", False),
    ],
)
def test_when_a_slot_is_right(slot: str, wanted: Any, given: Any, right: bool) -> None:
    assert agrees(slot, wanted, given) is right
