"""What words say about customer lists that are imported: what of a list that is shown is meant otherwise, and what is
asked about importing.

In: a message's text. Out: plain values; what stands in the list, the bot knows. The words that decide are in lists.yml
of rules.
"""

from nlu.lists.reading import (
    ASKED,
    MYSELF,
    About,
    Meant,
    about_import,
    agrees,
    asks_about_import,
    asks_row,
    asks_unowned,
    confirms_withdrawal,
    declines,
    good_only,
    is_that_line,
    line_numbers,
    meant_otherwise,
    of_nobody,
    problems,
    same_company,
)

__all__ = [
    "ASKED",
    "MYSELF",
    "About",
    "Meant",
    "about_import",
    "agrees",
    "asks_about_import",
    "asks_row",
    "asks_unowned",
    "confirms_withdrawal",
    "declines",
    "good_only",
    "is_that_line",
    "line_numbers",
    "meant_otherwise",
    "of_nobody",
    "problems",
    "same_company",
]
