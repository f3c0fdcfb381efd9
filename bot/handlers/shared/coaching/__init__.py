"""What conversations about drills and exams share: whom one practises on, keeping recorded answers, an exam
that goes on, how far somebody is, checking recorded calls, asking to unlock what was earned.

In: a talk and who it is about. Out: what was said and ordered.
"""

__all__ = ["answers", "calls", "described", "own_customers", "progress", "recordings", "sitting", "unlock", "whom"]
