"""Practice: a customer to practise on, and a score that can be argued with.

Scoring is pure: in come a `Drill` (a scenario and its turns), the rubric of the company and, where there is one, a
`Likeness` that tells which texts mean the like; out goes a `Scorecard`: a score, evidence and one advice for each
dimension, what was forbidden and said all the same, and what could not be judged. The same input gives the same card.
`scenarios` are data; `casting` decides whom to practise on, `customer` what they say next; `drills` are rows,
`recordings` their spoken answers; `practice` counts
them by people and teams. `outcomes` fits its weights to how
deals ended. `exam` asks and marks questions, checks recorded calls, and keeps what passing both
unlocks.
"""

__all__ = [
    "casting",
    "compliance",
    "customer",
    "drill_types",
    "drills",
    "exam",
    "likeness",
    "outcomes",
    "practice",
    "recordings",
    "replies",
    "rubric",
    "scenarios",
    "scoring",
]
