"""Conversations about what stages need: files that are sent and shown again, or are too large for that, the way of a
deal, what to do at a gate.

In: an opening (words, a button, a file). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "answer_gate",
    "decide_override",
    "large_file",
    "may_enter",
    "name_holder",
    "received_media",
    "show_files",
    "stage_history",
    "wrong_file",
]
