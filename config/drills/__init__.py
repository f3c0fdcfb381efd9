"""The part of company policy about practice: how long drills are kept, whether they are ranked, when one that nobody
goes on with is over; the exam that unlocks rights.

In: the parts of the policy file under `drills` and `exam`. Out: these values.
"""

from config.drills.exam import ByKind, ExamPolicy
from config.drills.policy import DrillPolicy

__all__ = ["ByKind", "DrillPolicy", "ExamPolicy"]
