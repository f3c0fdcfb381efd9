"""How much people and teams practise: counted over drills that were scored.

In: a session, who is in scope, a team, and between which times. Out: facts.
"""

__all__ = ["counted"]
