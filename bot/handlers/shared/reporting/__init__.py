"""What somebody wants to know of a team's or a person's days and weeks: who reported what, process figures, new leads;
and the sum of a report that was spoken and perhaps misheard.

In: the words of a question and the colleague named, a report. Out: what is said, the sum that is meant.
"""

__all__ = ["heard_sum", "process", "reported"]
