"""The part of company policy about practice: how long drills are kept, whether they are ranked, when one that nobody
goes on with is over.

In: the part of the policy file under `drills`. Out: these values.
"""

from config.drills.policy import DrillPolicy

__all__ = ["DrillPolicy"]
