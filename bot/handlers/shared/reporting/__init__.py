"""What somebody wants to know of a team's or a person's days and weeks: who reported what, process figures, new leads.

In: the words of a question and the colleague named. Out: what is said.
"""

__all__ = ["process", "reported"]
