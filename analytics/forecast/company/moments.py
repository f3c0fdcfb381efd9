"""How an open deal looked at a moment, as numbers: only what was known by then is looked at."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import log, log1p

import numpy as np

from analytics.forecast.company.stories import Story
from analytics.forecast.learning.reading import Floats

DRAWN = 8.0  # closed deals that the company's share counts for beside those of a person or a product line
LATELY = timedelta(days=14)
FAR = 120  # days; what is further away or longer ago makes no difference
USUAL_SHARE = 0.3  # of won deals, until some are closed


@dataclass(frozen=True)
class Record:
    """How many deals were closed, and won, by each moment."""

    times: Sequence[datetime]
    won: Sequence[int]  # among the first n

    def by(self, at: datetime) -> tuple[int, int]:
        """Closed and won by a moment."""
        place = bisect_right(self.times, at)
        return place, self.won[place]


@dataclass(frozen=True)
class Tally:
    """How many deals are closed, and won, by now: a Record of which only the end is known."""

    closed: int
    won: int

    def by(self, _at: datetime) -> tuple[int, int]:
        """Closed and won."""
        return self.closed, self.won


@dataclass(frozen=True)
class Past:
    """The company's closed deals: altogether, by owner, by product line, and the sums of all deals by when they
    came."""

    every: Record | Tally
    owners: Mapping[int, Record | Tally]
    lines: Mapping[str | None, Record | Tally]
    typical_fen: float

    @classmethod
    def of(cls, stories: Iterable[Story]) -> Past:
        """The past of these deals."""
        stories = list(stories)
        closed = sorted((s for s in stories if s.closed_at is not None), key=lambda s: (s.closed_at, s.deal_id))
        owners, lines = defaultdict[int, list[Story]](list), defaultdict[str | None, list[Story]](list)
        for story in closed:
            owners[story.owner_id].append(story)
            lines[story.line].append(story)
        sums = [story.amount_fen for story in stories if story.amount_fen]
        return cls(
            _record(closed),
            {owner: _record(theirs) for owner, theirs in owners.items()},
            {line: _record(theirs) for line, theirs in lines.items()},
            float(np.median(sums)) if sums else 1.0,
        )

    def share(self, record: Record | Tally | None, at: datetime) -> float:
        """How many were won of those closed by a moment, drawn towards the company's share; as a logit."""
        closed, won = self.every.by(at)
        base = (won + DRAWN * USUAL_SHARE) / (closed + DRAWN)
        own_closed, own_won = record.by(at) if record is not None else (0, 0)
        share = (own_won + DRAWN * base) / (own_closed + DRAWN)
        return log(share / (1 - share))


def _record(closed: Sequence[Story]) -> Record:
    won = [0]
    for story in closed:
        won.append(won[-1] + story.won)
    return Record([story.closed_at for story in closed if story.closed_at], won)


def names(stages: Sequence[str]) -> list[str]:
    """What the numbers of `look` are, in order."""
    return [
        *(f"stage:{stage}" for stage in stages), "in_stage", "since_touch", "touches", "decider", "files", "objections",
        "amount", "no_amount", "owner", "line", "promise_passed", "age", "until_expected", "no_expected",
    ]  # fmt: skip


def look(story: Story, past: Past, stages: Sequence[str], at: datetime, zone: tzinfo) -> list[float]:
    """The deal at a moment. Lengths of time are days as logarithms, the amount is compared with the typical one."""
    stage, since = story.stage_at(at)
    today = at.astimezone(zone).date()
    touches = [touch for touch in story.touches if touch.at <= at]
    last = touches[-1] if touches else None
    amount = story.amount_at(at)
    expected = story.expected_at(at)
    return [
        *(float(stage == key) for key in stages),
        _days(at - since),
        _days(at - (last.at if last else story.opened_at)),
        log1p(sum(1 for touch in touches if touch.at > at - LATELY)),
        float(story.decider_at is not None and story.decider_at <= at),
        log1p(sum(1 for filed in story.files if filed <= at)),
        log1p(sum(touch.objections for touch in touches[-3:])),
        float(np.clip(log((amount or past.typical_fen) / past.typical_fen), -4, 4)),
        float(not amount),
        past.share(past.owners.get(story.owner_id), at),
        past.share(past.lines.get(story.line), at),
        float(last is not None and last.next_on is not None and last.next_on < today),
        _days(at - story.opened_at),
        _until(expected, today) / 30,
        float(expected is None),
    ]


def in_time(stages: Sequence[str], seen: Floats, days_left: Floats) -> Floats:
    """What matters beside the deal itself for whether it is won within so many days: how long that is, more in some
    stages than in others, and whether it is expected by then."""
    left = np.log1p(days_left)
    at = names(stages).index("until_expected")
    expected, unknown = 30 * seen[:, at], seen[:, at + 1] > 0
    by_then = np.where(unknown, 0.0, (expected <= days_left).astype(float))
    late = np.where(unknown, 0.0, np.clip(expected - days_left, 0, FAR) / 30)
    per_stage = seen[:, : len(stages)] * left[:, None]
    found: Floats = np.column_stack([seen, left, by_then, late, per_stage])
    return found


def _days(span: timedelta) -> float:
    return log1p(min(max(span.total_seconds() / 86_400, 0.0), 4.0 * FAR))


def _until(expected: date | None, today: date) -> float:
    return 0.0 if expected is None else float(np.clip((expected - today).days, -FAR / 2, FAR))
