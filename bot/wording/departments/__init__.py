"""What is said about tickets: to whoever has one in hand, to whoever raised it, to who leads them. Pure functions.

In: tickets, what was said at their steps, policy, the time. Out: text and `Choice`s.
"""

__all__ = ["answer_times", "buttons", "dealt", "tickets"]
