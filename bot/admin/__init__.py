"""Administering a company: importing it (`importer` a world file, `importing` customer lists), inviting its people,
filling and searching its `library`, deciding on what people give to it (`giving`), playing and scoring drills
(`drilling`), hearing and checking recorded calls, marking exams, applying a changed policy, learning from use.

In: a world file, an invitation code, a policy, a message that was understood wrongly. Out: rows of the company (people,
customers, deals, invitations, planned timers, candidates) and accepted training examples. It says nothing to anybody.
"""

__all__ = [
    "call_hearing",
    "contents",
    "drilling",
    "exam_calls",
    "exam_marks",
    "exporting",
    "feedback",
    "giving",
    "importer",
    "importing",
    "invitations",
    "library",
    "library_question",
    "policy_change",
    "visit_kit",
]
