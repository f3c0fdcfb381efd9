"""Conversations about the person and the bot itself: invitation, help, undo, what could not be understood or handled.

In: an opening (words, a button, a file). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "helping",
    "invite_colleague",
    "join",
    "membership",
    "nothing_open",
    "out_of_scope",
    "place_member",
    "preferred_address",
    "reason_told",
    "restore",
    "retry",
    "show_recorded",
    "take_leave",
    "undo",
    "who_is_away",
]
