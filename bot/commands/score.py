"""`score`: the score card of each drill of a file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.runtime.json_lines import IGNORED, BadLine, answer_each, read_object
from coaching.drill_types import Drill, Persona, Scenario, Speech, Turn
from coaching.scoring import score as judge
from config import policy
from config.settings import Settings
from nlu.schema import schema

PERSONA = {"industry", "buyer_role", "budget", "temper"}
SCENARIO = {"id", "persona", "objection", "goal", "key_points", "forbidden", "reference"}
UNHEARD = "只有录音,没有听出来的话,没有打分"
TURN = {"customer", "rep", "seconds", "audio"}


def score(lines: Iterable[str], settings: Settings) -> Iterator[Mapping[str, Any]]:
    """One card a line, in order."""
    from knowledge.embedding.word_vectors import WordVectors

    likeness = WordVectors().queries
    cap = policy.load(settings.policy).drills.violation_cap

    def card(_number: int, line: str) -> Iterator[Mapping[str, Any]]:
        yield judge(drill_of(read_object(line)), likeness=likeness, cap=cap).as_json()

    yield from answer_each(lines, card)


def drill_of(data: Mapping[str, Any]) -> Drill:
    """The drill of one line of the contract. Raises BadLine."""
    _keys(data, {"scenario", "turns"}, {"scenario", "turns"}, "")
    turns = data["turns"]
    if not isinstance(turns, list):
        raise BadLine("turns 要是一个列表")
    return Drill(_scenario(data["scenario"]), tuple(_turn(turn, number) for number, turn in enumerate(turns, start=1)))


def _scenario(data: Any) -> Scenario:
    _keys(data, SCENARIO, {"id", "objection"}, "scenario")
    objections = schema().slots["objection"].values
    if data["objection"] not in objections:
        raise BadLine(f"scenario.objection 要是 {'、'.join(objections)} 中的一个")
    persona = data.get("persona") or {}
    _keys(persona, PERSONA, set(), "scenario.persona")
    names = {key: _text(persona.get(key), f"scenario.persona.{key}") for key in ("industry", "buyer_role", "temper")}
    return Scenario(
        str(data["id"]),
        data["objection"],
        Persona(**names, budget=_budget(persona.get("budget"))),
        goal=_text(data.get("goal"), "scenario.goal"),
        key_points=_texts(data.get("key_points"), "scenario.key_points"),
        forbidden=_texts(data.get("forbidden"), "scenario.forbidden"),
        reference=_text(data.get("reference"), "scenario.reference"),
    )


def _turn(data: Any, number: int) -> Turn:
    """One turn. A recording is not listened to here: `rep` is then what somebody heard, and without it the turn is not
    judged; `seconds` counts only beside a recording."""
    name = f"turns 第 {number} 轮"
    _keys(data, TURN, set(), name)
    customer, rep = _text(data.get("customer"), f"{name} customer"), _text(data.get("rep"), f"{name} rep")
    seconds = data.get("seconds")
    if seconds is not None and not _is_number(seconds):
        raise BadLine(f"{name} seconds 要是一个数")
    if not _text(data.get("audio"), f"{name} audio"):
        return Turn(customer, rep)
    if not rep.strip():
        return Turn(customer, "", unheard=UNHEARD)
    return Turn(customer, rep, Speech(float(seconds)) if seconds else None)


def _budget(value: Any) -> tuple[float | None, float | None] | None:
    """A sum, or [low, high] of which either may be open."""
    if value is None:
        return None
    low, high = value if isinstance(value, list) and len(value) == 2 else (value, value)
    if any(end is not None and not _is_number(end) for end in (low, high)):
        raise BadLine("scenario.persona.budget 要是一个数,或者 [最少, 最多]")
    return low, high


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0


def _text(value: Any, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{name} 要是文字")
    return value


def _texts(value: Any, name: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadLine(f"{name} 要是一列文字")
    return tuple(value)


def _keys(data: Any, known: set[str], required: set[str], where: str) -> None:
    """Raises BadLine where this is no object, or has other keys."""
    place = f"{where} 里" if where else ""
    if not isinstance(data, dict):
        raise BadLine(f"{where or '一行'}要是一个 JSON 对象")
    if unknown := sorted(set(data) - known - IGNORED):
        raise BadLine(f"{place}不认识的键:{'、'.join(unknown)}")
    if missing := sorted(required - set(data)):
        raise BadLine(f"{place}少了键:{'、'.join(missing)}")
