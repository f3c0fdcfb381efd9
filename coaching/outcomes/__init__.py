"""How much each dimension counts, fitted once a month to how deals ended after drills.

In: the marks of drills and whether the deal that followed was won. Out: weights, near those of the rubric while
there is little to go by. `fitting` calculates them, `weights` keeps them as rows, by month, until they are taken back.
"""

__all__ = ["fitting", "weights"]
