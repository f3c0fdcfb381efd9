"""Practice in chat: a drill with a customer who is played, its results for oneself and who leads one, a person who
looks at a score again, and deleting what was kept.
"""

__all__ = [
    "appeal_drill",
    "drill_history",
    "drill_weights",
    "erase_drills",
    "erase_one",
    "keep_recordings",
    "play_drill",
    "practise",
    "settle_appeal",
    "show_appeals",
    "show_drill",
    "show_findings",
]
