"""Answers against the question asked, and words that point at what is under discussion (context.yml)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.context import NO_OBJECTION, Topic, deal_meant, pointed_at, said_choice, said_time, under_discussion
from nlu.understanding import Understanding

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
TOPIC = Topic(contact="林总", customer="福州闽江水产有限公司", deal="D7")
TABLE: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("context.yml").read_text("utf-8"))
MEANINGS = {"none": None, "none_at_all": NO_OBJECTION}


def rows(kind: str) -> Any:
    return pytest.mark.parametrize("row", TABLE[kind], ids=lambda row: row["said"])


def meant(row: dict[str, Any]) -> Any:
    return MEANINGS.get(row["means"], row["means"])


@rows("times")
def test_a_time_answers_when(row: dict[str, Any]) -> None:
    day = date.fromisoformat(row["day"]) if "day" in row else None
    assert said_time(row["said"], NOW, day) == meant(row)


@rows("choices")
def test_a_choice_in_other_words(row: dict[str, Any]) -> None:
    assert said_choice(row["said"], row["slot"]) == meant(row)


@rows("pointing")
def test_pronouns_are_who_is_under_discussion(row: dict[str, Any]) -> None:
    named = {"contact": "郭经理"} if "郭经理" in row["said"] else {}
    read = pointed_at(Understanding("log_followup", 0.9, named, {}, row["said"]), TOPIC)
    assert read.slots == {slot: row[slot] for slot in ("contact", "customer") if slot in row}
    for slot in set(read.slots) - set(named):
        start, end = read.spans[slot]
        assert 0 <= start < end <= len(row["said"])


@rows("deals")
def test_this_deal_is_the_one_last_shown(row: dict[str, Any]) -> None:
    assert deal_meant(row["said"], TOPIC) == meant(row)


def test_nothing_under_discussion_points_at_nothing() -> None:
    said = Understanding("log_followup", 0.9, {}, {}, "他说这单不做了")
    assert pointed_at(said, Topic()) == said
    assert deal_meant(said.text, Topic()) is None


def test_every_act_has_what_its_own_words_point_at() -> None:
    text = "刚跟他通了电话,帮我把这单推进到方案确认"
    move = Understanding("advance_stage", 0.9, {"stage": "solution"}, {"stage": [16, 20]}, text)
    report = Understanding("log_followup", 0.9, {"method": "phone"}, {"method": [3, 7]}, text, more=(move,))
    read = under_discussion(report, replace(TOPIC, product="冷链仓储系统"))
    assert read.slots == {"method": "phone", "contact": "林总", "customer": "福州闽江水产有限公司"}
    assert [act.slots for act in read.more] == [
        {"stage": "solution", "customer": "福州闽江水产有限公司", "product": "冷链仓储系统"}
    ]


@pytest.mark.parametrize(
    ("intent", "slots", "text"),
    [
        ("out_of_scope", {}, "他问今天天气怎么样"),
        ("log_followup", {"customer": "渝味"}, "渝味说他再想想"),
        ("log_followup", {}, "价格还得再降"),
    ],
)
def test_what_names_another_or_nobody_or_carries_no_names_stays(intent: str, slots: dict[str, str], text: str) -> None:
    said = Understanding(intent, 0.9, slots, {slot: [0, 2] for slot in slots}, text)
    assert under_discussion(said, TOPIC) == said
