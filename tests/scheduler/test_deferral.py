"""What fires late, after the process was down: it keeps quiet time, except where quiet time was asked for."""

from __future__ import annotations

from datetime import datetime

import pytest
from book import POLICY, Book, at
from sqlmodel import select

from scheduler.deferral import not_deferred
from scheduler.sweep import Due, Fired
from scheduler.working_time import WorkingTime
from storage.background import Timer

TIME = WorkingTime(POLICY)


@pytest.mark.parametrize(
    ("set_for", "fires", "acts", "day"),
    [
        ("23 15:00", "23 15:00", True, None),
        ("23 15:00", "23 15:40", True, None),  # late, but in the day
        ("22 15:00", "23 15:40", True, None),
        ("23 15:00", "23 21:00", False, "24"),
        ("23 15:00", "24 02:00", False, "24"),
        ("27 15:00", "28 12:00", False, "30"),  # on a Saturday
        ("23 21:00", "23 21:05", True, None),  # the person asked for that time
        ("23 21:00", "24 02:00", True, None),
        ("23 21:00", "24 09:00", True, None),
    ],
)
def test_whether_a_timer_acts_now(book: Book, set_for: str, fires: str, acts: bool, day: str | None) -> None:
    member = book.member("甲")
    timer = Fired(at(set_for), "reminder", "reminder:1", {"reminder": 1})
    assert not_deferred(book.session, TIME, Due(member, at(fires), [timer])) == ([timer] if acts else [])
    put_off = [(row.key, row.kind, row.member_id, row.payload) for row in book.session.exec(select(Timer))]
    assert put_off == ([] if acts else [("reminder:1", "reminder", member, {"reminder": 1})])
    for row in book.session.exec(select(Timer)):
        assert day is not None and at(f"{day} 08:30") < row.at < at(f"{day} 10:00")


def test_what_is_put_off_together_comes_together(book: Book) -> None:
    """One message in the morning; what was asked for acts now."""
    times = {"a": at("23 15:00"), "b": at("23 16:10"), "asked": at("23 21:00")}
    timers = [Fired(moment, "reminder", key, {}) for key, moment in times.items()]
    acting = not_deferred(book.session, TIME, Due(book.member("甲"), at("23 22:00"), timers))
    assert [timer.key for timer in acting] == ["asked"]
    rows: list[tuple[str, datetime]] = [(row.key, row.at) for row in book.session.exec(select(Timer))]
    assert {key for key, _ in rows} == {"a", "b"} and len({moment for _, moment in rows}) == 1
