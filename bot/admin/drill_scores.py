"""Scoring a drill as a step of its flow: outside any transaction, because it takes a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.messaging.work import Work
from coaching.drill_types import Drill, Persona, Scenario, Turn
from coaching.scoring import score
from storage.engine import Database

SCORE = "score_drill"
PATIENCE = timedelta(seconds=60)


def work() -> Mapping[str, Work]:
    """The step by its kind."""
    return {SCORE: Work(scored, time_limit=PATIENCE)}


def scored(_db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """The card of a drill; `args` are its scenario and turns as `score` takes them."""
    told = args["scenario"]
    persona = told["persona"]
    scenario = Scenario(
        told["id"],
        told["objection"],
        Persona(persona["industry"], persona["buyer_role"], (persona["budget"], persona["budget"]), persona["temper"]),
        told["goal"],
        tuple(told["key_points"]),
        tuple(told["forbidden"]),
        told["reference"],
    )
    turns = tuple(Turn(turn["customer"], turn["rep"]) for turn in args["turns"] if turn["rep"])
    return score(Drill(scenario, turns)).as_json()
