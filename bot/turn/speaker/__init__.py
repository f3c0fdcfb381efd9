"""What words mean, said by this speaker: `parse` knows neither who writes nor whom they lead.

In: an understanding and who speaks (`Hearing`). Out: another understanding: a leader's order, a rep's plan or wish, a
question that one fact answers, a change of contact, or two readings of words in doubt.
"""

__all__ = [
    "ahead",
    "at_gate",
    "by_speaker",
    "department_asked",
    "doubtful",
    "formerly",
    "hearing",
    "leading",
    "moved_appointment",
    "planned",
]
