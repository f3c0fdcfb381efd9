"""Administering a company: importing it (`importer` a world file, `importing` customer lists), inviting its people,
filling and searching its `library`, deciding on what people give to it (`giving`), drills and exams (`practice`),
hearing recorded calls and the library's recordings, exporting, dropping files that are no longer wanted, forecasting,
keeping `figures`, taking in `large_files`, applying a changed policy, learning from use, signing links to the board,
logging in by a code (`qr_login`).

In: a world file, an invitation code, a policy, a message that was understood wrongly. Out: rows of the company
(people, customers, deals, invitations, planned timers, candidates) and accepted training examples. It says nothing to
anybody.
"""

__all__ = [
    "board_links",
    "contents",
    "dropped_files",
    "exporting",
    "feedback",
    "figures",
    "forecasting",
    "giving",
    "heard_calls",
    "importer",
    "importing",
    "invitations",
    "large_files",
    "library",
    "library_question",
    "policy_change",
    "practice",
    "qr_login",
    "transcribing",
    "visit_kit",
]
