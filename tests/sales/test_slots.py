"""Slots read into the types of the tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from sales import slots


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-W48", date(2026, 11, 23), date(2026, 11, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-Q1", date(2028, 1, 1), date(2028, 3, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        (["2026-11-23", "2026-11-24"], date(2026, 11, 23), date(2026, 11, 24)),
    ],
)
def test_periods_have_a_first_and_a_last_day(period: Any, first: date, last: date) -> None:
    assert slots.span({"period": period}) == (first, last)


@pytest.mark.parametrize(
    ("duration", "length"),
    [
        ("PT2H", timedelta(hours=2)),
        ("P3D", timedelta(days=3)),
        ("PT1H30M", timedelta(minutes=90)),
        ("P1W", timedelta(7)),
    ],
)
def test_lengths(duration: str, length: timedelta) -> None:
    assert slots.length({"duration": duration}) == length


def test_what_is_missing_or_has_no_fixed_length_is_none() -> None:
    assert slots.length({}) is None and slots.length({"duration": "P2M"}) is None and slots.span({}) is None
