"""What a company decides about practice: drills, and the exam that unlocks rights."""

from config.drills.exam import ByKind, ExamPolicy
from config.drills.policy import DrillPolicy

__all__ = ["ByKind", "DrillPolicy", "ExamPolicy"]
