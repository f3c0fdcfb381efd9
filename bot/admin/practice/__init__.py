"""Practising and being examined, as slow work: playing and scoring drills (`drilling`), fitting the weights of a score
to a team's outcomes (`drill_weights`), marking exams (`exam_marks`), hearing and checking recorded calls (`exam_calls`
with `call_hearing`).

In: rows of drills and exams, recordings. Out: work by its kinds, and what it found.
"""

__all__ = ["call_hearing", "drill_weights", "drilling", "exam_calls", "exam_marks"]
