"""Changing the limits of stages in words: 报价时限改成48小时, 方案确认放宽到5天, 线索24小时改12小时, 恢复默认."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.context import said_choice
from nlu.rules import rules
from nlu.text.numerals import number

_RULES = rules("limits")
EVERY = "*"  # stands for all stages
HOURS = {"分": 1 / 60, "小": 1, "钟": 1, "h": 1, "天": 24, "日": 24, "自": 24, "星": 168, "礼": 168, "周": 168}
HOURS_SAID = ("小时", "钟头", "h", "工作小时")  # nothing but a limit is changed to hours
CHANGES = frozenset({"改", "调", "设"})
HOURS |= {"月": 720, "年": 8760}


@dataclass(frozen=True)
class Amount:
    """A length in hours; `working` if it was said in working hours or working days."""

    hours: float
    working: bool = False


@dataclass(frozen=True)
class SaidLimit:
    """A limit that is to be changed: of which stage (a key, EVERY, None: not said), to or by which length, or back to
    what the company's file gives (`default`)."""

    stage: str | None
    amount: Amount | None = None
    by: int = 0
    default: bool = False


def read(text: str, *, named: bool = False) -> tuple[SaidLimit, ...]:
    """The changes that a message asks for; () where any part of it is something else. `named`: who speaks decides of
    limits, so that a stage and a length are enough (报价改回72)."""
    words = text.strip().rstrip("。!！")
    if (found := _RULES["too_short_so"].search(words)) is not None:
        words = f"{found['stage']}的时限{found['change']}"
    if (both := _RULES["together"].search(words)) is not None:
        words = "，".join(
            f"{both[stage]}的时限{both['verb']}{both[length]}"
            for stage, length in (("one", "first"), ("other", "second"))
        )
    parts = [part.strip() for part in _RULES["between"].split(words) if part.strip()]
    in_words = any(_read(part, named=False) is not None for part in parts)
    named = named or in_words
    changes = tuple(change for part in parts if (change := _read(part, named=named)) is not None)
    whole = len(changes) == len(parts) and (in_words or all(_is_whole(change) for change in changes))
    return changes if whole else ()


def is_said(text: str) -> bool:
    """Whether the words change limits, and do nothing else."""
    return bool(read(text))


def is_wished(text: str) -> bool:
    """Whether another limit is wished for or asked about (报价时限太短了, 时限能不能改成五天)."""
    return bool(wished(text))


def wished(text: str) -> tuple[SaidLimit, ...]:
    """The change that is wished for; () where the words wish for none."""
    words = text.strip().rstrip("。!！?？")
    if (found := _RULES["too_short"].search(words)) is not None:
        return (SaidLimit(stage_said(found["stage"])),)
    return read(_RULES["wishes"].sub("", words)) if _RULES["wishes"].search(words) and "时限" in words else ()


def refuses(text: str) -> bool:
    """Whether nothing is to be changed after all."""
    return bool(_RULES["refuses"].search(text.strip()))


def is_elsewhere(text: str) -> bool:
    """Whether a rule is to be changed that is not changed in the chat."""
    return bool(_RULES["elsewhere"].search(text.strip()))


def stage_said(text: str) -> str | None:
    """The stage that words name, EVERY for all of them."""
    return EVERY if _RULES["every"].search(text) else said_choice(text, "stage")


def amount_said(text: str) -> Amount | None:
    """The length that is all the words say."""
    found = _RULES["amount"].search(text.strip())
    return _amount(found) if found is not None else None


def _read(part: str, *, named: bool) -> SaidLimit | None:
    """`named`: another part of the message says that it is about limits."""
    found = _RULES["change"].search(part)
    if found is None:
        return None
    stage, rest = stage_said(found["stage"]) if found["stage"] else None, found["rest"]
    if found["stage"] and stage is None:
        return None
    named = bool(named or found["word"] or (found["mark"] and stage))
    if _RULES["default"].search(rest):
        back = bool(_RULES["back"].search(found["verb"])) or named
        return SaidLimit(stage or EVERY, default=True) if back else None
    if named and stage and _RULES["bare_hours"].search(rest):
        return SaidLimit(stage, Amount(float(rest)))
    amount = _RULES["amount"].fullmatch(rest)
    if amount is None:
        return SaidLimit(stage) if named and not rest else None
    longer, shorter = _RULES["longer"].search(found["verb"]), _RULES["shorter"].search(found["verb"])
    given = found["verb"] == "给" or (found["verb"] in CHANGES and not found["to"])
    taken = found["to"] and part.startswith(("把", "将")) and "天" in amount["unit"]
    plain = found["was"] or given or taken or (found["to"] and (longer or shorter or amount["unit"] in HOURS_SAID))
    if not named and not (stage and plain):
        return None
    by = 0 if found["to"] else 1 if longer else -1 if shorter else 0
    return SaidLimit(stage, _amount(amount), by)


def _is_whole(change: SaidLimit) -> bool:
    """Whether a change names its stage, and a length or the default: mere 改吧 says neither."""
    return (
        change.amount is not None if change.stage == EVERY else bool(change.stage and (change.amount or change.default))
    )


def _amount(found: re.Match[str]) -> Amount | None:
    count = 0.5 if found["count"] == "半" else number(found["count"])
    if count is None:
        return None
    unit = found["unit"]
    working = unit.startswith("工作")
    each = HOURS[unit.removeprefix("工作")[0]]
    extra = 0.5 if found["half"] or found["and_half"] else 0
    return Amount((count + extra) * each, working)
