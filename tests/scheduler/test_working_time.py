"""Working time, quiet time and when what is unsolicited goes out. The table is working_time.yml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import policy as policies
from config.holidays import festival, first_working_day_from, is_working_day, lunar_day, year_is_known
from scheduler.working_time import MINUTE, WorkingTime

TABLE = yaml.load((Path(__file__).parent / "working_time.yml").read_text("utf-8"), yaml.BaseLoader)
POLICY = policies.load()
TIME = WorkingTime(POLICY)
AVOIDED = (0, 30)
KEYS = [f"stage:{number}" for number in range(60)]


def rows(name: str) -> list[Any]:
    table = TABLE[name]
    return [(key, value) for key, value in table.items()] if isinstance(table, dict) else [tuple(row) for row in table]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=POLICY.zone)


def shown(at: datetime) -> str:
    return f"{at.astimezone(POLICY.zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("day", "works"), [*rows("working_days"), *rows("certain_days")])
def test_working_days(day: str, works: str) -> None:
    assert TIME.is_working_day(date.fromisoformat(day)) == (works == "true")


def test_the_certain_days_are_of_years_that_are_not_announced() -> None:
    assert not any(year_is_known(int(day[:4])) for day, _ in rows("certain_days"))
    assert all(year_is_known(int(day[:4])) for day, _ in rows("working_days"))


@pytest.mark.parametrize(
    ("day", "off", "on", "works"),
    [
        (date(2026, 11, 23), [], [], True),
        (date(2026, 11, 23), [date(2026, 11, 23)], [], False),
        (date(2026, 11, 28), [], [date(2026, 11, 28)], True),
        (date(2026, 10, 1), [], [date(2026, 10, 1)], True),
        (date(2026, 11, 23), [date(2026, 11, 23)], [date(2026, 11, 23)], True),  # on wins
        (date(2031, 2, 3), [date(2031, 2, 3)], [], False),  # also in a year that is not announced
    ],
)
def test_the_companys_own_days_come_first(day: date, off: list[date], on: list[date], works: bool) -> None:
    own = POLICY.model_copy(update={"days_off": tuple(off), "days_on": tuple(on)})
    assert is_working_day(day, off, on) == WorkingTime(own).is_working_day(day) == works


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("元旦", date(2031, 1, 1)),
        ("春节", date(2031, 1, 23)),
        ("元宵", date(2031, 2, 6)),
        ("清明", date(2026, 4, 5)),
        ("清明", date(2028, 4, 4)),
        ("端午", date(2026, 6, 19)),
        ("中秋", date(2026, 9, 25)),
        ("国庆", date(2026, 10, 1)),
    ],
)
def test_festivals(name: str, day: date) -> None:
    assert festival(name, day.year) == day


def test_the_lunar_calendar_and_the_first_working_day() -> None:
    assert lunar_day(2026, 12, 8) == date(2027, 1, 15)  # 腊八
    assert first_working_day_from(date(2026, 10, 1)) == date(2026, 10, 8)
    assert first_working_day_from(date(2026, 11, 23)) == date(2026, 11, 23)


@pytest.mark.parametrize(("at", "quiet"), rows("quiet"))
def test_quiet_time(at: str, quiet: str) -> None:
    assert TIME.is_quiet(local(at)) == (quiet == "true")


@pytest.mark.parametrize(("at", "hours", "then"), rows("add_working_hours"))
def test_working_hours(at: str, hours: str, then: str) -> None:
    assert shown(TIME.add_working_hours(local(at), float(hours))) == then


@pytest.mark.parametrize(("at", "days", "then"), rows("add_working_days"))
def test_working_days_later(at: str, days: str, then: str) -> None:
    assert shown(TIME.add_working_days(local(at), int(days))) == then


@pytest.mark.parametrize(("named", "now", "then"), rows("named_at"))
def test_a_time_that_a_person_named(named: str, now: str, then: str) -> None:
    assert shown(TIME.named_at(local(named), local(now))) == then


@pytest.mark.parametrize(("named", "before", "after"), rows("quiet_alternatives"))
def test_what_is_offered_for_a_time_in_quiet_time(named: str, before: str, after: str) -> None:
    assert [shown(at) for at in TIME.quiet_alternatives(local(named))] == [before, after]


@pytest.mark.parametrize(("at", "morning"), rows("next_morning"))
def test_the_next_morning(at: str, morning: str) -> None:
    assert shown(TIME.next_morning(local(at))) == morning


@pytest.mark.parametrize("due", ["2026-11-23 10:00", "2026-11-23 13:27", "2026-11-24 08:30", "2026-11-23 19:45"])
def test_what_is_unsolicited_goes_out_a_few_minutes_later(due: str) -> None:
    """1-9 minutes, and a minute more where that is avoided; by key, so that not all go out together."""
    low, high = POLICY.sending.spread_minutes
    minutes = [(TIME.send_at(local(due), key) - local(due)) / MINUTE for key in KEYS]
    assert all(low <= late <= high + 1 for late in minutes)
    assert not any((local(due) + late * MINUTE).minute in AVOIDED for late in minutes)
    assert len(set(minutes)) >= high - low - 1


@pytest.mark.parametrize(("due", "day"), rows("morning_after"))
def test_what_falls_in_quiet_time_goes_out_in_the_morning(due: str, day: str) -> None:
    sent = [TIME.send_at(local(due), key).astimezone(POLICY.zone) for key in KEYS]
    quiet = POLICY.quiet
    assert all(f"{at:%Y-%m-%d}" == day and quiet.end < at.time() < quiet.catch_up_until for at in sent)
    assert not any(at.minute in AVOIDED for at in sent)
    assert len(set(sent)) > len(KEYS) / 3


def test_what_a_person_is_sent_after_a_night_is_sent_together() -> None:
    """The minute depends on the key and the day alone, not on when in the night it fell due."""
    assert len({TIME.send_at(at, "stage:1") for at in hours("2026-11-27 20:00", "2026-11-30 08:00")}) == 1


def hours(first: str, last: str) -> Iterator[datetime]:
    at = local(first)
    while at <= local(last):
        yield at
        at += timedelta(hours=1)


@pytest.mark.parametrize(
    ("due", "key", "then"),
    [
        ("2026-11-23 10:00", "stage:1", "2026-11-23 10:06"),
        ("2026-11-23 10:00", "stage:3", "2026-11-23 10:01"),
        ("2026-11-23 21:00", "stage:1", "2026-11-24 08:45"),
        ("2026-11-23 21:00", "stage:3", "2026-11-24 09:11"),
    ],
)
def test_the_minute_is_the_same_on_every_machine(due: str, key: str, then: str) -> None:
    assert shown(TIME.send_at(local(due), key)) == then


@pytest.mark.parametrize(("act", "told"), rows("for_others_at"))
def test_what_others_hear_of_an_act(act: str, told: str) -> None:
    at = TIME.for_others_at(local(act), "1")
    if told == "now":
        assert at is None
    elif told.startswith("morning"):
        assert at is not None and f"{told[8:]} 08:30" < shown(at) < f"{told[8:]} 10:00"
        assert at.astimezone(POLICY.zone).minute not in AVOIDED
    else:
        assert at is not None and shown(at) == told


def test_a_second_into_an_avoided_minute_is_in_it() -> None:
    at = local("2026-11-23 10:00") + timedelta(seconds=17)
    assert TIME.for_others_at(at, "1") == at + MINUTE
