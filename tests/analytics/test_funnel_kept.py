"""What is kept of the funnel gives what is counted from the rows, whatever has happened to deals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count, cycle, product
from typing import Any

import pytest
from book import POLICY, at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, delete, func, select, true, update
from sqlmodel import Session, col

from analytics.funnel import deals, figures, keeping, kept, rows, slices
from analytics.funnel.rows import Span
from analytics.funnel.slices import Slice
from sales.deals import owned_by
from storage.changes import recording, reverse
from storage.deals import Customer, Opportunity, StageChange
from storage.engine import Database
from storage.figures import FunnelStale
from storage.people import Member, Team

STAGES = tuple(stage.key for stage in POLICY.stages)
ZONE = POLICY.zone
BEGINS = at("2026-09-20 00:00")
SPANS = (
    Span(at("2026-10-01 00:00"), at("2026-12-01 00:00")),
    Span(at("2026-09-28 00:00"), at("2026-11-16 00:00")),
    Span(at("2026-10-05 00:00"), at("2026-10-12 00:00")),
)
OWNERS, PRODUCTS, REGIONS, INDUSTRIES = (1, 2, 3), (None, "分拣", "仓储"), (None, "华东", "华北"), (None, "制造")
SCOPES: tuple[ColumnElement[bool], ...] = (true(), owned_by(2))
SLICES = (Slice(), Slice(region="华东"), Slice(team_id=1, product="仓储"), Slice(industry="制造"), Slice(member_id=3))


class Desk:
    """Deals, and what happens to them, hour by hour."""

    def __init__(self, session: Session) -> None:
        self.session, self.now, self.last = session, BEGINS, list[Any]()
        self.numbers = count(1)
        session.add_all([Team(id=1, name="一部"), Team(id=2, name="二部")])
        session.flush()
        session.add_all(Member(id=key, name=f"销售{key}", role="rep", team_id=key % 2 + 1) for key in OWNERS)
        session.flush()

    def do(self, what: str, which: int, other: int, hours: int) -> None:
        self.now += timedelta(hours=hours)
        if what == "enter":
            return self.enter(which, other)
        ids = self.session.execute(select(col(Opportunity.id)).order_by(col(Opportunity.id))).scalars().all()
        if what == "keep":
            keeping.keep_some(self.session, STAGES, ZONE)
        elif what == "undo":
            reverse(self.session, self.last)
            self.last = []
        elif ids:
            deal = self.session.get_one(Opportunity, ids[which % len(ids)])
            if what == "gone":
                return self.delete(deal)
            with recording(self.session) as self.last:
                self.change(what, deal, other)

    def enter(self, which: int, other: int) -> None:
        customer = Customer(
            name=f"客户{next(self.numbers)}", region=REGIONS[which % 3], industry=INDUSTRIES[which % 2],
            created_at=self.now,
        )  # fmt: skip
        self.session.add(customer)
        self.session.flush()
        stage = [*STAGES, "lost"][other % (len(STAGES) + 1)]
        deal = Opportunity(
            customer_id=customer.id, owner_id=OWNERS[which % 3], product_line=PRODUCTS[other % 3],
            amount_fen=None if which % 4 == 0 else 100 * which, stage=stage, stage_entered_at=self.now,
            clock_started_at=self.now,
        )  # fmt: skip
        self.session.add(deal)
        self.session.flush()
        self.session.add(StageChange(deal_id=deal.id, stage_to=stage, at=self.now))

    def change(self, what: str, deal: Opportunity, other: int) -> None:
        if what == "move":
            stage = [*STAGES, "won", "lost"][other % (len(STAGES) + 2)]
            if stage != deal.stage:
                reason = [[], ["price"], ["price", "budget"]][other % 3] if stage == "lost" else []
                self.session.add(
                    StageChange(deal_id=deal.id, stage_from=deal.stage, stage_to=stage, at=self.now, reason=reason)
                )
                deal.stage, deal.stage_entered_at = stage, self.now
        elif what == "amount":
            deal.amount_fen = other * 1_000
        elif what == "product":
            deal.product_line = PRODUCTS[other % 3]
        elif what == "handover":
            deal.owner_id = OWNERS[other % 3]
        elif what == "place":
            where = update(Customer).where(col(Customer.id) == deal.customer_id)
            self.session.execute(where.values(region=REGIONS[other % 3], industry=INDUSTRIES[other % 2]))
        elif what == "why":
            theirs = (col(StageChange.deal_id) == deal.id, col(StageChange.stage_to) == "lost")
            self.session.execute(update(StageChange).where(*theirs).values(reason=["price"]))
        self.session.add(deal)

    def delete(self, deal: Opportunity) -> None:
        self.last = []
        self.session.execute(delete(StageChange).where(col(StageChange.deal_id) == deal.id))
        self.session.execute(delete(Opportunity).where(col(Opportunity.id) == deal.id))
        self.session.expire_all()


WHAT = (
    "enter",
    "enter",
    "move",
    "move",
    "move",
    "amount",
    "product",
    "handover",
    "place",
    "why",
    "gone",
    "undo",
    "keep",
)
STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 9), st.integers(0, 9), st.integers(0, 200)), min_size=5, max_size=40
)


@pytest.mark.parametrize("late", [False, True], ids=["kept all along", "kept from later on"])
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_what_is_kept_is_what_is_counted(db: Database, late: bool, steps: Sequence[tuple[str, int, int, int]]) -> None:
    with db.write() as session:
        desk = Desk(session)
        if not late:
            keep_all(session)
        for step in steps:
            desk.do(*step)
        session.flush()
        if late:
            keep_all(session)
            for step in steps[:10]:
                desk.do(*step)
            session.flush()
        assert_alike(session)
        keep_all(session)
        assert_alike(session)
        assert session.execute(select(func.count()).select_from(FunnelStale)).scalar() == 0
        session.rollback()


def keep_all(session: Session) -> None:
    while keeping.keep_some(session, STAGES, ZONE):
        pass
    assert keeping.is_up_to_date(session, STAGES, ZONE)


def assert_alike(session: Session) -> None:
    """Each scope with each slice, by one dimension after the other."""
    dimensions = cycle((None, *slices.DIMENSIONS))
    for (scope, of), by in zip(product(SCOPES, SLICES), dimensions, strict=False):
        found = kept.counts(session, scope, of, STAGES, ZONE, SPANS, by)
        assert found is not None
        within = of.within(scope)
        names = slices.names(session, by) if by else None
        for span, counts, paths in zip(SPANS, found, rows.paths(session, within, STAGES, SPANS, by), strict=True):
            assert figures.counted(STAGES, counts) == figures.funnel(STAGES, paths)
            assert figures.counted_reasons(counts) == deals.loss_reasons(session, within, span)
            if by is not None:
                parts = figures.counted_parts(STAGES, counts, names)
                assert parts == figures.parts(STAGES, paths, names)
