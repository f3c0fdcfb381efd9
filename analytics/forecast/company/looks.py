"""Looking at all deals of a large company once a day, so that a question need not: what is learned from closed deals,
and how each open one looks, are kept. A small company's are looked at when somebody asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, delete, func, insert, select
from sqlmodel import Session, col

from analytics.forecast.company import moments, stories
from analytics.forecast.company.moments import Past, Tally
from analytics.forecast.company.outlook import DRAWN
from analytics.forecast.company.stories import Story
from storage.deals import Opportunity
from storage.forecasts import DealLook, ForecastBasis
from storage.statements import table_of

LARGE = 2_000  # deals that are looked at: reading more takes too long for a question
AT_ONCE = 2_000
ONLY = 1  # the basis' key
Row = dict[str, Any]
_LOOKS = table_of(DealLook)


@dataclass
class Tallies:
    """How many deals are closed and won: in all, by owner, by line, by stage that they came through; since when owners
    have had deals, and what deals are worth."""

    every: list[int] = field(default_factory=lambda: [0, 0])
    owners: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    lines: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    stages: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    first: dict[int, float] = field(default_factory=dict)
    sums: list[int] = field(default_factory=list)

    def add(self, story: Story) -> None:
        """Count a deal."""
        opened = story.opened_at.timestamp()
        self.first[story.owner_id] = min(opened, self.first.get(story.owner_id, opened))
        if story.amount_fen:
            self.sums.append(story.amount_fen)
        if story.closed_at is None:
            return
        through = {story.first_stage or "", *(to for _, to in story.moves)}
        of_stages = [self.stages[stage] for stage in through]
        for tally in (self.every, self.owners[story.owner_id], self.lines[story.line or ""], *of_stages):
            tally[0] += 1
            tally[1] += story.won

    def as_json(self) -> Row:
        """As it is stored."""
        typical = float(np.median(self.sums)) if self.sums else 1.0
        first = {str(owner): since for owner, since in self.first.items()}
        owners = {str(owner): tally for owner, tally in self.owners.items()}
        return {
            "every": self.every, "owners": owners, "lines": dict(self.lines), "stages": dict(self.stages),
            "first": first, "typical": typical,
        }  # fmt: skip


@dataclass(frozen=True)
class Basis:
    """What looks are compared with: closed deals up to `at`, how often stages are won, since when owners have had
    deals (seconds since 1970), and how many deals are closed."""

    at: datetime
    past: Past
    shares: dict[str, float]
    first: dict[int, float]
    closed: int

    @classmethod
    def of(cls, row: ForecastBasis) -> Basis:
        """What a row says."""
        known = row.known
        past = Past(
            Tally(*known["every"]),
            {int(owner): Tally(*tally) for owner, tally in known["owners"].items()},
            {line or None: Tally(*tally) for line, tally in known["lines"].items()},
            known["typical"],
        )
        shares = dict[str, float]()
        for place, stage in enumerate(row.stages, start=1):
            seen, won = known["stages"].get(stage, (0, 0))
            shares[stage] = (won + DRAWN * (place / (len(row.stages) + 1))) / (seen + DRAWN)
        first = {int(owner): since for owner, since in known["first"].items()}
        return cls(row.at, past, shares, first, known["every"][0])


def is_large(session: Session, now: datetime) -> bool:
    """Whether there are too many deals to look at when somebody asks."""
    some = select(col(Opportunity.id)).where(stories.recent(now)).limit(LARGE + 1).subquery()
    return int(session.execute(select(func.count()).select_from(some)).scalar_one()) > LARGE


def is_due(session: Session, now: datetime) -> bool:
    """Whether there is something to look at, or something kept to forget."""
    return is_large(session, now) or session.get(ForecastBasis, ONLY) is not None


def gather(session: Session, stages: Sequence[str], now: datetime, zone: tzinfo) -> tuple[Row, list[Row]]:
    """What is to be kept: the basis, and the look of each open and won deal."""
    tallies, still_open, found = Tallies(), list[Story](), list[Row]()
    day = now.astimezone(zone).date()
    for story in _every(session, stories.recent(now)):
        tallies.add(story)
        if story.closed_at is None:
            still_open.append(story)
        elif story.won:
            found.append(_row(story, day, None))
    known = tallies.as_json()
    basis: Row = {"id": ONLY, "day": day, "at": now, "stages": list(stages), "known": known}
    past = Basis.of(ForecastBasis(**basis)).past
    found += [_row(story, day, moments.look(story, past, stages, now, zone)) for story in still_open]
    versions = _versions(session, [row["deal_id"] for row in found])
    return basis, [{**row, "version": versions.get(row["deal_id"], 0)} for row in found]


def _row(story: Story, day: Any, seen: list[float] | None) -> Row:
    closed = int(story.closed_at.timestamp()) if story.closed_at is not None else None
    rounded = None if seen is None else [round(float(number), 5) for number in seen]
    opened = int(story.opened_at.timestamp())
    return {"deal_id": story.deal_id, "day": day, "opened": opened, "closed": closed, "seen": rounded}


def _every(session: Session, where: ColumnElement[bool]) -> Iterator[Story]:
    """The stories of these deals, some at a time: all together would fill the memory."""
    key, after = col(Opportunity.id), 0
    while True:
        some = select(key).where(where, key > after).order_by(key).limit(AT_ONCE).subquery()
        last = session.execute(select(func.max(some.c.id))).scalar()
        if last is None:
            return
        yield from stories.read(session, and_(where, key > after, key <= last))
        after = last


def _versions(session: Session, ids: Sequence[int]) -> dict[int, int]:
    found = dict[int, int]()
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        rows = session.execute(
            select(col(Opportunity.id), col(Opportunity.version)).where(col(Opportunity.id).in_(some))
        )
        found.update((key, version) for key, version in rows if key is not None)
    return found


def pieces(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """So many as are kept in one transaction."""
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def keep(session: Session, rows: Sequence[Row]) -> None:
    """Keep these looks instead of those of the same deals."""
    session.execute(delete(_LOOKS).where(_LOOKS.c.deal_id.in_([row["deal_id"] for row in rows])))
    session.execute(insert(_LOOKS), list(rows))


def finish(session: Session, basis: Row) -> None:
    """Those of earlier days go; from now on forecasts are made of these."""
    session.execute(delete(_LOOKS).where(_LOOKS.c.day < basis["day"]))
    session.execute(delete(ForecastBasis))
    session.add(ForecastBasis(**basis))


def forget(session: Session) -> None:
    """Keep nothing: the company is small."""
    session.execute(delete(_LOOKS))
    session.execute(delete(ForecastBasis))
