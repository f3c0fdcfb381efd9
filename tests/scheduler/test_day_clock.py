"""When the lists, questions and briefs of days and weeks go out; 2026 has its national holidays from 1 to 7 October."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from book import POLICY

from scheduler import day_clock
from scheduler.day_clock import DAILY_QUESTION, DAILY_REMINDER, MORNING_LIST, WEEKLY_BRIEF


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=POLICY.zone)


@pytest.mark.parametrize(
    ("kind", "now", "expected"),
    [
        (MORNING_LIST, "11-23 08:49", "11-23 08:50"),
        (MORNING_LIST, "11-23 08:50", "11-24 08:50"),
        (DAILY_QUESTION, "11-27 17:40", "11-30 17:40"),
        (DAILY_REMINDER, "11-27 17:40", "11-27 19:10"),
        (DAILY_QUESTION, "09-30 18:00", "10-08 17:40"),
        (WEEKLY_BRIEF, "11-23 08:49", "11-23 08:50"),
        (WEEKLY_BRIEF, "11-23 08:50", "11-30 08:50"),
        (WEEKLY_BRIEF, "11-25 12:00", "11-30 08:50"),
        (WEEKLY_BRIEF, "09-28 09:00", "10-08 08:50"),  # Monday to Wednesday of that week are off
        (WEEKLY_BRIEF, "10-08 09:00", "10-12 08:50"),
    ],
)
def test_the_next_of_a_kind(kind: str, now: str, expected: str) -> None:
    assert day_clock.next_at(POLICY, kind, local(now)) == local(expected)


def test_what_company_policy_does_not_have_never_comes() -> None:
    quiet = POLICY.model_copy(update={"daily_action": None, "weekly_brief": None})
    assert all(
        day_clock.next_at(quiet, kind, local("11-23 08:00")) is None
        for kind in (DAILY_QUESTION, DAILY_REMINDER, WEEKLY_BRIEF)
    )


def test_full_and_half_hours_are_avoided() -> None:
    moved = POLICY.model_copy(update={"morning_list": time(9, 0)})
    assert day_clock.next_at(moved, MORNING_LIST, local("11-23 08:00")) == local("11-23 08:59")


@pytest.mark.parametrize(
    ("day", "monday"),
    [("11-30", "11-23"), ("12-03", "11-23"), ("10-08", "09-28"), ("02-24", "02-09")],  # 春节: 15 to 23 February
)
def test_a_brief_is_of_the_last_week_that_was_worked(day: str, monday: str) -> None:
    assert day_clock.week_before(POLICY, date.fromisoformat(f"2026-{day}")) == date.fromisoformat(f"2026-{monday}")
