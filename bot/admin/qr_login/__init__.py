"""Logging in on a platform by a code that somebody scans: the work of it, by kind. How a platform does it is its own;
what a login brings stays there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.messaging.work import Work, WorkFunction
from storage.engine import Database

__all__ = ["CODE", "SCANNED", "QrLogin", "jobs", "steps"]

CODE, SCANNED = "login.code", "login.scanned"
TRIES = 2
PATIENCE = timedelta(minutes=7)  # longer than a code is good


@dataclass(frozen=True)
class QrLogin:
    """`code` gets a `code` to ask about and the `content` that is scanned; `scanned` says what became of it: its
    `state` is `seen` (said once), `digits` (those are wanted that the phone shows), `confirmed` by
    somebody at a `place` (channel, address), `bound` (already), or `expired`."""

    code: WorkFunction
    scanned: WorkFunction


def steps(login: QrLogin | None) -> Mapping[str, Work]:
    """Getting a code, for which somebody waits."""
    return {CODE: Work(login.code if login is not None else _lacking, tries=TRIES)}


def jobs(login: QrLogin | None) -> Mapping[str, Work]:
    """Waiting until something became of it."""
    return {SCANNED: Work(login.scanned if login is not None else _lacking, time_limit=PATIENCE, tries=TRIES)}


def _lacking(_db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
    """No platform that wants it is set up."""
    return {"lacking": True}
