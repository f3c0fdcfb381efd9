"""Questions about figures among 200,000 deals with two years of history on SQLite: how long the answer takes to read.

What is measured is reading all that an answer shows, as a manager (all deals), a supervisor (a team's) and a rep ask
it, for a day up to a year and by each dimension; the words and the picture are made of it in milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import ColumnElement, text
from sqlmodel import Session

from analytics.funnel import deals, slices
from analytics.funnel.report import report
from analytics.funnel.rows import Span
from analytics.funnel.slices import Slice
from analytics.health import rows as health
from benchmarks import company, deal_history
from benchmarks.company import NOW
from bot import access
from bot.access import Speaker
from config import policy as policies
from config.policy import Policy
from storage.engine import open_database
from storage.migrate import migrate

ZONE, EVERYTHING = policies.load().zone, Slice()
DEALS, REPS, ROUNDS = 200_000, 200, 3
SPANS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
ASKERS = (Speaker(1, "", "manager"), Speaker(2, "", "supervisor", 1), Speaker(3, "", "rep", 1))


def measure() -> Mapping[str, str]:
    """Milliseconds of reading: of all questions the 50th and 95th of 100, and of the slowest kind."""
    policy = policies.load()
    with TemporaryDirectory(dir=company.disk()) as name:
        db = open_database(f"sqlite:///{Path(name) / 'questions.db'}")
        migrate(db)
        deal_history.enter(db, policy, DEALS, REPS)
        with db.write() as session:
            session.execute(text("ANALYZE"))
        took: dict[str, list[float]] = {}
        with db.read() as session:
            for kind, ask in questions(policy):
                took[kind] = [_seconds(session, ask) for _ in range(ROUNDS)]
        db.close()
    everything = sorted(seconds for of_kind in took.values() for seconds in of_kind)
    hundredths = quantiles(everything, n=100)
    slowest = max(took, key=lambda kind: min(took[kind]))
    return {
        f"{len(took)} questions about {DEALS:,} deals, the median": f"{hundredths[49] * 1000:.0f} ms",
        "the 95th of 100": f"{hundredths[94] * 1000:.0f} ms",
        f"the slowest, {slowest}": f"{min(took[slowest]) * 1000:.0f} ms",
    }


def questions(policy: Policy) -> Iterator[tuple[str, Callable[[Session], object]]]:
    """Each kind of question, and how it is asked."""
    stages = tuple(stage.key for stage in policy.stages)
    for asker in ASKERS:
        scope = access.deals(asker)
        for name, days in SPANS.items():
            for by in (None, *slices.DIMENSIONS):
                yield f"funnel of a {name} by {by} as {asker.role}", _funnel(scope, stages, days, by)
        yield (
            f"deals of a stage as {asker.role}",
            lambda session, of=scope: deals.of_stage(session, of, "quote", None, 8),
        )
        yield (
            f"least healthy as {asker.role}",
            lambda session, of=scope: health.least_healthy(session, of, policy, NOW, 5),
        )
    region = Slice(region="华东")
    yield "funnel of a region's month as manager", _funnel(access.deals(ASKERS[0]), stages, 30, None, region)


def _funnel(
    scope: ColumnElement[bool],
    stages: tuple[str, ...],
    days: int,
    by: slices.Dimension | None,
    of: Slice = EVERYTHING,
) -> Callable[[Session], object]:
    span = Span(NOW - timedelta(days=days), NOW)
    before = Span(span.start - timedelta(days=days), span.start)
    return lambda session: report(session, scope, of, stages, ZONE, span, before, by)


def _seconds(session: Session, ask: Callable[[Session], object]) -> float:
    began = perf_counter()
    ask(session)
    return perf_counter() - began
