"""The funnel equals what is counted one deal after the other, over random histories: docs/funnel.md."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from book import POLICY, Book, at
from sqlalchemy import true
from sqlmodel import Session

from analytics.funnel import figures, rows, slices
from analytics.funnel.figures import Funnel
from analytics.funnel.rows import Span
from storage.deals import StageChange

STAGES = tuple(stage.key for stage in POLICY.stages)
MONTH = Span(at("2026-11-01 00:00"), at("2026-12-01 00:00"))
BEFORE = Span(at("2026-10-01 00:00"), at("2026-11-01 00:00"))


@dataclass
class Deal:
    """A deal with its changes of stage, in order: from, to, at."""

    product: str | None
    amount: int | None
    moves: list[tuple[str | None, str, datetime]] = field(default_factory=list)

    @property
    def stage(self) -> str:
        return self.moves[-1][1]


def enter(book: Book, deals: Sequence[Deal]) -> None:
    for number, deal in enumerate(deals):
        key = book.deal(f"客户{number}", "小周", deal.stage, product_line=deal.product, amount_fen=deal.amount)
        book.row(f"客户{number}").stage_entered_at = deal.moves[-1][2]
        book.session.add_all(
            StageChange(deal_id=key, stage_from=came, stage_to=to, at=when) for came, to, when in deal.moves
        )
    book.session.flush()


def read(session: Session, span: Span, by: slices.Dimension | None = None) -> Sequence[figures.Path]:
    return rows.paths(session, true(), STAGES, [span], by)[0]


def counted(deals: Sequence[Deal], span: Span) -> Funnel:
    """By the words of docs/funnel.md, without regard to speed."""
    steps = []
    for place, stage in enumerate(STAGES):
        came = [deal for deal in deals if (first := first_at(deal, place)) and span.start <= first < span.end]
        lost = [deal for deal in came if lost_in(deal) == stage]
        passed = [deal for deal in came if deal not in lost and first_at(deal, place + 1)]
        amount = sum(deal.amount or 0 for deal in came)
        steps.append(figures.Step(stage, len(came), len(passed), len(lost), amount))
    won, gone = ended(deals, "won", span), ended(deals, "lost", span)
    where = [lost_in(deal) or "" for deal in gone]
    lost = tuple((stage, where.count(stage)) for stage in (*STAGES, "") if stage in where)
    return Funnel(
        tuple(steps), len(won), sum(d.amount or 0 for d in won), len(gone), sum(d.amount or 0 for d in gone), lost
    )


def first_at(deal: Deal, place: int) -> datetime | None:
    """When a deal first came to this place or beyond; won counts while it is won, from when it last was."""
    times = [when for _, to, when in deal.moves if to in STAGES and STAGES.index(to) >= place]
    if deal.stage == "won":
        times.append(max(when for _, to, when in deal.moves if to == "won"))
    return min(times, default=None)


def lost_in(deal: Deal) -> str | None:
    if deal.stage != "lost":
        return None
    came = next(came for came, to, _ in reversed(deal.moves) if to == "lost")
    reached = [STAGES.index(to) for _, to, _ in deal.moves if to in STAGES]
    return came if came in STAGES else STAGES[max(reached)] if reached else None


def ended(deals: Sequence[Deal], how: str, span: Span) -> list[Deal]:
    return [
        deal
        for deal in deals
        if deal.stage == how and span.start <= max(when for _, to, when in deal.moves if to == how) < span.end
    ]


def history(draw: random.Random) -> Deal:
    """Any way through the stages: skipped, back, closed, opened again, entered in the middle."""
    deal = Deal(draw.choice(["分拣", "仓储", None]), draw.choice([None, 100, 2500, 70000]))
    when, stage = MONTH.start - timedelta(hours=draw.randrange(24 * 75)), None
    for _ in range(draw.randint(1, 7)):
        to = draw.choice([*STAGES, *STAGES, "won", "lost"])
        if to != stage:
            deal.moves.append((stage, to, when))
            stage = to
        when += timedelta(hours=draw.choice([0, 0, 5, 60, 400]))
    return deal


@pytest.mark.parametrize("seed", range(12))
def test_the_funnel_is_what_is_counted_deal_by_deal(book: Book, seed: int) -> None:
    draw = random.Random(seed)
    deals = [history(draw) for _ in range(60)]
    enter(book, deals)
    for number, span in enumerate((MONTH, BEFORE)):
        assert figures.funnel(STAGES, read(book.session, span)) == counted(deals, span)
        both = rows.paths(book.session, true(), STAGES, [MONTH, BEFORE], None)[number]
        assert figures.funnel(STAGES, both) == counted(deals, span)
        of_products = {part.name: part.funnel for part in figures.parts(STAGES, read(book.session, span, "product"))}
        for product in ("分拣", "仓储", None):
            expected = counted([deal for deal in deals if deal.product == product], span)
            assert of_products.get(product, expected) == expected


@pytest.mark.parametrize(
    ("moves", "entered", "passed", "lost", "won"),
    [
        pytest.param([(None, "lead", "02 09:00")], [1, 0, 0, 0, 0], [0] * 5, [0] * 5, 0, id="a lead"),
        pytest.param(
            [(None, "lead", "02 09:00"), ("lead", "quote", "03 09:00")],
            [1, 1, 1, 0, 0], [1, 1, 0, 0, 0], [0] * 5, 0, id="a stage skipped is passed",
        ),
        pytest.param(
            [(None, "lead", "02 09:00"), ("lead", "needs", "03 09:00"), ("needs", "lead", "04 09:00"),
             ("lead", "needs", "05 09:00")],
            [1, 1, 0, 0, 0], [1, 0, 0, 0, 0], [0] * 5, 0, id="to and fro counts once",
        ),
        pytest.param(
            [(None, "quote", "02 09:00"), ("quote", "lost", "03 09:00")],
            [1, 1, 1, 0, 0], [1, 1, 0, 0, 0], [0, 0, 1, 0, 0], 0, id="lost where it was",
        ),
        pytest.param(
            [(None, "quote", "02 09:00"), ("quote", "needs", "03 09:00"), ("needs", "lost", "03 09:00")],
            [1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], 0, id="gone back and lost there",
        ),
        pytest.param(
            [(None, "quote", "02 09:00"), ("quote", "lost", "03 09:00"), ("lost", "quote", "04 09:00")],
            [1, 1, 1, 0, 0], [1, 1, 0, 0, 0], [0] * 5, 0, id="opened again is not lost",
        ),
        pytest.param(
            [(None, "quote", "2026-09-02 09:00"), ("quote", "won", "03 09:00")],
            [0, 0, 0, 1, 1], [0, 0, 0, 1, 1], [0] * 5, 1, id="won in the month, begun before",
        ),
        pytest.param(
            [(None, "lead", "02 09:00"), ("lead", "won", "03 09:00"), ("won", "lead", "04 09:00")],
            [1, 0, 0, 0, 0], [0] * 5, [0] * 5, 0, id="won by mistake",
        ),
    ],
)  # fmt: skip
def test_ways_of_a_deal(
    book: Book,
    moves: list[tuple[str | None, str, str]],
    entered: list[int],
    passed: list[int],
    lost: list[int],
    won: int,
) -> None:
    enter(book, [Deal(None, 100, [(came, to, at(when)) for came, to, when in moves])])
    found = figures.funnel(STAGES, read(book.session, MONTH))
    assert [step.entered for step in found.steps] == entered
    assert [step.passed for step in found.steps] == passed
    assert [step.lost for step in found.steps] == lost
    assert found.won == won
