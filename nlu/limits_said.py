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


def read(text: str) -> tuple[SaidLimit, ...]:
    """The changes that a message asks for; () where any part of it is something else."""
    parts = [part.strip() for part in _RULES["between"].split(text.strip().rstrip("。!！")) if part.strip()]
    named = any(_read(part, named=False) is not None for part in parts)
    changes = tuple(change for part in parts if (change := _read(part, named=named)) is not None)
    return changes if len(changes) == len(parts) else ()


def is_said(text: str) -> bool:
    """Whether the words change limits, and do nothing else."""
    return bool(read(text))


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
    amount = _RULES["amount"].fullmatch(rest)
    if amount is None:
        return SaidLimit(stage) if named and not rest else None
    longer, shorter = _RULES["longer"].search(found["verb"]), _RULES["shorter"].search(found["verb"])
    plain = found["was"] or (found["to"] and (longer or shorter or amount["unit"] in HOURS_SAID))
    if not named and not (stage and plain):
        return None
    by = 0 if found["to"] else 1 if longer else -1 if shorter else 0
    return SaidLimit(stage, _amount(amount), by)


def _amount(found: re.Match[str]) -> Amount | None:
    count = 0.5 if found["count"] == "半" else number(found["count"])
    if count is None:
        return None
    unit = found["unit"]
    working = unit.startswith("工作")
    each = HOURS[unit.removeprefix("工作")[0]]
    extra = 0.5 if found["half"] or found["and_half"] else 0
    return Amount((count + extra) * each, working)
