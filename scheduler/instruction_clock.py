"""When a colleague is reminded of what they were told to do, at the time that was named for it, and when who told them
hears that it is done: at once, after the colleague logged it.

The timer's payload is {"instruction": id}; whoever fires it reads `sales.teamwork.instructions.get`.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from sales.scope import Actor
from sales.teamwork import instructions
from sales.teamwork.instructions import InstructionFact
from scheduler import timers
from scheduler.working_time import WorkingTime

INSTRUCTION_DUE, INSTRUCTION_DONE = "instruction_due", "instruction_done"


def plan(session: Session, policy: Policy, told: InstructionFact, now: datetime) -> None:
    """Plan the reminder at the time that was named, if one was and it is still to come."""
    if told.named_at is not None and told.named_at > now:
        at = WorkingTime(policy).named_at(told.named_at, now)
        timers.put(session, _due_key(told.id), INSTRUCTION_DUE, at, told.to_id, {"instruction": told.id})


def settled(session: Session, by: Actor, customer_id: int, now: datetime) -> None:
    """A member has followed up with a customer: what they were told to do there is done, and who told them hears."""
    for told in instructions.open_of(session, by.member_id, customer_id):
        finish(session, by, told.id, now)
        timers.put(
            session, f"{INSTRUCTION_DONE}:{told.id}", INSTRUCTION_DONE, now, told.by_id, {"instruction": told.id}
        )


def finish(session: Session, by: Actor, instruction_id: int, now: datetime) -> InstructionFact:
    """The colleague has done it: nobody is reminded of it any more. Raises Changed if it is
    somebody else's or was done before."""
    done = instructions.finish(session, by, instruction_id, now)
    timers.cancel(session, _due_key(instruction_id))
    return done


def _due_key(instruction_id: int) -> str:
    return f"{INSTRUCTION_DUE}:{instruction_id}"
