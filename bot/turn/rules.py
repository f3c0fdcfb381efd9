"""What does not change from turn to turn: the flows there are, the company's policy, its working time."""

from __future__ import annotations

from dataclasses import dataclass

from bot.turn.router import FlowTable
from config.policy import Policy
from scheduler.working_time import WorkingTime


@dataclass(frozen=True)
class Rules:
    """What every turn decides by; the same for the life of a process."""

    table: FlowTable
    policy: Policy
    working_time: WorkingTime
