"""Sentences of practice: drills and appeals, exams, recorded calls and what they unlock, from facts of `coaching`."""

__all__ = ["appeals", "calls", "drills", "exams", "unlocking"]
