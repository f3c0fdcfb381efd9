"""Sums of money in a message: 48万, 三万五, 50-80万, 一百来万, 1,350,000元.

In goes the text; out come `Sum`s, in yuan, with the places where they were said. `figures` decides what a numeral is
worth, `evidence` whether it is money at all, `sums` where a sum begins and ends and what bounds it.
"""

from nlu.entities.money.sums import Sum, find_sums

__all__ = ["Sum", "find_sums"]
