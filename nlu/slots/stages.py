"""Stages of deals: where a deal goes, how it ended, which stages a query is about."""

from __future__ import annotations

import re

from nlu.schema import schema
from nlu.slots.filled import Filled, Source
from nlu.slots.objections import bare_noun, objections
from nlu.text.concepts import Concept

WON, LOST = "won", "lost"
FIRST = "lead"

_FROM = re.compile(r"(?:从|由|停在|还在|还停在|不是|卡在|放在?|待在|一直在|原来是|本来是)$")
_NOT_THERE = re.compile(
    r"^(?:里|阶段|那栏|那儿|那里)?(?:放着)?(?:不对|不合适|太久|错了|做完|聊清楚|都?确认完|过了|走完)"
)
_LEAVES = re.compile(r"^(?:阶段|环节|那[步栏]|里|这[步栏]|超|卡|停|堆|压|没动|(?:转|到|→|->|-)(?:需求|方案|报价|合同))")
_HEAD = re.compile(r"(?:[到成为进入推至走转算该是回]|阶段[：:]?|→|->|[：:])$")
_LONG_ENOUGH = 4  # code points by which a stage's name is no ordinary word


def moved_to(source: Source, filled: Filled) -> None:
    """从A到B is B; a stage the deal is said to stand in wrongly is none."""
    words = source.reading.words
    named = [
        stage
        for stage in source.reading.said("stage", *source.record.stretch)
        if _is_open(stage)
        and not _FROM.search(words[: stage.start])
        and not _NOT_THERE.match(words[stage.end : stage.end + 8])
    ]
    headed = [stage for stage in named if _HEAD.search(words[: stage.start])]
    for stage in (headed or named)[-1:]:
        filled.add("stage", stage.value, stage.start, stage.end)


def named_for_lead(source: Source, filled: Filled) -> None:
    """The stage a new lead is entered in, where one later than the first is named."""
    for stage in source.reading.said("stage", *source.record.stretch):
        named = stage.end - stage.start >= _LONG_ENOUGH or _HEAD.search(source.reading.words[: stage.start])
        if named and _is_open(stage) and stage.value != FIRST:
            filled.add("stage", stage.value, stage.start, stage.end)


def closing(source: Source, filled: Filled) -> None:
    """Won or lost, and why it was lost."""
    everywhere = [concept for concept in source.reading.concepts if concept.slot == "closing"]
    ends = [concept for concept in everywhere if source.in_record(concept.start)] or everywhere
    lost = [concept for concept in ends if (concept.value == LOST) == concept.said]
    won = [concept for concept in ends if concept not in lost]
    for concept in (lost or won)[:1]:
        filled.add("stage", LOST if lost else WON, concept.start, concept.end)
    if lost:
        objections(source, filled)
        if "objection" not in filled.found:
            bare_noun(source, filled)


def queried(source: Source, filled: Filled) -> None:
    """线索 is mostly just what is counted; it is a stage where deals stay in it or leave it."""
    for stage in source.reading.said("stage"):
        stays = stage.value != FIRST or _LEAVES.match(source.reading.words[stage.end :])
        if _is_open(stage) and stays:
            filled.add("stage", stage.value, stage.start, stage.end)


def _is_open(stage: Concept) -> bool:
    return stage.value in schema().slots["stage"].values and stage.value not in (WON, LOST)
