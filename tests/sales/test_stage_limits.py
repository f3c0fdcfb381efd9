"""Stage limits: when they fall, which deals are over them, and what may be done about a breach.

By the shipped policy a limit is 24 hours for a lead, 48 for needs, 72 for a quote, 120 for a contract.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from book import POLICY, Book, at, name_of
from sqlalchemy import select, true
from sqlmodel import col

from sales import breaches, deals, limits
from sales.errors import Changed
from storage.deals import LimitBreach, Opportunity

NOW = at("23 10:00")


@pytest.mark.parametrize(
    ("stage", "since", "hold", "limit"),
    [
        ("lead", "23 10:00", None, "24 10:00"),
        ("needs", "23 10:00", None, "25 10:00"),
        ("quote", "23 10:00", None, "26 10:00"),
        ("quote", "27 10:00", None, "30 10:00"),  # calendar hours: a weekend counts
        ("contract", "23 10:00", None, "28 10:00"),
        ("quote", "23 10:00", "25 10:00", "28 10:00"),  # from the end of a hold
        ("quote", "23 10:00", "22 10:00", "26 10:00"),  # a hold that was over before
        ("quote", "23 10:00", "23 10:00", "26 10:00"),
        ("won", "23 10:00", None, None),
        ("lost", "23 10:00", "25 10:00", None),
        ("negotiation", "23 10:00", None, None),  # a stage that the policy no longer knows
    ],
)
def test_when_a_limit_falls(stage: str, since: str, hold: str | None, limit: str | None) -> None:
    deal = Opportunity(
        customer_id=1,
        owner_id=1,
        stage=stage,
        stage_entered_at=at("01 10:00"),
        clock_started_at=at(since),
        hold_until=hold and at(hold),
    )
    assert limits.limit_at(deal, POLICY) == (limit and at(limit))


WORKING = POLICY.model_copy(
    update={
        "stages": tuple(
            stage.model_copy(update={"limit_hours": 12.0, "limit_counts": "working"}) if stage.key == "quote" else stage
            for stage in POLICY.stages
        )
    }
)


@pytest.mark.parametrize(
    ("since", "hold", "limit"),
    [
        ("23 10:00", None, "24 13:00"),  # a Monday: eight hours of it, four of the next day
        ("23 15:00", None, "24 18:00"),  # at the end of a day it stays there
        ("27 17:00", None, "2026-12-01 11:00"),  # over the weekend: one hour, nine, two
        ("28 12:00", None, "2026-12-01 12:00"),  # from a Saturday it counts from Monday morning
        ("23 20:00", "24 10:00", "25 13:00"),  # from the end of a hold
    ],
)
def test_a_limit_in_working_hours(since: str, hold: str | None, limit: str) -> None:
    started, held = at(since), hold and at(hold)
    due = at(limit)
    assert limits.limit_from(started, held, "quote", WORKING) == due
    assert WORKING.started_by("quote", due) >= max(started, held or started)
    assert WORKING.started_by("quote", due - timedelta(minutes=1)) < max(started, held or started)


def test_what_has_started_long_enough_ago_is_what_is_over() -> None:
    """`started_by` is the other way round of `limit_from`, at every hour of ten days with a weekend and nights."""
    starts = [at("20 00:30") + timedelta(hours=hour) for hour in range(0, 24 * 10, 5)]
    for moment in [at("24 00:15") + timedelta(hours=hour) for hour in range(0, 24 * 6, 7)]:
        over = {start for start in starts if WORKING.limit_from("quote", start) <= moment}
        assert over == {start for start in starts if start <= WORKING.started_by("quote", moment)}


# Deal, owner, stage, since when, held until. At NOW four are over their limit.
BOOK = [
    ("over by a day", "甲", "quote", "19 10:00", None),
    ("over by an hour", "乙", "lead", "22 09:00", None),
    ("over by a minute", "甲", "contract", "18 09:59", None),
    ("over this minute", "甲", "quote", "20 10:00", None),
    ("over in a minute", "甲", "quote", "20 10:01", None),
    ("held", "甲", "quote", "19 10:00", "22 10:00"),  # its limit falls on the 25th at 10:00
    ("won", "甲", "won", "01 10:00", None),
    ("lost", "甲", "lost", "01 10:00", None),
    ("unknown stage", "甲", "negotiation", "10 10:00", None),
]


@pytest.fixture
def full(book: Book) -> Book:
    for name, owner, stage, since, hold in BOOK:
        book.deal(name, owner, stage, since, hold_until=hold and at(hold))
    return book


def named(book: Book, ids: list[int]) -> list[str | None]:
    return [name_of(book.deals, key) for key in ids]


OVER = ["over by a day", "over by an hour", "over by a minute", "over this minute"]


@pytest.mark.parametrize(
    ("owner", "stage", "found"),
    [
        (None, None, OVER),
        ("甲", None, [OVER[0], *OVER[2:]]),
        ("乙", None, [OVER[1]]),
        (None, "quote", [OVER[0], OVER[3]]),
        ("乙", "quote", []),
        (None, "won", []),
        (None, "negotiation", []),
    ],
)
def test_which_deals_are_over_their_limit(full: Book, owner: str | None, stage: str | None, found: list[str]) -> None:
    scope = true() if owner is None else deals.owned_by(full.members[owner])
    overdue = limits.overdue(full.session, scope, POLICY, NOW, stage)
    assert named(full, [item.deal.id for item in overdue]) == found
    longest = limits.longest(full.session, scope, POLICY, NOW, 2, stage)
    assert (longest.count, longest.deals) == (len(found), overdue[:2])


@pytest.mark.parametrize(
    ("deal", "since", "over_by"),
    [
        ("over by a day", "22 10:00", timedelta(days=1)),
        ("over this minute", "23 10:00", timedelta(0)),
        ("over in a minute", None, None),
        ("held", None, None),
        ("won", None, None),
        ("unknown stage", None, None),
    ],
)
def test_since_when_a_deal_is_over_its_limit(
    full: Book, deal: str, since: str | None, over_by: timedelta | None
) -> None:
    overdue = limits.overdue_fact(full.session, full.deals[deal], NOW, POLICY)
    assert (overdue and overdue.since, overdue and overdue.over_by) == (since and at(since), over_by)
    assert limits.overdue_fact(full.session, 999, NOW, POLICY) is None


@pytest.mark.parametrize(
    ("after", "until", "found"),
    [
        ("23 10:00", "25 10:00", ["over in a minute", "held"]),
        ("23 10:00", "25 09:59", ["over in a minute"]),
        ("23 09:59", "23 10:00", ["over this minute"]),  # what falls at `after` itself is over already
        ("23 10:01", "25 09:59", []),
    ],
)
def test_whose_limit_comes_next(full: Book, after: str, until: str, found: list[str]) -> None:
    count, coming = limits.coming(full.session, true(), POLICY, at(after), at(until), 5)
    assert (count, named(full, [due.deal.id for due in coming])) == (len(found), found)
    assert all(limits.limit_at(due.deal, POLICY) == due.at for due in coming)
    assert limits.coming(full.session, true(), POLICY, at(after), at(until), 1) == (count, coming[:1])


@pytest.mark.parametrize(
    ("days", "stage", "found"),
    [
        (3, None, ["unknown stage", "over by a minute", "over by a day", "held"]),
        (3, "quote", ["over by a day", "held"]),
        (4, "quote", []),  # four days to the minute are not longer than four days
        (12, None, ["unknown stage"]),
        (13, None, []),
    ],
)
def test_which_deals_have_long_been_in_their_stage(full: Book, days: int, stage: str | None, found: list[str]) -> None:
    """Held or not; closed ones never."""
    count, stuck = limits.stuck(full.session, true(), NOW, timedelta(days=days), 3, stage)
    assert (count, named(full, [deal.id for deal in stuck])) == (len(found), found[:3])


@pytest.mark.parametrize("moment", ["22 10:00", "23 09:00", "23 10:00", "23 10:01", "25 09:59", "25 10:00"])
def test_the_condition_says_what_the_calculation_says(full: Book, moment: str) -> None:
    by_condition = set(
        full.session.execute(select(col(Opportunity.id)).where(limits.passed_by(POLICY, at(moment)))).scalars()
    )
    rows = full.session.execute(select(Opportunity)).scalars().all()
    by_calculation = {row.id for row in rows if (limit := limits.limit_at(row, POLICY)) and limit <= at(moment)}
    assert by_condition == by_calculation


def test_what_was_done_and_promised_last_is_known_of_an_overdue_deal(full: Book) -> None:
    deal, promised = "over by a day", at("21 15:00")
    full.followup(deal, "甲", deal, "18 10:00", objections=["budget"], next_action="等预算")
    full.followup(
        deal, "甲", deal, "19 10:00", contacts=["李总"], objections=["price"], next_action="去一趟", next_at=promised
    )
    full.followup(deal, "甲", None, "20 10:00", objections=["feature"])  # on the customer as such
    overdue = limits.overdue_fact(full.session, full.deals[deal], NOW, POLICY)
    assert overdue is not None
    assert (overdue.last_followup_at, overdue.contacts, overdue.objections) == (at("19 10:00"), ("李总",), ("price",))
    assert (overdue.next_action, overdue.next_at, overdue.next_on) == ("去一趟", promised, None)


# ---- what is done about a breach


def test_a_nudge_is_put_off_as_often_as_policy_allows(full: Book) -> None:
    deal_id = full.deals["over by a day"]
    overdue = breaches.locked(full.session, full.actor("甲"), deal_id, NOW, POLICY)
    assert overdue.breach_id is not None
    granted = [
        breaches.snooze(full.session, full.actor("甲"), overdue.breach_id, POLICY)
        for _ in range(POLICY.snooze_most + 1)
    ]
    assert granted == [True] * POLICY.snooze_most + [False]
    again = breaches.locked(full.session, full.actor("甲"), deal_id, NOW, POLICY)
    assert (again.breach_id, again.snoozes) == (overdue.breach_id, POLICY.snooze_most)


def test_the_support_that_is_needed_is_kept(full: Book) -> None:
    deal_id = full.deals["over by a day"]
    overdue = breaches.locked(full.session, full.actor("甲"), deal_id, NOW, POLICY)
    breaches.support(full.session, full.actor("甲"), overdue.breach_id or 0, "一起拜访", NOW)
    again = limits.overdue_fact(full.session, deal_id, NOW, POLICY)
    assert again is not None and (again.support_at, again.support_need) == (NOW, "一起拜访")


@pytest.mark.parametrize("done", ["followed up", "held", "handed over"])
def test_whatever_ends_a_breach_ends_what_was_done_about_it(full: Book, done: str) -> None:
    deal_id = full.deals["over by a day"]
    breach_id = breaches.locked(full.session, full.actor("甲"), deal_id, NOW, POLICY).breach_id or 0
    row = deals.locked(full.session, deal_id, true())
    if done == "followed up":
        deals.restart_clock(full.session, row, at("20 09:00"))
    else:
        values = {"held": {"hold_until": at("19 11:00")}, "handed over": {"owner_id": full.members["乙"]}}
        deals.supersede_breach(full.session, row, **values[done])
    owner = full.actor("乙" if done == "handed over" else "甲")
    with pytest.raises(Changed) as changed:
        breaches.snooze(full.session, owner, breach_id, POLICY)
    assert (changed.value.what, changed.value.reason) == ("limit", "restarted")
    overdue = breaches.locked(full.session, owner, deal_id, NOW, POLICY)
    assert (overdue.breach_id != breach_id, overdue.snoozes, overdue.deal.clock_no) == (True, 0, 2)


@pytest.mark.parametrize(("deal", "reason"), [("over in a minute", "restarted"), ("won", "restarted")])
def test_only_a_breach_that_holds_can_be_acted_on(full: Book, deal: str, reason: str) -> None:
    with pytest.raises(Changed) as changed:
        breaches.locked(full.session, full.actor("甲"), full.deals[deal], NOW, POLICY)
    assert changed.value.reason == reason
    assert full.session.execute(select(LimitBreach)).first() is None


def test_a_breach_that_was_undone_is_gone(full: Book) -> None:
    with pytest.raises(Changed) as changed:
        breaches.snooze(full.session, full.actor("甲"), 999, POLICY)
    assert changed.value.reason == "gone"


@pytest.mark.parametrize(
    ("deal", "owner", "reason"),
    [
        ("held", "甲", None),
        ("held", "乙", "not_in_scope"),
        ("won", "甲", "closed"),
        ("lost", "甲", "closed"),
        (None, "甲", "gone"),
    ],
)
def test_a_deal_is_taken_for_changing_only_where_it_is_open_and_in_scope(
    full: Book, deal: str | None, owner: str, reason: str | None
) -> None:
    key = full.deals[deal] if deal else 999
    try:
        row = deals.locked(full.session, key, deals.owned_by(full.members[owner]))
    except Changed as changed:
        assert changed.reason == reason
    else:
        assert (reason, row["id"]) == (None, key)


@pytest.mark.parametrize(
    ("region", "customer", "owner", "found"),
    [
        (None, None, None, ["一单", "二单", "三单"]),
        ("华东", None, None, ["一单", "二单"]),
        (None, "海川", None, ["三单"]),
        (None, None, "甲", ["一单", "三单"]),
        ("华东", None, "甲", ["一单"]),
        ("华东", "海川", None, []),
        (None, None, "没有这人", []),
    ],
)
def test_the_deals_asked_about(
    book: Book, region: str | None, customer: str | None, owner: str | None, found: list[str]
) -> None:
    book.customer("联创", "甲", region="华东")
    book.customer("海川", "甲", region="华北")
    for name, whose, of in (("一单", "甲", "联创"), ("二单", "乙", "联创"), ("三单", "甲", "海川")):
        book.deal(name, whose, customer=of)
    scope = deals.narrowed(true(), region=region, customer=customer, owner=owner)
    facts = [fact for key in book.customers.values() for fact in deals.open_of(book.session, scope, key)]
    assert sorted(named(book, [fact.id for fact in facts])) == sorted(found)  # type: ignore[type-var]
