"""What conversations about drills and exams share: keeping recorded answers, how far somebody is, checking recorded
calls, asking to unlock what was earned.

In: a talk and who it is about. Out: what was said and ordered.
"""

__all__ = ["answers", "calls", "progress", "recordings", "unlock"]
