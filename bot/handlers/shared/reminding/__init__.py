"""What conversations about reminders share: which reminder is meant, and moving one to another time.

In: a Talk and an opening, or a Session. Out: the reminders that words mean; a moved reminder and its receipt.
"""

__all__ = ["moved_reminder", "reminders_meant", "spoken_step"]
