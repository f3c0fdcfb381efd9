"""The columns of the board, on both databases: counts, what is late, which deals come first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import true

from analytics.stage_columns import Column, columns
from config import policy as policies
from sales.deals import owned_by
from storage.deals import Customer, Opportunity
from storage.engine import Database
from storage.people import Member

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
POLICY = policies.load()
LIMIT = 72  # hours in 方案报价


@pytest.fixture
def owners(db: Database) -> tuple[int, int]:
    with db.write() as session:
        members = [Member(name=name, role="rep") for name in ("甲", "乙")]
        session.add_all(members)
        session.flush()
        return members[0].id or 0, members[1].id or 0


def add(db: Database, owner: int, name: str, hours_ago: float, *, stage: str = "quote", held_for: float = 0) -> None:
    at = NOW - timedelta(hours=hours_ago)
    with db.write() as session:
        customer = Customer(name=name, owner_id=owner, created_at=at)
        session.add(customer)
        session.flush()
        hold = NOW + timedelta(hours=held_for) if held_for else None
        session.add(
            Opportunity(
                customer_id=customer.id, owner_id=owner, stage=stage, stage_entered_at=at, clock_started_at=at,
                amount_fen=100, hold_until=hold,
            )
        )  # fmt: skip


def quoted(db: Database, owner: int | None = None, most: int = 9) -> Column:
    scope = true() if owner is None else owned_by(owner)
    with db.read() as session:
        return next(one for one in columns(session, scope, POLICY, NOW, most) if one.stage == "quote")


def names(cards: tuple) -> list[str]:  # type: ignore[type-arg]
    return [card.deal.customer for card in cards]


def test_the_longest_over_its_limit_comes_first_then_whose_is_next(db: Database, owners: tuple[int, int]) -> None:
    for name, hours in (("剩十小时", 62), ("超五天", 192), ("刚进来", 1), ("超一天", 96)):
        add(db, owners[0], name, hours)
    add(db, owners[0], "缓着", 300, held_for=2)
    column = quoted(db)
    assert names(column.cards) == ["超五天", "超一天", "剩十小时", "刚进来", "缓着"]
    assert (column.count, column.late, column.amount_fen) == (5, 2, 500)
    assert column.next_at == NOW + timedelta(hours=10)
    assert names(quoted(db, most=1).cards) == ["超五天"]


def test_what_was_passed_lately_stands_apart(db: Database, owners: tuple[int, int]) -> None:
    for name, hours in (("超五天", 192), ("刚超时", LIMIT + 0.1), ("半小时前", LIMIT + 0.5), ("正好", LIMIT)):
        add(db, owners[0], name, hours)
    column = quoted(db)
    assert names(column.fresh) == ["正好", "刚超时", "半小时前"]
    assert names(column.cards) == ["超五天"] and column.late == 4


def test_only_open_deals_in_scope_count(db: Database, owners: tuple[int, int]) -> None:
    add(db, owners[0], "甲的", 1)
    add(db, owners[1], "乙的", 100)
    add(db, owners[0], "丢了的", 100, stage="lost")
    column = quoted(db, owners[0])
    assert names(column.cards) == ["甲的"] and (column.count, column.late) == (1, 0)


def test_a_stage_without_deals_is_an_empty_column(db: Database) -> None:
    assert quoted(db) == Column("quote", 0, 0, 0, (), (), None)
    with db.read() as session:
        assert [one.stage for one in columns(session, true(), POLICY, NOW, 3)] == [one.key for one in POLICY.stages]
