"""One message: claimed, prepared, decided, carried out, committed (see processor, then turn, then router).

In: an open message of the inbox, the flows there are (`router.FlowTable`), the rules of the company. Out: one
transaction with everything that the message does, or nothing of it. Conversations begin with an `opening`, and use
`references` (what words refer to), `speaker` (names as letters) and `undo`.
"""

__all__ = [
    "asking",
    "effects",
    "names",
    "opening",
    "prepare",
    "processor",
    "questions",
    "references",
    "router",
    "rules",
    "run_stack",
    "speaker",
    "tickets",
    "undo",
]
