"""What is due in a period: missed, coming, superseded. It is Monday, the 23rd of November, 10:00."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from book import POLICY, Book, at
from sqlalchemy import ColumnElement, false, true
from sqlmodel import col

from sales import deals, reminders, tasks
from sales.limits import LimitDue
from sales.period import Period
from sales.reminders import ReminderFact
from sales.scope import Scope
from sales.tasks import Coming, Step, Tasks
from storage.deals import Customer

NOW = at("23 10:00")


@dataclass(frozen=True)
class Seen:
    """A scope: conditions on customers and on deals."""

    customers: ColumnElement[bool]
    deals: ColumnElement[bool]


ALL = Seen(true(), true())
PERIODS = {
    "today": Period(at("23 00:00").date(), at("23 00:00").date()),
    "tomorrow": Period(at("24 00:00").date(), at("24 00:00").date()),
    "week": Period(at("23 00:00").date(), at("29 00:00").date()),
    "last week": Period(at("16 00:00").date(), at("22 00:00").date()),
}


def due(book: Book, period: str = "today", scope: Scope = ALL, most: int = 9) -> Tasks:
    return tasks.due(book.session, scope, book.members["甲"], POLICY, PERIODS[period], NOW, most)


def promised(text: str) -> dict[str, Any]:
    """`24` is a day, `24 14:00` an instant."""
    moment = at(text if " " in text else f"{text} 00:00")
    return {"next_at": moment} if " " in text else {"next_on": moment.date()}


def called(task: Coming) -> str:
    match task:
        case Step(customer=customer):
            return customer
        case ReminderFact(text=text):
            return text
        case LimitDue(deal=deal):
            return f"{deal.customer}'s limit"


def kind_of(found: Tasks, followup_id: int) -> str | None:
    """Where a promised step is listed."""
    for kind in ("missed", "coming"):
        if any(isinstance(step, Step) and step.followup_id == followup_id for step in getattr(found, kind)):
            return kind
    return None


@pytest.mark.parametrize(
    ("promise", "period", "kind"),
    [
        ("23", "today", "coming"),  # some time today
        ("23 14:00", "today", "coming"),
        ("23 09:00", "today", "coming"),  # this morning: in the period, whether over or not
        ("22", "today", "missed"),
        ("22 14:00", "today", "missed"),
        ("2026-10-25", "today", "missed"),
        ("2026-10-23", "today", None),  # 30 days later it is not brought up again
        ("24", "today", None),
        ("24 00:00", "today", None),
        ("24", "tomorrow", "coming"),
        ("24 14:00", "tomorrow", "coming"),
        ("23", "tomorrow", None),  # today, still to be done: neither missed nor for tomorrow
        ("23 09:00", "tomorrow", "missed"),  # what is late now is listed with tomorrow's
        ("23 11:00", "tomorrow", None),
        ("22", "tomorrow", "missed"),
        ("29", "week", "coming"),
        ("30", "week", None),
        ("22", "week", "missed"),
        ("20", "last week", "coming"),  # what fell in it
        ("15", "last week", "missed"),
        ("23", "last week", None),
    ],
)
def test_a_promised_step(book: Book, promise: str, period: str, kind: str | None) -> None:
    book.deal("单", "甲", "contract", "22 10:00")
    key = book.followup("单", "甲", "单", **promised(promise), next_action="再去一趟")
    assert kind_of(due(book, period), key) == kind


@pytest.mark.parametrize(
    ("on", "later_on", "kind"),
    [
        ("一单", "一单", None),  # followed up since
        ("一单", "二单", "missed"),  # another deal of the customer
        ("一单", "客户", None),  # the customer as such
        ("客户", "一单", None),
        ("客户", "客户", None),
        ("一单", "别家", "missed"),  # another customer
        ("客户", "别家", "missed"),
        ("一单", "", "missed"),  # nothing since
    ],
)
def test_a_later_follow_up_supersedes_a_promise(book: Book, on: str, later_on: str, kind: str | None) -> None:
    book.customer("客户", "甲")
    for deal, customer in (("一单", "客户"), ("二单", "客户"), ("别家", "别家")):
        book.deal(deal, "甲", "contract", "22 10:00", customer=customer)

    def followup(place: str, **more: Any) -> int:
        if place == "客户":
            return book.followup("客户", "甲", **more)
        return book.followup("别家" if place == "别家" else "客户", "甲", place, **more)

    key = followup(on, **promised("22"))
    if later_on:
        followup(later_on)
    assert kind_of(due(book), key) == kind


@pytest.mark.parametrize(
    ("stage", "since", "overdue", "missed"),
    [
        ("quote", "23 09:00", 0, 1),
        ("quote", "19 09:00", 1, 0),  # over its limit: what was promised is shown with it
        ("won", "19 09:00", 0, 0),
        ("lost", "19 09:00", 0, 0),
    ],
)
def test_a_promise_on_a_deal_that_is_over_its_limit_or_closed(
    book: Book, stage: str, since: str, overdue: int, missed: int
) -> None:
    book.deal("单", "甲", stage, since)
    book.followup("单", "甲", "单", **promised("22"))
    found = due(book)
    assert (len(found.overdue), len(found.missed), found.late) == (overdue, missed, overdue + missed)


@pytest.mark.parametrize(
    ("since", "period", "overdue", "coming"),
    [
        ("20 09:30", "today", 1, 0),  # its limit was this morning: over, and not coming any more
        ("20 10:00", "today", 1, 0),
        ("20 10:01", "today", 0, 1),
        ("20 15:00", "week", 0, 1),
        ("21 15:00", "today", 0, 0),
        ("21 15:00", "tomorrow", 0, 1),
        ("20 15:00", "tomorrow", 0, 0),  # falls today
    ],
)
def test_a_limit_is_over_or_comes_never_both(book: Book, since: str, period: str, overdue: int, coming: int) -> None:
    book.deal("单", "甲", "quote", since)
    found = due(book, period)
    assert (len(found.overdue), len(found.coming)) == (overdue, coming)
    assert (found.count, found.late) == (overdue + coming, overdue)


@pytest.mark.parametrize(
    ("seen_customers", "seen_deals", "steps"),
    [
        ("甲", "甲", ["甲的单", "甲的客户"]),
        ("乙", "乙", ["乙的单", "乙的客户"]),
        ("甲", None, ["甲的客户"]),
        (None, "甲", ["甲的单"]),
        (None, None, []),
    ],
)
def test_only_what_is_in_scope(
    book: Book, seen_customers: str | None, seen_deals: str | None, steps: list[str]
) -> None:
    for owner in ("甲", "乙"):
        book.deal(f"{owner}的单", owner, "contract", "22 10:00")
        book.customer(f"{owner}的客户", owner)
        book.followup(f"{owner}的单", owner, f"{owner}的单", **promised("23"))
        book.followup(f"{owner}的客户", owner, **promised("23"))
    scope = Seen(
        col(Customer.owner_id) == book.members[seen_customers] if seen_customers else false(),
        deals.owned_by(book.members[seen_deals]) if seen_deals else false(),
    )
    found = due(book, scope=scope)
    assert sorted(step.customer for step in found.coming if isinstance(step, Step)) == sorted(steps)


@pytest.mark.parametrize(
    ("member", "named", "period", "listed"),
    [
        ("甲", "23 15:00", "today", True),
        ("甲", "23 08:00", "today", True),  # reminded already, or not
        ("甲", "24 08:00", "today", False),
        ("甲", "24 08:00", "week", True),
        ("甲", "22 23:59", "today", False),  # a reminder that is over is not missed
        ("乙", "23 15:00", "today", False),  # somebody else's
    ],
)
def test_ones_own_reminders(book: Book, member: str, named: str, period: str, listed: bool) -> None:
    for name in ("甲", "乙"):
        book.member(name)
    reminders.add(book.session, book.actor(member), at(named), "寄样品", None, NOW)
    found = due(book, period)
    assert [task.text for task in found.coming if isinstance(task, ReminderFact)] == ["寄样品"] * listed
    assert (found.count, found.late) == (int(listed), 0)


def test_all_of_a_week_in_order_of_time(book: Book) -> None:
    """What has a time of day comes first on its day. Deals over their limit: the longest; missed: the oldest first."""
    book.deal("超时久", "甲", "quote", "18 10:00")
    book.deal("超时", "甲", "quote", "19 10:00")
    book.deal("快到时限", "甲", "quote", "21 12:00")  # limit: 24th, 12:00
    for name in ("某天", "早上", "晚上", "前天", "昨天"):
        book.deal(name, "甲", "contract", "22 10:00")
    for name, promise in (
        ("晚上", "24 18:00"),
        ("某天", "24"),
        ("早上", "24 09:00"),
        ("昨天", "22"),
        ("前天", "21 10:00"),
    ):
        book.followup(name, "甲", name, **promised(promise))
    reminders.add(book.session, book.actor("甲"), at("24 13:00"), "寄样品", None, NOW)
    found = due(book, "week", most=20)
    assert [overdue.deal.customer for overdue in found.overdue] == ["超时久", "超时"]
    assert [step.customer for step in found.missed] == ["前天", "昨天"]
    contracts = ["某天", "早上", "晚上", "前天", "昨天"]  # all on the 27th at 10:00: in the order of their ids
    assert [called(task) for task in found.coming] == [
        *("早上", "快到时限's limit", "寄样品", "晚上", "某天"),
        *(f"{name}'s limit" for name in contracts),
    ]
    assert (found.count, found.late) == (14, 4)


@pytest.mark.parametrize(
    ("most", "overdue", "missed", "coming"),
    [(1, ["一"], ["三"], ["五"]), (2, ["一", "二"], ["三", "四"], ["五", "六"])],
)
def test_the_first_of_each_kind_are_read_and_all_are_counted(
    book: Book, most: int, overdue: list[str], missed: list[str], coming: list[str]
) -> None:
    for name, since in (("一", "18 10:00"), ("二", "19 10:00")):
        book.deal(name, "甲", "quote", since)
    for name, promise in (("三", "20"), ("四", "21"), ("五", "23 14:00"), ("六", "23 15:00")):
        book.customer(name, "甲")
        book.followup(name, "甲", **promised(promise))
    found = due(book, most=most)
    assert [item.deal.customer for item in found.overdue] == overdue
    assert [step.customer for step in found.missed] == missed
    assert [step.customer for step in found.coming if isinstance(step, Step)] == coming
    assert (found.count, found.late) == (6, 4)


def test_a_lead_that_nobody_has_touched_is_listed_beside_what_is_due(book: Book) -> None:
    book.deal("没人碰", "甲", "lead", "23 09:30")
    book.deal("碰过", "甲", "lead", "23 09:30")
    book.deal("别的阶段", "甲", "needs", "23 09:30")
    book.followup("碰过", "甲", "碰过")
    found = due(book)
    assert [lead.deal.customer for lead in found.untouched] == ["没人碰"]
    assert (found.count, found.untouched_count) == (0, 1)
