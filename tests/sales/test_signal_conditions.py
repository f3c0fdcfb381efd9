"""Conditions of signals over a history: whether they hold, by which rows, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from config import policy as policies
from config.signal_rules import Condition
from sales.signals import Calendar, History
from sales.signals.conditions import check, may_hold
from sales.signals.history import Change, Move, Touch

BEGIN = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = Calendar(policies.load(), lambda at, days: at + days * DAY)


def touch(key: int, day: int, outcome: str | None = None, **more: object) -> Touch:
    plain = {"method": "phone", "objections": (), "next_on": None, "next_step": False, "postponed": False, "said": "…"}
    return Touch(id=key, at=BEGIN + day * DAY, outcome=outcome, **{**plain, **more})  # type: ignore[arg-type]


HISTORY = History(
    deal_id=1,
    customer_id=1,
    owner_id=1,
    stage="quote",
    stage_entered_at=BEGIN + DAY,
    touched_at=BEGIN + 9 * DAY,
    amount_fen=7_000_000,
    expected_close=date(2026, 12, 31),
    touches=(
        touch(1, 0, "interested", next_step=True, next_on=date(2026, 11, 3)),
        touch(2, 3, "refused_meeting", method="visit", postponed=True, said="改到下周"),
        touch(3, 8, "refused_meeting", objections=("price",)),
        touch(4, 9, "considering", objections=("price", "budget")),
        touch(5, 10, "no_answer"),
    ),
    moves=(
        Move(1, BEGIN, None, "needs"),
        Move(2, BEGIN + DAY / 2, "needs", "solution"),
        Move(3, BEGIN + DAY, "solution", "quote"),
    ),
    changes=(
        Change(1, BEGIN + 4 * DAY, "amount_fen", 10_000_000, 9_000_000),
        Change(2, BEGIN + 6 * DAY, "amount_fen", 9_000_000, 7_000_000),
        Change(3, BEGIN + 6 * DAY, "expected_close", "2026-12-01", "2026-12-31"),
    ),
)
CASES = [
    ({"followups": {"outcome": "refused_meeting", "at_least": 2}}, 20, True, (2, 3), None),
    ({"followups": {"outcome": "refused_meeting", "at_least": 2, "within_days": 30}}, 20, True, (2, 3), 33),
    ({"followups": {"outcome": "refused_meeting", "at_least": 2, "within_days": 10}}, 14, False, (3,), None),
    ({"followups": {"outcome": "refused_meeting", "at_least": 2}}, 7, False, (2,), None),
    ({"followups": {"objection": ["price", "feature"], "at_least": 2}}, 20, True, (3, 4), None),
    ({"followups": {"method": "visit", "said": ["改到"], "not_said": ["我改"]}}, 20, True, (2,), None),
    ({"followups": {"postponed": True, "at_least": 2}}, 20, False, (2,), None),
    ({"followups": {"next_step": False, "in_a_row": True, "at_least": 3}}, 20, True, (2, 3, 4), None),
    ({"followups": {"outcome": "refused_meeting", "in_a_row": True, "at_least": 2}}, 20, False, (3, 4), None),
    ({"last": {"outcome": ["considering", "agreed"]}}, 20, True, (4,), None),
    ({"last": {"outcome": "interested"}}, 1, True, (1,), None),
    ({"moves": {"back": True}}, 20, True, (3,), None),
    ({"moves": {"to": ["solution"], "within_days": 7}}, 20, False, (2,), None),
    ({"changed": {"field": "amount", "fell_percent": 20}}, 20, True, (1, 2), None),
    ({"changed": {"field": "amount", "fell_percent": 20}}, 5, False, (1,), None),
    ({"changed": {"field": "amount", "fell_percent": 31}}, 20, False, (1, 2), None),
    ({"changed": {"field": "amount", "fell_percent": 20, "within_days": 5}}, 8, True, (1, 2), 9),
    ({"changed": {"field": "expected_close", "later_days": 30}}, 20, True, (3,), None),
    ({"age": {"since": "stage", "days": 3}}, 2, False, (3,), 4),
    ({"age": {"since": "stage", "days": 3}}, 4, True, (3,), None),
    ({"age": {"since": "touch", "working_days": 5}}, 12, False, (4,), 14),
    ({"age": {"since": "touch", "limit": True}}, 12, True, (4,), None),
    ({"age": {"since": {"method": "visit"}, "hours": 48}}, 5, True, (2,), None),
    ({"age": {"since": {"method": "demo"}, "days": 1}}, 20, False, (), None),
    ({"missing": "decision_maker"}, 20, True, (3,), None),
    ({"missing": "amount"}, 20, False, (3,), None),
    ({"missing": "next_step"}, 20, True, (4,), None),
    ({"not": {"missing": "amount"}}, 20, True, (3,), None),
    ({"not": {"followups": {"method": "visit", "within_days": 10}}}, 5, False, (2,), 13),
    ({"all": [{"missing": "next_step"}, {"age": {"days": 30}}]}, 20, False, (3,), 31),
    ({"any": [{"missing": "amount"}, {"age": {"days": 30}}, {"last": {"objection": "budget"}}]}, 20, True, (4,), 31),
]


@pytest.mark.parametrize(("rule", "day", "holds", "rows", "until"), CASES)
def test_a_condition(rule: dict[str, object], day: int, holds: bool, rows: tuple[int, ...], until: int | None) -> None:
    condition = TypeAdapter(Condition).validate_python(rule)
    verdict = check(condition, HISTORY, BEGIN + day * DAY, CALENDAR)
    found = (verdict.holds, tuple(key for _, key in verdict.evidence), verdict.until)
    assert found == (holds, rows, None if until is None else BEGIN + until * DAY)


NOTHING_DONE = replace(HISTORY, touches=(), moves=(), changes=())
HISTORIES = (
    HISTORY,
    NOTHING_DONE,
    *(replace(NOTHING_DONE, **{part: getattr(HISTORY, part)}) for part in ("touches", "moves", "changes")),
)


@pytest.mark.parametrize("rule", [case[0] for case in CASES])
def test_what_is_not_looked_at_could_not_hold(rule: dict[str, object]) -> None:
    condition = TypeAdapter(Condition).validate_python(rule)
    for history in HISTORIES:
        for day in range(0, 40, 3):
            verdict = check(condition, history, BEGIN + day * DAY, CALENDAR)
            assert may_hold(condition, history) or not verdict.holds
            assert condition.has_age or history is not NOTHING_DONE or verdict.until is None
