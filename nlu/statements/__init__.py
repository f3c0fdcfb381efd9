"""A message taken apart into what it states.

In goes a `Reading`; out come its statements and what each of them does (reports, asks, supposes …: factuality), what
the bot is asked to do beside a report (acts), its records, one for each customer that is reported on (records.records),
the spans that a correction takes back (corrections.taken_back), what its words of welcome say of the deal (consent),
and which clauses of a report no slot takes (unplaced). `buying_roles` reads what is said of the people at a customer,
`appointments` what is put off, `winning` whether it is the deal that is won, `not_then` what is said not to be at a
time; `news` tells a report by the things of the trade in it. The words that decide are in the files of rules that are
called so.
"""

__all__ = [
    "acts",
    "appointments",
    "buying_roles",
    "consent",
    "corrections",
    "factuality",
    "news",
    "not_then",
    "records",
    "unplaced",
    "winning",
]
