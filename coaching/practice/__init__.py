"""How much people and teams practise, counted over drills that were scored; and what they said that may not be.

In: a session, who is in scope, a team, and between which times. Out: facts.
"""

__all__ = ["counted", "findings"]
