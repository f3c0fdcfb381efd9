"""The exam: questions, marks, recorded calls that are checked, and the rights that passing unlocks.

In: the question bank (`bank`, data that a trainer may edit), entries of the company's library, company policy, answers,
transcripts of calls. Out: a `paper` drawn by seed, marks with what was missed, violations quoted with their time; rows
of exams (`attempts`), recordings (`calls`) and unlocked rights (`unlocking`).
"""

__all__ = [
    "attempts",
    "call_check",
    "calls",
    "library_questions",
    "marking",
    "paper",
    "questions",
    "unlocking",
]
