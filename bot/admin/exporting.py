"""Writing a file of customers or deals outside the transaction, for a member with the rights they have then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import Any

from sqlmodel import Session

from analytics import export
from analytics.funnel.slices import Slice
from bot import access
from bot.messaging.work import Work
from config.policy import Policy
from storage.engine import Database
from storage.media import MediaStore, key_of

EXPORT = "export_rows"
SUFFIX = ".csv"


def work(policy: Policy, media: MediaStore) -> Mapping[str, Work]:
    """The step by its kind."""
    return {EXPORT: Work(partial(write, policy, media), time_limit=timedelta(minutes=5))}


def write(policy: Policy, media: MediaStore, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write the file; returns its key in the media store and how many rows it has. No rows: no key."""
    digest, count = hashlib.sha256(), -1
    with db.read() as session, TemporaryFile() as file:
        for number, line in enumerate(_lines(session, policy, args)):
            digest.update(line)
            file.write(line)
            count = number - 1
        if count < 1:
            return {"key": None, "count": 0}
        file.seek(0)
        key = key_of(digest, SUFFIX)
        media.keep(file, key)
    return {"key": key, "count": count}


def _lines(session: Session, policy: Policy, args: Mapping[str, Any]) -> Iterator[bytes]:
    speaker = access.speaker(session, args["member"])
    if speaker is None:
        return
    deals = Slice(**args["slice"]).within(access.deals(speaker))
    if args["customers"]:
        scope = export.with_deals(access.customers(speaker), deals) if any(args["slice"].values()) else None
        rows = export.customers(session, access.customers(speaker) if scope is None else scope, policy.zone)
        yield from export.csv_lines(export.CUSTOMERS, rows)
    else:
        yield from export.csv_lines(export.DEALS, export.deals(session, deals, policy))
