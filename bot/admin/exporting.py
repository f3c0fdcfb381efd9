"""Writing a file of customers or deals outside the transaction, for a member with the rights they have then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session

from analytics import export
from analytics.funnel.slices import Slice
from bot import access
from bot.messaging.work import Work
from config.policy import Policy
from sales.deals import LOST
from sales.limits import passed_by
from sales.period import Period
from storage.engine import Database
from storage.media import MediaStore, key_of

EXPORT = "export_rows"
CSV, EXCEL = ".csv", ".xlsx"
Table = tuple[Iterable[str], Iterator[tuple[Any, ...]]]


def work(policy: Policy, media: MediaStore) -> Mapping[str, Work]:
    """The step by its kind."""
    return {EXPORT: Work(partial(write, policy, media), time_limit=timedelta(minutes=5))}


def write(policy: Policy, media: MediaStore, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write the file; returns its key in the media store and how many rows it has. No rows: no key."""
    suffix = EXCEL if args.get("excel") else CSV
    with db.read() as session, TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        table = _table(session, policy, args)
        count = 0 if table is None else (export.write_excel if suffix == EXCEL else export.write_csv)(path, *table)
        if count < 1:
            return {"key": None, "count": 0}
        with path.open("rb") as file:
            key = key_of(file_digest(file, "sha256"), suffix)
            file.seek(0)
            media.keep(file, key)
    return {"key": key, "count": count}


def _table(session: Session, policy: Policy, args: Mapping[str, Any]) -> Table | None:
    """Headings and rows of what the member may see; None for somebody who has left."""
    speaker = access.speaker(session, args["member"])
    if speaker is None:
        return None
    deals = Slice(**args["slice"]).within(access.own_deals(speaker))
    if (stage := args.get("stage")) == export.LATE:
        deals = and_(deals, passed_by(policy, datetime.fromisoformat(args["at"])))
    elif stage:
        span = _span(policy, args)
        deals = export.narrowed(deals, stage, span)
    if not args["customers"] and stage == LOST:
        return (*export.DEALS, export.REASON), export.lost_deals(session, deals, policy)
    if not args["customers"]:
        return export.DEALS, export.deals(session, deals, policy)
    scope = access.customers(speaker)
    if any(args["slice"].values()):
        scope = export.with_deals(scope, deals)
    return export.CUSTOMERS, export.customers(session, scope, policy.zone)


def _span(policy: Policy, args: Mapping[str, Any]) -> tuple[datetime, datetime] | None:
    """From when to when the deals are to be won or lost."""
    if not args.get("first"):
        return None
    period = Period(date.fromisoformat(args["first"]), date.fromisoformat(args["last"]))
    return period.start(policy.zone), period.end(policy.zone)
