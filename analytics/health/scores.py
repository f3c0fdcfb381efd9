"""The formulas of docs/health.md, as pure functions. What is not known is None, and does not count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

PartName = Literal["frequency", "progress", "objections", "promises", "decider", "payments", "restocking"]
WEIGHTS: dict[PartName, int] = {"frequency": 30, "progress": 30, "objections": 15, "promises": 15, "decider": 10}
NO_SOURCE: tuple[PartName, ...] = ("payments", "restocking")  # until systems that know them are connected
ENOUGH = 60  # weight of the parts that must be known for a figure
GOOD, FAIR = 75, 50
DAY = timedelta(days=1)
MOST_GAPS, LEAST_GAPS = 6, 3
Level = Literal["good", "fair", "bad"]


@dataclass(frozen=True)
class Part:
    """One part: its share of 0-1 (None: not known), what it is from (`found` of `of`, in the part's own unit), the
    words of it, and of when it is."""

    name: PartName
    share: float | None
    found: float | None = None
    of: float | None = None
    words: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Health:
    """A customer's parts, and the figure of 0-100 that they make; None where too little is known."""

    customer_id: int
    customer: str
    parts: tuple[Part, ...]

    @property
    def points(self) -> int | None:
        known = [(WEIGHTS[part.name], part.share) for part in self.parts if part.share is not None]
        weight = sum(part_weight for part_weight, _ in known)
        if weight < ENOUGH:
            return None
        return round(100 * sum(part_weight * share for part_weight, share in known) / weight)

    @property
    def level(self) -> Level | None:
        """健康, 要留意, 危险."""
        if self.points is None:
            return None
        return "good" if self.points >= GOOD else "fair" if self.points >= FAIR else "bad"


def frequency(contacts: Sequence[datetime], class_days: float, waits_since: datetime | None, now: datetime) -> Part:
    """How long the last contact is ago, against the customer's own habit (the median of its last gaps), else its class:
    full within that, nothing after three times as long. Without any contact: for how long a deal has waited for one."""
    if not contacts and waits_since is None:
        return Part("frequency", None)
    if not contacts and waits_since is not None:
        waited = (now - waits_since) / DAY
        return Part("frequency", _within(waited, class_days), waited, class_days, ("never",), waits_since)
    gaps = [(later - sooner) / DAY for sooner, later in pairwise(contacts)][-MOST_GAPS:]
    own = max(median(gaps), 1.0) if len(gaps) >= LEAST_GAPS else None
    usual, ago = own or class_days, (now - contacts[-1]) / DAY
    return Part("frequency", _within(ago, usual), ago, usual, ("own",) if own else ("class",), contacts[-1])


def _within(days: float, usual: float) -> float:
    return min(1.0, max(0.0, (3 * usual - days) / (2 * usual)))


def progress(deals: Sequence[tuple[timedelta, timedelta]], now: datetime) -> Part:
    """Of the open deals (for how long each is over its limit, and how long that limit is): full in time, nothing once
    over by as long again; the mean of all."""
    if not deals:
        return Part("progress", None)
    shares = [max(0.0, 1 - max(over, timedelta(0)) / limit) for over, limit in deals]
    late = sum(1 for over, _ in deals if over > timedelta(0))
    return Part("progress", sum(shares) / len(shares), late, len(deals), (), now)


def objections(kinds: Sequence[str], at: datetime | None) -> Part:
    """Kinds of objections that the last contacts left open: none is full, one half, more nothing."""
    if at is None:
        return Part("objections", None)
    share = (1.0, 0.5)[len(kinds)] if len(kinds) < 2 else 0.0
    return Part("objections", share, len(kinds), None, tuple(kinds), at)


def promises(kept: int, due: int, at: datetime | None) -> Part:
    """Of the promised steps that were due, how many were kept."""
    return Part("promises", kept / due if due else None, kept, due, (), at)


def decider(names: Sequence[str], *, wanted: bool, at: datetime | None) -> Part:
    """Whether it is known who decides, where that should be known."""
    if not names and not wanted:
        return Part("decider", None)
    return Part("decider", 1.0 if names else 0.0, None, None, tuple(names), at)
