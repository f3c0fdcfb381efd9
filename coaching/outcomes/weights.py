"""Fitted weights as rows, one for each month; and the marks that they are fitted to. Never commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import Any

from sqlmodel import Session, col, select

from coaching.outcomes.fitting import Result
from storage.coaching import Drill, DrillWeights

BEFORE = timedelta(days=90)  # the end of a deal: drills that count for it


@dataclass(frozen=True)
class WeightsFact:
    """What was fitted in a `month` (2026-11) to so many results; `weights` are empty where they were too few. They no
    longer hold once `taken_back`."""

    month: str
    weights: Mapping[str, float]
    results: int
    taken_back: bool


def results(session: Session, ended: Sequence[tuple[int, bool, datetime]]) -> list[Result]:
    """For each deal that ended (its owner, whether it was won, when), the owner's marks in the drills before."""
    if not ended:
        return []
    held: dict[int, list[tuple[datetime, Mapping[str, Any]]]] = defaultdict(list)
    since = min(at for _, _, at in ended) - BEFORE
    for member_id, at, card in session.exec(select(Drill.member_id, Drill.at, Drill.card).where(col(Drill.at) > since)):
        held[member_id].append((at, card["dimensions"]))
    found = []
    for member_id, won, at in ended:
        marks = _means([parts for held_at, parts in held[member_id] if at - BEFORE < held_at <= at])
        found += [Result(marks, won)] if marks else []
    return found


def _means(cards: Sequence[Mapping[str, Any]]) -> Mapping[str, float]:
    """The mean marks of several drills, by dimension."""
    marks: dict[str, list[float]] = defaultdict(list)
    for card in cards:
        for name, part in card.items():
            marks[name] += [] if part["score"] is None else [part["score"]]
    return {name: fmean(given) for name, given in marks.items() if given}


def keep(session: Session, month: str, weights: Mapping[str, float] | None, count: int, now: datetime) -> WeightsFact:
    """Keep what was fitted in a month."""
    row = DrillWeights(month=month, weights=dict(weights or {}), results=count, at=now)
    session.add(row)
    session.flush()
    return _fact(row)


def of_month(session: Session, month: str) -> WeightsFact | None:
    """What was fitted in this month; None if nothing was tried yet."""
    row = session.exec(select(DrillWeights).where(DrillWeights.month == month)).first()
    return None if row is None else _fact(row)


def latest(session: Session) -> WeightsFact | None:
    """The newest that were fitted, whether they hold or not."""
    row = _latest(session)
    return None if row is None else _fact(row)


def current(session: Session) -> Mapping[str, float]:
    """The weights that hold now; none where those of the rubric do."""
    row = _latest(session)
    return row.weights if row is not None and row.taken_back_at is None else {}


def take_back(session: Session, now: datetime) -> WeightsFact | None:
    """From now on the rubric's own weights hold; None where they did already."""
    row = _latest(session)
    if row is None or row.taken_back_at is not None:
        return None
    row.taken_back_at = now
    session.add(row)
    session.flush()
    return _fact(row)


def _latest(session: Session) -> DrillWeights | None:
    rows = session.exec(select(DrillWeights).order_by(col(DrillWeights.id).desc()))
    return next((row for row in rows if row.weights), None)


def _fact(row: DrillWeights) -> WeightsFact:
    return WeightsFact(row.month, row.weights, row.results, row.taken_back_at is not None)
