"""Slots read into the types of the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from sales import slot_values
from sales.period import Period

SHANGHAI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-W48", date(2026, 11, 23), date(2026, 11, 29)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2028-Q1", date(2028, 1, 1), date(2028, 3, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        (["2026-11-23", "2026-11-24"], date(2026, 11, 23), date(2026, 11, 24)),
    ],
)
def test_periods_have_a_first_and_a_last_day(period: Any, first: date, last: date) -> None:
    assert slot_values.period({"period": period}) == Period(first, last)


def test_a_period_begins_and_ends_at_midnight_of_the_zone() -> None:
    period = Period(date(2026, 11, 23), date(2026, 11, 24))
    assert period.start(SHANGHAI) == datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert timedelta(0) < datetime(2026, 11, 24, 16, tzinfo=UTC) - period.end(SHANGHAI) <= timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("duration", "length"),
    [
        ("PT2H", timedelta(hours=2)),
        ("P3D", timedelta(days=3)),
        ("PT1H30M", timedelta(minutes=90)),
        ("P1W", timedelta(7)),
        ("P1DT12H", timedelta(hours=36)),
        ("P2M", None),  # months have no fixed length
        ("PT0M", None),
        ("两小时", None),
        (None, None),
    ],
)
def test_durations(duration: str | None, length: timedelta | None) -> None:
    assert slot_values.duration({} if duration is None else {"duration": duration}) == length


@pytest.mark.parametrize("period", [None, "明天", "2026-13-01", "2026-Q5"])
def test_what_is_no_period_is_none(period: str | None) -> None:
    assert slot_values.period({} if period is None else {"period": period}) is None


@pytest.mark.parametrize(
    ("value", "at", "on"),
    [
        ("2026-11-25T14:00:00+08:00", datetime(2026, 11, 25, 14, tzinfo=SHANGHAI), None),
        ("2026-11-25", None, date(2026, 11, 25)),
        ("2026-11-25T14:00:00", None, date(2026, 11, 25)),  # without a zone no instant, but a day
        (["2026-11-25", "2026-11-26"], None, date(2026, 11, 25)),
        ("2026-11-31", None, None),
        ("下午", None, None),
        (None, None, None),
    ],
)
def test_the_next_time_is_an_instant_or_a_day(value: Any, at: datetime | None, on: date | None) -> None:
    assert slot_values.moment({"next_time": value}) == (at, on)


@pytest.mark.parametrize(
    ("value", "on"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11-20T09:00:00+08:00", date(2026, 11, 20)),
        ("昨天", None),
        ("", None),
        (None, None),
    ],
)
def test_days(value: str | None, on: date | None) -> None:
    assert slot_values.day({"occurred_on": value}, "occurred_on") == on


@pytest.mark.parametrize(
    ("value", "first", "every"),
    [
        ("李总", "李总", ("李总",)),
        (["李总", "王工", "李总"], "李总", ("李总", "王工")),
        ([], None, ()),
        (None, None, ()),
        (3, "3", ("3",)),
    ],
)
def test_words(value: Any, first: str | None, every: tuple[str, ...]) -> None:
    assert (slot_values.word({"contact": value}, "contact"), slot_values.words({"contact": value}, "contact")) == (
        first,
        every,
    )


@pytest.mark.parametrize(
    ("yuan", "fen", "fen_range", "middle"),
    [
        (300000, 30000000, (30000000, 30000000), 30000000),
        (0.1, 10, (10, 10), 10),
        (1.005, 100, (100, 100), 100),  # half a 分 goes to the even one
        ([200000, 400000], 20000000, (20000000, 40000000), 30000000),
        ([None, 500000], None, (None, 50000000), 50000000),  # up to
        ([500000, None], 50000000, (50000000, None), 50000000),  # at least
        ([300000], 30000000, (30000000, 30000000), 30000000),
        ("三十万", None, None, None),
        (None, None, None, None),
    ],
)
def test_money(yuan: Any, fen: int | None, fen_range: tuple[int | None, int | None] | None, middle: int | None) -> None:
    assert (slot_values.fen(yuan), slot_values.fen_range(yuan)) == (fen, fen_range)
    assert slot_values.middle(fen_range) == middle


@pytest.mark.parametrize(("words", "days"), [("P1M", 30), ("P6M", 180), ("P1M15D", 45), ("P1Y", 365), ("P2W", 14)])
def test_months_are_about_as_long_as_people_mean(words: str, days: int) -> None:
    assert slot_values.roughly({"duration": words}) == timedelta(days=days)
