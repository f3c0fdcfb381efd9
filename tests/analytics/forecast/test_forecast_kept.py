"""A forecast from what was kept of a large company's deals is that from the deals themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import companies
import pytest
from book import Book
from companies import STAGES, ZONE, Market
from sqlalchemy import select, true
from sqlmodel import Session, col
from stored import put

from analytics.forecast.company import kept, looks, monthly, report, stories
from analytics.forecast.company.periods import month_of, quarter_of
from analytics.forecast.company.report import Report
from sales.deals import IS_OPEN, owned_by
from storage.deals import Opportunity, StageChange
from storage.forecasts import DealLook, ForecastBasis
from storage.people import Member

NOW = datetime(2026, 10, 5, 9, tzinfo=ZONE)
LATER = NOW + timedelta(hours=2)
PERIODS = (month_of(NOW.date()), quarter_of(NOW.date()), month_of(NOW.date() + timedelta(days=31)))


@pytest.fixture(scope="module")
def deals() -> list[stories.Story]:
    return companies.company(1, Market(deals_a_week=3))


@pytest.fixture
def session(book: Book, deals: list[stories.Story]) -> Iterator[Session]:
    owners = [book.member(name) for name in ("小周", "小吴", "小郑")]
    put(book.session, deals, owners, NOW)
    learned = monthly.learn(stories.read(book.session, stories.recent(NOW)), None, STAGES, NOW, ZONE)
    assert learned.model is not None
    monthly.keep(book.session, "2026-10", learned, NOW)
    yield book.session


def look(session: Session, now: datetime) -> None:
    basis, rows = looks.gather(session, STAGES, now, ZONE)
    for piece in looks.pieces(rows):
        looks.keep(session, piece)
    looks.finish(session, basis)


def ask(session: Session, now: datetime) -> list[Report]:
    """Of everybody's deals, and of one person's."""
    return [
        report.read(session, scope, col(Member.id) > 0, STAGES, period, now, ZONE, by_person=True)
        for scope in (true(), owned_by(2))
        for period in PERIODS
    ]


def assert_near(one: Report, other: Report) -> None:
    """The same but for what two hours make of a chance."""
    sums = ("won_fen", "open_fen", "new_fen", "low_fen", "high_fen")
    for name in sums:
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=0.02, abs=100), name
    assert [deal.deal_id for deal in one.deals] == [deal.deal_id for deal in other.deals]
    assert [deal.customer_id for deal in one.deals] == [deal.customer_id for deal in other.deals]
    without = dict.fromkeys(sums, 0)
    assert replace(one, deals=(), moves=(), **without) == replace(other, deals=(), moves=(), **without)


def test_what_is_kept_says_what_the_deals_say(session: Session) -> None:
    as_asked = ask(session, NOW)
    look(session, NOW)
    assert kept.basis(session, STAGES, LATER) is not None
    from_looks = ask(session, NOW)
    assert all(one.learned and one.low_fen is not None for one in from_looks)
    for one, other in zip(from_looks, as_asked, strict=True):
        assert_near(one, other)


def test_what_has_changed_since_is_looked_at_anew(session: Session) -> None:
    look(session, NOW)
    deal = session.execute(
        select(Opportunity).where(IS_OPEN, owned_by(2), col(Opportunity.stage) == STAGES[0])
    ).scalars()
    moved = next(iter(deal))
    session.add(StageChange(deal_id=moved.id, stage_from=moved.stage, stage_to=STAGES[-1], at=LATER))
    moved.stage, moved.stage_entered_at, moved.version = STAGES[-1], LATER, moved.version + 1
    moved.amount_fen = 900_000_000
    new = Opportunity(
        customer_id=moved.customer_id, owner_id=2, amount_fen=800_000_000, stage=STAGES[2], stage_entered_at=LATER,
        clock_started_at=LATER,
    )  # fmt: skip
    session.add(new)
    session.flush()
    session.add(StageChange(deal_id=new.id, stage_to=STAGES[2], at=LATER))
    session.flush()
    from_looks = ask(session, LATER)
    looks.forget(session)
    for one, other in zip(from_looks, ask(session, LATER), strict=True):
        assert_near(one, other)


def test_of_very_many_new_deals_the_rest_count_by_their_stage(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(session, NOW)
    gone = session.execute(select(DealLook).where(col(DealLook.seen).is_not(None))).scalars().all()
    for row in gone[:5]:
        session.delete(row)
    session.flush()
    monkeypatch.setattr(kept, "MOST_LOOKED_AT", 3)
    found = report.read(session, true(), None, STAGES, PERIODS[0], LATER, ZONE, by_person=False)
    assert found.rough == 2 and found.open_count == len(gone)


def test_looks_that_are_old_or_of_other_stages_are_not_used(session: Session) -> None:
    look(session, NOW)
    assert kept.basis(session, STAGES, NOW + timedelta(days=3)) is None
    assert kept.basis(session, [*STAGES, "more"], LATER) is None
    looks.forget(session)
    assert session.execute(select(ForecastBasis)).first() is None is session.execute(select(DealLook)).first()


def test_the_chances_of_a_customer_are_the_same(session: Session) -> None:
    customer = session.execute(select(col(Opportunity.customer_id)).where(IS_OPEN).limit(1)).scalar_one()
    as_asked = report.of_customer(session, true(), customer, STAGES, NOW, ZONE)
    look(session, NOW)
    learned, deals, closed = report.of_customer(session, true(), customer, STAGES, NOW, ZONE)
    assert (learned, closed) == (as_asked[0], as_asked[2])
    for one, other in zip(deals, as_asked[1], strict=True):
        assert one.chance == pytest.approx(other.chance, rel=1e-6)
        assert (one.helps, one.hurts) == (other.helps, other.hurts)
