"""A message taken apart into what it states.

In goes a `Reading`; out come its records, one for each customer that is reported on (records.records), and the spans
that a correction takes back (corrections.taken_back). What each statement does (reports,
asks, supposes …) is factuality's. The words that decide are in rules/statements.yml and rules/factuality.yml.
"""

__all__ = ["corrections", "factuality", "records"]
