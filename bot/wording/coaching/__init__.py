"""Sentences of practice: drills and appeals, exams, recorded calls, what they unlock. In: facts of `coaching`. Out: texts
and buttons."""

__all__ = ["appeals", "calls", "drills", "exams", "unlocking"]
