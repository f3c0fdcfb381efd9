"""What a company decides about practice."""

from config.drills.policy import DrillPolicy

__all__ = ["DrillPolicy"]
