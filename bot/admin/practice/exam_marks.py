"""Reading short answers of an exam as a step of its flow: outside any transaction, because meaning takes a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.messaging.work import Work
from coaching.exam import marking
from storage.engine import Database

READ_ANSWERS = "exam.read_answers"
PATIENCE = timedelta(seconds=60)


def work() -> Mapping[str, Work]:
    """The step by its kind."""
    return {READ_ANSWERS: Work(read, time_limit=PATIENCE)}


def read(_db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """`missed`: for each of the `answers` (given, points, heard) the points that it does not make."""
    missed = (marking.missed_points(each["given"], each["points"], each["heard"]) for each in args["answers"])
    return {"missed": [list(points) for points in missed]}
