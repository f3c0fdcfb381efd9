"""The steps of a drill outside the transaction: what the customer says next, and the card.

The scenarios and the rubric are read when the bot is put together, so that no turn waits for files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

from bot.messaging.work import Work
from coaching.customer import lines
from coaching.drill_types import Drill, Persona, Scenario, Speech, Turn
from coaching.outcomes import weights
from coaching.rubric import load
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
    load()
    score_it = partial(scored, policy.drills.violation_cap)
    return {LINE: Work(next_line, time_limit=PATIENCE), SCORE: Work(score_it, time_limit=PATIENCE)}


def next_line(_db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the customer of a scenario says next, in a temper, by a seed and all the replies."""
    script = scripts()[args["script"]].model_copy(update={"temper": args["temper"]})
    return asdict(lines(script, args["seed"], args["replies"])[-1])


def scored(cap: float, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    """The card of a drill: its scenario, as whom the customer was played, its turns; a total with a violation is at
    most `cap`."""
    script, played = scripts()[args["script"]], args["persona"]
    budget = (played["budget"], played["budget"])
    scenario = Scenario(
        script.id,
        script.objection,
        Persona(played["industry"], played["buyer_role"], budget, played["temper"]),
        script.goal,
        script.key_points,
        script.forbidden,
        script.reference,
    )
    turns = tuple(Turn(turn["customer"], turn["rep"], _speech(turn)) for turn in args["turns"] if turn["rep"])
    with db.read() as session:
        rubric = load().weighing(weights.current(session))
    return score(Drill(scenario, turns), rubric, WordVectors().queries, cap).as_json()


def _speech(turn: Mapping[str, Any]) -> Speech | None:
    return Speech(turn["seconds"], tuple(turn["pauses"])) if "seconds" in turn else None
