"""Conversations about the person and the bot itself: joining, help, undo, what could not be understood or handled. Each
module gives its FLOW to the table of contents.
"""

__all__ = [
    "helping",
    "join",
    "nothing_open",
    "out_of_scope",
    "received_media",
    "retry",
    "undo",
]
