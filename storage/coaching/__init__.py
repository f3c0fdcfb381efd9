"""Tables of practice: drills with their transcripts and cards, appeals against a score."""

from storage.coaching.drills import Drill, DrillAppeal

__all__ = ["Drill", "DrillAppeal"]
