"""When somebody hears that what they had a colleague told is done: at once, after the colleague logged it.

The timer's payload is {"instruction": id}; whoever fires it reads `sales.teamwork.instructions.get`.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from sales import reminders
from sales.teamwork import instructions
from sales.teamwork.instructions import InstructionFact
from scheduler import reminder_clock, timers

INSTRUCTION_DONE = "instruction_done"


def settled(session: Session, member_id: int, customer_id: int, now: datetime) -> None:
    """A member has followed up with a customer: what they were told to do there is done, and who told them hears."""
    for told in instructions.open_of(session, member_id, customer_id):
        finish(session, told.id, member_id, now)
        timers.put(
            session, f"{INSTRUCTION_DONE}:{told.id}", INSTRUCTION_DONE, now, told.by_id, {"instruction": told.id}
        )


def finish(session: Session, instruction_id: int, member_id: int, now: datetime) -> InstructionFact:
    """The colleague has done it: nobody is reminded of it any more. Raises Changed if it was done before."""
    done = instructions.finish(session, instruction_id, member_id, now)
    if done.reminder_id is not None and reminders.get(session, done.reminder_id) is not None:
        reminders.mark_reminded(session, done.reminder_id, now)
        reminder_clock.cancel(session, done.reminder_id)
    return done
