"""What somebody wants to know of a team's or a person's days and weeks: who reported what, process figures, new leads;
the sum of a report that was spoken and perhaps misheard; and recorded calls, which are reports too.

In: the words of a question and the colleague named, a report. Out: what is said, the sum that is meant.
"""

__all__ = ["call_recording", "heard_sum", "process", "reported"]
