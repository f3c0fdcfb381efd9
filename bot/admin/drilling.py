"""The steps of a drill outside the transaction: what the customer says next, and the card. The scenarios are read when
the bot is put together, so that no turn waits for files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

from bot.messaging.work import Work
from coaching.customer import lines
from coaching.drill_types import Drill, Persona, Scenario, Speech, Turn
from coaching.scenarios import scripts
from coaching.scoring import score
from config.policy import Policy
from knowledge.embedding.word_vectors import WordVectors
from storage.engine import Database

LINE, SCORE = "drill_line", "score_drill"
PATIENCE = timedelta(seconds=60)


def work(policy: Policy) -> Mapping[str, Work]:
    """The steps by their kinds."""
    scripts()
    score_it = partial(scored, policy.drills.violation_cap)
    return {LINE: Work(next_line, time_limit=PATIENCE), SCORE: Work(score_it, time_limit=PATIENCE)}


def next_line(_db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the customer of a scenario says next, in a temper, by a seed and all the replies."""
    script = scripts()[args["script"]].model_copy(update={"temper": args["temper"]})
    return asdict(lines(script, args["seed"], args["replies"])[-1])


def scored(cap: float, _db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """The card of a drill; `args` are its scenario and turns as the command `score` takes them; a total with a
    violation is at most `cap`."""
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
    turns = tuple(Turn(turn["customer"], turn["rep"], _speech(turn)) for turn in args["turns"] if turn["rep"])
    return score(Drill(scenario, turns), likeness=WordVectors().queries, cap=cap).as_json()


def _speech(turn: Mapping[str, Any]) -> Speech | None:
    return Speech(turn["seconds"], tuple(turn["pauses"])) if "seconds" in turn else None
