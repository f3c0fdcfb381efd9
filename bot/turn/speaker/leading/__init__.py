"""What a leader's words do with people and their customers: whose a customer is, who leaves or comes back, more time.

In: an understanding and who speaks (`Hearing`). Out: another understanding, or None where the words do nothing of this.
"""

__all__ = ["called", "covering", "giving", "going", "more_time", "of_people"]
