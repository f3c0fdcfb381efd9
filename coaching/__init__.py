"""Practice: what a drill is, and how it is scored. Pure: no database, no clock, no model of its own.

In come a `Drill` (a scenario and its turns), the rubric of the company and, where there is one, a `Likeness` that tells
which texts mean the like. Out goes a `Scorecard`: a score, evidence and one advice for each dimension, what was
forbidden and said all the same, and what could not be judged. The same input gives the same card.
"""

__all__ = ["drill_types", "likeness", "rubric", "scoring"]
