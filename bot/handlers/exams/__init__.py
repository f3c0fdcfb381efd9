"""Conversations about the knowledge exam: taking it, recorded calls that are checked, what passing both unlocks.

`FLOWS` are all of them; words that object to a recording are said to `appeal_call` before a drill's appeal.
"""

from bot.handlers.exams import (
    appeal_call,
    ask_unlock,
    exam_progress,
    hand_in_call,
    my_rights,
    revoke_unlock,
    settle_call,
    settle_unlock,
    show_call,
    show_exam,
    take_exam,
)

__all__ = ["FLOWS"]

FLOWS = (
    take_exam.FLOW,
    show_exam.FLOW,
    exam_progress.FLOW,
    hand_in_call.FLOW,
    show_call.FLOW,
    appeal_call.FLOW,
    settle_call.FLOW,
    ask_unlock.FLOW,
    settle_unlock.FLOW,
    revoke_unlock.FLOW,
    my_rights.FLOW,
)
