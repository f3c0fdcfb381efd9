"""Who leaves the company and who takes over, who comes back, and who is to get which customer, in words.

In: words, and the names that may be meant. Out: what they say of these.
"""

from nlu.leading.departures import (
    asks_how_out,
    clearly_leaves,
    comes_back,
    confirms,
    evenly,
    joins,
    leaves,
    leaves_empty,
    lets_in,
    may_come_back,
    may_leave,
    named_successor,
    not_gone,
    own_leaving,
    without_successor,
)
from nlu.leading.holds import ends_hold, holds, order_beside, other_length, rests, wants_time
from nlu.leading.passing import (
    gives_back,
    gives_if,
    may_go_back,
    may_pass,
    named_beside,
    only_part,
    passes_everything,
    tells_of,
    wants_customer,
)
from nlu.leading.sharing import Shared, forms_of, gives_all, shared

__all__ = [
    "Shared",
    "asks_how_out",
    "clearly_leaves",
    "comes_back",
    "confirms",
    "ends_hold",
    "evenly",
    "forms_of",
    "gives_all",
    "gives_back",
    "gives_if",
    "holds",
    "joins",
    "leaves",
    "leaves_empty",
    "lets_in",
    "may_come_back",
    "may_go_back",
    "may_leave",
    "may_pass",
    "named_beside",
    "named_successor",
    "not_gone",
    "only_part",
    "order_beside",
    "other_length",
    "own_leaving",
    "passes_everything",
    "rests",
    "shared",
    "tells_of",
    "wants_customer",
    "wants_time",
    "without_successor",
]
