"""A company's book for tables of domain functions: its rows are entered by name, a line each, in one open session."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot import access
from bot.access import Speaker
from config import policy as policies
from storage.deals import Customer, CustomerAlias, FollowUp, Opportunity
from storage.engine import open_database
from storage.people import Member, Team

POLICY = policies.load()


def at(text: str) -> datetime:
    """A local time of November 2026, where no other month is given: `23 10:00`, `2026-12-01 09:00`."""
    whole = text if len(text) > len("23 10:00") else f"2026-11-{text}"
    return datetime.fromisoformat(whole).replace(tzinfo=POLICY.zone)


def name_of(names: Mapping[str, int], key: int | None) -> str | None:
    """The name that has this id."""
    return next((name for name, known in names.items() if known == key), None)


class Book:
    """Ids by name. A member or customer that is named first where it is needed is entered then."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.teams: dict[str, int] = {}
        self.members: dict[str, int] = {}
        self.customers: dict[str, int] = {}
        self.deals: dict[str, int] = {}

    def member(self, name: str, role: str = "rep", team: str | None = None, **more: Any) -> int:
        """`more`: admin, active."""
        if team is not None and team not in self.teams:
            self.teams[team] = self._add(Team(name=team))
        row = Member(name=name, role=role, team_id=None if team is None else self.teams[team], **more)
        return self.members.setdefault(name, self._add(row))

    def customer(self, name: str, owner: str | None = None, *aliases: str, **more: Any) -> int:
        """`more`: region, industry."""
        owner_id = None if owner is None else self._member(owner)
        key = self._add(Customer(name=name, owner_id=owner_id, created_at=at("01 09:00"), **more))
        for alias in aliases:
            self._add(CustomerAlias(customer_id=key, alias=alias))
        return self.customers.setdefault(name, key)

    def deal(self, name: str, owner: str, stage: str = "quote", since: str = "23 09:00", **more: Any) -> int:
        """It came to its stage, and its clock started, at `since`. `more`: customer (by default it has the deal's
        name), hold_until."""
        customer = more.pop("customer", name)
        if customer not in self.customers:
            self.customer(customer, owner)
        row = Opportunity(
            customer_id=self.customers[customer],
            owner_id=self._member(owner),
            stage=stage,
            stage_entered_at=at(since),
            clock_started_at=at(since),
            **more,
        )
        return self.deals.setdefault(name, self._add(row))

    def followup(self, customer: str, author: str, deal: str | None = None, when: str = "20 10:00", **more: Any) -> int:
        """`more`: contacts, objections, next_action, next_at, next_on."""
        row = FollowUp(
            customer_id=self.customers[customer],
            deal_id=None if deal is None else self.deals[deal],
            author_id=self._member(author),
            at=at(when),
            occurred_on=at(when).date(),
            said="聊过",
            **more,
        )
        return self._add(row)

    def actor(self, name: str) -> Speaker:
        """The member as who acts."""
        found = access.speaker(self.session, self.members[name])
        assert found is not None
        return found

    def row(self, deal: str) -> Opportunity:
        """The deal as it is now."""
        self.session.flush()
        return self.session.get_one(Opportunity, self.deals[deal], populate_existing=True)

    def _member(self, name: str) -> int:
        return self.members[name] if name in self.members else self.member(name)

    def _add(self, row: Any) -> int:
        self.session.add(row)
        self.session.flush()
        return int(row.id)


@pytest.fixture
def book(migrated_file: Path, tmp_path: Path) -> Iterator[Book]:
    """An empty one, on SQLite; what is entered is never committed."""
    shutil.copyfile(migrated_file, tmp_path / "book.db")
    db = open_database(f"sqlite:///{tmp_path / 'book.db'}")
    with db.write() as session:
        yield Book(session)
    db.close()
