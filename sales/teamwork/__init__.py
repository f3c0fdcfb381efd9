"""What happens between colleagues: who is meant by a name, a customer changes hands, somebody is told to do something,
what somebody has done and what they were refused, who is away, and what becomes of theirs when they leave.

In: members, customers and words. Out: facts (`HandedOver`, `InstructionFact`, `Activity`).
"""

__all__ = [
    "absences",
    "activity",
    "covers",
    "figures",
    "handover",
    "instructions",
    "leaving",
    "limit_changes",
    "people",
    "refusals",
    "targets",
]
