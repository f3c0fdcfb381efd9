"""The learner: from a table of closed deals to the probability that a deal is won, and how good it is.

In: rows of cells as people write them, the column that says how a deal ended and the value that means won. Out: an
`Evaluation` on deals that were held out, what was learned from most, and which columns give the end away. A file that
cannot be learned from is `NotLearnable`, with a reason. The same file gives the same answer.
"""

from analytics.forecast.learning.evaluation import Evaluation, evaluate
from analytics.forecast.learning.reading import Deals, NotLearnable, read

__all__ = ["Deals", "Evaluation", "NotLearnable", "evaluate", "linear", "measures", "read", "reading"]
